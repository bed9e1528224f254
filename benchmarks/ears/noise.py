"""Minutes in which nobody says a word, and what is written down of them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from interviewer.model.audio import RATE

PLAIN_SECONDS = 30.0
"""Of each kind for faster-whisper without a filter, which takes minutes over a minute of noise."""

Noise = np.ndarray


def _random(seconds: float) -> Noise:
    return np.random.default_rng(7).standard_normal(round(seconds * RATE))


def _pink(seconds: float) -> Noise:
    spectrum = np.fft.rfft(_random(seconds))
    return np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 10)), round(seconds * RATE))


def _clicks(seconds: float, a_second: float, length: float) -> Noise:
    """Short bursts that fade, as of keys, taps and coughs."""
    random, sound = np.random.default_rng(11), np.zeros(round(seconds * RATE))
    samples = round(length * RATE)
    for start in random.integers(0, len(sound) - samples, round(seconds * a_second)):
        sound[start : start + samples] += random.standard_normal(samples) * np.exp(-np.arange(samples) * 5 / samples)
    return sound


def _breath(seconds: float) -> Noise:
    """Filtered noise that swells and ebbs every four seconds."""
    smooth = np.convolve(_random(seconds), np.hanning(24), mode="same")
    return smooth * np.maximum(np.sin(2 * np.pi * np.arange(len(smooth)) / RATE / 4), 0) ** 2


def _hum(seconds: float) -> Noise:
    time = np.arange(round(seconds * RATE)) / RATE
    return sum((np.sin(2 * np.pi * 50 * k * time) / k for k in (1, 2, 3, 5)), np.zeros(len(time)))


def _music(seconds: float) -> Noise:
    """Notes of half a second with overtones."""
    notes = 220 * 2 ** (np.random.default_rng(3).integers(0, 13, round(seconds * 2)) / 12)
    time = np.arange(RATE // 2) / RATE
    return np.concatenate([sum(np.sin(2 * np.pi * note * k * time) / k for k in (1, 2, 3)) for note in notes])


KINDS: dict[str, tuple[Callable[[float], Noise], float]] = {
    "digital silence": (lambda seconds: np.zeros(round(seconds * RATE)), 0.0),
    "quiet room": (_random, 0.004),
    "loud white noise": (_random, 0.5),
    "fan (pink noise)": (_pink, 0.1),
    "loud pink noise": (_pink, 0.7),
    "typing": (lambda seconds: _clicks(seconds, 6, 0.025), 0.3),
    "knocks and coughs": (lambda seconds: _clicks(seconds, 0.5, 0.3), 0.5),
    "breath": (_breath, 0.1),
    "mains hum": (_hum, 0.2),
    "notes": (_music, 0.3),
}
"""How it is made, and its peak (0 to 1)."""


def invented(
    hear: Callable[[Path, Path], str], plain: Callable[[Path], str], minutes: float
) -> Iterator[dict[str, Any]]:
    """For so many minutes of each of ten kinds the words that the live path and plain faster-whisper made of it."""
    for kind, (make, peak) in KINDS.items():
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            sound = make(minutes * 60)
            sound = sound * peak / max(float(np.abs(sound).max()), 1e-9)
            long, short = folder / "long.wav", folder / "short.wav"
            soundfile.write(long, sound, RATE, subtype="PCM_16")
            soundfile.write(short, sound[: round(PLAIN_SECONDS * RATE)], RATE, subtype="PCM_16")
            yield {
                "kind": kind,
                "minutes": minutes,
                "words": len(hear(long, folder / "take" / "answer.wav").split()),
                "minutes_plain": PLAIN_SECONDS / 60,
                "words_plain": len(plain(short).split()),
            }
