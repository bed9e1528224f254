"""Sessions as folders under one recordings folder: the folder is the truth, and can be read, copied, mailed, deleted.

```
2026-11-23T09-14-03-it-product-manager/
  session.json   events.jsonl   lock   turn-01/question.wav   turn-01/take-1/answer.wav   turn-01/take-1/judging.jsonl
```

Nothing here follows a name that it has not checked: ids, and the paths inside a session, match fixed patterns.
"""

from __future__ import annotations

import builtins
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic_core import to_jsonable_python

from interviewer.adapters import exporting, lock, migrations, session_index
from interviewer.adapters.disk import PRIVATE_FOLDER, append_line, make_folder, sync_folder, write_whole
from interviewer.adapters.journal import SESSION_KEPT, TURN_KEPT, Journal
from interviewer.adapters.session_files import answers
from interviewer.adapters.session_reader import load, quoted, reason
from interviewer.errors import (
    InterviewerError,
    RecordingsUnusable,
    SessionBusy,
    SessionNotFound,
    StoreError,
)
from interviewer.model.events import Event, Level, Working
from interviewer.model.session import FORMAT, Session
from interviewer.model.session_id import ID
from interviewer.ports import Ledger, Store

PREFIX = re.compile(r"[0-9A-Za-z-]{1,120}")

SPARE_BYTES = 200_000_000
"""Left free after the longest session that may be recorded: for reports, transcripts and the rest of the machine."""

BYTES_A_SECOND = 38_400
"""A second of 16 kHz 16-bit mono is 32 000 bytes; a fifth more for questions, journals and reports."""

DOOMED = ".deleting-"
"""Before the name of a folder whose deletion has begun."""

LIST_HINT = "`interviewer sessions` lists them."


