"""What a network that was fitted on labelled answers makes of one answer, before anything is calibrated or verified."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Impression:
    """One answer to one question."""

    chances: Floats
    """How probable it is that each sentence plays each part, 0 to 1; shape (sentences, 4), parts as in PARTS."""

    parts: Floats
    """Expected score of each part, 0 to 3; shape (4,)."""

    points: Floats
    """Expected score of each guidance point, 0 to 2; shape (points,)."""

    overall: float
    """Expected overall grade, 1 to 5."""
