"""What the screen shows while an answer is given."""

from __future__ import annotations

from io import StringIO
from typing import get_args

import pytest
from rich.console import Console
from rich.text import Span, Text

from interviewer.model import events
from interviewer.model.grade import Ungraded
from interviewer.screen import FINISHING, KEYS, RING, WORK, WORKER, Screen


def level(**changes: float) -> events.Level:
    facts = {"seconds": 65.0, "dbfs": -20.0, "silence": 0.0, "patience": 3.0, "time_to_answer": 180.0, **changes}
    return events.Level.model_validate(facts)


def live_line(*told: events.Event) -> Text:
    """What the terminal's live line shows last, as it is drawn."""
    console = Console(file=StringIO(), force_terminal=True, width=120)
    with Screen(console, keys=True) as screen:
        for event in told:
            screen(event)
        drawn = "".join(segment.text for segment in console.render(screen._live.renderable) if not segment.control)
        styles = [str(segment.style) for segment in console.render(screen._live.renderable) if segment.text.strip()]
    return Text(drawn.strip(), spans=[Span(0, 1, style) for style in styles])


def printed(*told: events.Event) -> str:
    """What a pipe gets, without any live line."""
    file = StringIO()
    with Screen(Console(file=file, width=120), keys=True) as screen:
        for event in told:
            screen(event)
    return file.getvalue()


def question(turn: int, *, follow_up: int = 0, closing: bool = False) -> events.QuestionAsked:
    return events.QuestionAsked(turn=turn, of=1, text="Well?", spoken=True, follow_up=follow_up, closing=closing)


def test_the_clock_shows_how_long_the_answer_is_and_should_be() -> None:
    line = live_line(level())
    assert "1:05 of 3:00" in line.plain
    assert not any("yellow" in str(span.style) for span in line.spans)


def test_the_clock_turns_yellow_when_it_is_time_to_come_to_an_end() -> None:
    assert any("yellow" in str(span.style) for span in live_line(level(seconds=181.0)).spans)


def test_a_soft_close_is_a_ring_that_fills_and_says_how_to_go_on() -> None:
    shown = [live_line(level(silence=1.2 + 1.8 * share, finishing=max(share, 0.01))).plain for share in (0, 0.5, 0.99)]
    assert all(FINISHING in line for line in shown)
    assert [line.count(ring) for line, ring in zip(shown, (RING[0], RING[2], RING[4]), strict=True)] == [1, 1, 2]
    assert "(2)" in shown[0]
    assert "(0)" in shown[2]


def test_silence_alone_shows_no_ring() -> None:
    assert FINISHING not in live_line(level(silence=2.9)).plain


def test_work_for_the_answer_before_does_not_hide_that_this_one_is_recorded() -> None:
    judging = events.Working(what="judge", turn=1, done=0.5)
    assert "1:05" in live_line(events.Listening(turn=2, take=1), level(), judging).plain
    ended = events.AnswerEnded(turn=2, take=1, ended_by="enter", seconds=65.0)
    assert "Judging answer 1, 50%" in live_line(events.Listening(turn=2, take=1), level(), ended, judging).plain


def test_a_second_hearing_for_fillers_is_not_shown_as_writing_the_answer_down_again() -> None:
    counting = events.Working(what="fillers", turn=1)
    assert live_line(events.Working(what="judge", turn=1), counting).plain.endswith("Counting um and uh in answer 1")
    assert printed(counting, counting) == "Counting um and uh in answer 1 ...\n"


def working(what: str, turn: int, done: float | None = None) -> events.Working:
    return events.Working.model_validate({"what": what, "turn": turn, "done": done})


WRITTEN_DOWN = events.Transcribed(turn=3, take=1, text="In March it broke.")
NOT_JUDGED = events.Judged(turn=3, take=1, grade=Ungraded(code="off", reason="No judge is switched on."))


@pytest.mark.parametrize(
    ("told", "line"),
    [
        ([working("ears", 3, 0.9), WRITTEN_DOWN], ""),
        ([working("judge", 3, 0.3), working("ears", 3, 0.9), WRITTEN_DOWN], "Judging answer 3, 30%"),
        ([working("judge", 3, 1.0), WRITTEN_DOWN, NOT_JUDGED], ""),
        ([working("ears", 4, 0.2), working("judge", 3, 1.0), NOT_JUDGED], "Writing down answer 4, 20%"),
        ([working("ears", 4, 0.2), WRITTEN_DOWN], "Writing down answer 4, 20%"),
        (
            [working("judge", 2, 0.5), working("fillers", 2), working("ears", 3, 0.9), WRITTEN_DOWN],
            "um and uh in answer 2",
        ),
        ([working("judge", 3, 0.5), WRITTEN_DOWN, question(4)], "Speaking"),
        ([working("ears", 3, 0.9), question(4), WRITTEN_DOWN], "Speaking"),
        ([working("fillers", 3), events.SessionEnded(id="x", status="complete")], ""),
    ],
)
def test_work_that_is_over_is_not_shown_as_if_it_went_on(told: list[events.Event], line: str) -> None:
    shown = live_line(*told).plain
    assert shown.endswith(line) if line else shown == ""


def test_every_kind_of_work_has_its_words() -> None:
    kinds = get_args(events.Working.model_fields["what"].annotation)
    assert set(kinds) == set(WORK) == set(WORKER)


def test_while_the_report_is_written_it_is_told_how_far_it_is() -> None:
    assert "Writing the report, 25%" in live_line(events.Working(what="report", done=0.25)).plain


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (events.Finishing(at=9.0), FINISHING),
        (events.MoreTime(at=9.0, seconds=30.0), "I wait 30 s more"),
        (events.TimeToFinish(seconds=180.0), "3:00 Come to an end when you are ready; nothing is cut off."),
        (events.Reopened(turn=1, take=1), "this still belongs to answer 1"),
        (events.Listening(turn=1, take=1), "Space more time"),
    ],
)
def test_where_there_is_no_live_line_it_is_told_in_words(event: events.Event, words: str) -> None:
    assert words in printed(event)


def test_words_that_come_late_are_told_of_as_what_they_are() -> None:
    shown = printed(
        question(1),
        events.Listening(turn=1, take=1),
        question(1, follow_up=1),
        events.Listening(turn=1, take=2),
        question(2, closing=True),
        events.Transcribed(turn=1, take=1, text="In March it broke."),
        events.Transcribed(turn=1, take=2, text="I mended it."),
        events.Listening(turn=2, take=1),
        events.Transcribed(turn=2, take=1, text="No, thank you."),
    )
    told = shown.splitlines()
    assert "Answer 1: written down, 4 words." in told
    assert "What you added to answer 1: written down, 3 words." in told
    assert "You said: No, thank you." in told


@pytest.mark.parametrize("width", [80, 120])
def test_the_keys_stand_in_one_line(width: int) -> None:
    assert len(KEYS) < width
