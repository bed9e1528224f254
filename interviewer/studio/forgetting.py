"""What is deleted for good, and how much lies where."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from interviewer.adapters.disk import bytes_in
from interviewer.errors import InterviewerError, SessionBusy, StoreError
from interviewer.settings import Settings
from interviewer.studio.parts import SPOKEN, empty_caches
from interviewer.studio.sessions import open_store


def delete_session(chosen: Settings, session_id: str) -> None:
    """Remove a session and the questions that were spoken in it, from the cache too.

    Which of the cached questions are its own cannot be told of one that was damaged, so all of them go: each is made
    again when it is next asked. Raises SessionNotFound, SessionBusy or StoreError.
    """
    open_store(chosen).delete(session_id)
    empty_caches(chosen, SPOKEN)


def delete_sessions(chosen: Settings, ids: Iterable[str]) -> tuple[int, tuple[InterviewerError, ...]]:
    """Delete sessions: how many went, and why others stayed, such as one that is in use."""
    gone, stayed = 0, list[InterviewerError]()
    for each in ids:
        try:
            delete_session(chosen, each)
            gone += 1
        except (SessionBusy, StoreError) as error:
            stayed.append(error)
    return gone, tuple(stayed)


def clear_away(chosen: Settings) -> None:
    """Remove what is left besides sessions: deletions that were cut off, and the caches. Raises StoreError."""
    open_store(chosen).sweep()
    empty_caches(chosen)


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files in a folder; 0 where nothing is."""
    return path.stat().st_size if path.is_file() else bytes_in(path)
