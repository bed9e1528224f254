"""Has the candidate told how it came out? Read by the head, while the answer is given."""

from __future__ import annotations

import contextlib

from interviewer.errors import InterviewerError
from interviewer.model.question import Question
from interviewer.model.speech import Typed
from interviewer.rules.head.head import Head
from interviewer.rules.rubric import bundle_of
from interviewer.rules.segmenting import sentences


class OutcomeFinder:
    """Reads from the words of an answer whether they tell how it came out.

    The sentence that plays the part of the result most surely says how sure it is.
    """

    def __init__(self, head: Head) -> None:
        self._head = head

    def outcome(self, question: Question, said: str) -> float | None:
        """Probability (0 to 1) that they do, where a story was asked for: other answers may end without a result.

        None where none was, and where it cannot be told.
        """
        if question.kind != "behavioural" or not said.strip():
            return None
        told = [sentence for sentence in sentences(Typed(text=said)) if sentence.clean.strip()]
        if not told:
            return None
        with contextlib.suppress(InterviewerError):
            chances = self._head.chances(bundle_of(question), told)
            return max(chance["result"] for chance in chances.values())
        return None
