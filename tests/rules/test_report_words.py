"""What the report shows of an answer sentence by sentence."""

from __future__ import annotations

from interviewer.model.grade import Graded
from interviewer.rules.report_words import sentences_of
from tests.keep.examples import take


def test_a_part_that_the_grade_says_was_not_told_is_claimed_for_no_sentence() -> None:
    answer = take(said="We had one week. I rang all of them. They stayed.")
    assert isinstance(answer.grade, Graded)
    whole = tuple(each.but(parts=("situation", "result")) for each in answer.grade.sentences)
    shown = sentences_of(answer, answer.grade.but(sentences=whole))
    assert [each.parts for each in shown] == [("situation",)] * 3, "the result has no score"
