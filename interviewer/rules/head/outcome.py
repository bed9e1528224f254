"""Has the candidate told how it came out? Read by the head, while the answer is given."""

from __future__ import annotations

import contextlib

from interviewer.errors import InterviewerError
from interviewer.model.question import Question
from interviewer.model.speech import Typed
from interviewer.ports import OutcomeFinder
from interviewer.rules.head.head import Head
from interviewer.rules.rubric import bundle_of
from interviewer.rules.segmenting import sentences


class OutcomeByHead(OutcomeFinder):
    """The sentence that plays the part of the result most surely says how sure it is."""

    def __init__(self, head: Head) -> None:
        self._head = head

    def outcome(self, question: Question, said: str) -> float | None:
        """As the port says; of a question about one past event only, for other answers may end without a result."""
        if question.kind != "behavioural" or not said.strip():
            return None
        told = [sentence for sentence in sentences(Typed(text=said)) if sentence.clean.strip()]
        if not told:
            return None
        with contextlib.suppress(InterviewerError):
            chances = self._head.read(bundle_of(question), told).chances
            return max(chance["result"] for chance in chances.values())
        return None
