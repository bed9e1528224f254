"""Curves of a recording: pitch by SwiftF0, speech by Silero, level and spectrum by arithmetic. Decides nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from interviewer.adapters.memory import give_back
from interviewer.adapters.silero import FRAME, SileroDetector
from interviewer.adapters.sound_files import decode
from interviewer.errors import BadAudio
from interviewer.model.audio import FULL_SCALE, RATE, Chunk
from interviewer.model.sound import Contours, Curve
from interviewer.ports import SoundMeter

if TYPE_CHECKING:
    from swift_f0 import SwiftF0

HOP = 256
"""Samples from one frame of SwiftF0 to the next: 16 ms."""

LOWEST_PITCH, HIGHEST_PITCH = 65.0, 400.0
"""Hz; the range of speaking voices."""

FLOOR_DBFS = -96.0

SHORTEST_DROPOUT = 0.02
"""Seconds."""

CUTS_INTO = 0.005
"""Root mean square, of full scale, that sound must have on both sides of digital silence for it to be a dropout."""

_BLOCK = 60 * RATE
"""Samples looked at together: an hour at once would take gigabytes."""

_WINDOW = 512
_BANDS = 24

Samples = npt.NDArray[np.int16]


class SwiftMeter(SoundMeter):
    """One network, loaded when it is first needed; calls follow one another."""

    def measure(self, wav: Path) -> Contours:
        """See SoundMeter."""
        try:
            return _measured(wav)
        finally:
            give_back()  # what a long answer took on its way through the network


def _measured(wav: Path) -> Contours:
    samples = np.frombuffer(b"".join(decode(wav)), "<i2")
    if not samples.size:
        raise BadAudio(f"{wav.name} holds no sound.")
    sound = samples.astype(np.float32) / np.float32(32768)
    found = _pitch().detect(sound, RATE, fmin=LOWEST_PITCH, fmax=HIGHEST_PITCH)
    count = len(found.confidence)
    return Contours(
        seconds=len(samples) / RATE,
        hop=HOP / RATE,
        level=np.maximum(found.loudness_db, FLOOR_DBFS),
        speech=_speech(samples, count),
        pitch=found.pitch_hz,
        voicing=found.confidence,
        change=_change(sound, count),
        clipped=float(np.mean(np.abs(samples.astype(np.int32)) >= FULL_SCALE)),
        dropouts=_dropouts(samples),
    )


@cache
def _pitch() -> SwiftF0:
    """One thread that sleeps between calls: the judge and the ears need the processor more."""
    from swift_f0 import SwiftF0

    return SwiftF0(threads=1, spin=False)


def _speech(samples: Samples, count: int) -> Curve:
    """Silero's probability, once for each frame of SwiftF0; a frame of Silero is as long as two of them."""
    detector = SileroDetector()
    whole = np.concatenate([samples, np.zeros(FRAME, np.int16)])
    blocks = [detector.frames(Chunk(whole[at : at + _BLOCK].tobytes())) for at in range(0, len(whole), _BLOCK)]
    found = np.concatenate(blocks).astype(np.float64)
    return np.asarray(found[np.minimum(np.arange(count) * HOP // FRAME, len(found) - 1)])


def _change(sound: npt.NDArray[np.float32], count: int) -> Curve:
    """One minus the correlation of the spectra 32 ms before and after each frame, in 24 bands up to 4 kHz."""
    padded = np.concatenate([np.zeros(_WINDOW // 2, np.float32), sound, np.zeros(_WINDOW, np.float32)])
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP][:count]
    shape = np.concatenate([_shape(frames[at : at + _BLOCK // HOP]) for at in range(0, len(frames), _BLOCK // HOP)])
    before = shape[np.maximum(np.arange(len(shape)) - 2, 0)]
    after = shape[np.minimum(np.arange(len(shape)) + 2, len(shape) - 1)]
    change = np.clip(1 - (before * after).sum(axis=1), 0, 1)
    return np.pad(change, (0, max(count - len(change), 0)), mode="edge")


def _shape(frames: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """The spectrum of each frame in dB by bands, around its mean, and of length one."""
    power = np.abs(np.fft.rfft(frames * np.hanning(_WINDOW), axis=1)[:, 1 : _WINDOW // 4 + 1]) ** 2
    edges = np.unique(np.geomspace(1, power.shape[1], _BANDS + 1).astype(int)) - 1
    bands = np.log(np.add.reduceat(power, edges[:-1], axis=1) + 1e-9)
    shape = bands - bands.mean(axis=1, keepdims=True)
    return np.asarray(shape / (np.sqrt((shape**2).sum(axis=1, keepdims=True)) + 1e-9))


def _dropouts(samples: Samples) -> tuple[tuple[float, float], ...]:
    """Runs of exact zeros with sound right before and right after them."""
    silent = np.concatenate([[0], (samples == 0).view(np.int8), [0]])
    starts, ends = np.flatnonzero(np.diff(silent) == 1), np.flatnonzero(np.diff(silent) == -1)
    long = ends - starts >= SHORTEST_DROPOUT * RATE
    around = int(0.01 * RATE)
    return tuple(
        (int(start) / RATE, int(end) / RATE)
        for start, end in zip(starts[long], ends[long], strict=True)
        if _loudness(samples[max(start - around, 0) : start]) > CUTS_INTO
        and _loudness(samples[end : end + around]) > CUTS_INTO
    )


def _loudness(samples: Samples) -> float:
    return float(np.sqrt(np.mean((samples.astype(np.float64) / 32768) ** 2))) if samples.size else 0.0
