"""Judging again: what was not heard is, what was judged is judged anew, and a judge that fails costs nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from interviewer import desk
from interviewer.adapters.folder_store import FolderStore
from interviewer.cli.main import main
from interviewer.model.delivery import Delivery, DeliveryMode
from interviewer.model.grade import Graded, Ungraded
from interviewer.model.session import Session, Turn
from interviewer.ports import SoundMeter
from interviewer.sitting import Sitting
from tests.contours import Drawing
from tests.fakes import FakeMeter
from tests.keep.examples import FULL, committed, question, session, take, with_sound
from tests.story.world import ScriptedEars, ScriptedJudge


def kept(recordings: Path, *turns: Turn) -> FolderStore:
    store = FolderStore(recordings)
    store.begin(session(*turns))
    with_sound(store, session(*turns))
    store.end(session(*turns))
    return store


def redone(store: FolderStore, ears: ScriptedEars | None, judge: ScriptedJudge, turn: int | None = None) -> Session:
    sitting = Sitting(store.find("last"), store, lambda event: None)
    sitting.take_up()
    desk.redo(sitting, ears, judge, turn=turn)
    sitting.end()
    return store.find("last")


class DeadJudge(ScriptedJudge):
    """Says what a judge says whose server does not answer."""

    def grade(self, *args: object, **kwargs: object) -> Ungraded:  # type: ignore[override]
        return Ungraded(code="model-unreachable", reason="Nobody answers.", again=True)


def test_an_answer_that_was_only_recorded_is_written_down_and_judged(tmp_path: Path) -> None:
    store = kept(
        tmp_path, Turn(number=1, question=question(), takes=(take().but(heard=None, grade=None, coaching=None),))
    )
    told = redone(store, ScriptedEars(), ScriptedJudge()).turns[0].take
    assert told is not None
    assert told.heard is not None and told.heard.kind == "spoken"
    assert isinstance(told.grade, Graded) and told.delivery is not None


def test_what_was_heard_is_not_heard_again(tmp_path: Path) -> None:
    ears = ScriptedEars()
    told = redone(kept(tmp_path), ears, ScriptedJudge()).turns[0].take
    assert ears.heard == []
    assert told is not None and isinstance(told.grade, Graded) and told.grade.judged_by.model == "scripted"


def test_only_the_chosen_question_is_judged_again(tmp_path: Path) -> None:
    two = [Turn(number=n, question=question(), takes=(take(),)) for n in (1, 2)]
    grades = [
        turn.take.grade.judged_by.model
        for turn in redone(kept(tmp_path, *two), None, ScriptedJudge(), turn=2).turns
        if turn.take is not None and isinstance(turn.take.grade, Graded)
    ]
    assert grades == ["test-model", "scripted"]


def test_a_judge_that_fails_leaves_the_earlier_grade_and_says_so(tmp_path: Path) -> None:
    told = redone(kept(tmp_path), None, DeadJudge()).turns[0].take
    assert told is not None
    assert (told.grade, told.coaching) == (take().grade, take().coaching)
    assert "so the earlier grade stands. Nobody answers." in told.problems[-1].message


def test_an_answer_without_a_grade_gets_the_reason_why_there_is_none(tmp_path: Path) -> None:
    store = kept(tmp_path, Turn(number=1, question=question(), takes=(take().but(grade=None, coaching=None),)))
    told = redone(store, None, DeadJudge()).turns[0].take
    assert told is not None and isinstance(told.grade, Ungraded) and told.grade.again


def test_the_command_with_a_dead_server_keeps_every_grade(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store = committed(Path(os.environ["INTERVIEWER_RECORDINGS"]))
    before = [turn.take.grade for turn in store.find(FULL).turns if turn.take is not None]
    monkeypatch.setenv("INTERVIEWER_API_KEY", "x")
    assert main(["regrade", FULL, "--turn", "3", "--base-url", "http://127.0.0.1:9/v1", "--model", "m"]) == 0
    assert [turn.take.grade for turn in store.find(FULL).turns if turn.take is not None] == before
    shown = " ".join(capsys.readouterr().out.split())
    assert "earlier grade stands" in shown
    assert shown.count("Writing the report ...") == 1, "who waits is told what for"
    assert (store.folder(FULL) / "report.html").exists()


# -- how it was spoken


def spoken(tmp_path: Path, meter: SoundMeter | None, mode: DeliveryMode = "standard") -> Delivery | None:
    """The delivery of a take that was only recorded, once it is written down."""
    recorded = Turn(number=1, question=question(), takes=(take().but(heard=None, grade=None, coaching=None),))
    store = FolderStore(tmp_path)
    store.begin(session(recorded, delivery_mode=mode))
    with_sound(store, session(recorded))
    store.end(session(recorded, delivery_mode=mode))
    sitting = Sitting(store.find("last"), store, lambda event: None)
    sitting.take_up()
    desk.redo(sitting, ScriptedEars(), ScriptedJudge(), meter=meter)
    sitting.end()
    told = store.find("last").turns[0].take
    assert told is not None
    return told.delivery


def test_the_sound_of_an_answer_is_measured_and_kept(tmp_path: Path) -> None:
    told = spoken(tmp_path, FakeMeter(Drawing(20.0).speech(0, 19).contours()))
    assert told is not None and told.voice is not None and told.sounded


def test_a_sound_that_cannot_be_measured_leaves_what_the_words_tell(tmp_path: Path) -> None:
    told = spoken(tmp_path, FakeMeter())
    assert told is not None and told.words > 0 and told.recording is None
    take_told = FolderStore(tmp_path).find("last").turns[0].take
    assert take_told is not None and [problem.code for problem in take_told.problems] == ["bad-audio"]


def test_nothing_is_measured_when_that_was_chosen(tmp_path: Path) -> None:
    meter = FakeMeter(Drawing(20.0).speech(1, 19).contours())
    assert spoken(tmp_path, meter, "off") is None
    assert meter.measured == []