class FolderStore(Store):
    """The sessions under `recordings`; the folder is made when the first session begins."""

    def __init__(self, recordings: Path) -> None:
        self.recordings = recordings
        self._held: set[str] = set()
        self._journals: dict[str, Journal] = {}
        self._kept: dict[str, dict[int | None, str]] = {}

    # -- a session that is being held ---------------------------------------------------------------------------------

    def begin(self, session: Session) -> None:
        folder = self.folder(session.id)
        try:
            make_folder(self.recordings)
            folder.mkdir(mode=PRIVATE_FOLDER)
            sync_folder(self.recordings)
        except FileExistsError as error:
            raise SessionBusy(
                f'There is a session "{session.id}" already, begun in the same second.', hint="Try again."
            ) from error
        except OSError as error:
            raise _unusable(self.recordings, error) from error
        self._hold(session.id)
        try:
            self.save(session)
        except StoreError as error:
            self._let_go(session.id)
            raise RecordingsUnusable(
                error.message, hint="Free some space, or choose another folder: INTERVIEWER_RECORDINGS=/path/to/folder"
            ) from error

    def resume(self, name: str) -> Session:
        """Find a session and take its lock, to go on with it. Raises what `find` raises, and SessionBusy."""
        session = self.find(name)
        self._hold(session.id)
        try:
            return load(self.folder(session.id))
        except InterviewerError:
            self._let_go(session.id)
            raise

    @contextmanager
    def held(self, name: str) -> Iterator[Session]:
        """The session of that name, locked while the block runs."""
        session = self.resume(name)
        try:
            yield session
        finally:
            self._let_go(session.id)

    def folder(self, session_id: str) -> Path:
        """Where the session lies, or would lie. Raises SessionNotFound when it is no session id."""
        if not ID.fullmatch(session_id):
            raise SessionNotFound(f"Not a session id: {quoted(session_id)}.", hint=LIST_HINT)
        return self.recordings / session_id

    def save(self, session: Session) -> None:
        folder = self.folder(session.id)
        try:
            if session.id not in self._kept:
                migrations.keep_original(folder)
            self._keep(session)
            write_whole(folder / "session.json", session.model_dump_json(indent=1).encode() + b"\n")
        except OSError as error:
            raise _unwritten(folder / "session.json", error) from error

    def tell(self, session_id: str, event: Event) -> None:
        if isinstance(event, Level | Working):
            return
        try:
            self._journal(session_id).append(event.model_dump(mode="json"))
        except OSError as error:
            raise _unwritten(self.folder(session_id) / "events.jsonl", error) from error

    def ledger(self, session_id: str, turn: int, take: int) -> Ledger:
        return FolderLedger(self.folder(session_id) / f"turn-{turn:02d}" / f"take-{take}" / "judging.jsonl")

    def end(self, session: Session) -> None:
        try:
            self.save(session)
        finally:
            self._let_go(session.id)

    # -- sessions that were held --------------------------------------------------------------------------------------

    def list(self) -> list[Session]:
        return [found for _, found in self._all() if isinstance(found, Session)]

    def damaged(self) -> builtins.list[tuple[str, InterviewerError]]:
        """The sessions that cannot be read, and why."""
        return [(name, found) for name, found in self._all() if isinstance(found, InterviewerError)]

    def find(self, name: str) -> Session:
        return load(self.recordings / self.identify(name))

    def read(self, session_id: str) -> Session:
        """By its whole id. Raises SessionNotFound, SessionDamaged or SessionTooNew."""
        return load(self.folder(session_id))

    def stamp(self, session_id: str) -> str | None:
        """Another one whenever session.json is another; None when it cannot be looked at."""
        try:
            found = (self.folder(session_id) / "session.json").stat()
        except OSError:
            return None
        return f"{found.st_mtime_ns} {found.st_size} {found.st_ino}"

    def names(self) -> builtins.list[str]:
        """Ids of all folders that are sessions, oldest first. Raises RecordingsUnusable."""
        try:
            return sorted(
                entry.name
                for entry in os.scandir(self.recordings)
                if ID.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False)
            )
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _unusable(self.recordings, error) from error

    def identify(self, name: str) -> str:
        """The id that an id, a unique prefix or `last` stands for, readable or not. Raises SessionNotFound."""
        names = self.names()
        if name == "last":
            if not names:
                raise SessionNotFound("There is no session yet.", hint="`interviewer practice` makes one.")
            return names[-1]
        if not PREFIX.fullmatch(name):
            raise SessionNotFound(f"Not a session id: {quoted(name)}.", hint=LIST_HINT)
        if name in names:
            return name
        matches = [each for each in names if each.startswith(name)]
        if not matches:
            raise SessionNotFound(f'No session "{name}".', hint=LIST_HINT)
        if len(matches) > 1:
            some = ", ".join(matches[:4]) + (", ..." if len(matches) > 4 else "")
            raise SessionNotFound(f'"{name}" matches {len(matches)} sessions: {some}.', hint="Type more of the id.")
        return matches[0]

    def delete(self, session_id: str) -> None:
        """Remove the folder and everything in it.

        Raises SessionNotFound, SessionBusy, or StoreError. A delete that a power cut interrupts is finished by the next
        one; the session has left every listing by then.
        """
        folder = self.folder(session_id)
        if not folder.is_dir() or folder.is_symlink():
            raise SessionNotFound(f'No session "{session_id}".', hint=LIST_HINT)
        if (holder := lock.holder(folder / "lock")) is not None:
            raise _busy(session_id, holder)
        try:
            self._sweep()
            session_index.forget(self.recordings, session_id)
            folder.replace(self.recordings / f"{DOOMED}{session_id}")
            sync_folder(self.recordings)
            self._sweep()
        except OSError as error:
            raise StoreError(f"{folder} could not be deleted whole: {reason(error)}.") from error
        self._forget(session_id)

    def sweep(self) -> None:
        """Finish the deletions that were cut off, and throw the index away. Raises StoreError."""
        try:
            if self.recordings.is_dir():
                self._sweep()
                session_index.remove(self.recordings / session_index.NAME)
        except OSError as error:
            raise StoreError(f"{self.recordings} could not be cleared: {reason(error)}.") from error

    def orphans(self, session: Session) -> builtins.list[tuple[int, int, Path]]:
        """Recordings that the session does not know of, because it was killed while they were made.

        (turn number, take number, path of the WAV), in order.
        """
        known = {(turn.number, take.number) for turn in session.turns for take in turn.takes}
        return [each for each in answers(self.folder(session.id)) if each[:2] not in known]

    def remove_recording(self, session_id: str, path: str) -> None:
        """Remove a recording that the session in `session_id` does not know of. Raises StoreError."""
        try:
            (self.folder(session_id) / path).unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"{path} could not be deleted: {reason(error)}.") from error

    def busy(self, session_id: str) -> bool:
        """True when a running program holds the session, this one included."""
        return lock.holder(self.folder(session_id) / "lock") is not None

    def put_report(self, session_id: str, form: Literal["md", "html", "pdf"], page: str | bytes) -> Path:
        """Write a page of the session into its folder. Raises StoreError."""
        return self._put(self.folder(session_id) / f"report.{form}", page)

    def put_captions(self, session_id: str, recording: str, text: str) -> Path:
        """Write WebVTT captions beside a recording of the session. Raises StoreError."""
        path = (self.folder(session_id) / recording).with_suffix(".vtt")
        try:
            make_folder(path.parent)
        except OSError as error:
            raise _unwritten(path, error) from error
        return self._put(path, text)

    def _put(self, path: Path, page: str | bytes) -> Path:
        try:
            write_whole(path, _bytes(page))
        except OSError as error:
            raise _unwritten(path, error) from error
        return path

    def pack(self, session_id: str, to: Path) -> None:
        """Write the session as one .zip. Raises StoreError."""
        exporting.pack(self.folder(session_id), to)

    def write_out(self, page: str | bytes, to: Path) -> None:
        """Write a page to a new file of the user's choice. Raises StoreError."""
        exporting.write_new(_bytes(page), to)

    def unpack(self, archive: Path) -> Session:
        """Take a packed session in. Raises RecordingsUnusable, SessionDamaged, SessionTooNew or StoreError."""
        self.check_room(0)
        return load(self.recordings / exporting.unpack(archive, self.recordings))

    # -- the recordings folder ----------------------------------------------------------------------------------------

    def check_room(self, seconds: float) -> None:
        """See that a session of so many seconds can be written here. Raises RecordingsUnusable."""
        need = int(seconds * BYTES_A_SECOND) + SPARE_BYTES
        try:
            make_folder(self.recordings)
            probe = self.recordings / f".probe-{os.getpid()}"
            write_whole(probe, b"x")
            probe.unlink()
            free = shutil.disk_usage(self.recordings).free
        except OSError as error:
            raise _unusable(self.recordings, error) from error
        if free < need:
            raise RecordingsUnusable(
                f"{self.recordings} has too little room: {need / 1e6:.0f} MB are needed, {free / 1e6:.0f} MB are free.",
                hint="Free some space, or choose another folder: INTERVIEWER_RECORDINGS=/path/to/folder",
            )

    # -- inside -------------------------------------------------------------------------------------------------------

    def _sweep(self) -> None:
        """Remove what was renamed to be deleted. Raises OSError."""
        for doomed in self.recordings.glob(f"{DOOMED}*"):
            shutil.rmtree(doomed)
        sync_folder(self.recordings)

    def _all(self) -> Iterator[tuple[str, Session | InterviewerError]]:
        for name in self.names():
            try:
                yield name, load(self.recordings / name)
            except InterviewerError as error:
                yield name, error

    def _keep(self, session: Session) -> None:
        """Write into the journal what changed since the last save. Raises OSError."""
        kept = self._kept.setdefault(session.id, {})
        journal = self._journal(session.id)
        parts: list[tuple[int | None, dict[str, Any]]] = [
            (turn.number, {"type": TURN_KEPT, "format": FORMAT, "turn": turn.model_dump(mode="json")})
            for turn in session.turns
        ]
        parts.insert(0, (None, {"type": SESSION_KEPT, "session": session.model_dump(mode="json", exclude={"turns"})}))
        for place, event in parts:
            text = json.dumps(event)
            if kept.get(place) != text:
                journal.append(event)
                kept[place] = text

    def _journal(self, session_id: str) -> Journal:
        folder = self.folder(session_id)
        return self._journals.setdefault(session_id, Journal(folder / "events.jsonl"))

    def _hold(self, session_id: str) -> None:
        try:
            other = lock.acquire(self.folder(session_id) / "lock")
        except OSError as error:
            raise _unusable(self.recordings, error) from error
        if other is not None:
            raise _busy(session_id, other)
        self._held.add(session_id)

    def _let_go(self, session_id: str) -> None:
        if session_id in self._held:
            self._held.discard(session_id)
            self._forget(session_id)
            try:
                lock.release(self.folder(session_id) / "lock")
            except OSError as error:
                raise _unwritten(self.folder(session_id) / "lock", error) from error

    def _forget(self, session_id: str) -> None:
        self._journals.pop(session_id, None)
        self._kept.pop(session_id, None)


