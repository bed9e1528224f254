"""Pace, pauses and filled pauses from word times."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interviewer.model.speech import Transcript, Word
from interviewer.rules.delivery.filled_pauses import is_filled_pause
from interviewer.rules.delivery.measure import delivery


def said(*words: tuple[str, float, float], speech_seconds: float = 60.0) -> Transcript:
    return Transcript(
        words=tuple(Word(text=text, start=start, end=end, probability=0.9) for text, start, end in words),
        seconds=120.0,
        speech_seconds=speech_seconds,
        language="en",
        heard_by="test",
    )


def evenly(count: int, *, every: float) -> Transcript:
    return said(*((f"word{n}", n * every, n * every + every / 2) for n in range(count)))


def test_pace_counts_words_from_the_first_onset_to_the_last_offset() -> None:
    found = delivery(evenly(101, every=0.5), 120.0)
    assert found.seconds == pytest.approx(50.25)
    assert found.words_per_minute == pytest.approx(101 / 50.25 * 60)


def test_filled_pauses_are_counted_and_are_no_words() -> None:
    found = delivery(said(("Um,", 1.0, 1.3), ("we", 1.4, 1.5), ("uh...", 1.6, 1.9), ("shipped.", 2.0, 2.5)), 10.0)
    assert (found.filled_pauses, found.words) == (2, 2)


@pytest.mark.parametrize("text", ["um", "Um,", "UHM", "hmm.", "erm—", "uh...", "ummm", "uuuh", "errr", "ahhh"])
def test_a_filled_pause_is_known_however_it_is_written(text: str) -> None:
    assert is_filled_pause(text)


@pytest.mark.parametrize("text", ["umbrella", "her", "like", "ham", "—", "mum", "err", "aha", "uh-huh", "hum"])
def test_a_word_is_no_filled_pause(text: str) -> None:
    assert not is_filled_pause(text)


def test_a_pause_of_two_seconds_is_long_and_a_shorter_one_is_not() -> None:
    found = delivery(said(("a", 0.0, 1.0), ("b", 3.0, 3.5), ("c", 5.4, 6.0)), 10.0)
    assert found.long_pauses == 1


def test_overlapping_words_make_no_pause() -> None:
    found = delivery(said(("a", 0.0, 9.0), ("b", 1.0, 2.0), ("c", 9.5, 10.0)), 10.0)
    assert found.long_pauses == 0


def test_silence_before_the_first_word_is_the_latency() -> None:
    assert delivery(said(("Well", 2.4, 2.8)), 5.0).response_latency == 2.4


def test_a_filled_pause_does_not_end_the_latency() -> None:
    assert delivery(said(("Um,", 1.0, 1.4), ("well", 3.0, 3.2)), 5.0).response_latency == 3.0


def test_a_short_answer_has_no_pace() -> None:
    assert delivery(said(("Yes.", 0.5, 1.0), speech_seconds=0.5), 3.0).words_per_minute is None


def test_punctuation_alone_is_not_a_word() -> None:
    found = delivery(said(("-", 0.0, 0.2), ("...", 0.3, 0.4)), 3.0)
    assert (found.words, found.seconds) == (0, 0.0)


def test_the_articulation_rate_leaves_the_pauses_out() -> None:
    found = delivery(evenly(101, every=0.5), 120.0)
    assert found.phonation_seconds == pytest.approx(50.25 - 100 * 0.25)
    assert found.articulation_rate == pytest.approx(101 / 25.25 * 60)
    assert found.mean_length_of_run == 1.0


def test_moments_stand_in_the_order_of_time_and_inside_the_take() -> None:
    found = delivery(said(("Um,", 1.0, 1.3), ("we", 2.4, 2.5), ("we", 2.6, 2.7), ("shipped", 3.0, 99.0)), 10.0)
    assert [moment.kind for moment in found.moments or ()] == [
        "filled pause",
        "pause in mid-clause",
        "repetition",
        "pause in mid-clause",
    ]
    assert found.moments is not None
    assert max(moment.end for moment in found.moments) <= 10.0


def test_a_word_that_was_heard_with_doubt_is_marked() -> None:
    told = said(("we", 0.0, 0.2), ("shift", 0.3, 0.6))
    doubtful = told.but(words=(told.words[0], told.words[1].but(probability=0.4)))
    assert [moment.text for moment in delivery(doubtful, 5.0).of("uncertain word")] == ["shift"]


times = st.floats(0, 200, allow_nan=False)


@given(st.lists(st.tuples(st.text(min_size=1, max_size=6), times, times), min_size=1, max_size=20), times)
@example([("0", 0.0, 2.2250738585072014e-308)], 1.0)
def test_any_word_times_give_a_delivery_within_the_take(words: list[tuple[str, float, float]], seconds: float) -> None:
    usable = [word for word in words if word[0].isprintable()]
    if usable:
        found = delivery(said(*usable), seconds)
        assert 0 <= found.seconds <= seconds
        assert found.response_latency <= seconds
        assert found.words + found.filled_pauses <= len(usable)
        assert (found.phonation_seconds or 0.0) <= found.seconds
        assert all(0 <= moment.start <= moment.end <= seconds for moment in found.moments or ())
