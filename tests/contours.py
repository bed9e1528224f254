"""Curves of recordings that nobody made: speech, hums, breaths and bursts drawn where a test wants them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from interviewer.model.sound import Contours
from interviewer.model.speech import Word

HOP = 0.016


@dataclass(frozen=True)
class Stroke:
    start: float
    end: float
    level: float
    speech: float
    voicing: float
    pitch: float = 110.0
    swing: float = 0.0
    """Semitones of a sine around the pitch, one turn in two seconds."""

    bend: float = 0.0
    """Semitones from its start to its end."""

    change: float = 0.6


@dataclass(frozen=True)
class Drawing:
    """Silence of some seconds, and what is drawn into it; every call gives a new one."""

    seconds: float
    strokes: tuple[Stroke, ...] = field(default=())

    def _with(self, stroke: Stroke) -> Drawing:
        return replace(self, strokes=(*self.strokes, stroke))

    def speech(
        self, start: float, end: float, *, level: float = -22.0, pitch: float = 110.0, swing: float = 3.0
    ) -> Drawing:
        return self._with(Stroke(start, end, level, 0.98, 0.95, pitch=pitch, swing=swing))

    def hum(
        self, start: float, end: float, *, change: float = 0.05, semitones: float = -1.0, bend: float = 0.0
    ) -> Drawing:
        """A held vowel or nasal, that many semitones over 110 Hz."""
        return self._with(
            Stroke(start, end, -26.0, 0.7, 0.95, pitch=110.0 * 2 ** (semitones / 12), bend=bend, change=change)
        )

    def breath(self, start: float, end: float) -> Drawing:
        return self._with(Stroke(start, end, -42.0, 0.2, 0.05))

    def burst(self, start: float, end: float) -> Drawing:
        return self._with(Stroke(start, end, -35.0, 0.3, 0.1))

    def contours(
        self, *, noise: float = -65.0, clipped: float = 0.0, dropouts: tuple[tuple[float, float], ...] = ()
    ) -> Contours:
        count = round(self.seconds / HOP)
        time = np.arange(count) * HOP
        level, speech, voicing = np.full(count, noise), np.full(count, 0.02), np.full(count, 0.02)
        pitch, change = np.full(count, 90.0), np.full(count, 0.8)
        for stroke in self.strokes:
            at = (time >= stroke.start - 1e-9) & (time < stroke.end - 1e-9)
            level[at] = np.maximum(stroke.level, noise)
            speech[at], voicing[at], change[at] = stroke.speech, stroke.voicing, stroke.change
            along = (time[at] - stroke.start) / (stroke.end - stroke.start)
            semitones = stroke.swing * np.sin(np.pi * time[at]) + stroke.bend * along
            pitch[at] = stroke.pitch * 2 ** (semitones / 12)
        return Contours(
            seconds=self.seconds,
            hop=HOP,
            level=level,
            speech=speech,
            pitch=pitch,
            voicing=voicing,
            change=change,
            clipped=clipped,
            dropouts=dropouts,
        )


def words(text: str, start: float, end: float) -> tuple[Word, ...]:
    """The words of a text, one after the other, each as long as the next."""
    each = (end - start) / len(text.split())
    return tuple(
        Word(text=word, start=start + n * each, end=start + (n + 1) * each, probability=0.9)
        for n, word in enumerate(text.split())
    )
