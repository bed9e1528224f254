"""A try before the interview: some seconds of the microphone, looked at for trouble, and played back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from interviewer.listening import TROUBLES
from interviewer.model import events
from interviewer.ports import Key, Microphone, Speaker, SpeechDetector
from interviewer.rules.loudness import clipped, dbfs
from interviewer.rules.troubled_sound import Hearing
from interviewer.sitting import Tell

SECONDS = 10.0
LITTLE_SPEECH = 1.0
"""Seconds of speech below which nothing can be said of a voice."""


@dataclass(frozen=True)
class Finding:
    """What came of a try, in a sentence and what helps; nothing helps where nothing is wrong."""

    sentence: str
    hint: str = ""


def check_sound(
    microphone: Microphone,
    speaker: Speaker,
    detector: SpeechDetector,
    key: Callable[[], Key | None],
    tell: Tell,
    to: Path,
) -> Finding:
    """Record into `to` for ten seconds or until a key, tell the level meanwhile, then play it.

    Raises MicrophoneError, StoreError and VoiceError. The microphone must be open.
    """
    hearing, ended_by = Hearing(), "limit"
    with microphone.record(to, turn=1) as recording:
        for chunk in recording:
            if chunk.samples:
                if not hearing.sound + hearing.zeros:
                    tell(events.Listening(turn=1, take=1))
                speech = detector.hear(chunk)
                hearing = hearing.hear(
                    chunk.seconds,
                    is_zero=chunk.pcm.count(0) == len(chunk.pcm),
                    speech=speech,
                    dbfs=dbfs(chunk.pcm),
                    clipped=clipped(chunk.pcm),
                )
                tell(_level(recording.seconds, chunk.pcm))
            pressed = key()
            if pressed in ("finish", "quit", "skip"):
                ended_by = "leave" if pressed == "quit" else "enter"
                break
            if recording.seconds >= SECONDS:
                break
    tell(events.AnswerEnded.model_validate({"turn": 1, "take": 1, "ended_by": ended_by, "seconds": recording.seconds}))
    if ended_by != "leave" and recording.seconds:
        speaker.play(to, stop=lambda: key() is not None)
    return _finding(hearing)


def _level(seconds: float, pcm: bytes) -> events.Level:
    return events.Level(seconds=seconds, dbfs=dbfs(pcm), silence=0.0, patience=0.0, time_to_answer=SECONDS)


def _finding(hearing: Hearing) -> Finding:
    for trouble in sorted(hearing.troubles):
        if trouble != "dead":
            return Finding(*TROUBLES[trouble])
    if not hearing.sound:
        return Finding("The microphone sent only digital silence.", "Look for a mute switch, or choose another one.")
    if hearing.speech < LITTLE_SPEECH:
        return Finding("Hardly any speech was heard.", "Speak a sentence or two while it records.")
    return Finding(f"{hearing.speech:.0f} s of speech were heard, and they are loud enough.")
