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
    if len(turn.answers) < 2:
        return ()
    return tuple(answer_of(session, turn.but(chosen=take.number)) for take in turn.answers)


class Tried(Fact):
    """One question that was answered more than once."""

    question: str
    answers: tuple[Answer, ...]
    """In the order given."""

    names: tuple[str, ...]
    """What each of them is called, such as `23 November 2026, take 1`."""


def tried(sessions: Sequence[Session]) -> tuple[Tried, ...]:
    """All questions that were answered more than once in these sessions, in the order in which they were first asked.

    A question is the same when its bank and its id are.
    """
    found: dict[tuple[str, str], list[tuple[str, Answer]]] = {}
    for session in sorted(sessions, key=lambda each: each.started_at):
        for turn in session.answered_turns:
            kept = found.setdefault((session.bank, turn.question.id), [])
            for take in turn.answers:
                name = f"{session.started_at:%d %B %Y, %H:%M}, question {turn.number}, take {take.number}"
                kept.append((name, answer_of(session, turn.but(chosen=take.number))))
    return tuple(
        Tried(
            question=kept[-1][1].question.text,
            answers=tuple(answer for _, answer in kept),
            names=tuple(name for name, _ in kept),
        )
        for kept in found.values()
        if len(kept) > 1
    )


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
