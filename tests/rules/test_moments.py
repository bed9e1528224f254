"""Places worth hearing again: in the order they are heard, each where it was said."""

from __future__ import annotations

from interviewer.model.grade import Labelled, Part
from interviewer.model.report import Answer
from interviewer.model.session import Take, Turn
from interviewer.model.speech import Transcript, Typed, Word
from interviewer.rules.comparing import comparison, takes
from interviewer.rules.moments import Stretch, moments, stretches
from interviewer.rules.report_answer import answer_of
from tests.keep.examples import question, session, take


def told(one: Take) -> Answer:
    turn = Turn(number=1, question=question(), takes=(one,))
    return answer_of(session(turn), turn)


def spoken(*words: tuple[str, float, float, float]) -> Take:
    """A take that nobody judged: text, start, end and probability of each word."""
    made = tuple(Word(text=text, start=start, end=end, probability=sure) for text, start, end, sure in words)
    heard = Transcript(words=made, seconds=made[-1].end, speech_seconds=1.0, language="en", heard_by="test")
    return take().but(heard=heard, grade=None, coaching=None)


def test_pauses_fillers_and_doubts_stand_where_they_were_heard() -> None:
    answer = told(
        spoken(
            ("We", 0.0, 0.2, 0.9), ("um,", 0.3, 0.5, 0.9), ("moved", 3.0, 3.2, 0.4), ("it", 3.2, 3.4, 0.3),
            ("all.", 5.3, 5.5, 0.5),
        )
    )  # fmt: skip
    assert [(each.kind, each.start, each.end, each.text) for each in moments(answer)] == [
        ("filled pause", 0.3, 0.5, "um,"),
        ("pause", 0.5, 3.0, "2.5 s"),
        ("uncertain", 3.0, 3.4, "moved it"),
    ]


def test_a_place_that_is_quoted_twice_is_one_moment_under_its_first_name() -> None:
    assert [(each.kind, each.start) for each in moments(told(take()))] == [("keep", 1.2)]


def test_a_typed_answer_has_no_moments() -> None:
    assert moments(told(Take(number=1, ended_by="typed", heard=Typed(text="Um, I moved it.")))) == ()


def test_sentences_in_a_row_with_the_same_parts_are_one_stretch() -> None:
    one = take()
    assert one.grade is not None and one.grade.kind == "graded"
    cut: list[tuple[tuple[Part, ...], float, float]] = [
        ((), 0.0, 1.0), (("action",), 1.0, 2.0), (("action",), 2.1, 3.0), (("action", "result"), 3.0, 3.2),
    ]  # fmt: skip
    labelled = tuple(
        Labelled(id=f"s{n}", text="In March.", parts=parts, start=start, end=end)
        for n, (parts, start, end) in enumerate(cut, start=1)
    )
    answer = told(one.but(grade=one.grade.but(sentences=labelled)))
    assert stretches(answer.said) == (
        Stretch(parts=(), start=0.0, end=1.0),
        Stretch(parts=("action",), start=1.0, end=3.0),
        Stretch(parts=("action", "result"), start=3.0, end=3.2),
    )


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
