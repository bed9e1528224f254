"""Long answers for measuring: made-up texts in the shipped voice with pauses between, and recordings of a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr

from interviewer.model.audio import RATE
from interviewer.ports import Voice

TEXTS = Path(__file__).parent / "answers.txt"
ROOM_DBFS = -55.0
"""Loudness of the noise under everything, so that no pause is digital silence."""

LEAD, TRAIL = 0.8, 0.3
"""Seconds of room before the first word and after the last one."""

_PAUSE = re.compile(r"\[([\d.]+)\]")


@dataclass(frozen=True)
class Answer:
    """A recording of somebody's answer, and what was said in it."""

    id: str
    wav: Path
    said: str
    seconds: float
    synthetic: bool


def texts(file: Path = TEXTS) -> dict[str, str]:
    """The texts by their ids, with their pauses in them."""
    found = {}
    for part in file.read_text(encoding="utf-8").split("== ")[1:]:
        id, _, text = part.partition("\n")
        found[id.strip()] = " ".join(text.split())
    return found


def synthetic(voice: Voice, folder: Path, *, only: str) -> list[Answer]:
    """The text of this id spoken by `voice`; what is in `folder` already is not made again."""
    return [_spoken(id, text, voice, folder) for id, text in texts().items() if id == only]


def human(recordings: Path, folder: Path) -> list[Answer]:
    """All recordings of a person (WAV with a TXT of the same name beside it) in a row, 0.9 s apart, begun with each."""
    wavs = [wav for wav in sorted(recordings.glob("*.wav")) if wav.with_suffix(".txt").is_file()]
    return [_in_a_row(wavs[first:] + wavs[:first], folder / f"human-{first + 1}.wav") for first in range(len(wavs))]


def _in_a_row(wavs: list[Path], to: Path) -> Answer:
    said = " ".join(wav.with_suffix(".txt").read_text(encoding="utf-8").strip() for wav in wavs)
    sounds = [np.zeros(round(LEAD * RATE))]
    for wav in wavs:
        sounds += [_in_house_rate(wav), np.zeros(round(0.9 * RATE))]
    return _kept("human", to, said, sounds[:-1], synthetic=False)


def room(seconds: float) -> np.ndarray:
    """A quiet room."""
    return 10 ** (ROOM_DBFS / 20) * np.random.default_rng(1).standard_normal(round(seconds * RATE))


def _spoken(id: str, text: str, voice: Voice, folder: Path) -> Answer:
    wav, said = folder / f"{id}.wav", " ".join(_PAUSE.sub(" ", text).split())
    if wav.is_file():
        return Answer(id, wav, said, soundfile.info(wav).duration, synthetic=True)
    sounds = [np.zeros(round(LEAD * RATE))]
    for number, piece in enumerate(_PAUSE.split(text)):
        if number % 2:
            sounds.append(np.zeros(round(float(piece) * RATE)))
        elif piece.strip():
            voice.render(piece.strip(), folder / "piece.wav")
            sounds.append(_in_house_rate(folder / "piece.wav"))
    return _kept(id, wav, said, sounds, synthetic=True)


def _kept(id: str, wav: Path, said: str, sounds: list[np.ndarray], *, synthetic: bool) -> Answer:
    sound = np.concatenate([*sounds, np.zeros(round(TRAIL * RATE))])
    sound = sound + room(len(sound) / RATE)
    soundfile.write(wav, sound, RATE, subtype="PCM_16")
    return Answer(id, wav, said, len(sound) / RATE, synthetic=synthetic)


def _in_house_rate(wav: Path) -> np.ndarray:
    """Mono, with the silence at both ends cut off, so that pauses are as long as they are said to be."""
    sound, rate = soundfile.read(wav, dtype="float64", always_2d=True)
    mono = soxr.resample(sound.mean(axis=1), rate, RATE)
    loud = np.flatnonzero(np.abs(mono) > 0.01)
    return mono[max(loud[0] - RATE // 50, 0) : loud[-1] + RATE // 10] if len(loud) else mono
