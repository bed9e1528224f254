"""Speech for tests: the shipped demo answers, and how far what was heard is from what was said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import soundfile

from interviewer.model.audio import RATE

DEMO = Path(__file__).parents[1] / "interviewer" / "demo"


def demo_answer(number: int, folder: Path, *, until: float | None = None) -> Path:
    """A shipped answer, or its first seconds, as a WAV in the house format."""
    sound, rate = soundfile.read(DEMO / f"answer-{number}.ogg", dtype="int16")
    assert rate == RATE
    wav = folder / f"answer-{number}.wav"
    soundfile.write(wav, sound if until is None else sound[: round(until * RATE)], RATE, subtype="PCM_16")
    return wav


def word_error_rate(said: Sequence[str], heard: Sequence[str]) -> float:
    """Words inserted, lost or changed, by words said, pooled over all texts.

    Case, punctuation, hyphens and filled pauses do not count.
    """
    pairs = [(_words(one), _words(other)) for one, other in zip(said, heard, strict=True)]
    return sum(_edits(one, other) for one, other in pairs) / sum(len(one) for one, _ in pairs)


def _words(text: str) -> list[str]:
    words = re.sub(r"[^a-z0-9' ]", " ", text.lower().replace("’", "'")).split()
    return [word for word in words if word not in {"um", "uh"}]


def _edits(one: list[str], other: list[str]) -> int:
    """Levenshtein distance over words."""
    row = list(range(len(other) + 1))
    for number, word in enumerate(one, start=1):
        diagonal, row[0] = row[0], number
        for place, against in enumerate(other, start=1):
            diagonal, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, diagonal + (word != against))
    return row[-1]
