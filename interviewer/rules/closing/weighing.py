"""Where the rules leave a doubt, the judge's model is asked in yes and no; without one, the rules stand."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.errors import InterviewerError
from interviewer.library.prompts import Prompt
from interviewer.model.closing import AskedQuestion, AskingGrade
from interviewer.model.grade import Ungraded
from interviewer.ports import Judge, Ledger
from interviewer.rules.closing import rubric
from interviewer.rules.closing.finding import Finder, Found, kept
from interviewer.rules.closing.replying import Told
from interviewer.rules.line import fenced

REPLY_SECONDS = 4.0
"""That an answer may wait for the model; a person who is asked something thinks for as long."""

DOUBT_SECONDS = 30.0
"""For one small question once the interview is over."""


class Weigher:
    """One sheet, and the judge that may be asked about it."""

    def __init__(self, finder: Finder, judge: Judge | None) -> None:
        """Raises BadPrompt."""
        self._finder = finder
        self._judge = judge
        self._one_place = Prompt.load("ask_closing_own")

    def warm(self) -> None:
        """Get the sheet ready. An encoder that fails is done without."""
        try:
            self._finder.warm()
        except InterviewerError:
            self._finder = Finder(self._finder.sheet)

    def told(self, question: str, ledger: Ledger) -> tuple[Told, ...]:
        """The lines that are said in answer to a question; none: it is not known."""
        found = kept(self._found(question))
        ledger.note("found", lines=[(one.line.source, one.line.line, round(one.near, 3)) for one in found])
        return tuple(Told(one.line, one.sure) for one in found)

    def grade(self, asked: Sequence[AskedQuestion], ledger: Ledger) -> AskingGrade | Ungraded:
        """All questions of a close. Never fails for the model's sake."""
        self.warm()
        doubts = [at for at, one in enumerate(asked) if rubric.doubtful(one, self._finder)]
        odds = self._odds([self._one_place.fill(question=fenced(asked[at].text)) for at in doubts], ledger)
        model = self._judge.name if self._judge is not None and odds else "rules"
        return rubric.grade(asked, self._finder, dict(zip(doubts, odds, strict=False)), judged_by=model)

    def _found(self, question: str) -> tuple[Found, ...]:
        try:
            return self._finder.find(question)
        except InterviewerError:
            self._finder = Finder(self._finder.sheet)
            return self._finder.find(question)

    def _odds(self, asks: Sequence[str], ledger: Ledger) -> tuple[float, ...]:
        if self._judge is None or not asks:
            return ()
        return self._judge.odds(asks, ledger, deadline=DOUBT_SECONDS) or ()
