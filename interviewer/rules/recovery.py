"""What to do with an interview that was cut off, by a crash or a kill, in the middle of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.model.audio import Clip
from interviewer.model.clock import clock
from interviewer.model.session import Session, Take, Turn


@dataclass(frozen=True)
class Orphan:
    """A recording that is on disk, of a take that its session does not know."""

    turn: int
    take: int
    clip: Clip


def told(session: Session, orphans: Sequence[Orphan]) -> str:
    """What happened to a session that was cut off, in a sentence."""
    begun = session.started_at.astimezone().strftime("%d %B, %H:%M")
    if not orphans:
        return f"The interview of {begun} was cut off."
    last = orphans[-1]
    return f"The interview of {begun} was cut off in question {last.turn}: {clock(last.clip.seconds)} are recorded."


def is_over(turn: Turn) -> bool:
    """Whether the question was answered or skipped; a candidate who started over has not answered yet."""
    return turn.skipped or (bool(turn.answers) and turn.answers[-1].ended_by != "again")


def keep(session: Session, orphans: Sequence[Orphan]) -> Session:
    """The session with the cut-off recordings as answers; it goes on with the next question."""
    return _with_takes(session, [(o.turn, Take(number=o.take, answer=o.clip, ended_by="recovered")) for o in orphans])


def to_judge(session: Session, orphans: Sequence[Orphan]) -> Session:
    """The session with the cut-off recordings as answers, and otherwise as it is: for who will not go on with it."""
    return keep(session, orphans).but(status=session.status, ended_at=session.ended_at) if orphans else session


def set_aside(session: Session, orphans: Sequence[Orphan]) -> Session:
    """The session with the cut-off recordings as earlier takes; their questions are asked again."""
    return _with_takes(session, [(o.turn, Take(number=o.take, answer=o.clip, ended_by="again")) for o in orphans])


def _with_takes(session: Session, takes: Sequence[tuple[int, Take]]) -> Session:
    turns = {turn.number: turn for turn in session.turns}
    for number, take in takes:
        known = turns.get(number) or Turn(number=number, question=session.planned[number - 1])
        others = [old for old in known.takes if old.number != take.number]
        turns[number] = known.but(takes=tuple(sorted([*others, take], key=lambda each: each.number)))
    return session.but(turns=tuple(turns[number] for number in sorted(turns)), status="in progress", ended_at=None)
