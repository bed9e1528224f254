"""Make the two spoken answers of `interviewer demo` again: `python benchmarks/make_demo_answers.py PIPER_JOE_FOLDER`.

The words below were written for this project; the voice is Piper's `en_US-joe-medium`, raised in pitch so that the
candidate does not sound like the interviewer, with pauses between the phrases and a faint room around them. Piper
draws random numbers of its own, so a second run sounds the same but is not the same file.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import soundfile
import soxr

from interviewer.adapters.voice_piper import PiperVoice
from interviewer.model.audio import RATE

HERE = Path(__file__).parents[1] / "interviewer" / "demo"

PITCH = 1.09
"""How much faster it is played than it was spoken: pitch and formants rise together, as in another person."""

WORDS_A_MINUTE = 190
ROOM_DBFS = -55.0
SPEECH_PEAK = 0.6

Phrases = tuple[tuple[float, str], ...]
"""Seconds of quiet before each phrase, and the phrase."""

SCOPE_DECISION: Phrases = (
    (0.9, "Sure."),
    (0.5, "Um, I was the product manager of a booking app for small clinics last spring."),
    (
        0.5,
        "We had promised online payments and a new calendar for June, and by April it was clear that we could not "
        "finish both.",
    ),
    (1.0, "It was my job to decide which one to drop."),
    (
        2.5,
        "So first, I went through the support tickets and called seven clinics myself, and nearly all of them said "
        "that double bookings cost them the most time.",
    ),
    (0.7, "Then I compared the risk of both features with our lead engineer,"),
    (0.4, "and I decided to move payments to the autumn."),
    (0.6, "I wrote a one page note with the reasons, and presented it to sales before anyone else heard about it."),
    (1.2, "So in the end, um, we shipped the calendar on time, the clinics were much happier,"),
    (0.4, "and sales came around to the decision."),
    (0.8, ""),
)

DATA: Phrases = (
    (1.3, "Um, so, in our team we are quite driven by data, you know."),
    (0.6, "We look at dashboards every week, and we talk about what the numbers are telling us."),
    (0.9, "Usually we have a hypothesis, and then, um, we run a test, and we go with the winner."),
    (2.1, "And, you know, we also listen to our customers, because numbers don't tell you everything."),
    (0.9, "For example, um, we once saw that a lot of people left during sign up."),
    (0.5, "So we made the form shorter, and, um, that helped quite a bit."),
    (1.4, "So yeah, I think data is really important, and we look at it every time before we decide anything."),
    (0.8, ""),
)


def spoken(voice: PiperVoice, phrases: Phrases) -> np.ndarray:
    """The phrases as sound in the house rate, with their pauses."""
    parts: list[np.ndarray] = []
    with tempfile.TemporaryDirectory() as folder:
        for pause, phrase in phrases:
            parts.append(np.zeros(round(pause * RATE), dtype=np.float32))
            if phrase:
                wav = Path(folder) / "phrase.wav"
                voice.render(phrase, wav)
                samples, hertz = soundfile.read(wav, dtype="float32")
                parts.append(soxr.resample(_trimmed(samples), hertz * PITCH, RATE, quality="VHQ"))
    sound = np.concatenate(parts)
    return sound * (SPEECH_PEAK / np.abs(sound).max())


def in_a_room(sound: np.ndarray, seed: int) -> np.ndarray:
    """The same with the hum of a quiet room (pink noise) under it, so that a pause is not digital silence."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(len(sound)))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 40))
    noise = np.fft.irfft(spectrum, len(sound))
    noise *= 10 ** (ROOM_DBFS / 20) / np.sqrt(np.mean(noise**2))
    return (sound + noise).astype(np.float32)


def _trimmed(samples: np.ndarray) -> np.ndarray:
    """Without the silence that the voice puts around a phrase: the pauses are ours."""
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    return samples[loud[0] : loud[-1] + 1]


def main() -> None:
    voice = PiperVoice(Path(sys.argv[1]), rate=round(WORDS_A_MINUTE / PITCH))
    HERE.mkdir(exist_ok=True)
    for seed, (name, phrases) in enumerate({"answer-1": SCOPE_DECISION, "answer-2": DATA}.items(), start=1):
        sound = in_a_room(spoken(voice, phrases), seed)
        file = HERE / f"{name}.ogg"
        soundfile.write(file, sound, RATE, format="OGG", subtype="OPUS", compression_level=0.9)
        print(f"{file.name}: {len(sound) / RATE:.1f} s, {file.stat().st_size:,} bytes")
    voice.close()


if __name__ == "__main__":
    main()
