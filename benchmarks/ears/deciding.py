"""Who decides that an answer is over, on the clock of the sound: ours, one fixed silence, and Smart Turn asked once.

Speech detector, model of turn ends, ears and head are the real ones; the words of a pause are held back for as long as
writing them down takes. Every system starts each answer knowing nothing of who speaks, but in `ours_in_a_row`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from faster_whisper import WhisperModel

from benchmarks.ears.pausing import END_SILENCE, Answer
from interviewer import studio
from interviewer.library import bank as banks
from interviewer.model.audio import BYTES_PER_SAMPLE, RATE, Chunk
from interviewer.ports import TurnDetector
from interviewer.rules.head.outcome import OutcomeFinder
from interviewer.rules.turn_taking import SPEECH_STARTS, Patience, TurnTaking
from interviewer.rules.turn_taking_profiles import Kind, Name

STEP = 0.1
WORDS_AFTER = 1.0
"""Seconds that the ears take for the words of a tail, on two busy cores."""

WORDS_WANTED_AT = 1.0
"""Seconds of silence after which the ears write the tail down unasked."""

QUESTION = next(one for one in banks.find("any-role").questions if one.kind == "behavioural")
"""What all the stories answer."""

System = Callable[[Answer, "Evidence"], float]
"""Runs one answer and says at which second of it the interviewer would begin to speak."""


class Evidence:
    """What the real models say of a sound; remembered by the sound's hash, for it never changes."""

    def __init__(self, turns: TurnDetector, ears: WhisperModel, outcomes: OutcomeFinder | None, memory: Path) -> None:
        self._turns, self._ears, self._outcomes, self._memory = turns, ears, outcomes, memory / "said.json"
        self._known: dict[str, Any] = json.loads(self._memory.read_text()) if self._memory.exists() else {}

    def score(self, pcm: bytes) -> float:
        newest = pcm[-round(TurnDetector.WINDOW * RATE) * BYTES_PER_SAMPLE :]
        return float(self._ask("turn", newest, lambda: self._turns.ended(newest)))

    def words(self, pcm: bytes) -> str:
        return str(self._ask("words", pcm, lambda: self._write_down(pcm)))

    def outcome(self, said: str) -> float | None:
        return self._outcomes.outcome(QUESTION, said) if self._outcomes is not None else None

    def speech(self, pcm: bytes) -> list[float]:
        """Probability of speech in every step."""
        return list(self._ask("speech", pcm, lambda: _speech(pcm)))

    def keep(self) -> None:
        """Remember for the next run."""
        self._memory.write_text(json.dumps(self._known))

    def _ask(self, what: str, pcm: bytes, ask: Callable[[], Any]) -> Any:
        key = f"{what} {hashlib.sha256(pcm).hexdigest()}"
        if key not in self._known:
            self._known[key] = ask()
        return self._known[key]

    def _write_down(self, pcm: bytes) -> str:
        sound = np.frombuffer(pcm, "<i2").astype(np.float32) / 32768
        parts, _ = self._ears.transcribe(sound, language="en", beam_size=1, condition_on_previous_text=False)
        return " ".join(part.text.strip() for part in parts)


def ours(profile: Name) -> System:
    """The loop's own rules, with its own evidence in its own order."""

    def run(answer: Answer, evidence: Evidence) -> float:
        first = next(ends(answer, evidence, TurnTaking(Patience(profile=profile))), None)
        return first.seconds if first is not None else never(answer)

    return run


def ours_in_a_row(answers: Sequence[Answer], evidence: Evidence, profile: Name) -> Iterator[float]:
    """Ours in one session: the second of each answer as a System says it, pauses learnt from those before it."""
    pauses: tuple[tuple[Kind, float], ...] = ()
    for answer in answers:
        found = list(ends(answer, evidence, TurnTaking(Patience(profile=profile), pauses=pauses)))
        yield found[0].seconds if found else never(answer)
        pauses = found[-1].pauses if found else pauses


def ends(answer: Answer, evidence: Evidence, taking: TurnTaking) -> Iterator[TurnTaking]:
    """The take as it was each time that its end was decided; whoever asks for another has taken that end back."""
    wanted_at, spoken_until = None, 0.0
    for at, pcm, speech in heard(answer, evidence):
        taking = taking.hear(STEP, speech)
        if taking.burst or not taking.speech:
            wanted_at, spoken_until = None, at
            continue
        if taking.wants_score:
            taking = taking.score(evidence.score(pcm()))
        if wanted_at is None and (taking.end_is_likely or taking.silence >= WORDS_WANTED_AT):
            wanted_at = at
        if taking.wants_words and wanted_at is not None and at >= wanted_at + WORDS_AFTER:
            until = round((spoken_until + 0.4) * RATE) * BYTES_PER_SAMPLE
            said = evidence.words(pcm()[:until])
            taking = taking.read(said, evidence.outcome(said))
        if taking.ended:
            yield taking
            taking = taking.reopen()


def fixed(silence: float) -> System:
    """The usual way: so much silence, whatever it looks like."""

    def run(answer: Answer, evidence: Evidence) -> float:
        quiet = 0.0
        for at, _pcm, speech in heard(answer, evidence):
            quiet = 0.0 if speech >= SPEECH_STARTS else quiet + STEP
            if quiet >= silence - 1e-6 and at > 3.0:
                return at
        return never(answer)

    return run


def as_pipecat(answer: Answer, evidence: Evidence) -> float:
    """Smart Turn asked once a silence of 0.2 s; what it calls unfinished is over after 3 s."""
    quiet, asked = 0.0, False
    for at, pcm, speech in heard(answer, evidence):
        quiet, asked = (0.0, False) if speech >= SPEECH_STARTS else (quiet + STEP, asked)
        if at < 1.0 or quiet < 0.2 - 1e-6:
            continue
        if not asked:
            asked = True
            if evidence.score(pcm()) > 0.5:
                return at
        if quiet >= 3.0 - 1e-6:
            return at
    return never(answer)


def never(answer: Answer) -> float:
    """It said nothing within all of the answer."""
    return answer.end + END_SILENCE


def heard(answer: Answer, evidence: Evidence) -> Iterator[tuple[float, Callable[[], bytes], float]]:
    """The answer in steps: the second, all sound so far when called for, and the chance that the newest is speech."""
    pcm = answer.pcm
    size = round(STEP * RATE) * BYTES_PER_SAMPLE
    for number, speech in enumerate(evidence.speech(pcm), start=1):
        so_far = min(number * size, len(pcm))
        yield so_far / BYTES_PER_SAMPLE / RATE, lambda so_far=so_far: pcm[:so_far], speech


def _speech(pcm: bytes) -> list[float]:
    detector = studio.open_detector()
    size = round(STEP * RATE) * BYTES_PER_SAMPLE
    return [round(detector.hear(Chunk(pcm[start : start + size])), 4) for start in range(0, len(pcm), size)]
