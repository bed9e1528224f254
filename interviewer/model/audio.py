"""Sound: the house format is 16 kHz, mono, signed 16-bit little-endian."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from interviewer.model.base import Fact

RATE = 16_000
"""Samples a second."""

BYTES_PER_SAMPLE = 2

FULL_SCALE = 32760
"""A sample of this size is clipped: converters and resamplers stop a little short of 32767."""

DEAD_AFTER = 1.5
"""Seconds of nothing but exact zeros after which a microphone counts as dead: no real one is without any noise. The
candidate is told within two, whatever the sound system holds back.
"""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A sliver of sound in the house format."""

    pcm: bytes

    lost_seconds: float = 0.0
    """Sound that the device dropped just before this chunk (an overflow); 0 when nothing was lost."""

    moved_to: str = ""
    """Name of another device that the system put in the place of the one before, from about here on; empty for none."""

    @property
    def samples(self) -> int:
        return len(self.pcm) // BYTES_PER_SAMPLE

    @property
    def seconds(self) -> float:
        return self.samples / RATE


@dataclass(frozen=True, slots=True)
class Span:
    """Part of a recording, in samples from its first: `start` is inside, `end` is not."""

    start: int
    end: int

    @property
    def seconds(self) -> float:
        return (self.end - self.start) / RATE


class Gap(Fact):
    """A place where sound was lost; silence of the same length stands in its stead in the recording."""

    at: Annotated[float, Field(ge=0)]
    seconds: Annotated[float, Field(gt=0)]


class Clip(Fact):
    """A WAV file of a session."""

    path: str
    """Relative to the session's folder, with forward slashes."""

    seconds: Annotated[float, Field(ge=0)]
