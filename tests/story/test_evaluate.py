"""`interviewer eval`, before anything is judged: what would spoil an hour of judging is told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.cli.main import main


@pytest.fixture(autouse=True)
def _no_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_MODELS", str(tmp_path))


def test_a_folder_that_is_not_there_is_told_before_a_model_is_looked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", "--json", str(tmp_path / "nowhere" / "out.json")]) == 3
    assert "There is no folder" in capsys.readouterr().err


def test_without_a_judge_it_says_how_to_switch_it_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INTERVIEWER_JUDGE", "off")
    assert main(["eval"]) == 3
    assert capsys.readouterr().err.endswith("Type: INTERVIEWER_JUDGE=on interviewer eval\n")
