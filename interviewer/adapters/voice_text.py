"""Text as a speech engine should be given it: one line, no control characters, no markup of the engine's own."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 5_000
"""Characters that are spoken in one go: about six minutes."""

_MARKUP = re.compile(r"[\[\]<>{}|\\^~`*#_=]+")
"""Brackets switch eSpeak and Piper to phoneme input; the rest would be read out by name or swallowed."""


def spoken(text: str) -> str:
    """`text` as it is handed to the engine; empty when nothing in it can be pronounced."""
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(" " if unicodedata.category(each)[0] in "CZ" else each for each in plain)
    plain = " ".join(_MARKUP.sub(" ", plain).split())
    return plain if any(each.isalnum() for each in plain) else ""
