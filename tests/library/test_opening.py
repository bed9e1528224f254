"""The question that a bank may begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.library import bank as banks
from tests.library.banks import HEAD, OPENING, QUESTION, lint, question, write_bank


def test_an_opening_is_an_introduction_without_saying_so(tmp_path: Path) -> None:
    bank = banks.load(write_bank(tmp_path, head=HEAD + OPENING, spill=QUESTION))
    assert bank.opening is not None
    assert (bank.opening.id, bank.opening.kind) == ("introduction", "introduction")
    assert [point.text for point in bank.opening.points] == ["the present work", "why this cafe"]
    assert [one.id for one in bank.questions] == ["spill"]
    assert [one.id for one in bank.all_questions] == ["introduction", "spill"]


def test_a_good_opening_has_no_complaints(tmp_path: Path) -> None:
    assert lint(write_bank(tmp_path, head=HEAD + OPENING, spill=QUESTION)) == ()


FIRST = HEAD.count("\n") + 2
"""Line of [opening]."""


@pytest.mark.parametrize(
    ("opening", "said"),
    [
        (OPENING.replace('probes = "Whether you can be short."\n', ""), f'{FIRST}: missing "probes"'),
        (OPENING + 'kind = "method"\n', f'{FIRST + 8}: kind is "method": an opening is an "introduction"'),
        (OPENING.replace("patience", "speed"), f'{FIRST + 5}: unknown competency "speed"; allowed: patience'),
        (OPENING.replace('", "why this cafe"', '"'), f"{FIRST + 3}: warning: guidance points: 1 (good are 2 to 5)"),
        (OPENING.replace("guidance", "guidence"), f'{FIRST + 2}: unknown key "guidence" (did you mean "guidance"?)'),
    ],
)
def test_what_is_wrong_with_an_opening_is_said_at_its_line(tmp_path: Path, opening: str, said: str) -> None:
    folder = write_bank(tmp_path, head=HEAD + opening, spill=QUESTION)
    assert f"{folder / 'bank.toml'}:{said}" in [str(complaint) for complaint in lint(folder)]


def test_an_opening_that_is_no_table_is_refused(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, head='opening = "Hello"\n' + HEAD, spill=QUESTION)
    assert [str(complaint) for complaint in lint(folder)] == [
        f'{folder / "bank.toml"}:1: "opening" must be a table: [opening]'
    ]


def test_no_question_has_the_id_of_the_opening(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, head=HEAD + OPENING, introduction=question("introduction"))
    assert [str(complaint) for complaint in lint(folder)] == [
        f'{folder / "introduction.toml"}:1: ids repeat: "introduction" (the opening\'s)'
    ]
