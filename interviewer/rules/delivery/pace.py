"""Pace along an answer: stretches that are much quicker or slower than listeners expect.

Pace is the speech rate, pauses included. A single number hides a rush in the middle, so it is also looked at through a
window of 15 s that moves on by 5 s.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from interviewer.model.delivery import Moment, MomentKind
from interviewer.model.speech import Word
from interviewer.rules.delivery.filled_pauses import is_filled_pause
from interviewer.rules.delivery.pauses import LONG_PAUSE, Silence

WINDOW = 15.0
STEP = 5.0
"""Seconds."""

SLOWEST, QUICKEST = 100.0, 190.0
"""Words a minute."""


def stretches(words: Sequence[Word], silent: Sequence[Silence]) -> tuple[Moment, ...]:
    """Where the pace leaves 100 to 190 words a minute. A window with a long pause in it is not called slow."""
    found: list[Moment] = []
    if not words:
        return ()
    long = [(start, end) for start, end in silent if end - start >= LONG_PAUSE]
    middles = sorted((word.start + word.end) / 2 for word in words if not is_filled_pause(word.text))
    last = max(word.end for word in words)
    start = words[0].start
    while start + WINDOW <= last:
        end = start + WINDOW
        rate = _rate(middles, start, end)
        paused = any(pause[0] < end and pause[1] > start for pause in long)
        if rate > QUICKEST or (rate < SLOWEST and not paused):
            kind: MomentKind = "fast stretch" if rate > QUICKEST else "slow stretch"
            goes_on = bool(found) and found[-1].kind == kind and found[-1].end >= start
            begun = found.pop().start if goes_on else start
            whole = _rate(middles, begun, end)
            found.append(Moment(kind=kind, start=begun, end=end, text=f"{whole:.0f} words a minute"))
        start += STEP
    return tuple(found)


def _rate(middles: Sequence[float], start: float, end: float) -> float:
    """Words a minute between two seconds, from the middles of the words in order; a word counts where its own lies."""
    return (bisect_left(middles, end) - bisect_left(middles, start)) / (end - start) * 60
