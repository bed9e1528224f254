"""One thing over many answers: where it stands, and whether it has changed by more than the error of measuring it.

A grade of a small judge is off by about a point, so the last answers are held against the earlier ones only when there
are enough of both, and a difference within its error is called no change.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

from interviewer.model.clock import length
from interviewer.model.progress import Point, Strand
from interviewer.rules.delivery.baseline import FEWEST, MOST

RECENT = 5
"""Answers that tell where something stands."""

FEWEST_TO_COMPARE = 3
"""Answers before, and answers after: below, no change is named."""

GRADE_ERROR = 0.9
"""Of one overall grade, in points (root mean square): what a weighted kappa of .65 against careful readers leaves of
grades that spread by 1.1 points, sqrt(2 * (1 - .65)) * 1.1 (benchmarks/judge.md)."""

PART_ERROR = 0.8
"""Of one STAR part, in points of 3: the same for a spread of one point."""

BEST_GRADE, BEST_PART = 5.0, 3.0

MANY = 2.6
"""Standard errors that a difference must exceed to be called one: by chance 1 in 100 does, and many are looked at."""


def graded(name: str, points: Sequence[Point], *, best: float, error: float) -> Strand:
    """A strand of grades."""
    recent = [point.value for point in points[-RECENT:]]
    least = 1.0 if best == BEST_GRADE else 0.0
    standing = "Nothing was judged yet."
    if recent:
        over = "in 1 answer" if len(recent) == 1 else f"in the last {len(recent)} answers"
        standing = f"{statistics.mean(recent):.1f} of {best:.0f} {over}"
    return Strand(
        name=name,
        unit=f"of {best:.0f}",
        best=best,
        least=least,
        points=tuple(points),
        recent=statistics.mean(recent) if recent else None,
        usual=None,
        standing=standing,
        change=_change([point.value for point in points], error),
    )


def spoken(name: str, unit: str, points: Sequence[Point]) -> Strand:
    """A strand of how answers were spoken: the last session against what was usual before it."""
    last = [point.value for point in points if point.session == points[-1].session]
    earlier = [point.value for point in points[: len(points) - len(last)]][-MOST:]
    recent = statistics.median(last) if last else None
    usual = statistics.median(earlier) if len(earlier) >= FEWEST else None
    standing = "Nothing was measured yet." if recent is None else f"{told(recent, unit)} in the last session"
    return Strand(
        name=name,
        unit=unit,
        best=None,
        least=0.0,
        points=tuple(points),
        recent=recent,
        usual=usual,
        standing=standing,
        change=_against_usual(recent, usual, earlier, unit),
    )


def told(value: float, unit: str) -> str:
    """A number with its unit, as people write it."""
    if unit == "s":
        return length(value)
    if unit.startswith("of"):
        return f"{value:.0f} {unit}"
    return f"{value:.0f} {unit}" if value >= 20 else f"{value:.1f} {unit}"


def uncertainty(values: Sequence[float], error: float) -> float:
    """Standard error of a mean: from the spread of the values, or from the judge's error where that is more."""
    spread = statistics.stdev(values) if len(values) > 1 else 0.0
    return max(spread, error) / math.sqrt(len(values))


def _change(values: Sequence[float], error: float) -> str:
    after = values[-min(RECENT, len(values) // 2) :] if len(values) > 1 else []
    before = values[: len(values) - len(after)]
    if min(len(after), len(before)) < FEWEST_TO_COMPARE:
        return "too few answers to tell a change"
    first, last = statistics.mean(before), statistics.mean(after)
    both = math.hypot(uncertainty(before, error), uncertainty(after, error))
    if abs(last - first) <= MANY * both:
        return f"no clear change: {first:.1f} before"
    return f"{'up' if last > first else 'down'} from {first:.1f} before"


def _against_usual(recent: float | None, usual: float | None, earlier: Sequence[float], unit: str) -> str:
    if recent is None:
        return ""
    if usual is None:
        missing = FEWEST - len(earlier)
        what = "1 more answer" if missing == 1 else f"{missing} more answers"
        return f"what is usual for you is known after {what}"
    low, _, high = statistics.quantiles(earlier, n=4)
    where = "as usual" if low <= recent <= high else "more than usual" if recent > high else "less than usual"
    return f"{where} for you: {told(usual, unit)}"
