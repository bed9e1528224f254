"""Prompts and banks are found where they are: the named folder, the wheel's copy, or the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.errors import SetupError
from interviewer.library import content as place
from interviewer.library.content import content


def test_a_named_folder_wins(tmp_path: Path) -> None:
    assert content("prompts", override=tmp_path) == tmp_path


def test_an_installed_copy_wins_over_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "PACKAGE", tmp_path / "interviewer")
    (tmp_path / "question_bank").mkdir()
    assert content("question_bank") == tmp_path / "question_bank"
    (tmp_path / "interviewer" / "_content" / "question_bank").mkdir(parents=True)
    assert content("question_bank") == tmp_path / "interviewer" / "_content" / "question_bank"


def test_an_incomplete_installation_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "PACKAGE", tmp_path / "interviewer")
    with pytest.raises(SetupError) as caught:
        content("prompts")
    assert caught.value.message == f"There is no folder {str(tmp_path / 'prompts')!r}"
    assert caught.value.hint == "The installation is incomplete: install interviewer again."
