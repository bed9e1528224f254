"""What is wrong with the sound while there is still time to put it right."""

from __future__ import annotations

import pytest

from interviewer.model.audio import DEAD_AFTER
from interviewer.rules.delivery.quality import MOST_CLIPPED
from interviewer.rules.troubled_sound import JUDGED_AFTER, QUIET_LEVEL, USUAL_LEVEL, Hearing

STEP = 0.05


def hear(*stretches: tuple[float, bool]) -> list[Hearing]:
    """Every state; a stretch is seconds, and whether it is sound."""
    states = [Hearing()]
    for seconds, is_sound in stretches:
        for _ in range(round(seconds / STEP)):
            states.append(states[-1].hear(STEP, is_zero=not is_sound, speech=0.1, dbfs=-60.0, clipped=0.0))
    return states


def spoken(seconds: float, *, dbfs: float = USUAL_LEVEL, clipped: float = 0.0) -> Hearing:
    """After speech with as much room noise between its words."""
    state = Hearing()
    for _ in range(round(seconds / STEP)):
        state = state.hear(STEP, is_zero=False, speech=0.9, dbfs=dbfs, clipped=clipped)
        state = state.hear(STEP, is_zero=False, speech=0.1, dbfs=-70.0, clipped=0.0)
    return state


def test_a_microphone_that_sends_zeros_after_sound_is_dead_within_two_seconds() -> None:
    states = hear((4, True), (DEAD_AFTER + STEP, False))
    assert states[-1].troubles == {"dead"}
    assert not any(state.troubles for state in states[:-3])


@pytest.mark.parametrize(
    "stretches",
    [
        [(30, True)],
        [(4, True), (1.3, False), (4, True)],
        [(30, False)],
        [(4, True), (0.5, False), (1, True), (30, False)],
    ],
    ids=["noise", "a short gap", "dead from the start", "a noise gate"],
)
def test_nothing_else_is(stretches: list[tuple[float, bool]]) -> None:
    assert not any(state.troubles for state in hear(*stretches))


def test_one_that_comes_back_is_alive_and_not_called_dead_again() -> None:
    states = hear((4, True), (3, False), (1, True), (30, False))
    assert any(state.troubles for state in states)
    assert not states[-1].troubles


@pytest.mark.parametrize(("dbfs", "troubles"), [(QUIET_LEVEL - 1, {"quiet"}), (QUIET_LEVEL + 1, set())])
def test_speech_that_is_hardly_to_be_heard_is_quiet_whatever_the_room(dbfs: float, troubles: set[str]) -> None:
    assert spoken(JUDGED_AFTER + 1, dbfs=dbfs).troubles == troubles


@pytest.mark.parametrize(("share", "troubles"), [(MOST_CLIPPED * 1.5, {"clipped"}), (MOST_CLIPPED / 2, set())])
def test_speech_at_full_scale_is_clipped(share: float, troubles: set[str]) -> None:
    assert spoken(JUDGED_AFTER + 1, clipped=share).troubles == troubles


def test_a_few_words_prove_nothing() -> None:
    assert not spoken(JUDGED_AFTER - 1, dbfs=-80.0, clipped=1.0).troubles
