"""How loud a sliver of sound is."""

from __future__ import annotations

import math

import numpy as np

from interviewer.model.audio import FULL_SCALE

FLOOR = -96.0
"""dBFS of digital silence: the smallest step of 16 bits is 20 log10(1/32768) = -90.3."""


def dbfs(pcm: bytes) -> float:
    """Root-mean-square level of 16-bit samples in dB relative to full scale, -96 to 0; -96 for nothing at all."""
    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float64)
    if not samples.size:
        return FLOOR
    mean_square = float(np.mean(samples * samples)) / 32768.0**2
    return max(FLOOR, 10.0 * math.log10(mean_square)) if mean_square > 0 else FLOOR


def clipped(pcm: bytes) -> float:
    """Share of 16-bit samples at full scale, 0 to 1; 0 for nothing at all."""
    samples = np.frombuffer(pcm, dtype="<i2")
    return float(np.mean(np.abs(samples.astype(np.int32)) >= FULL_SCALE)) if samples.size else 0.0
