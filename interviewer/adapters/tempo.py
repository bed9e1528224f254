"""Recordings quicker or slower at the same pitch, by WSOLA (Verhelst and Roelands 1993, "An overlap-add technique based
on waveform similarity for high quality time-scale modification of speech").

Windows of the recording are laid down closer or further apart than they were taken. Each is shifted a little to where
it goes on most like the one before, so that no period of the voice is cut in two.
"""

from __future__ import annotations

import hashlib
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

from interviewer.errors import VoiceError
from interviewer.model.audio import BYTES_PER_SAMPLE

HOP_SECONDS = 0.02
"""Between two windows as they are laid down; a window is twice as long."""

SHIFT_SECONDS = 0.01
"""By which a window may be shifted: a period of a voice of 100 Hz, or half of one of 50."""

Samples = npt.NDArray[np.float32]


def stretched(wav: Path, speed: float, folder: Path) -> Path:
    """The mono 16-bit WAV `speed` times as fast, as a file in `folder`; made once. Raises VoiceError."""
    to = folder / f"{hashlib.sha256(f'{speed:g} {wav}'.encode()).hexdigest()}.wav"
    if to.exists():
        return to
    try:
        with wave.open(str(wav), "rb") as source:
            if (source.getnchannels(), source.getsampwidth()) != (1, BYTES_PER_SAMPLE):
                raise VoiceError(f"{wav.name} is not a mono 16-bit WAV.")
            sound, rate = np.frombuffer(source.readframes(source.getnframes()), "<i2"), source.getframerate()
        with wave.open(str(to), "wb") as target:
            target.setnchannels(1)
            target.setsampwidth(BYTES_PER_SAMPLE)
            target.setframerate(rate)
            quicker = np.rint(wsola(sound.astype(np.float32), speed, rate))
            target.writeframes(np.clip(quicker, -32768, 32767).astype("<i2").tobytes())
    except (OSError, EOFError, wave.Error) as fault:
        to.unlink(missing_ok=True)
        raise VoiceError(f"{wav.name} cannot be played at {speed:g} times its pace ({fault}).") from fault
    return to


def wsola(sound: Samples, speed: float, rate: int) -> Samples:
    """`sound` in 1/`speed` of its time; what was at t seconds is at t / `speed`, give or take `SHIFT_SECONDS`."""
    hop, shift = round(HOP_SECONDS * rate), round(SHIFT_SECONDS * rate)
    length = round(len(sound) / speed)
    count = length // hop + 2
    padded = np.pad(sound, (hop + shift, round(count * hop * speed) + 4 * hop + shift))
    window = np.hanning(2 * hop + 1)[:-1].astype(np.float32)
    laid = np.zeros((count + 2) * hop, np.float32)
    at = shift
    for place in range(count):
        due = shift + round(place * hop * speed)
        if place:
            at = due - shift + _likest(padded[due - shift : due + shift + hop], padded[at + hop : at + 2 * hop])
        laid[place * hop : (place + 2) * hop] += window * padded[at : at + 2 * hop]
    return laid[hop : hop + length]


def _likest(here: Samples, wanted: Samples) -> int:
    """At which offset `here` is most like `wanted`."""
    return int(np.correlate(here, wanted, "valid").argmax())
