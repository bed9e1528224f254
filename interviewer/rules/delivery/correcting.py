"""A candidate's word on fillers: one press marks what was not found, or takes off what is none; a second undoes it."""

from __future__ import annotations

from collections.abc import Iterable

from interviewer.model.clock import clock
from interviewer.model.delivery import Delivery, Moment
from interviewer.rules.delivery.rates import FILLERS

REACTION = 1.5
"""Seconds after the end of a filler in which a press still means it."""

BEFORE = 0.6
"""Seconds before a press at which a filler that was not found is put."""


def toggled(spoken: Delivery, at: float) -> tuple[Delivery, str]:
    """The delivery after a press at second `at` of the recording, and what the press did."""
    found = spoken.moments or ()
    meant = _meant((each for each in found if each.kind in FILLERS), at)
    if meant is not None:
        kept = tuple(each for each in found if each is not meant)
        off = spoken.taken_off if meant.source == "candidate" else (*spoken.taken_off, meant)
        return _counted(spoken, kept, off), f"no filler at {clock(meant.start)}"
    back = _meant(spoken.taken_off, at)
    marked = back or Moment(kind="filled pause", start=max(at - BEFORE, 0.0), end=at, text="", source="candidate")
    off = tuple(each for each in spoken.taken_off if each is not back)
    return _counted(spoken, (*found, marked), off), f"a filler at {clock(marked.start)}"


def _meant(among: Iterable[Moment], at: float) -> Moment | None:
    """The last one that had begun and was not long over."""
    near = [each for each in among if each.start <= at <= each.end + REACTION]
    return max(near, key=lambda each: each.start, default=None)


def _counted(spoken: Delivery, moments: Iterable[Moment], off: tuple[Moment, ...]) -> Delivery:
    kept = tuple(sorted(moments, key=lambda each: (each.start, each.end, each.kind)))
    filled = sum(each.kind == "filled pause" for each in kept)
    return spoken.but(moments=kept, taken_off=off, filled_pauses=filled)
