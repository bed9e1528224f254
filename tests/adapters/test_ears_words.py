"""Words are whole, in order, inside the recording, and said as often as they were said."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from interviewer.adapters.ears_words import Heard, in_order, joined, without_loops

TIMES = st.floats(0.0, 60.0, allow_nan=False)


def heard(text: str, *, each: float = 0.3) -> list[Heard]:
    return [Heard(word, index * each, (index + 1) * each, 0.9) for index, word in enumerate(text.split())]


def said(words: list[Heard]) -> str:
    return " ".join(word.text for word in words)


def test_pieces_without_a_space_before_them_belong_to_the_word_before() -> None:
    pieces = [Heard(" one", 0.0, 0.2, 0.9), Heard("-page", 0.2, 0.5, 0.6), Heard(" 20", 0.6, 0.8, 1.0)]
    pieces += [Heard("%", 0.8, 0.9, 0.8), Heard(" ", 0.9, 0.9, 0.1)]
    assert joined(pieces) == [Heard("one-page", 0.0, 0.5, 0.6), Heard("20%", 0.6, 0.9, 0.8)]


def test_a_phrase_that_goes_round_is_left_standing_once() -> None:
    assert said(without_loops(heard("so " + "thank you " * 9 + "bye"))) == "so thank you bye"
    assert said(without_loops(heard("I think that I think that I think that " * 5 + "it is"))) == "I think that it is"


def test_what_people_repeat_stays() -> None:
    for text in ("no, no, no it was", "we tried and tried and tried again", "very very good"):
        assert said(without_loops(heard(text))) == text


def test_words_that_begin_together_share_the_time_up_to_the_next() -> None:
    words = [Heard("a", 1.0, 1.0, 0.5), Heard("b", 1.0, 1.0, 0.5), Heard("c", 1.6, 2.0, 0.5)]
    mended = in_order(words, 5.0)
    assert [(word.start, word.end) for word in mended] == [(1.0, 1.3), (1.3, 1.6), (1.6, 2.0)]


@given(st.lists(st.tuples(TIMES, TIMES), max_size=30), st.floats(1.0, 60.0))
def test_any_times_come_out_in_order_inside_and_apart(times: list[tuple[float, float]], seconds: float) -> None:
    words = [Heard("word", start, end, 0.5) for start, end in times]
    mended = in_order(words, seconds)
    assert len(mended) == len(words)
    assert all(0.0 <= word.start <= word.end <= seconds + 0.001 for word in mended)
    assert all(word.end <= after.start + 0.0011 for word, after in pairwise(mended))
