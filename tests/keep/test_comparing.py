"""Takes of the same question, compared on the command line."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from interviewer.adapters.folder_store import FolderStore
from interviewer.cli.main import main
from interviewer.model.session import Turn
from interviewer.rules.comparing import tried
from tests.keep.examples import question, session, take

FIRST = session(Turn(number=1, question=question(), takes=(take(1, overall=2),)))
SECOND = session(
    Turn(number=1, question=question("Tell me of another bug.").but(id="other"), takes=(take(),)),
    Turn(number=2, question=question(), takes=(take(1, overall=2), take(2, overall=4))),
    id="2026-11-24T10-00-00-small-bank",
    started_at=datetime(2026, 11, 24, 10, 0, tzinfo=UTC),
)


@pytest.fixture(autouse=True)
def recordings() -> FolderStore:
    store = FolderStore(Path(os.environ["INTERVIEWER_RECORDINGS"]))
    for each in (FIRST, SECOND):
        store.begin(each)
        store.end(each)
    return store


def test_takes_of_two_sessions_stand_in_the_order_given() -> None:
    (found,) = tried([SECOND, FIRST])
    assert found.names == (
        "23 November 2026, 10:00, question 1, take 1",
        "24 November 2026, 10:00, question 2, take 1",
        "24 November 2026, 10:00, question 2, take 2",
    )
    assert [answer.overall for answer in found.answers] == [2, 2, 4]


def test_the_same_id_in_another_bank_is_another_question() -> None:
    assert tried([FIRST, SECOND.but(turns=SECOND.turns[:1], bank="other-bank")]) == ()


def test_the_command_says_what_changed_and_what_did_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sessions", "compare", SECOND.id]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "Tell me about a bug."
    assert "  Grade: 2 of 5, weak → 4 of 5, good" in lines
    assert "  Situation: clear, 2 of 3, unchanged" in lines


def test_the_command_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sessions", "compare", FIRST.id, SECOND.id, FIRST.id, "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["question"], len(found["takes"])) == ("Tell me about a bug.", 3)
    assert found["lines"][0] == {"name": "Grade", "values": ["2 of 5, weak", "2 of 5, weak", "4 of 5, good"]}


def test_a_session_without_second_takes_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sessions", "compare", FIRST.id]) == 0
    assert capsys.readouterr().out == "No question was answered more than once in what you named.\n"
    assert main(["sessions", "compare", FIRST.id, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
