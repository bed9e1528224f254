"""The picture of an answer on the clock: its sound, its pauses and marks, and the STAR parts below, as inline SVG.

Places along the answer are in per cent, so the picture is as wide as its page and its letters are never squeezed. No
mark is told by colour alone: pauses are hatched, each kind of mark has a shape of its own, and parts bear letters.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from interviewer.model.clock import clock
from interviewer.model.report import Span
from interviewer.rules.moments import Place

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


def height(*, parts: bool) -> int:
    """Of the picture, in pixels."""
    return WAVE + MARKS + (PARTS if parts else 0) + TICKS


def picture(
    peaks: Sequence[float], found: Sequence[Place], stretches: Sequence[Span], seconds: float, name: str
) -> Markup:
    """What stands inside the `svg`. `name` tells this picture's hatching from those of others on the page."""
    if seconds <= 0:
        return Markup("")
    parts = any(each.parts for each in stretches)
    drawn = [_hatching(name), *_wave(peaks), *_marks(found, seconds, name)]
    if parts:
        drawn += [line for each in stretches for line in _stretch(each, seconds)]
    drawn += _ticks(seconds, WAVE + MARKS + (PARTS if parts else 0))
    drawn.append(f'<line class="head" x1="0" x2="0" y1="0" y2="{height(parts=parts) - TICKS}"/>')
    # Numbers and names of our own, nothing that a candidate or a model has written.
    return Markup("\n".join(drawn))  # noqa: S704


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
    loudest = max(*peaks, QUIETEST)
    half = [max(round(peak / loudest * 48), 1) for peak in peaks]
    upper = "".join(f"V{50 - high}h1" for high in half)
    lower = "".join(f"V{50 + high}h-1" for high in reversed(half))
    return [
        f'<svg y="2" width="100%" height="{WAVE - 4}" viewBox="0 0 {len(half)} 100" preserveAspectRatio="none">'
        f'<path class="wave" d="M0 50{upper}{lower}z"/></svg>'
    ]


def _marks(found: Sequence[Place], seconds: float, name: str) -> list[str]:
    drawn = []
    for each in found:
        left, right = _share(each.start, seconds), _share(each.end, seconds)
        middle = _share((each.start + each.end) / 2, seconds)
        match each.kind:
            case "pause at a boundary" | "pause in mid-clause":
                fill = f"{name}-{each.kind.split()[-1].split('-')[-1]}"
                width = _share(each.end - each.start, seconds)
                drawn.append(f'<rect fill="url(#{fill})" x="{left}%" y="0" width="{width}%" height="{WAVE}"/>')
            case "fast stretch" | "slow stretch":
                drawn.append(f'<line class="{each.kind.split()[0]}" x1="{left}%" x2="{right}%" y1="1" y2="1"/>')
            case "uncertain word":
                at = WAVE + MARKS - 5
                drawn.append(f'<line class="doubt" x1="{left}%" x2="{right}%" y1="{at}" y2="{at}"/>')
            case kind if kind in SHAPES:
                at = WAVE + MARKS - 4
                drawn.append(f'<text class="mark" x="{middle}%" y="{at}" text-anchor="middle">{SHAPES[kind]}</text>')
    return drawn


def _stretch(each: Span, seconds: float) -> list[str]:
    """A bar for each part of a stretch, one above the other when it plays two."""
    top, left, width = WAVE + MARKS, _share(each.start, seconds), _share(each.end - each.start, seconds)
    names = each.parts or ("none",)
    high = PARTS / len(names)
    drawn = [
        f'<rect class="part {name}" x="{left}%" y="{top + place * high:g}" width="{width}%" height="{high:g}"/>'
        for place, name in enumerate(names)
    ]
    letters = "".join(part[0].upper() for part in each.parts)
    if letters and float(width) >= _LETTERS_FROM * len(letters):
        middle = _share((each.start + each.end) / 2, seconds)
        drawn.append(f'<text class="letter" x="{middle}%" y="{top + 18}" text-anchor="middle">{letters}</text>')
    return drawn


def _ticks(seconds: float, top: int) -> list[str]:
    step = next((each for each in _STEPS if seconds / each <= _LABELS), 7200)
    drawn = []
    for at in range(0, int(seconds) + 1, step):
        share = float(_share(at, seconds))
        if share > 96:
            break
        anchor = "start" if at == 0 else "middle"
        drawn.append(f'<text class="tick" x="{share:g}%" y="{top + 14}" text-anchor="{anchor}">{clock(at)}</text>')
    return drawn


def _share(seconds: float, whole: float) -> str:
    """Per cent of the width, never outside of the picture."""
    return f"{min(max(seconds / whole, 0.0), 1.0) * 100:.2f}"
