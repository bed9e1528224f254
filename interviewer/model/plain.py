"""Foreign text made harmless for a terminal or a page."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEPT = {"\n", "\t"}


def printable(text: str) -> str:
    """`text` without control, bidirectional, zero-width and unassigned characters; line breaks and tabs stay."""
    return "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in _INVISIBLE)


def one_line(text: str) -> str:
    """`printable`, with every run of white space as one space."""
    return re.sub(r"\s+", " ", printable(text)).strip()
