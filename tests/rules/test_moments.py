"""Places worth hearing again: in the order they are heard, each where it was said."""

from __future__ import annotations

from interviewer.model.report import Answer, Span, StarClock
from interviewer.model.session import Take, Turn
from interviewer.model.speech import Transcript, Typed, Word
from interviewer.rules.comparing import comparison, takes
from interviewer.rules.delivery.measure import delivery
from interviewer.rules.moments import places, stretches
from interviewer.rules.report_answer import answer_of
from tests.keep.examples import question, session, take


def told(one: Take) -> Answer:
    turn = Turn(number=1, question=question(), takes=(one,))
    return answer_of(session(turn), turn)


def test_what_is_quoted_and_what_was_noticed_stand_in_the_order_of_time() -> None:
    words = [("We", 0.0), ("um,", 0.4), ("moved", 1.2), ("it", 1.5), ("all", 4.0), ("out.", 4.3)]
    heard = Transcript(
        words=tuple(Word(text=text, start=at, end=at + 0.2, probability=0.9) for text, at in words),
        seconds=5.0,
        speech_seconds=2.0,
        language="en",
        heard_by="test",
    )
    answer = told(take().but(heard=heard, delivery=delivery(heard, 5.0)))
    assert [(each.kind, each.start) for each in places(answer)] == [
        ("filled pause", 0.4),
        ("keep", 1.2),
        ("pause in mid-clause", 1.7),
    ]


def test_a_place_that_is_quoted_twice_is_told_once_under_its_first_name() -> None:
    assert [(each.kind, each.start, each.text) for each in places(told(take()))] == [("keep", 1.2, "In March our")]


def test_a_typed_answer_has_no_places() -> None:
    assert places(told(Take(number=1, ended_by="typed", heard=Typed(text="Um, I moved it.")))) == ()


def test_sentences_in_a_row_with_the_same_parts_are_one_stretch() -> None:
    spans = (
        Span(start=0.0, end=1.0, parts=()),
        Span(start=1.0, end=2.0, parts=("action",)),
        Span(start=2.1, end=3.0, parts=("action",)),
        Span(start=3.0, end=3.2, parts=("action", "result")),
    )
    star = StarClock(
        start=0.0, end=3.2, spans=spans, shares=(), to_the_point=1.0, own_action=None, result_share=0.03, lines=()
    )
    assert stretches(star) == (spans[0], Span(start=1.0, end=3.0, parts=("action",)), spans[3])
    assert stretches(None) == ()


def test_a_word_is_uncertain_below_a_half() -> None:
    word = Word(text="March", start=0.0, end=0.1, probability=0.5)
    assert not word.unsure
    assert word.but(probability=0.49).unsure


def test_takes_are_compared_line_by_line_and_what_is_not_known_is_a_dash() -> None:
    turn = Turn(number=1, question=question(), takes=(take(1, overall=2), take(2).but(grade=None), take(3, overall=4)))
    tried = takes(session(turn), turn)
    assert [each.take for each in tried] == [1, 2, 3]
    lines = {line.name: line.values for line in comparison(tried)}
    assert lines["Grade"] == ("2 of 5, weak", "not judged yet", "4 of 5, good")
    assert lines["Situation"] == ("clear, 2 of 3", "–", "clear, 2 of 3")
    assert "Pace" not in lines


def test_one_take_has_nothing_to_be_compared_with() -> None:
    turn = Turn(number=1, question=question(), takes=(take(),))
    assert takes(session(turn), turn) == ()
