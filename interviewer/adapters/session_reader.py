"""Reads a session's folder: session.json, and when that is damaged, the journal that it can be made from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from interviewer.adapters import journal, migrations
from interviewer.adapters.journal import Story
from interviewer.adapters.salvage import salvage
from interviewer.adapters.session_files import CLIP
from interviewer.errors import SessionDamaged, SessionTooNew
from interviewer.model.session import FORMAT, Problem, Session

NOTHING_TOLD = Story(header=None, turns=(), lines=0, bad_lines=())


def load(folder: Path) -> Session:
    """The session in `folder`. One that had to be rebuilt or salvaged says so in its problems.

    A folder that was renamed keeps working: the session takes its name. Raises SessionDamaged or SessionTooNew.
    """
    try:
        return _session(json.loads((folder / "session.json").read_bytes()), folder.name)
    except (OSError, ValueError, RecursionError) as error:
        return _rebuilt(folder, _fault(error))


def _rebuilt(folder: Path, fault: str) -> Session:
    story = NOTHING_TOLD
    try:
        story = journal.read(folder / "events.jsonl")
        facts = story.session()
        if facts is None:
            raise ValueError("it does not hold the session")
        session = _session(facts, folder.name)
    except (OSError, ValueError, RecursionError) as error:
        if (salvaged := _salvaged(folder, story, fault)) is not None:
            return salvaged
        raise SessionDamaged(
            f"{folder / 'session.json'} cannot be read ({fault}), and events.jsonl cannot make it again "
            f"({_fault(error)}).",
            hint=f"The recordings in {folder} are untouched; `interviewer transcribe FILE` reads them.",
        ) from error
    lost = f" Lines that could not be read: {', '.join(map(str, story.bad_lines))}." if story.bad_lines else ""
    problem = Problem(
        code="session-rebuilt",
        message=f"session.json could not be read ({fault}); this was made again from events.jsonl.{lost}",
    )
    return session.but(problems=(*session.problems, problem))


def _salvaged(folder: Path, story: Story, fault: str) -> Session | None:
    try:
        session = salvage(folder, story.turns, fault)
        return session and _checked(session)
    except (OSError, ValueError):
        return None


def _session(facts: Any, name: str) -> Session:
    """Facts as the session of that name. Raises SessionTooNew, and ValueError when they are no session."""
    version = facts.get("format") if isinstance(facts, dict) else None
    if type(version) is int and version > FORMAT:
        raise SessionTooNew(
            f"Made by version {version}; this is version {FORMAT}. Nothing was changed.",
            hint=f'Session "{name}" opens with a newer interviewer.',
        )
    if type(version) is not int or version < 1:
        raise ValueError("it names no session format")
    return _checked(Session.model_validate({**migrations.session(facts), "id": name}))


def _checked(session: Session) -> Session:
    """Raises ValueError when the session names a file that cannot be its own."""
    for turn in session.turns:
        for clip in turn.clips:
            if not CLIP.fullmatch(clip.path):
                raise ValueError(f"{quoted(clip.path)} is no path of a recording")
    return session


def _fault(error: Exception) -> str:
    """Why reading failed, short, without anything that the candidate said."""
    match error:
        case ValidationError():
            first = error.errors(include_input=False, include_url=False)[0]
            where = quoted(".".join(str(part) for part in first["loc"]))
            return f"{where}: {first['msg']}"
        case json.JSONDecodeError():
            return f"line {error.lineno} column {error.colno}: {error.msg}"
        case UnicodeDecodeError():
            return f"byte {error.start} is not UTF-8"
        case FileNotFoundError():
            return "it is not there"
        case OSError():
            return reason(error)
        case RecursionError():
            return "it is nested too deeply"
        case _:
            return str(error)


def quoted(text: str) -> str:
    """Foreign text for a message: printable and short."""
    return json.dumps(text[:80])


def reason(error: OSError) -> str:
    """What the operating system said."""
    return (error.strerror or str(error)).lower()
