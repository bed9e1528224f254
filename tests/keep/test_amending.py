"""`sessions correct`, `sessions note`, `sessions --search` and `progress`, as they are typed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from rich.console import Console

from interviewer.adapters.folder_store import FolderStore
from interviewer.cli.main import main
from interviewer.desk import redo
from interviewer.model.grade import Graded, Ungraded
from interviewer.model.speech import Heard
from interviewer.pages.progress import show
from interviewer.ports import Judge
from interviewer.rules.progress import progress
from interviewer.rules.summarizing import summary
from interviewer.sitting import Sitting
from tests.keep.examples import FULL, committed, session, take, with_sound
from tests.rules.test_progress import BANK, NOW, answer, held


@pytest.fixture
def store() -> FolderStore:
    made = FolderStore(Path(os.environ["INTERVIEWER_RECORDINGS"]))
    made.begin(session())
    with_sound(made, session())
    made.end(session())
    return made


def test_a_word_is_corrected_shown_and_found(store: FolderStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sessions", "correct", "last", "BUILD broke", "pipeline broke"]) == 0
    told = capsys.readouterr().out
    assert "“BUILD broke” in answer 1 counts as “pipeline broke”." in told
    assert f"interviewer regrade {session().id} --turn 1" in told
    kept = store.find("last").turns[0].take
    assert kept is not None
    assert kept.heard == take().heard
    assert [(each.heard, each.said) for each in kept.corrections] == [("build broke", "pipeline broke")]
    page = (store.folder(session().id) / "report.html").read_text()
    assert '<small class="was">(heard: build broke)</small>' in page
    assert "“pipeline” was heard as “build broke”" in (store.folder(session().id) / "report.md").read_text()
    assert main(["sessions", "--search", "pipeline"]) == 0
    assert "question 1 at 0:00: In March our pipeline broke twice." in capsys.readouterr().out
    assert main(["sessions", "--search", "pipeline nothing"]) == 0
    assert capsys.readouterr().out == "No session holds all of: pipeline nothing\n"


def test_a_word_that_nobody_said_is_struck_out(store: FolderStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sessions", "correct", "last", "twice", ""]) == 0
    told = capsys.readouterr().out
    assert "“twice” in answer 1 is struck out." in told
    assert f"interviewer regrade {session().id} --turn 1" in told
    shown = (store.folder(session().id) / "report.md").read_text()
    assert "- In March our build broke." in shown
    assert "“broke.” was heard as “broke twice.”" in shown


def test_a_note_is_written_shown_and_taken_away(store: FolderStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sessions", "note", "last", "Name the <b>number</b>.", "--turn", "1", "--at", "0:02"]) == 0
    assert "Noted in answer 1 at 0:02." in capsys.readouterr().out
    page = (store.folder(session().id) / "report.html").read_text()
    assert "Name the &lt;b&gt;number&lt;/b&gt;." in page
    assert main(["report", "last"]) == 0
    assert "Your note: 0:02 Name the <b>number</b>." in capsys.readouterr().out
    assert main(["sessions", "note", "last", "--turn", "1", "--remove", "1"]) == 0
    kept = store.find("last").turns[0].take
    assert kept is not None
    assert kept.notes == ()


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["correct", "last", "nothing", "x"], 3, "stands in no answer"),
        (["correct", "last", "build", "x", "--turn", "9"], 3, "Question 9 has no answer"),
        (["correct", "last", "build", "x", "--at", "soon"], 2, "--at must be a place such as 1:12"),
        (["note", "last", "--turn", "1"], 2, "give the TEXT of a note"),
        (["note", "last", "x", "--turn", "1", "--at", "1:00"], 3, "after the end of the answer"),
        (["note", "last", "--turn", "1", "--remove", "2"], 3, "there is no number 2"),
        (["correct", "nobody", "a", "b"], 3, 'No session "nobody"'),
    ],
)
def test_what_does_not_fit_changes_nothing(
    words: list[str], code: int, told: str, store: FolderStore, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (store.folder(session().id) / "session.json").read_bytes()
    assert main(["sessions", *words]) == code
    assert told in capsys.readouterr().err
    assert (store.folder(session().id) / "session.json").read_bytes() == before


class Reader(Judge):
    """Notes what it is given to judge."""

    name = "reader"

    def __init__(self) -> None:
        self.read: list[str] = []

    def grade(self, question, sentences, heard: Heard, ledger, progress=None) -> Ungraded:  # type: ignore[no-untyped-def]
        self.read.append(" ".join(each.text for each in sentences))
        return Ungraded(code="pending", reason="Not now.", again=True)

    def coach(self, *_: object, **__: object) -> object:  # type: ignore[override]
        raise AssertionError("nothing was graded")


def test_what_is_judged_again_is_the_corrected_answer(store: FolderStore) -> None:
    assert main(["sessions", "correct", "last", "build", "pipeline"]) == 0
    reader = Reader()
    sitting = Sitting(store.find("last"), store, lambda _event: None)
    sitting.take_up()
    redo(sitting, None, reader, turn=1)
    kept = sitting.end().turns[0].take
    assert reader.read == ["In March our pipeline broke twice. I wrote the missing tests. It holds since."]
    assert kept is not None
    assert isinstance(kept.grade, Graded), "a judge that fails costs no grade"


def test_an_old_session_loads_without_what_can_be_added_to_it() -> None:
    store = committed(Path(os.environ["INTERVIEWER_RECORDINGS"]))
    assert all(not each.corrections and not each.notes for turn in store.find(FULL).turns for each in turn.takes)


def test_progress_is_printed_as_text_and_as_json(store: FolderStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["progress"]) == 0
    told = capsys.readouterr().out
    assert "1 session, 1 answer, 1 judged" in told
    assert main(["progress", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["judged"], facts["overall"]["recent"]) == (1, 3.0)
    store.delete(session().id)
    assert main(["progress"]) == 0
    assert "There is no session yet." in capsys.readouterr().out


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_no_line_of_progress_is_wider_than_the_terminal_but_a_command(
    width: int, encoding: str, tmp_path: Path
) -> None:
    grades = (1, 2, None, 4)
    told = progress([held(*(answer(n, grade, n + 1) for n, grade in enumerate(grades)))] * 9, [BANK], NOW)
    with (tmp_path / "out").open("w", encoding=encoding, errors="replace") as file:
        show(Console(file=file, width=width), told)
    lines = (tmp_path / "out").read_text(encoding=encoding, errors="replace").splitlines()
    assert any("Weakest competency so far" in line or "Weakest" in line for line in lines)
    assert [line for line in lines if len(line) > min(width, 92) and "interviewer " not in line] == []


def test_a_summary_of_every_committed_session_can_be_made() -> None:
    store = committed(Path(os.environ["INTERVIEWER_RECORDINGS"]))
    assert [len(summary(each).answers) for each in store.list()] == [len(each.turns) for each in store.list()]
