"""events.jsonl: what was told and what was kept, in order, so that session.json can be made again from it.

One line is `{"n": number, "crc": checksum, "at": time, "event": {...}}`. Beside the interview's own events the store
writes two of its own: `session-kept` (the session without its turns) and `turn-kept` (one whole turn), each with the
format that it was written in. The newest of each is the session, read in the format of this version. A torn last line
is what a death in mid-write leaves, and is dropped; a bad line in the middle costs that line alone.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from interviewer.adapters import migrations
from interviewer.adapters.disk import append_line

SESSION_KEPT = "session-kept"
TURN_KEPT = "turn-kept"


@dataclass(frozen=True)
class Story:
    """What a journal tells of a session."""

    header: dict[str, Any] | None
    """The session without its turns; None when it was never kept."""

    turns: tuple[dict[str, Any], ...]
    lines: int
    bad_lines: tuple[int, ...]
    """Numbers (from 1) of lines that cannot be trusted; a torn last line is not among them."""

    def session(self) -> dict[str, Any] | None:
        return None if self.header is None else {**self.header, "turns": self.turns}


class Journal:
    """One session's events.jsonl, open for writing lines at its end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines: int | None = None

    def append(self, event: dict[str, Any]) -> None:
        """Write and sync one line. Raises OSError."""
        if self._lines is None:
            self._lines = read(self._path).lines
        number, at = self._lines + 1, datetime.now(UTC).isoformat(timespec="milliseconds")
        line = {"n": number, "crc": _checksum(number, at, event), "at": at, "event": event}
        append_line(self._path, _text(line), synced=True)
        self._lines = number


def read(path: Path) -> Story:
    """Everything in the journal that can be trusted; nothing when it is not there. Raises OSError."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        content = b""
    lines = content.split(b"\n")
    torn = lines.pop()
    header: dict[str, Any] | None = None
    turns: dict[int, dict[str, Any]] = {}
    bad = []
    for place, line in enumerate(lines, start=1):
        event = _event(line)
        if event is None:
            bad.append(place)
        elif event.get("type") == SESSION_KEPT and isinstance(event.get("session"), dict):
            header = migrations.session(event["session"])
        elif event.get("type") == TURN_KEPT and isinstance(turn := event.get("turn"), dict):
            number = turn.get("number")
            if isinstance(number, int):
                version = event.get("format", 1)
                turns[number] = migrations.turn(turn, version) if type(version) is int and version > 0 else turn
    return Story(
        header=header,
        turns=tuple(turns[number] for number in sorted(turns)),
        lines=len(lines) + bool(torn),
        bad_lines=tuple(bad),
    )


def _event(line: bytes) -> dict[str, Any] | None:
    """The event of a line, or None when the line is not what was written."""
    try:
        facts = json.loads(line)
        number, at, event = facts["n"], facts["at"], facts["event"]
        trusted = isinstance(event, dict) and facts["crc"] == _checksum(number, at, event)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return event if trusted else None


def _checksum(number: int, at: str, event: dict[str, Any]) -> str:
    return f"{zlib.crc32(_text([number, at, event])):08x}"


def _text(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
