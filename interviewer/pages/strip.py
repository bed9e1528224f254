"""The picture of an answer on the clock: its sound, its pauses and marks, and the STAR parts below.

`shapes` says what stands where, for screens and for paper; `picture` is the same as inline SVG.

Places along the answer are in per cent, so the picture is as wide as its page and its letters are never squeezed. No
mark is told by colour alone: pauses are hatched, each kind of mark has a shape of its own, and parts bear letters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from interviewer.model.clock import clock
from interviewer.model.report import Span
from interviewer.rules.moments import KINDS, Place

WAVE = 56
"""Pixels that the sound is high; the other heights follow below it."""

MARKS, PARTS, TICKS = 14, 26, 18

QUIETEST = 0.02
"""A recording whose loudest sample is below this is not blown up to fill the picture: it was silent."""

SHAPES = {"filled pause": "●", "discourse marker": "◆", "repetition": "▲", "repair": "▲", "hedge": "□"}
"""What stands below the sound where it happened."""

_LETTERS_FROM = 2.5
"""Per cent of the width below which a part has no room for its letter."""

_LABELS = 8
"""At most so many times stand below."""

_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)


@dataclass(frozen=True)
class Shape:
    """One thing in the picture. Places along the answer are shares of its length, heights are pixels from the top."""

    kind: Literal["hatched", "line", "bar", "text"]
    look: str
    """Its name in the page's style: `boundary`, `clause`, `fast`, `slow`, `doubt`, a STAR part, `mark`, `letter`..."""

    left: float
    right: float
    top: float
    bottom: float
    """Of a text, its base line."""

    text: str = ""

    @property
    def width(self) -> float:
        return self.right - self.left


def height(*, parts: bool) -> int:
    """Of the picture, in pixels."""
    return WAVE + MARKS + (PARTS if parts else 0) + TICKS


def shapes(found: Sequence[Place], stretches: Sequence[Span], seconds: float) -> list[Shape]:
    """All that is drawn over and below the sound, in the order of drawing."""
    parts = any(each.parts for each in stretches)
    drawn = [shape for each in found for shape in _marked(each, seconds)]
    if parts:
        drawn += [shape for each in stretches for shape in _stretch(each, seconds)]
    return drawn + _ticks(seconds, WAVE + MARKS + (PARTS if parts else 0))


def halves(peaks: Sequence[float]) -> list[int]:
    """Half the height of the sound at each of its columns, of a picture that is 100 high."""
    loudest = max(*peaks, QUIETEST)
    return [max(round(peak / loudest * 48), 1) for peak in peaks]


def picture(
    peaks: Sequence[float], found: Sequence[Place], stretches: Sequence[Span], seconds: float, name: str
) -> Markup:
    """What stands inside the `svg`. `name` tells this picture's hatching from those of others on the page."""
    if seconds <= 0:
        return Markup("")
    parts = any(each.parts for each in stretches)
    drawn = [_hatching(name), *_wave(peaks)]
    drawn += [_svg(shape, name) for shape in shapes(found, stretches, seconds)]
    drawn.append(f'<line class="head" x1="0" x2="0" y1="0" y2="{height(parts=parts) - TICKS}"/>')
    # Numbers and names of our own, nothing that a candidate or a model has written.
    return Markup("\n".join(drawn))  # noqa: S704


def legend(found: Sequence[Place]) -> list[tuple[str, str, str]]:
    """(class, shape, `3 hedged`) for each kind of mark in a picture."""
    drawn = {
        "pause at a boundary": ("boundary", ""),
        "pause in mid-clause": ("clause", ""),
        "fast stretch": ("fast", ""),
        "slow stretch": ("slow", ""),
        "uncertain word": ("doubt", ""),
        **{kind: ("shape", shape) for kind, shape in SHAPES.items()},
    }
    counts = Counter((*drawn[each.kind], KINDS[each.kind]) for each in found if each.kind in drawn)
    return [(look, shape, f"{count} × {name}") for (look, shape, name), count in counts.items()]


