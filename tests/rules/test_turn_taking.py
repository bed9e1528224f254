"""When an answer is over."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from interviewer.rules.turn_taking import SHORTEST_SPEECH, SPEECH_STARTS, Patience, TurnTaking

STEP = 0.1
SPEECH, SILENCE = 0.95, 0.02

Stretch = tuple[float, float]
"""Seconds, and the probability that they are speech."""

stretches = st.lists(
    st.tuples(st.floats(0.05, 12.0), st.one_of(st.sampled_from([SPEECH, SILENCE, 0.4]), st.floats(0, 1))), max_size=20
)
patiences = st.builds(
    Patience,
    silence_to_finish=st.floats(0.5, 10),
    speech_before_patience=st.floats(0.5, 10),
    longest_answer=st.floats(20, 600),
    longest_wait=st.floats(10, 120),
)


def steps(heard: list[Stretch]) -> list[Stretch]:
    """The same in chunks of a tenth of a second."""
    return [(STEP, probability) for seconds, probability in heard for _ in range(max(1, round(seconds / STEP)))]


def follow(heard: list[Stretch], patience: Patience | None = None) -> list[TurnTaking]:
    """Every state, from the first on."""
    states = [TurnTaking(patience or Patience())]
    for seconds, probability in steps(heard):
        states.append(states[-1].hear(seconds, probability))
    return states


def test_an_answer_is_over_after_five_seconds_of_silence() -> None:
    states = follow([(1, SILENCE), (4, SPEECH), (6, SILENCE)])
    (over,) = {round(state.seconds, 1) for state in states if state.verdict == "over"}
    assert 10.0 <= over <= 10.1


def test_thinking_before_the_first_word_is_waited_for() -> None:
    assert follow([(60, SILENCE)])[-1].verdict == "waiting"


def test_who_has_hardly_said_a_word_is_thinking() -> None:
    assert follow([(2, SPEECH), (60, SILENCE)])[-1].verdict == "quiet"


def test_pauses_shorter_than_patience_end_nothing() -> None:
    assert follow([(4, SPEECH), (4.7, SILENCE)] * 10)[-1].verdict == "quiet"


def test_a_click_does_not_start_the_silence_anew() -> None:
    states = follow([(4, SPEECH), (3, SILENCE), (0.2, SPEECH), (2, SILENCE)])
    assert states[-1].verdict == "over"
    assert states[-1].speech == states[41].speech


def test_a_word_that_begins_in_the_last_moment_is_not_cut_off() -> None:
    last_moment = follow([(4, SPEECH), (4.9, SILENCE), (0.2, SPEECH)])[-1]
    assert last_moment.verdict == "quiet"
    assert last_moment.hear(STEP, SPEECH).verdict == "speaking"


def test_a_fading_word_still_counts_as_speech() -> None:
    assert follow([(4, SPEECH), (20, 0.4)])[-1].verdict == "speaking"


def test_nobody_is_waited_for_for_ever() -> None:
    assert follow([(100, SILENCE)])[-1].verdict == "nobody"


def test_a_long_answer_ends_at_its_limit_even_while_spoken() -> None:
    ended = follow([(100, SPEECH)], Patience(longest_answer=60))[-1]
    assert ended.verdict == "limit"
    assert 60 <= ended.seconds <= 60.2


def test_lost_sound_passes_time_but_is_not_silence() -> None:
    state = follow([(4, SPEECH), (4, SILENCE)])[-1].lose(30)
    assert state.verdict == "quiet"
    assert round(state.seconds) == 38


def test_silence_is_not_counted_before_there_is_enough_speech() -> None:
    states = follow([(2.9, SPEECH), (0.3, SPEECH)])
    assert states[29].silence_that_ends == 0.0
    assert states[-1].silence_that_ends == 5.0


@given(stretches, patiences)
def test_never_over_before_there_is_enough_speech(heard: list[Stretch], patience: Patience) -> None:
    ended = follow(heard, patience)[-1]
    if ended.verdict == "over":
        assert ended.speech >= patience.speech_before_patience
        assert ended.silence >= patience.silence_to_finish


@given(stretches, patiences)
def test_never_over_while_there_was_a_word_within_the_patience(heard: list[Stretch], patience: Patience) -> None:
    states = follow(heard, patience)
    for index, state in enumerate(states):
        if state.verdict == "over":
            chunks = steps(heard)[:index]
            window = [probability for _, probability in chunks[-int(patience.silence_to_finish / STEP - 1e-6) :]]
            loud = "".join("x" if probability >= SPEECH_STARTS else " " for probability in window)
            assert "x" * round(SHORTEST_SPEECH / STEP + 1) not in loud
            break


@given(stretches, patiences)
def test_time_and_speech_only_grow_and_an_end_stays(heard: list[Stretch], patience: Patience) -> None:
    states = follow(heard, patience)
    for before, after in pairwise(states):
        assert after.seconds >= before.seconds
        assert after.speech >= before.speech
        assert after.speech <= after.seconds + 1e-6
        if before.ended:
            assert after == before


@given(stretches, patiences, st.floats(0.1, 20))
def test_more_patience_never_ends_an_answer_earlier(heard: list[Stretch], patience: Patience, more: float) -> None:
    patient = Patience(
        silence_to_finish=patience.silence_to_finish + more,
        speech_before_patience=patience.speech_before_patience + more,
        longest_answer=patience.longest_answer + more,
        longest_wait=patience.longest_wait + more,
    )
    assert follow(heard, patient)[-1].seconds >= follow(heard, patience)[-1].seconds
