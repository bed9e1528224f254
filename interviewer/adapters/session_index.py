"""What is kept at hand of the sessions, in one SQLite file beside them. It can be deleted at any time.

The folders are the truth. A row counts only while its stamp is that of the folder and its checksum is right; a file
that SQLite cannot read is thrown away and begun anew, and where none can be written it lives in memory.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

from interviewer.adapters.disk import PRIVATE_FILE

NAME = ".index.sqlite3"
"""The file in the recordings folder: it holds words of the candidate, and goes where they go."""

SHAPE = 1
"""Of the tables; a file of another shape is begun anew."""

PATIENCE = 5.0
"""Seconds that another program may keep the file to itself."""

_TABLE = """
CREATE TABLE sessions (
  id TEXT PRIMARY KEY, stamp TEXT NOT NULL, summary TEXT NOT NULL, summary_crc INTEGER NOT NULL,
  folded TEXT NOT NULL, passages TEXT NOT NULL, passages_crc INTEGER NOT NULL
) WITHOUT ROWID
"""


class Row(NamedTuple):
    """One session as it is kept at hand."""

    id: str
    stamp: str
    """Of what it was made from."""

    summary: str
    folded: str
    """All that can be searched, as it is compared."""

    passages: str


class SessionIndex:
    """Rows by session id. Nothing here raises for the file's sake; `trouble` says what was the matter with it."""

    def __init__(self, file: Path | None) -> None:
        """`file`: None keeps it in memory."""
        self.trouble = ""
        self._file = file
        self._base = self._open()

    def close(self) -> None:
        self._base.close()

    def summaries(self) -> dict[str, tuple[str, str]]:
        """(stamp, summary) by id; rows that are damaged are left out."""
        rows = self._read("SELECT id, stamp, summary, summary_crc FROM sessions")
        return {id: (stamp, text) for id, stamp, text, crc in rows if _crc(stamp, text) == crc}

    def texts(self) -> Iterator[tuple[str, str, str]]:
        """(id, folded, passages) of each session; rows that are damaged are left out."""
        for id, folded, passages, crc in self._read("SELECT id, folded, passages, passages_crc FROM sessions"):
            if _crc(folded, passages) == crc:
                yield id, folded, passages

    def put(self, rows: Iterable[Row]) -> None:
        """Keep these, in the place of older ones of the same id."""
        self._write(
            "INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(*row[:3], _crc(row.stamp, row.summary), *row[3:], _crc(row.folded, row.passages)) for row in rows],
        )

    def drop(self, ids: Iterable[str]) -> None:
        """Forget these sessions; their bytes are written over."""
        self._write("DELETE FROM sessions WHERE id = ?", [(id,) for id in ids])

    def _read(self, query: str) -> list[tuple[Any, ...]]:
        try:
            return self._base.execute(query).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            self._begin_anew(error)
            return self._base.execute(query).fetchall()

    def _write(self, statement: str, rows: list[tuple[object, ...]]) -> None:
        if not rows:
            return
        try:
            with self._base:
                self._base.executemany(statement, rows)
        except sqlite3.Error as error:
            self._begin_anew(error)
            with suppress(sqlite3.Error), self._base:
                self._base.executemany(statement, rows)

    def _begin_anew(self, error: Exception) -> None:
        """Throw a damaged file away; leave one alone that is only in use or cannot be written."""
        self._base.close()
        damaged = not isinstance(error, sqlite3.OperationalError)
        if damaged and self._file is not None:
            self.trouble = "The index of the sessions was damaged; it is made again from their folders."
            remove(self._file)
        else:
            self.trouble = f"The index of the sessions cannot be used ({error}); the folders are read one by one."
            self._file = None
        self._base = self._open()

    def _open(self) -> sqlite3.Connection:
        if self._file is not None:
            try:
                os.close(os.open(self._file, os.O_RDWR | os.O_CREAT, PRIVATE_FILE))
                return _connected(str(self._file))
            except sqlite3.DatabaseError as error:
                if not isinstance(error, sqlite3.OperationalError) and not self.trouble:
                    self.trouble = "The index of the sessions was damaged; it is made again from their folders."
                    remove(self._file)
                    return self._open()
                self.trouble = f"The index of the sessions cannot be used ({error}); the folders are read one by one."
            except OSError as error:
                said = error.strerror or str(error)
                self.trouble = f"The index of the sessions cannot be used ({said}); the folders are read one by one."
        self._file = None
        return _connected(":memory:")


def forget(recordings: Path, id: str) -> None:
    """Take a session out of the index in a recordings folder; an index that will not let go of it goes as a whole.

    Raises OSError when not even that can be done.
    """
    file = recordings / NAME
    if not file.exists():
        return
    try:
        with closing(_connected(str(file))) as base, base:
            base.execute("DELETE FROM sessions WHERE id = ?", (id,))
    except sqlite3.Error:
        remove(file)


def remove(file: Path) -> None:
    """Delete an index and what SQLite may have left beside it. Raises OSError."""
    for each in (file, *(file.with_name(file.name + end) for end in ("-journal", "-wal", "-shm"))):
        each.unlink(missing_ok=True)


def _connected(name: str) -> sqlite3.Connection:
    """Raises sqlite3.Error."""
    base = sqlite3.connect(name, timeout=PATIENCE)
    try:
        base.execute("PRAGMA secure_delete = ON")
        (shape,) = base.execute("PRAGMA user_version").fetchone()
        if shape != SHAPE:
            with base:
                base.execute("BEGIN IMMEDIATE")
                base.execute("DROP TABLE IF EXISTS sessions")
                base.execute(_TABLE)
                base.execute(f"PRAGMA user_version = {SHAPE}")
    except BaseException:
        base.close()
        raise
    return base


def _crc(*texts: str) -> int:
    return zlib.crc32("\0".join(texts).encode("utf-8", "surrogatepass"))
