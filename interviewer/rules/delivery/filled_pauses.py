"""Filled pauses in a transcript: the sounds um, uh and their kin.

Clark and Fox Tree 2002, "Using uh and um in spontaneous speaking"; "like" and "you know" are words, and stand with the
discourse markers.
"""

from __future__ import annotations

import re

FILLED_PAUSES = frozenset({"ah", "ahm", "eh", "ehm", "em", "er", "erm", "hm", "mm", "uh", "uhm", "um"})

_DRAWN_OUT = re.compile(r"(?:u+h*m+|u+h+|e+h*r+m*|e+h*m+|e+h+|a+h+m*|h+m+|m{2,}|o{3,}h*)")
"""ummm, uuuh, errr, hmmmm: as recognisers write a long one."""

_WORDS = frozenset({"err"})
"""That look like one."""


def is_filled_pause(text: str) -> bool:
    """True for um, uh and their kin, however they are punctuated or drawn out."""
    said = bare(text)
    return said in FILLED_PAUSES or (said not in _WORDS and _DRAWN_OUT.fullmatch(said) is not None)


def bare(text: str) -> str:
    """Small letters and digits only; empty for a token that is only punctuation."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())
