"""Helps with a name that was misspelt."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` (did you mean "model"?)` for the known name nearest to `word`, or nothing when none is near."""
    spelt = {name.lower(): name for name in sorted(known)}
    near = get_close_matches(word.lower(), spelt, n=1)
    return f' (did you mean "{spelt[near[0]]}"?)' if near else ""
