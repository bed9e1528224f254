"""What wrong words on the command line get: one sentence, exit code 2 or 3, and nothing changed on the disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from interviewer.cli.main import main


def touched() -> list[Path]:
    folder = Path(os.environ["INTERVIEWER_RECORDINGS"])
    return sorted(folder.rglob("*")) if folder.exists() else []


@pytest.mark.parametrize("given", ["0", "-3", "1e9", "ten", "51", ""])
def test_i19_a_number_of_questions_is_from_1_to_50(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["practice", "--questions", given]) == 2
    assert f'--questions must be a whole number from 1 to 50 (got "{given}")' in capsys.readouterr().err
    assert touched() == []


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["practice", "--typed", "--answer-from", "a.wav"], 2, "two different ways to answer"),
        (["practice", "--fast"], 2, "--fast reads the files of --answer-from"),
        (["practice", "--retry", "last", "--resume", "last"], 2, "give one of them"),
        (["practice", "--questions", "3", "--answer-from", "a.wav"], 2, "--questions 3 needs 3 files"),
        (["practice", "--answer-from", "nowhere.wav"], 3, "nowhere.wav"),
        (["practice", "--bank", "nobody"], 3, "nobody"),
        (["practice", "--question", "nothing"], 3, 'no question "nothing"'),
        (["practice", "--category", "cooking"], 3, 'no category "cooking"'),
        (["practice", "--opening", "--retry", "last"], 2, "--opening begins a new interview"),
        (["practice", "--resume", "last"], 3, "There is no session yet"),
        (["practice", "--retry", "../x"], 3, "Not a session id"),
        (["practise"], 2, "No such command"),
        (["report", "last"], 3, "There is no session yet"),
        (["practice", "--seed", "x"], 2, "--seed must be a whole number"),
    ],
)
def test_wrong_words_get_one_sentence(
    words: list[str], code: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == code
    told = capsys.readouterr()
    assert sentence in told.err
    assert "Traceback" not in told.err
    assert touched() == []


def test_every_command_of_the_help_can_be_asked_for_its_own_help(capsys: pytest.CaptureFixture[str]) -> None:
    from interviewer.cli.main import COMMANDS

    for command in COMMANDS:
        assert main([command, "--help"]) == 0
        assert "Usage: interviewer" in capsys.readouterr().out
