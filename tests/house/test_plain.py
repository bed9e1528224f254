"""Foreign text made harmless: the quick way and the slow way agree on every character there is."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from interviewer.model.plain import one_line, printable


def is_kept(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def test_every_character_is_kept_or_taken_out_as_its_category_says_alone_and_in_company() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    assert printable(everything) == "".join(filter(is_kept, everything))
    assert [c for c in everything if (printable(c) == c) != is_kept(c)] == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  a\n\tb \u00a0 c ", "a b c"),
        ("a\u200bb\u202e", "ab"),
        ("", ""),
        ("\x1b[31mred", "[31mred"),
        ("a\u2028b", "a b"),
    ],
)
def test_one_line_is_one_line(text: str, line: str) -> None:
    assert one_line(text) == line
