"""The recordings in a session's folder: what they are called, and which are there."""

from __future__ import annotations

import re
from pathlib import Path

CLIP = re.compile(r"turn-[0-9]{2,3}/(question|follow-up-[0-9]{1,2}|take-[0-9]{1,3}/answer)\.wav")
"""The only paths that a session may name."""

_ANSWER = re.compile(r"turn-([0-9]{2,3})/take-([0-9]{1,3})/answer\.wav")


def answers(folder: Path) -> list[tuple[int, int, Path]]:
    """(turn number, take number, path) of every recorded answer in a session's folder, in order; both count from 1."""
    found = []
    for path in folder.glob("turn-*/take-*/answer.wav"):
        match = _ANSWER.fullmatch(path.relative_to(folder).as_posix())
        if match and int(match[1]) and int(match[2]) and path.is_file():
            found.append((int(match[1]), int(match[2]), path))
    return sorted(found)
