"""Sessions of earlier formats in the form of this one. Facts go in and come out; what is no session passes unchanged.

Format 2 says with each answer where its words went to be judged (`sent`); in format 1 only a grade told of its host.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from interviewer.adapters.disk import write_whole
from interviewer.model.grade import HERE
from interviewer.model.session import FORMAT

Facts = dict[str, Any]


def session(facts: Facts) -> Facts:
    """A whole session, brought up from its own format; one of a newer format, or of none, is left as it is."""
    version = facts.get("format")
    if type(version) is not int or not 1 <= version < FORMAT:
        return facts
    turns = facts.get("turns", ())
    if isinstance(turns, list | tuple):
        turns = type(turns)(turn(each, version) for each in turns)
    return {**facts, "format": FORMAT, "turns": turns}


def turn(facts: Any, version: int) -> Any:
    """One turn of a session of that format."""
    for step in STEPS[version - 1 :]:
        facts = step(facts)
    return facts


def keep_original(folder: Path) -> None:
    """Before a session of an earlier format is first written in this one: keep what it was beside it. Raises OSError.

    Repeatable: what was kept once is not written over.
    """
    try:
        content = (folder / "session.json").read_bytes()
        version = json.loads(content)["format"]
    except (FileNotFoundError, ValueError, TypeError, KeyError, RecursionError):
        return
    if (
        type(version) is int
        and 1 <= version < FORMAT
        and not (kept := folder / f"session.format-{version}.json").exists()
    ):
        write_whole(kept, content)


def _to_2(turn: Any) -> Any:
    if not isinstance(turn, dict) or not isinstance(takes := turn.get("takes"), list | tuple):
        return turn
    return {**turn, "takes": [_take_to_2(take) for take in takes]}


def _take_to_2(take: Any) -> Any:
    if not isinstance(take, dict) or "sent" in take:
        return take
    judged_by = grade.get("judged_by") if isinstance(grade := take.get("grade"), dict) else None
    host = judged_by.get("host") if isinstance(judged_by, dict) else None
    return {**take, "sent": [{"host": host}]} if isinstance(host, str) and host != HERE else take


STEPS: tuple[Callable[[Any], Any], ...] = (_to_2,)
"""What makes a turn of format n one of format n + 1, from format 1 on."""
