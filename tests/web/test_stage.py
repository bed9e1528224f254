"""What is held: one thing at a time, told to whoever looks, paused when nobody does."""

from __future__ import annotations

import re
import threading
from importlib.resources import files
from typing import get_args

import pytest

from interviewer import settings, studio
from interviewer.errors import ModelNotInstalled, NoMicrophone, SessionBusy
from interviewer.model import events
from interviewer.model.grade import Ungraded
from interviewer.web.stage import Answers, LiveInterview, Performance, Stage
from tests.keep.examples import question, session, with_sound


class Scripted(Performance):
    """Tells what it is told to, and ends when the test lets it."""

    kind = "interview"

    def __init__(self, answers: Answers = "machine", *told: events.Event, failure: BaseException | None = None) -> None:
        super().__init__(answers)
        self.script = told
        self.failure = failure
        self.done = threading.Event()

    def _play(self) -> None:
        self.status = "running"
        for event in self.script:
            self.tell(event)
        self.done.wait(20)
        if self.failure is not None:
            raise self.failure


LISTENING = events.Listening(turn=1, take=1)


def held(*told: events.Event, answers: Answers = "machine") -> Scripted:
    performance = Scripted(answers, *told)
    performance.done.set()
    performance.start()
    performance._thread.join(20)
    return performance


def test_events_are_numbered_and_levels_pass(request: pytest.FixtureRequest) -> None:
    level = events.Level(seconds=1.0, dbfs=-20.0, silence=0.0, patience=0.0)
    performance = held(LISTENING, level, level.but(seconds=2.0), events.Paused())
    assert [event["type"] for event in performance.since(0)] == ["listening", "paused"]
    assert [event["type"] for event in performance.since(1)] == ["paused"]
    assert performance.since(2) == []
    assert performance.passing()["level"]["seconds"] == 2.0


def test_work_that_is_over_passes_to_no_page() -> None:
    writing, judging = events.Working(what="ears", turn=1, done=0.9), events.Working(what="judge", turn=1, done=0.1)
    written = events.Transcribed(turn=1, take=1, text="In March it broke.")
    judged = events.Judged(turn=1, take=1, grade=Ungraded(code="off", reason="No judge is switched on."))
    ended = events.SessionEnded(id="x", status="complete")
    assert "working" not in held(writing, written).passing()
    assert held(writing, written, judging).passing()["working"] == judging.model_dump()
    assert held(judging, written).passing()["working"] == judging.model_dump()
    assert "working" not in held(judging, judged).passing()
    assert "working" not in held(events.Working(what="fillers", turn=1), ended).passing()
    assert "working" in held(events.Working(what="fillers", turn=1), written, judged).passing()


@pytest.mark.parametrize(
    ("told", "answers", "pressed"),
    [
        ([LISTENING], "machine", "pause"),
        ([LISTENING], "browser", None),
        ([LISTENING, events.Paused()], "machine", None),
        ([LISTENING, events.Paused(), events.Resumed()], "machine", "pause"),
        ([], "machine", None),
        ([LISTENING, events.AnswerEnded(turn=1, take=1, ended_by="enter", seconds=1.0)], "machine", None),
    ],
)
def test_an_empty_room_is_not_recorded(told: list[events.Event], answers: Answers, pressed: str | None) -> None:
    performance = held(*told, answers=answers)
    performance.page_left()
    assert performance.keys.pressed() == pressed


@pytest.mark.parametrize(
    ("failure", "sentence", "hint"),
    [
        (NoMicrophone("There is none.", hint="Plug one in."), "There is none.", "Plug one in."),
        (KeyboardInterrupt(), "The program was closed. What you said is kept.", ""),
        (ZeroDivisionError("secret words"), "This is a bug of ours.", "Your recordings are safe."),
    ],
)
def test_a_failure_is_told_in_a_sentence(failure: BaseException, sentence: str, hint: str) -> None:
    performance = Scripted("typed", failure=failure)
    performance.done.set()
    performance.start()
    performance._thread.join(20)
    assert (performance.status, performance.sentence, performance.hint) == ("failed", sentence, hint)


def test_a_failure_that_can_be_put_right_in_the_studio_shows_where() -> None:
    performance = Scripted("typed", failure=ModelNotInstalled("The ears are missing.", hint="Fetch them."))
    performance.done.set()
    performance.start()
    performance._thread.join(20)
    assert performance.state()["way"] == ("Fetch the models", "/settings/models")


def test_while_the_report_is_written_the_page_is_told_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for part in ("VOICE", "JUDGE", "SPEAKER"):
        monkeypatch.setenv(f"INTERVIEWER_{part}", "off")
    chosen = settings.load()
    store = studio.open_store(chosen)
    kept = session(planned=(question(), question("And another?").but(id="another")), status="left early")
    store.begin(kept)
    with_sound(store, kept)
    store.end(kept)
    performance = LiveInterview(chosen, studio.resumed(chosen, kept.id), "typed", goes_on=True)
    performance.keys.press("quit")
    performance.start()
    performance._thread.join(60)
    assert performance.status == "over", performance.sentence
    assert performance.passing()["working"] == events.Working(what="report", done=1.0).model_dump()
    assert performance.since(0)[-1]["type"] == "report-written"


def test_one_thing_at_a_time() -> None:
    stage, first, second = Stage(), Scripted(), Scripted()
    stage.begin(first)
    with pytest.raises(SessionBusy):
        stage.begin(second)
    first.done.set()
    first._thread.join(20)
    stage.begin(second)
    assert stage.now is second
    second.done.set()


def test_whoever_looks_is_woken_until_they_look_away() -> None:
    performance, woken = Scripted(), []
    stop = performance.watch(lambda: woken.append(1))
    performance.tell(LISTENING)
    stop()
    performance.tell(LISTENING)
    assert woken == [1]


def test_the_page_knows_what_to_do_with_every_event() -> None:
    """The scripts of the page, by the names of the events alone: an event that is added is not passed over unseen."""
    script = (files("interviewer.web") / "static" / "live.js").read_text(encoding="utf-8")
    handled = set(re.findall(r'^  "?([a-z-]+)"?: \(', script, re.MULTILINE))
    told = {kind.model_fields["type"].default for kind in get_args(get_args(events.Event)[0])}
    assert told - handled == set()


def test_the_page_has_words_for_every_kind_of_work() -> None:
    script = (files("interviewer.web") / "static" / "live.js").read_text(encoding="utf-8")
    (parts,) = re.findall(r"^const PARTS = \{(.*)\};$", script, re.MULTILINE)
    assert set(re.findall(r"(\w+): \"", parts)) == set(get_args(events.Working.model_fields["what"].annotation))
