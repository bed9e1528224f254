"""What can be had of a session whose own two files are lost: turns that the journal still tells, and the recordings.

Nothing is written here. The session gets its new files when somebody goes on with it, by `practice --resume` or
`regrade`.
"""

from __future__ import annotations

import wave
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from interviewer.adapters.session_files import answers
from interviewer.adapters.tape import HEADER_BYTES
from interviewer.model.audio import BYTES_PER_SAMPLE, RATE, Clip
from interviewer.model.question import LOST, GuidancePoint, Question
from interviewer.model.session import Problem, Session, Take, Turn
from interviewer.model.session_id import bank_of, began

LOST_QUESTION = Question(
    id=LOST,
    text="The question is not known any more.",
    category="lost",
    kind="knowledge",
    guidance="Listen to the recording of the question, if there is one.",
    points=(GuidancePoint(text="the question is not known"),),
    probes="This session's own files were lost; its recordings were found.",
)


def salvage(folder: Path, told: Iterable[Mapping[str, Any]], fault: str) -> Session | None:
    """The session of this folder as far as it is still there; None when nothing is. Raises OSError."""
    turns = {turn.number: turn for turn in _readable(told)}
    for number, take, clip in _recordings(folder):
        known = turns.get(number) or Turn(number=number, question=LOST_QUESTION, asked=_question(folder, number))
        if take not in {each.number for each in known.takes}:
            takes = (*known.takes, Take(number=take, answer=clip, ended_by="recovered"))
            turns[number] = known.but(takes=tuple(sorted(takes, key=lambda each: each.number)))
    started = _started(folder.name)
    if not turns or started is None:
        return None
    bank = bank_of(folder.name)
    return Session(
        id=folder.name,
        bank=bank,
        role=bank,
        status="interrupted",
        started_at=started,
        planned=tuple(
            turns[number].question if number in turns else LOST_QUESTION for number in range(1, max(turns) + 1)
        ),
        source="microphone",
        turns=tuple(turns[number] for number in sorted(turns)),
        problems=(
            Problem(
                code="session-salvaged",
                message=f"The session's own files could not be read ({fault}); this is what was found in its folder.",
            ),
        ),
    )


def _readable(told: Iterable[Mapping[str, Any]]) -> Iterable[Turn]:
    for facts in told:
        try:
            yield Turn.model_validate(facts)
        except ValidationError:
            continue


def _recordings(folder: Path) -> list[tuple[int, int, Clip]]:
    """(turn, take, recording) of all answers with sound in them, in order."""
    found = []
    for turn, take, path in answers(folder):
        seconds = (path.stat().st_size - HEADER_BYTES) // BYTES_PER_SAMPLE / RATE
        if seconds > 0:
            found.append((turn, take, Clip(path=path.relative_to(folder).as_posix(), seconds=seconds)))
    return found


def _question(folder: Path, number: int) -> Clip | None:
    """The question as it was spoken, where that is still there."""
    place = f"turn-{number:02d}/question.wav"
    try:
        with wave.open(str(folder / place), "rb") as spoken:
            return Clip(path=place, seconds=spoken.getnframes() / spoken.getframerate())
    except (OSError, EOFError, wave.Error, ValidationError):
        return None


def _started(name: str) -> datetime | None:
    local = began(name)
    try:
        return local.astimezone() if local is not None else None
    except (ValueError, OverflowError, OSError):  # a year that this system's clock does not reach
        return None
