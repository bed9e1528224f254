"""Whether a recording is good enough to say anything about the voice in it; asked before anything else is.

In noise a pitch tracker follows the fan, and the gap between two words is never silent; what is clipped has lost its
loudness; what was cut up has pauses that nobody made. The limits are conventions of ours, on the careful side.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from interviewer.model.audio import Gap
from interviewer.model.delivery import SoundQuality
from interviewer.model.sound import Contours
from interviewer.rules.delivery.sounding import SPEECH, noise_level

LOWEST_SNR = 15.0
"""dB from the noise up to the speech."""

MOST_CLIPPED = 0.001
"""Share of the samples at full scale."""

MOST_DROPOUTS = 2
"""Holes in the sound, in a minute."""

HIGHEST_SNR = 60.0
"""dB; beyond it nothing differs, and digital silence would make it infinite."""


def sound_quality(contours: Contours, gaps: Sequence[Gap] = ()) -> SoundQuality:
    """What the recording is like. `gaps` are where sound is known to be lost."""
    speech = contours.level[contours.speech >= SPEECH]
    heard = bool(len(speech))
    snr = _power_mean(speech) - noise_level(contours) if heard else 0.0
    snr = float(np.clip(snr, 0.0, HIGHEST_SNR))
    dropouts = len(contours.dropouts) + len(gaps)
    return SoundQuality.model_validate(
        {
            "snr": snr,
            "clipped": contours.clipped,
            "dropouts": dropouts,
            "problem": _problem(snr, contours.clipped, dropouts / max(contours.seconds / 60, 1.0), heard),
        }
    )


def _problem(snr: float, clipped: float, dropouts: float, heard: bool) -> str:
    if not heard or snr < LOWEST_SNR:
        return "noise"
    if clipped > MOST_CLIPPED:
        return "clipping"
    return "dropouts" if dropouts > MOST_DROPOUTS else ""


def _power_mean(levels: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """The level of all frames together, in dBFS."""
    return float(10 * np.log10(np.mean(10 ** (levels / 10))))
