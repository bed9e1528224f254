"""Text for people: foreign words made harmless for a terminal or a page, and numbers as they are written."""

from __future__ import annotations

import unicodedata

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEPT = {"\n", "\t"}


def printable(text: str) -> str:
    """`text` without control, bidirectional, zero-width and unassigned characters; line breaks and tabs stay."""
    if text.isprintable():
        return text
    # A long text has few different characters: each is looked up once.
    hidden = {c for c in set(text) - _KEPT if unicodedata.category(c) in _INVISIBLE}
    return text.translate(dict.fromkeys(map(ord, hidden))) if hidden else text


def one_line(text: str) -> str:
    """`printable`, with every run of white space as one space."""
    return " ".join(printable(text).split())


def size(count: int) -> str:
    """A number of bytes in decimal units, as shops and download pages use them."""
    if count >= 1e9:
        return f"{count / 1e9:.2f} GB"
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"


def counted(number: int, noun: str) -> str:
    """So many of something: `1 session`, `2 sessions`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
