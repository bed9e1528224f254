"""Grader cards on disk: found by who was measured, and never in the way of an interview."""

from __future__ import annotations

import stat
import sys
from datetime import date
from pathlib import Path

import pytest

from interviewer.adapters.card_files import CardFiles
from interviewer.model.card import Card, SetFigures


def card(n: int) -> Card:
    one = SetFigures(answers="answers", n=n, overall=0.5, parts={"task": None}, points=0.1, labels=None)
    return Card(date=date(2026, 11, 30), sets=(one,))


def test_the_last_card_of_a_judge_is_found_and_no_other(tmp_path: Path) -> None:
    shelf = CardFiles(tmp_path / "not" / "there yet")
    assert shelf.find("one judge") is None
    shelf.keep("one judge", card(30))
    shelf.keep("one judge", card(40))
    shelf.keep("another", card(50))
    assert shelf.find("one judge") == card(40)
    assert shelf.find("another") == card(50)
    assert shelf.find("one judge with another prompt") is None


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b"\xff\xfe", b'{"date": "2026-11-30", "sets": []}'])
def test_a_card_that_cannot_be_read_is_none(tmp_path: Path, content: bytes) -> None:
    shelf = CardFiles(tmp_path)
    shelf.keep("judge", card(30))
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert shelf.find("judge") is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_reads_it(tmp_path: Path) -> None:
    CardFiles(tmp_path / "cards").keep("judge", card(30))
    (file,) = (tmp_path / "cards").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
