"""Speech packed into windows of at most half a minute, and the way back to the recording's own clock.

Whisper reads half a minute at a time and invents words when it is given silence. So what the voice activity detector
took for speech is cut out, each stretch with a little of the quiet around it, and laid end to end; long pauses are
never decoded. A window knows where each of its stretches came from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LONGEST = 29.0
"""Seconds in a window; Whisper's own are 30."""

AROUND = 0.35
"""Seconds of quiet kept on both sides of speech, so that soft first and last sounds are inside."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Speech in the recording, in seconds."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        return self.end - self.start

    def held(self, time: float) -> float:
        """`time`, or the edge that it lies beyond."""
        return min(max(time, self.start), self.end)


@dataclass(frozen=True, slots=True)
class Window:
    """Stretches laid end to end, to be decoded in one go."""

    stretches: tuple[Stretch, ...]

    @property
    def seconds(self) -> float:
        return sum(stretch.seconds for stretch in self.stretches)

    def in_recording(self, start: float, end: float) -> tuple[float, float]:
        """A word's times in the window as times in the recording; a word stays in the stretch that holds its middle."""
        home, shift, begins = self.stretches[0], 0.0, 0.0
        for stretch in self.stretches:
            home, shift = stretch, stretch.start - begins
            begins += stretch.seconds
            if (start + end) / 2 < begins:
                break
        return home.held(start + shift), home.held(end + shift)


def windows(speech: Sequence[Stretch], seconds: float) -> tuple[Window, ...]:
    """The speech of a recording of `seconds`, in order; each stretch of it is in exactly one window.

    A stretch that fills more than a window by itself is cut into equal parts; the detector is asked beforehand not to
    give any.
    """
    packed: list[Window] = []
    pending: list[Stretch] = []
    for stretch in _not_longer_than_a_window(_padded(speech, seconds)):
        if pending and sum(each.seconds for each in pending) + stretch.seconds > LONGEST:
            packed.append(Window(tuple(pending)))
            pending = []
        pending.append(stretch)
    if pending:
        packed.append(Window(tuple(pending)))
    return tuple(packed)


def _padded(speech: Sequence[Stretch], seconds: float) -> list[Stretch]:
    """Each stretch with the quiet around it; where two would meet they become one, or share a cut."""
    padded: list[Stretch] = []
    for stretch in speech:
        wide = Stretch(max(stretch.start - AROUND, 0.0), min(stretch.end + AROUND, seconds))
        if padded and wide.start <= padded[-1].end:
            before = padded.pop()
            if wide.end - before.start <= LONGEST:
                wide = Stretch(before.start, wide.end)
            else:
                cut = min(max((wide.start + before.end) / 2, before.start), wide.end)
                padded.append(Stretch(before.start, cut))
                wide = Stretch(cut, wide.end)
        padded.append(wide)
    return padded


def _not_longer_than_a_window(stretches: Sequence[Stretch]) -> list[Stretch]:
    parts: list[Stretch] = []
    for stretch in stretches:
        count = max(1, -int(-stretch.seconds // LONGEST))
        edges = [stretch.start + stretch.seconds * each / count for each in range(count + 1)]
        edges[-1] = stretch.end
        parts += [Stretch(start, end) for start, end in pairwise(edges)]
    return parts
