"""Sound made on the spot, in the house format unless a rate is given."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

from interviewer.model.audio import RATE
from interviewer.ports import Recording


def hush(seconds: float) -> bytes:
    """Digital silence."""
    return bytes(2 * round(seconds * RATE))


def tone(seconds: float, *, hertz: float = 440.0, loudness: float = 0.3, rate: int = RATE) -> bytes:
    """A sine; `loudness` is its peak, 0 to 1."""
    time = np.arange(round(seconds * rate)) / rate
    return (loudness * 32767 * np.sin(2 * np.pi * hertz * time)).astype("<i2").tobytes()


def noise(seconds: float, *, loudness: float = 0.01) -> bytes:
    """White noise, the same every time."""
    random = np.random.default_rng(1)
    return (loudness * 32767 * random.uniform(-1, 1, round(seconds * RATE))).astype("<i2").tobytes()


def ramp(seconds: float) -> bytes:
    """Every sample is the one before plus one (and wraps around after 4.1 s): a lost sample shows by itself."""
    return np.arange(round(seconds * RATE)).astype(np.uint16).view("<i2").tobytes()


def samples(pcm: bytes) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return np.frombuffer(pcm, "<i2")


def write_wav(path: Path, pcm: bytes, *, rate: int = RATE, channels: int = 1) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm)
    return path


def read_wav(path: Path) -> bytes:
    """The sound of a WAV in the house format, as the standard library reads it."""
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return file.readframes(file.getnframes())


def follow(recording: Recording, seconds: float) -> bytes:
    """At least so many seconds of a recording, or all of it."""
    heard = b""
    for chunk in recording:
        heard += chunk.pcm
        if len(heard) >= seconds * 32_000:
            break
    return heard
