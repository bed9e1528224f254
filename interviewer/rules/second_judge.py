"""Two judges as one: where the first cannot judge, the one that the user has named second takes over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from interviewer.model.grade import Coaching, Grade, Graded, Ungraded
from interviewer.model.question import Question
from interviewer.model.session import Sent
from interviewer.model.speech import Heard, Sentence
from interviewer.ports import Judge, Ledger, Progress, silent
from interviewer.rules.budget import by_host

REST = 300.0
"""Seconds for which a judge that could not be reached is left alone: a silent server is not waited for twice in a row
(field practice of circuit breakers: Nygard, "Release It!", 2nd edition, chapter 5).
"""


class SecondJudge(Judge):
    """Asks the first judge, and the second for an answer that the first could not judge but might have.

    A reason that lies in the answer (silence, too few words) is the first judge's last word. A grade names the judge
    that gave it, in `judged_by`, and says in its flags why it was the second.
    """

    def __init__(self, first: Judge, second: Judge, *, clock: Callable[[], float]) -> None:
        self.name = f"{first.name}, else {second.name}"
        self.fingerprint = f"{first.fingerprint} else {second.fingerprint}"
        self._first = first
        self._second = second
        self._clock = clock
        self._rests_until = float("-inf")
        self._why = ""
        self._by_second: Graded | None = None

    def start(self) -> None:
        """The first judge gets ready; the second costs nothing until it is needed."""
        self._first.start()

    def close(self) -> None:
        self._first.close()
        self._second.close()

    def warm(self, question: Question, said: Sequence[Sentence] = ()) -> None:
        """As the port says, for the judge that is about to be asked."""
        (self._second if self._rests else self._first).warm(question, said)

    def grade_ahead(
        self,
        question: Question,
        sentences: Sequence[Sentence],
        heard: Heard,
        ledger: Ledger,
        progress: Progress = silent,
    ) -> Grade | None:
        """As the port says, by the first judge; nothing is handed over before it must be."""
        return None if self._rests else self._first.grade_ahead(question, sentences, heard, ledger, progress)

    def grade(
        self,
        question: Question,
        sentences: Sequence[Sentence],
        heard: Heard,
        ledger: Ledger,
        progress: Progress = silent,
    ) -> Grade:
        """As the port says. `Ungraded` with both reasons when neither judge could."""
        if not self._rests:
            grade = self._first.grade(question, sentences, heard, ledger, progress)
            if not (isinstance(grade, Ungraded) and grade.again):
                return grade
            self._why = grade.reason
            if grade.code == "model-unreachable":
                self._rests_until = self._clock() + REST
        ledger.note("handed-over", to=self._second.name, why=self._why)
        grade = self._second.grade(question, sentences, heard, ledger, progress)
        if isinstance(grade, Ungraded):
            return grade.but(reason=f"{self._why} {grade.reason}") if grade.again else grade
        self._by_second = grade.but(flags=(*grade.flags, _told(self._second.name, self._why)))
        return self._by_second

    def coach(
        self,
        question: Question,
        sentences: Sequence[Sentence],
        graded: Graded,
        ledger: Ledger,
        progress: Progress = silent,
    ) -> Coaching:
        """Advice from the judge that gave the grade."""
        judge = self._second if graded == self._by_second else self._first
        return judge.coach(question, sentences, graded, ledger, progress)

    def sent(self) -> tuple[Sent, ...]:
        return by_host((*self._first.sent(), *self._second.sent()))

    @property
    def _rests(self) -> bool:
        """Whether the first judge could not be reached a moment ago."""
        return self._clock() < self._rests_until


def _told(name: str, why: str) -> str:
    return f"judged by {name}, your second judge, because the first could not: {why}"
