"""The picture of one thing over many answers, as inline SVG: a mark for each answer, from the oldest to the newest.

Places along it are in per cent, so that the picture is as wide as its page. The same stands in a table behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from markupsafe import Markup

from interviewer.model.progress import Strand
from interviewer.rules.strands import told

HEIGHT = 120
"""Pixels."""

_TOP, _BOTTOM, _LEFT, _RIGHT = 12, 98, 7.0, 98.0
"""Where the scale ends: pixels from above, and per cent of the width."""

_MANY = 40
"""Answers above which the marks are smaller."""


def timeline(strand: Strand) -> Markup:
    """What stands inside the `svg`; empty without a point."""
    if not strand.points:
        return Markup("")
    low, high = _scale(strand)
    values = [point.value for point in strand.points]
    places = [(_along(at, len(values)), _up(value, low, high)) for at, value in enumerate(values)]
    drawn = [*_grid(strand, low, high)]
    if strand.usual is not None:
        y = _up(strand.usual, low, high)
        drawn.append(f'<line class="usual" x1="{_LEFT}%" x2="{_RIGHT}%" y1="{y:.1f}" y2="{y:.1f}"/>')
    for (x, y), (to_x, to_y) in pairwise(places):
        drawn.append(f'<line class="path" x1="{x:.2f}%" x2="{to_x:.2f}%" y1="{y:.1f}" y2="{to_y:.1f}"/>')
    size = 4 if len(values) <= _MANY else 2
    drawn += [f'<circle class="answer" cx="{x:.2f}%" cy="{y:.1f}" r="{size}"/>' for x, y in places]
    drawn += _days(strand)
    # Numbers and dates of our own, nothing that a candidate or a model has written.
    return Markup("\n".join(drawn))  # noqa: S704


def _scale(strand: Strand) -> tuple[float, float]:
    """From the least to the best; where there is no best, as far as the values go."""
    if strand.best is not None:
        return strand.least, strand.best
    values = [point.value for point in strand.points] + ([strand.usual] if strand.usual is not None else [])
    low, high = min(values), max(values)
    room = (high - low) * 0.1 or max(abs(high) * 0.1, 1.0)
    return max(low - room, 0.0), high + room


def _grid(strand: Strand, low: float, high: float) -> Iterator[str]:
    steps: Sequence[float] = (low, (low + high) / 2, high)
    if strand.best is not None:
        steps = [float(step) for step in range(round(low), round(high) + 1)]
    for step in steps:
        y = _up(step, low, high)
        yield f'<line class="grid" x1="{_LEFT}%" x2="{_RIGHT}%" y1="{y:.1f}" y2="{y:.1f}"/>'
        text = f"{step:.0f}" if strand.best is not None or strand.unit == "s" else told(step, "").strip()
        yield f'<text class="tick" x="{_LEFT - 1.5}%" y="{y + 4:.1f}" text-anchor="end">{text}</text>'


def _days(strand: Strand) -> Iterator[str]:
    first, last = strand.points[0].at, strand.points[-1].at
    yield f'<text class="tick" x="{_LEFT}%" y="{HEIGHT - 4}">{first:%d %b %Y}</text>'
    if last.date() != first.date():
        yield f'<text class="tick" x="{_RIGHT}%" y="{HEIGHT - 4}" text-anchor="end">{last:%d %b %Y}</text>'


def _along(at: int, count: int) -> float:
    """Answers stand side by side, whatever time is between them."""
    return (_LEFT + _RIGHT) / 2 if count == 1 else _LEFT + 1 + (_RIGHT - _LEFT - 2) * at / (count - 1)


def _up(value: float, low: float, high: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * (value - low) / ((high - low) or 1.0)
