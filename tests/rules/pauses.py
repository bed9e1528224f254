"""Scripted speech and silence for the tests of turn taking, on the clock of the sound."""

from __future__ import annotations

from hypothesis import strategies as st

from interviewer.rules.turn_taking import (
    Patience,
    TurnTaking,
)
from interviewer.rules.turn_taking_profiles import Kind, Name

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
    state: TurnTaking,
    seconds: float,
    text: str | None = None,
    score: float | None = None,
    known_at: float = 1.0,
    outcome: float | None = None,
) -> list[TurnTaking]:
    """The states of a silence in which the words are known after `known_at` and the model always gives `score`.

    `outcome`: the chance that the words tell how it came out.
    """
    states = [state]
    for _ in range(round(seconds / STEP)):
        state = state.hear(STEP, SILENCE)
        if text is not None and state.silence >= known_at:
            state = state.read(text, outcome)
        if score is not None and state.wants_score:
            state = state.score(score)
        states.append(state)
    return states


def first(states: list[TurnTaking], verdict: str) -> float | None:
    """Seconds of silence at which a verdict was first given."""
    return next((round(state.silence, 1) for state in states if state.verdict == verdict), None)


ROWS: dict[Kind, tuple[float, str | None, float | None]] = {
    "short": (2.0, "I fixed the build.", 0.9),
    "unfinished": (8.0, BROKEN_OFF, 0.9),
    "uncertain": (8.0, WHOLE, 0.5),
    "complete": (8.0, WHOLE, 0.9),
}
"""Seconds of speech, words, and what the model says."""
