"""What is said to a question, and what is thought of all of them: one sheet, with its encoder or without."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.errors import InterviewerError
from interviewer.model.closing import AskedQuestion, AskingGrade
from interviewer.model.grade import Ungraded
from interviewer.ports import Ledger
from interviewer.rules.closing import rubric
from interviewer.rules.closing.finding import Finder, Found, kept
from interviewer.rules.closing.replying import Told


class Weigher:
    """One sheet, through one interview. An encoder that fails is done without."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder

    def warm(self) -> None:
        """Get the sheet ready; never raises."""
        try:
            self._finder.warm()
        except InterviewerError:
            self._finder = Finder(self._finder.sheet)

    def told(self, question: str, ledger: Ledger) -> tuple[Told, ...]:
        """The lines that are said in answer to a question; none: it is not known."""
        found = kept(self._found(question))
        ledger.note("found", lines=[(one.line.source, one.line.line, round(one.near, 3)) for one in found])
        return tuple(Told(one.line, one.sure) for one in found)

    def grade(self, asked: Sequence[AskedQuestion]) -> AskingGrade | Ungraded:
        """All questions of a close."""
        self.warm()
        return rubric.grade(asked, self._finder)

    def _found(self, question: str) -> tuple[Found, ...]:
        self.warm()
        return self._finder.find(question)
