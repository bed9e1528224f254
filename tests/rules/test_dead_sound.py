"""A microphone that dies while it goes on delivering."""

from __future__ import annotations

import pytest

from interviewer.rules.dead_sound import DEAD_AFTER, Liveness

STEP = 0.05


def hear(*stretches: tuple[float, bool], state: Liveness | None = None) -> list[Liveness]:
    """Every state; a stretch is seconds, and whether it is sound."""
    states = [state or Liveness()]
    for seconds, is_sound in stretches:
        for _ in range(round(seconds / STEP)):
            states.append(states[-1].hear(STEP, is_zero=not is_sound))
    return states


def test_a_microphone_that_sends_zeros_after_sound_is_dead_within_two_seconds() -> None:
    states = hear((4, True), (DEAD_AFTER + STEP, False))
    assert states[-1].is_dead
    assert not any(state.is_dead for state in states[:-3])


@pytest.mark.parametrize(
    "stretches",
    [
        [(30, True)],
        [(4, True), (1.8, False), (4, True)],
        [(30, False)],
        [(4, True), (0.5, False), (1, True), (30, False)],
    ],
    ids=["noise", "a short gap", "dead from the start", "a noise gate"],
)
def test_nothing_else_is(stretches: list[tuple[float, bool]]) -> None:
    assert not any(state.is_dead for state in hear(*stretches))


def test_one_that_comes_back_is_alive_and_not_called_dead_again() -> None:
    states = hear((4, True), (3, False), (1, True), (30, False))
    assert any(state.is_dead for state in states)
    assert not states[-1].is_dead
