"""What was measured of a judge: how far its grades are from labelled answers, and what it misses."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from interviewer.model.base import Fact

Kappa = Annotated[float, Field(ge=-1, le=1)]
"""Quadratically weighted (Cohen 1968): 1 is always the same, 0 is chance."""


class SetFigures(Fact):
    """What one set of labelled answers says of a judge."""

    answers: str
    """What the set is, as words that go after a number: "answers written as speech"."""

    n: Annotated[int, Field(ge=1)]
    overall: Kappa
    parts: dict[str, Kappa | None]
    """Of each STAR part; None where the figure has no meaning, as when all labels are the same."""

    points: Kappa | None
    """Of the guidance points."""

    labels: float | None
    """Macro-F1 of the parts that sentences play, 0 to 1."""

    other_question: float | None = None
    """Share of its good answers that, put to another question, are called so; None where it was not measured."""

    falls: float | None = None
    """Share of the STAR parts that score less when their sentences are deleted; None where it was not measured."""

    again: Kappa | None = None
    """How far two independent passes of labelling agree on the overall grade of such answers, where that is known."""


class Card(Fact):
    """The last figures of one judge; none of the answers is one that it was fitted on."""

    date: date
    sets: Annotated[tuple[SetFigures, ...], Field(min_length=1)]