class FolderLedger(Ledger):
    """judging.jsonl of one take. It can be made again, so its lines are not synced one by one."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, kind: str, **facts: Any) -> None:
        line = {"kind": kind, **to_jsonable_python(facts, serialize_unknown=True)}
        try:
            make_folder(self._path.parent)
            append_line(self._path, json.dumps(line, ensure_ascii=True).encode(), synced=False)
        except OSError as error:
            raise _unwritten(self._path, error) from error


def _busy(session_id: str, holder: lock.Holder) -> SessionBusy:
    since = datetime.fromtimestamp(holder.started, UTC).astimezone().strftime("%H:%M")
    return SessionBusy(
        f"Session {session_id} is in use by another interviewer (process {holder.pid}, started {since}).",
        hint="Finish it there first.",
    )


def _unusable(recordings: Path, error: OSError) -> RecordingsUnusable:
    return RecordingsUnusable(
        f"The recordings folder {recordings} cannot be used: {reason(error)}.",
        hint="Choose another folder: INTERVIEWER_RECORDINGS=/path/to/folder",
    )


def _bytes(page: str | bytes) -> bytes:
    return page if isinstance(page, bytes) else page.encode()


def _unwritten(path: Path, error: OSError) -> StoreError:
    return StoreError(f"{path} could not be written ({reason(error)}). What was saved before is untouched.")
