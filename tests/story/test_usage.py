"""What wrong words on the command line get: one sentence, exit code 2 or 3, and nothing changed on the disk."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click
import pytest

from interviewer.cli.main import COMMANDS, main
from tests.story.commands import every_command, understand

SHARED = ("--bank", "--speaker", "--model", "--base-url", "--take")
"""Options that mean the same wherever they are."""

WIDEST = 76
"""Columns that the help leaves for an example on a terminal of 80."""


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
    for command in COMMANDS:
        assert main([command, "--help"]) == 0
        assert "Usage: interviewer" in capsys.readouterr().out


def test_no_line_of_the_help_is_cut_short(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        main([command, "--help"])
        assert "..." not in capsys.readouterr().out.partition("Options:")[2]


EXAMPLES = [
    line.strip()
    for each in every_command()
    if each.epilog
    for line in each.epilog.splitlines()
    if "interviewer" in line
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_the_help_is_understood_and_fits_in_a_line(example: str) -> None:
    program, *words = shlex.split(example)
    assert program == "interviewer"
    understand(words)
    assert len(example) <= WIDEST


def test_an_option_that_several_commands_have_is_told_in_the_same_words() -> None:
    told: dict[str, set[str | None]] = {}
    for command in every_command():
        for option in command.params:
            if isinstance(option, click.Option) and option.opts[0] in SHARED:
                told.setdefault(option.opts[0], set()).add(option.help)
    assert {name: len(helps) for name, helps in told.items()} == dict.fromkeys(SHARED, 1)
