"""The close of an interview: what the candidate asked, what was answered from which line, and what to think of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from interviewer.model.base import Fact
from interviewer.model.grade import BANDS, Band, Fix, Ungraded

SheetSource = Literal["company", "job"]
"""Where a line stands: in a company sheet, or in the job description."""


class SheetLine(Fact):
    """One sentence that the interviewer may answer with. It is data: quoted, never obeyed."""

    source: SheetSource
    line: Annotated[int, Field(ge=1)]
    """As `Document` counts lines."""

    text: Annotated[str, Field(min_length=1, max_length=1000)]
    about: Annotated[str, Field(max_length=1000)] = ""
    """The question of a research sheet that it was noted for; found by it, never said."""


class AskedQuestion(Fact):
    """One question of the candidate."""

    turn: int
    take: int
    text: Annotated[str, Field(min_length=1)]
    """The candidate's own words, verbatim."""

    lead: str = ""
    """What was said right before it and belongs to it, verbatim."""

    start: float | None = None
    """Seconds in the take, of the lead when there is one; None when it was typed."""

    end: float | None = None
    reply: str
    """What the interviewer said to it."""

    cites: tuple[SheetLine, ...] = ()
    """The lines that the reply quotes; empty: the interviewer did not know."""


AskingCheck = Literal["own", "open", "beyond", "work-first", "breadth"]
"""own: about this post or place. open: cannot be answered with yes, no or a number. beyond: not in the papers already.
work-first: pay and holidays do not come first. breadth: more than one side of the work."""


class AskingScore(Fact):
    """What was found of one check."""

    check: AskingCheck
    score: Annotated[int, Field(ge=0, le=2)]
    shown_by: tuple[int, ...] = ()
    """Places (from 0) in `Closing.asked` of the questions that the score rests on."""


class AskingFix(Fact):
    """One thing to do differently when it is the candidate's turn to ask."""

    check: AskingCheck
    fix: Fix
    question: int | None
    """Place (from 0) in `Closing.asked`; None: no one question shows it."""


class AskingGrade(Fact):
    """The questions of the candidate as a whole. There is no STAR in a question."""

    kind: Literal["graded"] = "graded"
    overall: Annotated[int, Field(ge=1, le=5)]
    scores: tuple[AskingScore, ...]
    strength: str = ""
    strength_shown_by: int | None = None
    """Place (from 0) in `Closing.asked`."""

    fixes: Annotated[tuple[AskingFix, ...], Field(max_length=2)] = ()

    @property
    def band(self) -> Band:
        return BANDS[self.overall - 1]


class Closing(Fact):
    """The other half of an interview."""

    sheet: tuple[SheetLine, ...] = ()
    """All that the interviewer knows of the place. Empty: it can answer nothing."""

    rounds: Annotated[int, Field(ge=1)] = 8
    """After so many turns of the candidate, time is up; fewer where the sound comes from files."""

    ideas: tuple[str, ...] = ()
    """Questions that the bank suggests to ask."""

    answered: tuple[int, ...] = ()
    """Numbers of the turns that were listened to and replied to."""

    asked: tuple[AskedQuestion, ...] = ()
    farewell: str = ""
    """The interviewer's last words; empty while the close goes on."""

    grade: Annotated[AskingGrade | Ungraded, Field(discriminator="kind")] | None = None
