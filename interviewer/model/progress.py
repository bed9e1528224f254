"""How a candidate does over many sessions, in numbers and in sentences that are fit to be shown."""

from __future__ import annotations

from pydantic import AwareDatetime

from interviewer.model.base import Fact


class Point(Fact):
    """One answer in a strand."""

    session: str
    turn: int
    at: AwareDatetime
    value: float
    label: str
    """The value with its unit, such as `2 of 5`."""


class Strand(Fact):
    """One thing over time, a point for each answer that tells of it."""

    name: str
    unit: str
    """What follows a number, such as `of 5`."""

    best: float | None
    """The top of the scale; None where more is not better."""

    least: float
    """The bottom of the scale."""

    points: tuple[Point, ...]
    """Oldest first. An answer that was not judged, or not asked for this, is not among them."""

    recent: float | None
    """Mean of the last few; of a strand of speaking, median of the last session. None: there is no point."""

    usual: float | None
    """Median of the earlier answers, where there are enough to call it usual; only of a strand of speaking."""

    standing: str
    """Where it stands, in one sentence."""

    change: str
    """Whether it has changed, in one sentence; it says so when nobody can tell."""


class Suggestion(Fact):
    """One question to practise next."""

    bank: str
    question: str
    text: str
    why: tuple[str, ...]
    command: str
    """What to type for it."""


class Progress(Fact):
    """All sessions of one candidate."""

    sessions: int
    answers: int
    judged: int
    summary: str
    notes: tuple[str, ...]
    """What is left out and why: answers that are not judged, sessions of the program's own."""

    to_judge: str
    """What to type to have the latest of the answers judged that are not; empty when that would change nothing."""

    overall: Strand
    parts: tuple[Strand, ...]
    """S, T, A, R."""

    competencies: tuple[Strand, ...]
    """The weakest first."""

    speaking: tuple[Strand, ...]
    """Length, pace, fillers."""

    weakest: str
    """The weakest competency in one or two sentences; it says so when none stands out."""

    weakest_part: str
    practise_weakest: Suggestion | None = None
    """A question about the weakest competency; None when none stands out, or no bank asks about it."""

    error: str
    """How far a grade can be relied on."""

    suggestions: tuple[Suggestion, ...]
    spacing: str
    """Where the advice on when to practise again comes from; empty without suggestions."""
