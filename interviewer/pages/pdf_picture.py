"""The picture of an answer on the clock as a drawing for a PDF: what `strip.shapes` says, in ink."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.graphics.shapes import Drawing, Group, Line, Polygon, Rect, String
from reportlab.lib.colors import HexColor

from interviewer.model.report import Answer
from interviewer.pages.pdf_text import BOLD, PLAIN
from interviewer.pages.strip import WAVE, Shape, halves, height, shapes
from interviewer.rules.moments import places, stretches

SIGNS = {"●": "•", "◆": "◊", "▲": "∆", "□": "≈"}
"""Shapes of the picture as characters that our own font has."""

COLOURS = {
    "situation": "#c9dcf0",
    "task": "#e2d4ee",
    "action": "#cfe6cf",
    "result": "#f5d9bd",
    "none": "#efece4",
    "wave": "#6f9da0",
    "mark": "#8a4b12",
    "letter": "#22211e",
    "tick": "#615d55",
}
_DASHES = {"fast": None, "slow": [1.5, 3], "doubt": [2, 1.5]}
_PIXEL = 0.75
"""Points."""

_STEPS = {"boundary": (5.0, 1), "clause": (2.8, -1)}
"""Points from one line of a hatching to the next, and which way it leans."""


def drawing(answer: Answer, peaks: Sequence[float], width: float) -> Drawing | None:
    """The picture, `width` points wide; None when there is nothing to draw."""
    found, runs = places(answer), stretches(answer.star)
    if answer.answer is None or answer.answer.seconds <= 0 or not (peaks or found or runs):
        return None
    high = height(parts=any(each.parts for each in runs)) * _PIXEL
    made = Drawing(width, high)
    if peaks:
        made.add(_wave(peaks, width, high))
    for shape in shapes(found, runs, answer.answer.seconds):
        made.add(_inked(shape, width, high))
    return made


def _wave(peaks: Sequence[float], width: float, high: float) -> Polygon:
    half = halves(peaks)
    step, middle, tall = width / len(half), high - WAVE * _PIXEL / 2, WAVE * _PIXEL / 100
    edges = [(place * step, (place + 1) * step, each * tall) for place, each in enumerate(half)]
    upper = [(x, middle + up) for left, right, up in edges for x in (left, right)]
    lower = [(x, middle - up) for left, right, up in reversed(edges) for x in (right, left)]
    flat = [number for point in (*upper, *lower) for number in point]
    return Polygon(flat, fillColor=HexColor(COLOURS["wave"]), strokeColor=None)


def _inked(shape: Shape, width: float, high: float) -> Rect | Line | String | Group:
    left, right = shape.left * width, shape.right * width
    top, bottom = high - shape.top * _PIXEL, high - shape.bottom * _PIXEL
    match shape.kind:
        case "hatched":
            return _hatched(left, right, bottom, top, *_STEPS[shape.look])
        case "line":
            ink = HexColor(COLOURS["mark"])
            return Line(left, top, right, top, strokeColor=ink, strokeWidth=2, strokeDashArray=_DASHES[shape.look])
        case "bar":
            filled = HexColor(COLOURS[shape.look])
            return Rect(left, bottom, right - left, top - bottom, fillColor=filled, strokeColor=HexColor("#ffffff"))
        case "text":
            font = {"mark": BOLD, "letter": BOLD, "tick": PLAIN}[shape.look]
            anchor = "start" if shape.look == "tick" and not shape.left else "middle"
            text = SIGNS.get(shape.text, shape.text)
            ink = HexColor(COLOURS[shape.look])
            return String(
                left,
                bottom,
                text,
                fontName=font,
                fontSize=10 if shape.look == "mark" else 7,
                fillColor=ink,
                textAnchor=anchor,
            )


def _hatched(left: float, right: float, bottom: float, top: float, step: float, lean: int) -> Group:
    """Slanting lines over a pale ground, each cut off at the edges."""
    ink, tall = HexColor(COLOURS["mark"]), top - bottom
    made = Group(Rect(left, bottom, right - left, tall, fillColor=HexColor("#fbf0e2"), strokeColor=None))
    foot = left - tall
    while foot < right:
        start, end = max(foot, left), min(foot + tall, right)
        if start < end:
            low, up = bottom + start - foot, bottom + end - foot
            ends = (low, up) if lean > 0 else (top + bottom - low, top + bottom - up)
            made.add(Line(start, ends[0], end, ends[1], strokeColor=ink, strokeWidth=0.5, strokeOpacity=0.6))
        foot += step
    return made
