"""Takes of the same question side by side."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.model.base import Fact
from interviewer.model.report import Answer, Claim
from interviewer.model.session import Session, Turn
from interviewer.rules.report_answer import answer_of

UNKNOWN = "–"


class Compared(Fact):
    """One line of the comparison: what is compared, and what it is in each take."""

    name: str
    values: tuple[str, ...]


def takes(session: Session, turn: Turn) -> tuple[Answer, ...]:
    """Each take of a turn as an answer of its own, in the order given; empty when there are fewer than two."""
    if len(turn.takes) < 2:
        return ()
    return tuple(answer_of(session, turn.but(chosen=take.number)) for take in turn.takes)


def comparison(answers: Sequence[Answer]) -> tuple[Compared, ...]:
    """Grade, length, pace, STAR parts and guidance points of each, line by line; `–` where it is not known."""
    lines = [
        Compared(name="Grade", values=tuple(each.verdict for each in answers)),
        Compared(name="Length", values=tuple(each.length or UNKNOWN for each in answers)),
        Compared(name="Pace", values=tuple(each.pace or UNKNOWN for each in answers)),
    ]
    claims = [{claim.name: claim for claim in (*each.parts, *each.points)} for each in answers]
    lines += [
        Compared(name=name, values=tuple(_verdict(each.get(name)) for each in claims))
        for name in dict.fromkeys(name for each in claims for name in each)
    ]
    return tuple(line for line in lines if set(line.values) - {UNKNOWN})


def _verdict(claim: Claim | None) -> str:
    return claim.verdict if claim is not None else UNKNOWN
