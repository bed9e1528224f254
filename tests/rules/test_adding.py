"""What the answer to a follow-up adds, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interviewer.model.grade import PARTS, Alone, Evidence, Graded, JudgedBy, Labelled, Part, PartScore, PointScore
from interviewer.model.session import FollowUp, Take, Turn
from interviewer.model.speech import NoSpeech, Transcript, Typed, Word
from interviewer.pages.markdown import markdown
from interviewer.rules.adding import grown_from, is_awaited, merged, together
from interviewer.rules.approaches import Reading
from interviewer.rules.moments import places
from interviewer.rules.reading import PointReading
from interviewer.rules.report_answer import answer_of, answers_to_follow_ups
from interviewer.rules.reporting import report
from tests.story.world import question, session

MAIN = "In March the build broke twice a week. I wrote the tests that were missing."
MORE = "It has not broken since."


def spoken(text: str) -> Transcript:
    words = text.split()
    return Transcript(
        words=tuple(Word(text=word, start=n * 0.5, end=n * 0.5 + 0.4, probability=0.9) for n, word in enumerate(words)),
        seconds=len(words) * 0.5,
        speech_seconds=len(words) * 0.4,
        language="en",
        heard_by="nobody",
    )


def turn(*heard: Transcript | Typed | NoSpeech | None, is_over: bool = True) -> Turn:
    takes = tuple(Take(number=n, ended_by="enter", heard=each) for n, each in enumerate(heard, start=1))
    numbers = tuple(range(2, len(heard) + 1))
    asked = FollowUp(to=1, text="And how did it end?", gap="result", takes=numbers, is_over=is_over)
    return Turn(number=1, question=question(1), takes=takes, follow_ups=(asked,))


def test_the_sentences_that_were_added_keep_their_own_times_and_name_their_take() -> None:
    found = together(turn(spoken(MAIN), spoken(MORE)), 1)
    assert found is not None
    said, heard = found
    assert [(each.id, each.take, each.start) for each in said] == [("s1", None, 0.0), ("s2", None, 4.0), ("s3", 2, 0.0)]
    assert heard.text == f"{MAIN} {MORE}"
    assert isinstance(heard, Transcript)
    assert [one.start for one in heard.words] == sorted(one.start for one in heard.words)


def test_a_typed_answer_to_a_spoken_one_counts_too() -> None:
    found = together(turn(spoken(MAIN), Typed(text=MORE)), 1)
    assert found is not None
    assert [each.take for each in found[0]] == [None, None, 2]


@pytest.mark.parametrize("nothing", [None, NoSpeech(seconds=3.0)])
def test_a_follow_up_without_words_adds_nothing(nothing: NoSpeech | None) -> None:
    found = together(turn(spoken(MAIN), nothing), 1)
    assert found is not None
    assert [each.take for each in found[0]] == [None, None]


def test_a_follow_up_is_awaited_until_it_is_over_and_written_down() -> None:
    assert is_awaited(turn(spoken(MAIN), is_over=False), 1)
    assert not is_awaited(turn(spoken(MAIN)), 1)
    assert not is_awaited(turn(spoken(MAIN), spoken(MORE)), 1)
    assert not is_awaited(turn(spoken(MAIN), spoken(MORE), is_over=False), 2)


def reading(labels: dict[str, Part], parts: dict[Part, float], *points: PointReading) -> Reading:
    chances = {name: {part: 0.9 if part == own else 0.0 for part in PARTS} for name, own in labels.items()}
    return Reading(labels=chances, points=points, plays=0.35, parts=parts)


ALONE = reading(
    {"s1": "situation", "s2": "action"},
    {"situation": 2.4, "task": 0.2, "action": 2.0, "result": 0.3},
    PointReading(("s1",), 1, 1.0),
    PointReading((), 0, 0.2),
)
BOTH = reading(
    {"s1": "task", "s2": "action", "s3": "result"},
    {"situation": 0.4, "task": 2.9, "action": 1.0, "result": 2.7},
    PointReading(("s2",), 2, 2.0),
    PointReading(("s3",), 2, 1.8),
)


def test_only_what_was_spoken_to_moves() -> None:
    found = merged(ALONE, BOTH, {"s3"})
    assert found.parts == {"situation": 2.4, "task": 0.2, "action": 2.0, "result": 2.7}
    assert found.points == (ALONE.points[0], BOTH.points[1])
    assert found.labels["s1"] == ALONE.labels["s1"]
    assert found.labels["s3"] == BOTH.labels["s3"]


def test_nothing_falls_because_more_was_said() -> None:
    worse = replace(BOTH, parts={part: 0.0 for part in PARTS})
    assert merged(ALONE, worse, {"s3"}).parts == ALONE.parts


def graded(overall: int, result: int, evidence: tuple[Evidence, ...] = ()) -> Graded:
    return Graded(
        overall=overall,
        low=overall,
        high=overall,
        parts=(PartScore(part="result", score=result, evidence=evidence),),
        points=(PointScore(point="says what was done", score=1),),
        sentences=(
            Labelled(id="s1", text="In March the build broke twice a week.", parts=(), start=0.0, end=3.9),
            Labelled(id="s2", text="I wrote the tests that were missing.", parts=(), start=4.0, end=7.4),
            Labelled(id="s3", text=MORE, parts=("result",), start=0.0, end=2.4, take=2),
        ),
        judged_by=JudgedBy(model="nobody", host="this computer", rubric="0" * 64, prompts=()),
        seconds=0.0,
    )


PROOF = Evidence(sentence="s3", quote=MORE, start=0.0, end=2.4, take=2)


def test_a_grade_never_falls_under_that_of_the_answer_alone() -> None:
    found = grown_from(graded(4, 0), graded(3, 2))
    assert (found.overall, found.high) == (4, 4)
    assert found.alone == Alone(overall=4, parts=(0,), points=(1,))


def test_the_report_says_what_rose_with_the_words_and_their_second() -> None:
    grade = grown_from(graded(2, 0), graded(3, 2, (PROOF,)))
    one = turn(spoken(MAIN), spoken(MORE))
    takes = (one.takes[0].but(grade=grade), one.takes[1])
    held = session(1, turns=(one.but(takes=takes),))
    (answer,) = report(held).answers
    (asked,) = answer.follow_ups
    assert asked.summary == "It added to: Result. The grade rose from 2 to 3."
    assert [(each.change, each.quote.words, each.quote.take) for each in asked.raised] == [
        ("from not said to clear", MORE, 2)
    ]
    assert [each.text for each in answer.said] == [
        "In March the build broke twice a week.",
        "I wrote the tests that were missing.",
    ]
    assert [each.text for each in asked.said] == [MORE]
    assert answer.attempts == ()
    assert all(place.text != MORE for place in places(answer))
    assert "### Then you were asked: And how did it end?" in markdown(report(held))
    assert [each.question.text for each in answers_to_follow_ups(held, held.turns[0])] == ["And how did it end?"]


def test_an_answer_to_a_follow_up_is_no_other_try_at_the_question() -> None:
    one = turn(spoken(MAIN), spoken(MORE))
    assert [each.number for each in one.answers] == [1]
    assert answer_of(session(1, turns=(one,)), one).take == 1
