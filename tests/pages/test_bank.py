"""A bank as lines: nothing lost, nothing too wide."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from interviewer.library import bank as banks
from interviewer.pages.bank import bank_lines, wrapped

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@given(st.text(alphabet="ab \t\u00e9\u30b3\u0301\U0001f600", max_size=80), st.integers(2, 30))
def test_wrapping_keeps_every_word_and_fits(text: str, width: int) -> None:
    lines = list(wrapped(text, width))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(line and cell_len(line) <= width for line in lines)
    assert all(line == line.strip() for line in lines)


def test_words_are_broken_only_when_they_are_wider_than_the_line() -> None:
    assert list(wrapped("a bb ccc  dddddd e", 4)) == ["a bb", "ccc", "dddd", "dd e"]


def test_styles_add_escapes_and_change_no_word() -> None:
    bank = banks.find("any-role")
    plain = list(bank_lines(bank, columns=60, styled=False, examples=True))
    styled = list(bank_lines(bank, columns=60, styled=True, examples=True))
    assert [ESCAPE.sub("", line) for line in styled] == plain
    assert "\x1b[1mAny role\x1b[0m" in styled
    assert not any("\x1b" in line for line in plain)
