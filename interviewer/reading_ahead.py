"""The judge on an answer while it is given, so that at its end little is left to read.

Words that stand are read as they come. Once the answer seems over it is graded on trust, by the same judge in the same
way; such a grade counts for the very words that it was made of and for no others, and is thrown away when its speaker
goes on. So nothing here can change a grade, only the time at which it is there.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from interviewer.errors import InterviewerError
from interviewer.live import AlongReader
from interviewer.model.grade import Grade, Graded
from interviewer.model.question import Question
from interviewer.model.speech import Heard, Transcript
from interviewer.ports import Judge, Ledger, Progress, silent
from interviewer.rules.segmenting import sentences
from interviewer.rules.turn_taking_words import answer_only


class _Overtaken(Exception):
    """The grade under way is of no use any more."""


class _Held(Ledger):
    """Keeps its lines until it is known whose they are."""

    def __init__(self) -> None:
        self._lines: list[tuple[str, dict[str, Any]]] = []

    def note(self, kind: str, **facts: Any) -> None:
        self._lines.append((kind, facts))

    def pass_on(self, ledger: Ledger) -> None:
        """Raises StoreError."""
        for kind, facts in self._lines:
            ledger.note(kind, **facts)


@dataclass(frozen=True)
class _Ahead:
    """A grade that was made before the answer was known to be over."""

    answer: Transcript
    grade: Graded
    ledger: _Held


class ReadingAhead(AlongReader):
    """The judge on one take. Only the newest words are worked on: what was overtaken while it waited is left out."""

    def __init__(self, judge: Judge, question: Question, work: Callable[[Callable[[], None]], None]) -> None:
        """`work` takes jobs and runs them later, one after another, in the order in which they came."""
        self._judge = judge
        self._question = question
        self._work = work
        self._lock = threading.Lock()
        self._newest: Heard | None = None
        self._is_over = False
        self._is_dropped = False
        self._progress: Progress = silent
        self._ahead: _Ahead | None = None

    def stands(self, heard: Heard) -> None:
        """See AlongReader."""
        self._take(heard, lambda: self._read(heard))

    def seems_over(self, heard: Heard, is_silent: Callable[[], bool]) -> None:
        """See AlongReader."""
        self._take(heard, lambda: self._grade(heard, is_silent))

    def over(self, progress: Progress = silent) -> None:
        """The take is over: nothing more is begun, and `progress` is told of a grade that is under way."""
        self._is_over = True
        self._progress = progress

    def drop(self) -> None:
        """The take is set aside: nothing more is begun, and a grade that is under way ends with its next call."""
        self._is_dropped = True

    def grade_of(self, answer: Heard, ledger: Ledger) -> Grade | None:
        """The grade of this very answer, if it is made already. For the judge's own thread. Raises StoreError."""
        ahead, self._ahead = self._ahead, None
        if ahead is None or not isinstance(answer, Transcript) or ahead.answer != _untimed(answer):
            return None
        ahead.ledger.pass_on(ledger)
        return ahead.grade

    def _take(self, heard: Heard, job: Callable[[], None]) -> None:
        with self._lock:
            self._newest = heard

        def if_still_wanted() -> None:
            if self._newest is heard and not self._is_over and not self._is_dropped:
                job()

        self._work(if_still_wanted)

    def _read(self, heard: Heard) -> None:
        """The last sentence is left out: what comes next may belong to it."""
        answer = answer_only(heard)
        if not isinstance(answer, Transcript) or (self._ahead is not None and self._ahead.answer == _untimed(answer)):
            return
        if said := sentences(answer)[:-1]:
            self._judge.warm(self._question, said)

    def _grade(self, heard: Heard, is_silent: Callable[[], bool]) -> None:
        answer, ledger = answer_only(heard), _Held()
        if not isinstance(answer, Transcript):
            return

        def progress(share: float | None) -> None:
            if self._is_dropped or not (self._is_over or is_silent()):
                raise _Overtaken
            self._progress(share)

        grade: Grade | None = None
        with contextlib.suppress(_Overtaken, InterviewerError):
            progress(0.0)
            grade = self._judge.grade_ahead(self._question, sentences(answer), answer, ledger, progress)
        self._ahead = _Ahead(_untimed(answer), grade, ledger) if isinstance(grade, Graded) else None


def _untimed(answer: Transcript) -> Transcript:
    """Without the length of the recording: the silence behind the last word makes no difference to a grade."""
    return answer.but(seconds=0.0)
