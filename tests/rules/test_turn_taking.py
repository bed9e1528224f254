"""When an answer is over: every row of the policy, driven by scripted evidence on the clock of the sound."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.rules.turn_taking import (
    ASK_AT,
    MORE_TIME,
    SHORTEST_CLOSE,
    SHORTEST_SPEECH,
    SPEECH_STARTS,
    Patience,
    TurnTaking,
)
from interviewer.rules.turn_taking_profiles import PROFILES, Kind, Name

STEP = 0.1
SPEECH, SILENCE = 0.95, 0.02
WHOLE = "In March our build broke twice a week. I wrote the tests that were missing."
BROKEN_OFF = "In March our build broke twice a week because"

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
    states = [TurnTaking(patience or Patience(silence_to_finish=5.0))]
    for seconds, probability in steps(heard):
        states.append(states[-1].hear(seconds, probability))
    return states


def spoken(profile: Name = "relaxed", seconds: float = 8.0, **changes: float) -> TurnTaking:
    """Just after the last word of so much speech."""
    return follow([(0.5, SILENCE), (seconds, SPEECH)], Patience(profile=profile, **changes))[-1]


def quiet(
    state: TurnTaking, seconds: float, text: str | None = None, score: float | None = None, known_at: float = 1.0
) -> list[TurnTaking]:
    """The states of a silence in which the words are known after `known_at` and the model always gives `score`."""
    states = [state]
    for _ in range(round(seconds / STEP)):
        state = state.hear(STEP, SILENCE)
        if text is not None and state.silence >= known_at:
            state = state.read(text)
        if score is not None and state.wants_score:
            state = state.score(score)
        states.append(state)
    return states


def first(states: list[TurnTaking], verdict: str) -> float | None:
    """Seconds of silence at which a verdict was first given."""
    return next((round(state.silence, 1) for state in states if state.verdict == verdict), None)


# -- the rows of the policy


ROWS: dict[Kind, tuple[float, str | None, float | None]] = {
    "short": (2.0, "I fixed the build.", 0.9),
    "unfinished": (8.0, BROKEN_OFF, 0.9),
    "uncertain": (8.0, WHOLE, 0.5),
    "complete": (8.0, WHOLE, 0.9),
}
"""Seconds of speech, words, and what the model says."""


@pytest.mark.parametrize("profile", ["relaxed", "brisk", "patient"])
@pytest.mark.parametrize("kind", ROWS)
def test_each_kind_of_pause_is_waited_for_as_long_as_its_row_says(profile: Name, kind: Kind) -> None:
    seconds, text, score = ROWS[kind]
    states = quiet(spoken(profile, seconds), 25, text, score, known_at=0.4)
    row = PROFILES[profile][kind]
    assert first(states, "closing") == pytest.approx(row.close, abs=0.11)
    assert first(states, "over") == pytest.approx(row.end, abs=0.11)


@pytest.mark.parametrize("kind", ROWS)
def test_manual_leaves_every_end_to_the_candidate(kind: Kind) -> None:
    seconds, text, score = ROWS[kind]
    assert quiet(spoken("manual", seconds), 200, text, score)[-1].verdict == "quiet"


@pytest.mark.parametrize(
    ("text", "score", "kind"),
    [
        (None, None, "uncertain"),
        (WHOLE, None, "uncertain"),
        (None, 0.95, "uncertain"),
        (None, 0.1, "unfinished"),
        (WHOLE, 0.1, "unfinished"),
        (BROKEN_OFF, None, "unfinished"),
        ("We shipped it in the end and, um...", 0.9, "unfinished"),
        ("In March our build broke because.", 0.9, "unfinished"),
        (WHOLE, 0.95, "complete"),
    ],
)
def test_missing_evidence_makes_the_wait_longer_and_never_shorter(
    text: str | None, score: float | None, kind: Kind
) -> None:
    assert quiet(spoken(), 2.0, text, score)[-1].kind == kind


def test_one_high_score_is_not_believed_before_the_next_agrees() -> None:
    after_one = spoken().hear(0.2, SILENCE).read(WHOLE).score(0.95)
    assert after_one.kind == "uncertain"
    assert after_one.hear(0.3, SILENCE).score(0.95).kind == "complete"


@pytest.mark.parametrize(
    ("scores", "kind"),
    [
        ([0.98, 0.97, 0.49, 0.9], "complete"),
        ([0.98, 0.97, 0.05], "complete"),
        ([0.05, 0.9, 0.95], "complete"),
        ([0.79, 0.93, 0.76, 0.7], "uncertain"),
        ([0.9, 0.05], "uncertain"),
        ([0.05, 0.02, 0.95], "unfinished"),
    ],
)
def test_the_middle_score_counts_so_that_one_stray_score_changes_nothing(scores: list[float], kind: Kind) -> None:
    state = spoken().hear(0.2, SILENCE).read(WHOLE)
    for score in scores:
        state = state.score(score).hear(0.3, SILENCE)
    assert state.kind == kind


@pytest.mark.parametrize("text", ["Let me think.", "Um.", "Hmm, good. Let me think about that.", ""])
def test_who_has_said_nothing_yet_is_waited_for(text: str) -> None:
    if text.startswith("Hmm, good"):
        assert quiet(spoken(seconds=2.0), 20, text, 0.9)[-1].verdict == "quiet"
    else:
        assert quiet(spoken(seconds=4.0), 80, text, 0.9)[-1].verdict == "quiet"


# -- asking the model again


def test_the_model_is_asked_again_as_the_silence_grows_and_then_no_more() -> None:
    asked, state = [], spoken()
    for _ in range(80):
        state = state.hear(STEP, SILENCE)
        if state.wants_score:
            asked.append(round(state.silence, 1))
            state = state.score(0.5)
    assert asked == [pytest.approx(at, abs=0.11) for at in ASK_AT]


def test_the_model_is_not_asked_before_there_was_speech_or_while_there_is_some() -> None:
    assert not any(state.wants_score for state in follow([(5, SILENCE), (3, SPEECH)]))


def test_every_pause_starts_with_no_evidence() -> None:
    state = quiet(spoken(), 2.0, WHOLE, 0.95)[-1]
    assert state.kind == "complete"
    again = follow_on(state, [(1, SPEECH), (0.5, SILENCE)])[-1]
    assert (again.scores, again.tail, again.kind) == ((), None, "uncertain")


def follow_on(state: TurnTaking, heard: list[Stretch]) -> list[TurnTaking]:
    states = [state]
    for seconds, probability in steps(heard):
        states.append(states[-1].hear(seconds, probability))
    return states


def test_a_likely_end_asks_for_the_newest_words() -> None:
    state = spoken().hear(0.2, SILENCE)
    assert not state.end_is_likely
    assert state.score(0.9).end_is_likely
    assert not state.score(0.4).end_is_likely
    assert not follow_on(state.score(0.9), [(0.3, SPEECH)])[-1].end_is_likely


# -- the soft close


@pytest.mark.parametrize("after", [1.3, 2.0, 2.5, 2.9])
def test_a_word_takes_the_soft_close_back_at_any_moment(after: float) -> None:
    closing = quiet(spoken(), after, WHOLE, 0.95)[-1]
    assert closing.verdict == "closing"
    states = follow_on(closing, [(0.4, SPEECH), (1.0, SILENCE)])
    assert not any(state.ended for state in states)
    assert [state.verdict for state in states][4] == "speaking"
    assert states[-1].verdict == "quiet"
    assert states[-1].closed_for == 0.0


def test_evidence_that_comes_late_still_leaves_time_to_go_on() -> None:
    states = quiet(spoken(), 7.0, WHOLE, 0.95, known_at=4.5)
    closed, over = first(states, "closing"), first(states, "over")
    assert closed is not None
    assert over is not None
    assert closed < over
    state = spoken(profile="brisk")
    for _ in range(19):
        state = state.hear(STEP, SILENCE)
        state = state.score(0.95) if state.wants_score else state
    late = quiet(state.read(WHOLE), 3.0)
    assert late[0].verdict == "closing"
    assert sum(state.verdict == "closing" for state in late) >= round(SHORTEST_CLOSE / STEP)


def test_the_ring_fills_evenly_and_is_empty_before() -> None:
    states = quiet(spoken(), 3.5, WHOLE, 0.95, known_at=0.4)
    ring = [state.closing for state in states if state.verdict == "closing"]
    assert ring == sorted(ring)
    assert 0 < ring[0] < 0.1
    assert ring[-1] > 0.9
    assert all(state.closing == 0 for state in states if state.verdict != "closing")


def test_a_click_in_the_soft_close_neither_ends_it_nor_takes_it_back() -> None:
    closing = quiet(spoken(), 2.9, WHOLE, 0.95)[-1]
    click = follow_on(closing, [(0.2, SPEECH)])[-1]
    assert click.verdict == "closing"
    assert click.hear(STEP, SILENCE).verdict == "over"


# -- what the candidate asks for


def test_that_is_my_answer_ends_it_at_once() -> None:
    state = spoken().hear(0.5, SILENCE)
    assert state.read(f"{WHOLE} That's my answer.").verdict == "over"


def test_words_never_end_an_answer_that_goes_on() -> None:
    assert spoken().read(f"{WHOLE} That's my answer.").verdict == "speaking"


def test_space_gives_more_time_from_any_state() -> None:
    closing = quiet(spoken(), 2.5, WHOLE, 0.95)[-1]
    longer = closing.wait_longer()
    assert longer.verdict == "quiet"
    states = quiet(longer, MORE_TIME + 10)
    assert first(states, "closing") == pytest.approx(2.5 + MORE_TIME, abs=0.11)
    assert first(states, "over") == pytest.approx(2.5 + MORE_TIME + 1.8, abs=0.11)
    twice = longer.wait_longer()
    assert quiet(twice, 2 * MORE_TIME - 1)[-1].verdict == "quiet"


@pytest.mark.parametrize("text", [f"{WHOLE} Give me a moment.", f"{WHOLE} Hmm, let me think."])
def test_asking_for_a_moment_in_words_does_the_same(text: str) -> None:
    states = quiet(spoken(), 25, text, 0.95)
    assert states[-1].verdict == "quiet"
    assert states[-1].request is None


def test_time_granted_before_the_first_word_counts_too() -> None:
    state = TurnTaking(Patience(longest_wait=10)).wait_longer()
    assert quiet(state, 25)[-1].verdict == "waiting"
    assert quiet(state, 31)[-1].verdict == "nobody"


@pytest.mark.parametrize(
    ("text", "wish"), [("Could you repeat the question?", "repeat"), ("Let's skip this one.", "skip")]
)
def test_other_requests_are_passed_on_once(text: str, wish: str) -> None:
    state = quiet(spoken(seconds=2.0), 1.2, text)[-1]
    assert state.request == wish
    assert state.wait_longer().request is None
    assert state.verdict == "quiet"


# -- the candidate's own pauses


def paused(state: TurnTaking, seconds: float, text: str, score: float) -> TurnTaking:
    return follow_on(quiet(state, seconds, text, score, known_at=0.4)[-1], [(2, SPEECH)])[-1]


def test_who_pauses_long_and_goes_on_is_waited_for_longer() -> None:
    state = spoken()
    for _ in range(3):
        state = paused(state, 2.5, WHOLE, 0.95)
    states = quiet(state, 9, WHOLE, 0.95, known_at=0.4)
    assert first(states, "closing") == pytest.approx(1.2 * 2.5, abs=0.3)
    assert first(states, "over") == pytest.approx(1.2 * 2.5 + 1.8, abs=0.3)


def test_two_pauses_prove_nothing_and_other_kinds_do_not_count() -> None:
    state = spoken()
    for _ in range(2):
        state = paused(state, 2.5, WHOLE, 0.95)
    for _ in range(5):
        state = paused(state, 5.0, BROKEN_OFF, 0.1)
    assert first(quiet(state, 9, WHOLE, 0.95, known_at=0.4), "over") == pytest.approx(3.0, abs=0.11)


def test_own_pauses_of_an_earlier_take_count_and_never_without_bound() -> None:
    known = TurnTaking(pauses=(("complete", 100.0),) * 5)
    state = follow_on(known, [(8, SPEECH)])[-1]
    longest = PROFILES["relaxed"]["unfinished"].close
    assert first(quiet(state, 20, WHOLE, 0.95), "closing") == pytest.approx(longest, abs=0.11)


# -- limits and mistakes


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
