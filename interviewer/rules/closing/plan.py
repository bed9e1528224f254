"""Adds the close to an interview that is about to begin, and says how long a question back is waited for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from interviewer.model.closing import Closing, SheetLine
from interviewer.model.question import Bank, Question
from interviewer.model.session import Session
from interviewer.rules.closing.replying import asking
from interviewer.rules.turn_taking import Patience

QUICK_SPEECH = 0.4
"""Seconds of speech after which silence may end a round: "no, thank you" takes no longer."""

NOBODY = 20.0
"""Seconds of silence that say: nothing to ask."""

MOST_IDEAS = 5


def with_close(session: Session, bank: Bank, sheet: Sequence[SheetLine], rounds: int = 8) -> Session:
    """The same interview, at the end of which the candidate is asked for questions."""
    ideas = tuple(one.text for one in bank.questions_to_ask[:MOST_IDEAS])
    return session.but(
        planned=(*session.planned, asking(session)), closing=Closing(sheet=tuple(sheet), rounds=rounds, ideas=ideas)
    )


def patience_for(question: Question, patience: Patience) -> Patience:
    """A question back may be short, and silence is an answer to "do you have any questions?"."""
    if question.kind != "closing":
        return patience
    quick = min(patience.speech_before_patience, QUICK_SPEECH)
    return replace(patience, speech_before_patience=quick, longest_wait=min(patience.longest_wait, NOBODY))
