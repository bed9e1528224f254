"""Adds the close to an interview that is about to begin."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.model.closing import Closing, SheetLine
from interviewer.model.question import Bank
from interviewer.model.session import Session
from interviewer.rules.closing.replying import asking

MOST_IDEAS = 5


def with_close(session: Session, bank: Bank, sheet: Sequence[SheetLine], rounds: int = 8) -> Session:
    """The same interview, at the end of which the candidate is asked for questions."""
    ideas = tuple(one.text for one in bank.questions_to_ask[:MOST_IDEAS])
    return session.but(
        planned=(*session.planned, asking(session)), closing=Closing(sheet=tuple(sheet), rounds=rounds, ideas=ideas)
    )
