"""When an answer is over: limits, mistakes, and what holds whatever is heard."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.rules.turn_taking import (
    SHORTEST_SPEECH,
    SPEECH_STARTS,
    Patience,
    TurnTaking,
)
from interviewer.rules.turn_taking_profiles import PROFILES, Kind
from tests.rules.pauses import (
    BROKEN_OFF,
    ROWS,
    SILENCE,
    SPEECH,
    STEP,
    WHOLE,
    Stretch,
    follow,
    patiences,
    steps,
    stretches,
)


def test_an_answer_is_over_after_the_one_silence_that_was_chosen() -> None:
    states = follow([(1, SILENCE), (4, SPEECH), (6, SILENCE)])
    (over,) = {round(state.seconds, 1) for state in states if state.verdict == "over"}
    assert 10.0 <= over <= 10.1


def test_thinking_before_the_first_word_is_waited_for() -> None:
    assert follow([(60, SILENCE)])[-1].verdict == "waiting"


def test_who_has_hardly_said_a_word_is_thinking() -> None:
    assert follow([(2, SPEECH), (60, SILENCE)])[-1].verdict == "quiet"


def test_pauses_shorter_than_patience_end_nothing() -> None:
    assert not any(state.ended for state in follow([(4, SPEECH), (4.7, SILENCE)] * 10))


def test_a_click_does_not_start_the_silence_anew() -> None:
    states = follow([(4, SPEECH), (3, SILENCE), (0.2, SPEECH), (2, SILENCE)])
    assert states[-1].verdict == "over"
    assert states[-1].speech == states[41].speech


def test_a_word_that_begins_in_the_last_moment_is_not_cut_off() -> None:
    last_moment = follow([(4, SPEECH), (4.9, SILENCE), (0.2, SPEECH)])[-1]
    assert not last_moment.ended
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
    state = follow([(4, SPEECH), (2, SILENCE)])[-1].lose(30)
    assert state.verdict == "quiet"
    assert round(state.seconds) == 36


def test_milliseconds_are_never_taken_for_seconds() -> None:
    with pytest.raises(ValueError, match="100"):
        TurnTaking().hear(100, SPEECH)
    for profile in PROFILES.values():
        for row in profile.values():
            assert 0.5 <= row.close < row.end <= 20


@pytest.mark.parametrize("kind", ROWS)
def test_the_profiles_are_what_their_names_say(kind: Kind) -> None:
    brisk, relaxed, patient = (PROFILES[name][kind] for name in ("brisk", "relaxed", "patient"))
    assert brisk.close < relaxed.close < patient.close
    assert brisk.end < relaxed.end < patient.end


@given(stretches, patiences)
def test_never_over_before_there_is_enough_speech(heard: list[Stretch], patience: Patience) -> None:
    ended = follow(heard, patience)[-1]
    if ended.verdict == "over":
        assert ended.speech >= patience.speech_before_patience
        assert ended.silence >= (patience.silence_to_finish or 0)


@given(stretches, patiences)
def test_never_over_while_there_was_a_word_within_the_patience(heard: list[Stretch], patience: Patience) -> None:
    states = follow(heard, patience)
    for index, state in enumerate(states):
        if state.verdict == "over":
            chunks = steps(heard)[:index]
            window = [probability for _, probability in chunks[-int(5 / STEP) :]]
            window = window[-max(1, int((patience.silence_to_finish or 0) / STEP - 1e-6)) :]
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


@given(
    stretches,
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from([0.05, 0.5, 0.95])), max_size=8),
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from([WHOLE, BROKEN_OFF, "Let me think."])), max_size=8),
)
def test_whatever_the_evidence_nothing_is_over_in_speech_or_without_a_warning(
    heard: list[Stretch], scores: list[tuple[int, float]], texts: list[tuple[int, str]]
) -> None:
    state, warned = TurnTaking(), False
    for index, (seconds, probability) in enumerate(steps(heard)):
        state = state.hear(seconds, probability)
        for at, score in scores:
            state = state.score(score) if at == index and state.wants_score else state
        for at, text in texts:
            state = state.read(text) if at == index else state
        assert not (state.verdict == "over" and (state.burst or not warned))
        warned = warned or state.verdict in ("closing", "limit", "nobody")
        warned = warned and state.verdict != "speaking"
