"""A recording as curves: what rules on delivery look at instead of samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Curve = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Contours:
    """Curves of one recording, all of one length: frame `n` is about the moment `n * hop`."""

    seconds: float
    hop: float
    """Seconds from one frame to the next."""

    level: Curve
    """Root mean square in dBFS, -96 to 0."""

    speech: Curve
    """Probability that somebody speaks, 0 to 1."""

    pitch: Curve
    """Fundamental frequency in Hz; means something only where `voicing` is high."""

    voicing: Curve
    """How surely the frame has a pitch, 0 to 1."""

    change: Curve
    """How much the spectrum changes around the frame: 0 (held) to 1 (nothing in common)."""

    clipped: float
    """Share of the samples at full scale."""

    dropouts: tuple[tuple[float, float], ...]
    """(start, end) of digital silence that cuts into sound."""

    def between(self, start: float, end: float) -> slice:
        """The frames of a stretch in seconds."""
        return slice(max(round(start / self.hop), 0), max(round(end / self.hop), 0))