def _hatching(name: str) -> str:
    """Pauses at a boundary lean to the right, those in mid-clause to the left and closer."""
    return "".join(
        f'<pattern id="{name}-{kind}" width="{step}" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate({angle})"><rect class="hatch-back" width="{step}" height="6"/>'
        f'<rect class="hatch" width="2" height="6"/></pattern>'
        for kind, step, angle in (("boundary", 7, 45), ("clause", 4, -45))
    )


def _wave(peaks: Sequence[float]) -> list[str]:
    """A band that is as high as the sound is loud, mirrored at its middle."""
    if not peaks:
        return []
    half = halves(peaks)
    upper = "".join(f"V{50 - high}h1" for high in half)
    lower = "".join(f"V{50 + high}h-1" for high in reversed(half))
    return [
        f'<svg y="2" width="100%" height="{WAVE - 4}" viewBox="0 0 {len(half)} 100" preserveAspectRatio="none">'
        f'<path class="wave" d="M0 50{upper}{lower}z"/></svg>'
    ]


def _svg(shape: Shape, name: str) -> str:
    left, right, width = (f"{share * 100:.2f}%" for share in (shape.left, shape.right, shape.width))
    match shape.kind:
        case "hatched":
            return f'<rect fill="url(#{name}-{shape.look})" x="{left}" y="0" width="{width}" height="{WAVE}"/>'
        case "line":
            return f'<line class="{shape.look}" x1="{left}" x2="{right}" y1="{shape.top:g}" y2="{shape.top:g}"/>'
        case "bar":
            high = f"{shape.bottom - shape.top:g}"
            return f'<rect class="part {shape.look}" x="{left}" y="{shape.top:g}" width="{width}" height="{high}"/>'
        case "text":
            anchor = "start" if shape.look == "tick" and not shape.left else "middle"
            at = f'x="{left}" y="{shape.bottom:g}" text-anchor="{anchor}"'
            return f'<text class="{shape.look}" {at}>{shape.text}</text>'


def _marked(each: Place, seconds: float) -> list[Shape]:
    left, right = _share(each.start, seconds), _share(each.end, seconds)
    match each.kind:
        case "pause at a boundary" | "pause in mid-clause":
            return [Shape("hatched", each.kind.split()[-1].split("-")[-1], left, right, 0, WAVE)]
        case "fast stretch" | "slow stretch":
            return [Shape("line", each.kind.split()[0], left, right, 1, 1)]
        case "uncertain word":
            return [Shape("line", "doubt", left, right, WAVE + MARKS - 5, WAVE + MARKS - 5)]
        case kind if kind in SHAPES:
            return [_written("mark", (left + right) / 2, WAVE + MARKS - 4, SHAPES[kind])]
        case _:
            return []


def _stretch(each: Span, seconds: float) -> list[Shape]:
    """A bar for each part of a stretch, one above the other when it plays two."""
    top, left, right = WAVE + MARKS, _share(each.start, seconds), _share(each.end, seconds)
    names = each.parts or ("none",)
    high = PARTS / len(names)
    drawn = [
        Shape("bar", name, left, right, top + place * high, top + (place + 1) * high)
        for place, name in enumerate(names)
    ]
    letters = "".join(part[0].upper() for part in each.parts)
    if letters and (right - left) * 100 >= _LETTERS_FROM * len(letters):
        drawn.append(_written("letter", (left + right) / 2, top + 18, letters))
    return drawn


def _ticks(seconds: float, top: int) -> list[Shape]:
    step = next((each for each in _STEPS if seconds / each <= _LABELS), 7200)
    drawn = []
    for at in range(0, int(seconds) + 1, step):
        share = _share(at, seconds)
        if share > 0.96:
            break
        drawn.append(_written("tick", share, top + 14, clock(at)))
    return drawn


def _written(look: str, at: float, base: float, text: str) -> Shape:
    return Shape("text", look, at, at, base, base, text)


def _share(seconds: float, whole: float) -> float:
    """Of the width, never outside of the picture."""
    return min(max(seconds / whole, 0.0), 1.0)
