"""A press marks a filler, or takes one off; a second press undoes the first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.model.delivery import Delivery, Moment
from interviewer.rules.delivery.correcting import toggled

UM = Moment(kind="filled pause", start=10.0, end=10.3, text="um", source="both")
LIKE = Moment(kind="discourse marker", start=20.0, end=20.2, text="like")
HEDGE = Moment(kind="hedge", start=30.0, end=30.4, text="I think")


SPOKEN = Delivery(
    seconds=60.0,
    words=120,
    response_latency=1.0,
    words_per_minute=120.0,
    long_pauses=0,
    filled_pauses=1,
    moments=(UM, LIKE, HEDGE),
)


@pytest.mark.parametrize(("at", "off"), [(10.1, UM), (11.7, UM), (20.2, LIKE)])
def test_a_press_on_a_filler_or_soon_after_takes_it_off(at: float, off: Moment) -> None:
    after, told = toggled(SPOKEN, at)
    assert after.moments == tuple(each for each in (UM, LIKE, HEDGE) if each != off)
    assert (after.taken_off, told) == ((off,), f"no filler at 0:{off.start:.0f}")
    assert after.filled_pauses == (0 if off is UM else 1)


@pytest.mark.parametrize("at", [0.2, 9.9, 12.0, 30.2])
def test_a_press_elsewhere_marks_one_that_was_not_found(at: float) -> None:
    after, _ = toggled(SPOKEN, at)
    (new,) = set(after.moments or ()) - set(SPOKEN.moments or ())
    assert (new.kind, new.source, new.end) == ("filled pause", "candidate", at)
    assert new.start == max(at - 0.6, 0.0)
    assert (after.filled_pauses, after.taken_off) == (2, ())


@given(st.floats(0, 60, allow_nan=False))
def test_a_second_press_undoes_the_first(at: float) -> None:
    once, _ = toggled(SPOKEN, at)
    twice, _ = toggled(once, at)
    assert once != SPOKEN
    assert twice == SPOKEN
