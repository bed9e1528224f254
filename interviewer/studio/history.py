"""All sessions at once, for the list, the search and the progress: from the index while it is fresh, else from them."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import Self

from interviewer import __version__, places
from interviewer.adapters.folder_store import FolderStore
from interviewer.adapters.session_index import NAME, Row, SessionIndex
from interviewer.errors import BadBank, InterviewerError
from interviewer.library import bank as banks
from interviewer.model.history import Found, Passage, SessionSummary
from interviewer.model.progress import Progress
from interviewer.model.session import Session
from interviewer.rules.progress import progress
from interviewer.rules.searching import best, fold, holds, passages, wanted
from interviewer.rules.summarizing import summary
from interviewer.settings import Settings
from interviewer.studio.sessions import open_store

SUMMARY = 1
"""Raised when the same session gives another summary or other passages, so that old ones are made again."""

AT_ONCE = 50
"""Sessions that are read before what was made of them is kept."""


class History:
    """The sessions in short, oldest first. A context manager: leaving closes the index."""

    def __init__(self, store: FolderStore, index: SessionIndex) -> None:
        self._store = store
        self._index = index
        self.damaged: list[tuple[str, InterviewerError]] = []
        """Sessions that cannot be read, and why; known once `sessions` or `search` was asked."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _k: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        self._index.close()

    @property
    def trouble(self) -> str:
        """What was the matter with the index, in one sentence; empty when nothing was."""
        return self._index.trouble

    def sessions(self) -> list[SessionSummary]:
        """Raises RecordingsUnusable."""
        names, kept = self._store.names(), self._index.summaries()
        self._index.drop(kept.keys() - set(names))
        self.damaged = []
        found, made = [], []
        for name in names:
            stamp = self._stamp(name)
            if name in kept and kept[name][0] == stamp and (known := _read(kept[name][1])) is not None:
                found.append(known)
                continue
            try:
                session = self._store.read(name)
            except InterviewerError as error:
                self.damaged.append((name, error))
                continue
            found.append(summary(session))
            if stamp is not None and not _mended(session):
                made.append(_row(session, found[-1], stamp))
            if len(made) == AT_ONCE:
                self._index.put(made)
                made = []
        self._index.put(made)
        return found

    def search(self, query: str) -> list[Found]:
        """The sessions in which all words of `query` stand, oldest first; all of them when it has none.

        Raises RecordingsUnusable.
        """
        sessions, words = {each.id: each for each in self.sessions()}, wanted(query)
        if not words:
            return [Found(session=each, passages=()) for each in sessions.values()]
        texts = {id: (folded, kept) for id, folded, kept in self._index.texts()}
        found = []
        for id, each in sessions.items():
            folded, kept = texts[id] if id in texts else self._texts(id)
            if not holds(folded, words):
                continue
            lines, there = folded.split("\n"), json.loads(kept)
            found.append(
                Found(session=each, passages=tuple(Passage.model_validate(there[at]) for at in best(lines, words)))
            )
        return found

    def _texts(self, id: str) -> tuple[str, str]:
        """The texts of a session that the index does not hold: it had to be mended, or its row is damaged."""
        try:
            return _texts(self._store.read(id))
        except InterviewerError as error:
            self.damaged.append((id, error))
            return "", ""

    def _stamp(self, name: str) -> str | None:
        """What tells one state of a session from another; None: it has no session.json that could be looked at."""
        known = self._store.stamp(name)
        return None if known is None else f"{__version__} {SUMMARY} {known}"


def open_history(chosen: Settings) -> History:
    return _of(open_store(chosen))


def _of(store: FolderStore) -> History:
    there = bool(store.names())
    return History(store, SessionIndex(store.recordings / NAME if there else None))


def interrupted(store: FolderStore) -> list[Session]:
    """Sessions that stand as "in progress" although no running program holds them: it was killed. Oldest first.

    Raises RecordingsUnusable.
    """
    with _of(store) as history:
        begun = [each.id for each in history.sessions() if each.status == "in progress" and not store.busy(each.id)]
    found = []
    for name in begun:
        with suppress(InterviewerError):  # whoever lists the sessions is told what cannot be read
            found.append(store.read(name))
    return found


def _row(session: Session, short: SessionSummary, stamp: str) -> Row:
    return Row(session.id, stamp, short.model_dump_json(), *_texts(session))


def _texts(session: Session) -> tuple[str, str]:
    """What can be searched, as it is compared, a passage a line; and the passages in the same order, as JSON."""
    there = passages(session)
    return "\n".join(fold(each.text) for each in there), json.dumps([each.model_dump(mode="json") for each in there])


def _read(text: str) -> SessionSummary | None:
    try:
        return SessionSummary.model_validate_json(text)
    except ValueError:
        return None


def _mended(session: Session) -> bool:
    """Whether session.json could not be read, so that its stamp says nothing of what was made from the rest."""
    return any(problem.code in ("session-rebuilt", "session-salvaged") for problem in session.problems)


def progress_of(chosen: Settings, now: datetime) -> tuple[Progress, tuple[str, ...]]:
    """The progress over all sessions, and what could not be read for it. Raises RecordingsUnusable."""
    own, readable, trouble = places.banks(chosen), [], []
    for name in banks.banks(own=own):
        try:
            readable.append(banks.find(name, own=own))
        except BadBank as error:
            trouble.append(f"{error.message}. {error.hint}".strip())
    with open_history(chosen) as history:
        found = progress(history.sessions(), readable, now)
        trouble += [error.message for _, error in history.damaged] + [history.trouble] * bool(history.trouble)
    return found, tuple(trouble)
