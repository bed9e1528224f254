"""When an answer is over: every row of the policy, driven by scripted evidence on the clock of the sound."""

from __future__ import annotations

import pytest

from interviewer.rules.turn_taking import (
    ASK_AT,
    MORE_TIME,
    OUTCOME_TOLD,
    SHORTEST_CLOSE,
    Patience,
    TurnTaking,
)
from interviewer.rules.turn_taking_profiles import PROFILES, Kind, Name
from tests.rules.pauses import (
    BROKEN_OFF,
    ROWS,
    SILENCE,
    SPEECH,
    STEP,
    WHOLE,
    Stretch,
    first,
    follow,
    quiet,
    spoken,
    steps,
)

# -- the rows of the policy


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


@pytest.mark.parametrize("profile", ["relaxed", "brisk", "patient"])
def test_a_story_is_waited_for_until_its_outcome_is_told(profile: Name) -> None:
    row = PROFILES[profile]["midway"]
    states = quiet(spoken(profile), 25, WHOLE, 0.95, known_at=0.4, outcome=OUTCOME_TOLD - 0.01)
    assert first(states, "closing") == pytest.approx(row.close, abs=0.11)
    assert first(states, "over") == pytest.approx(row.end, abs=0.11)


@pytest.mark.parametrize(
    ("text", "score", "outcome", "kind"),
    [
        (WHOLE, 0.95, None, "complete"),
        (WHOLE, 0.95, OUTCOME_TOLD, "complete"),
        (WHOLE, 0.95, 0.2, "midway"),
        (WHOLE, 0.1, 0.2, "unfinished"),
        (WHOLE, 0.1, None, "unfinished"),
        (WHOLE, 0.1, 0.99, "midway"),
        (WHOLE, 0.5, 0.99, "complete"),
        (WHOLE, 0.5, 0.2, "uncertain"),
        (WHOLE, None, 0.99, "uncertain"),
        (BROKEN_OFF, 0.95, 0.99, "unfinished"),
        (BROKEN_OFF, 0.1, 0.99, "unfinished"),
    ],
)
def test_the_outcome_is_weighed_against_words_and_melody(
    text: str, score: float | None, outcome: float | None, kind: Kind
) -> None:
    assert quiet(spoken(), 1.6, text, score, outcome=outcome)[-1].kind == kind


def test_the_outcome_is_read_anew_in_every_pause() -> None:
    state = quiet(spoken(), 2.0, WHOLE, 0.95, outcome=0.1)[-1]
    again = quiet(follow_on(state, [(2, SPEECH)])[-1], 2.0, WHOLE, 0.95, outcome=0.99)[-1]
    assert (state.kind, again.kind) == ("midway", "complete")


@pytest.mark.parametrize("profile", ["relaxed", "brisk", "patient"])
def test_no_outcome_makes_the_wait_longer_than_a_whole_answer_and_shorter_than_a_broken_one(profile: Name) -> None:
    rows = [PROFILES[profile][kind] for kind in ("complete", "midway", "unfinished")]
    assert rows == sorted(rows, key=lambda row: (row.close, row.end))


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
