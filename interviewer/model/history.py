"""What is remembered of each session when many are looked at together: for the list, the search and the progress."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field

from interviewer.model.base import Fact
from interviewer.model.delivery import DeliveryMode
from interviewer.model.grade import Part
from interviewer.model.question import Kind
from interviewer.model.report import State
from interviewer.model.session import Source, Status


class AnswerSummary(Fact):
    """One question of a session and what came of it: the take that counts."""

    turn: int
    take: int | None
    takes: int
    """How many tries there were."""

    question: str
    """Its id in the bank."""

    text: str
    category: str
    kind: Kind
    competencies: tuple[str, ...]
    state: State
    typed: bool
    overall: Annotated[int, Field(ge=1, le=5)] | None
    """None: not judged, which is no grade and never counts as one."""

    low: int | None
    high: int | None
    parts: dict[Part, int | None]
    """0 to 3; None: the question does not ask for it. Empty when not judged."""

    judged_by: str
    """The model, and its host when that is not this computer; empty when not judged."""

    fix: str
    """What was to be fixed first, in one sentence; empty when nothing was."""

    reason: str
    """Why it is not judged; empty when it is."""

    command: str
    """What to type to have it judged; empty when that would change nothing."""

    seconds: float | None
    """From the first word to the last; None: typed, or never heard."""

    words_per_minute: float | None
    fillers_a_minute: float | None
    """None: too short to tell, not measured on the sound, or not to be shown."""


class SessionSummary(Fact):
    """One session in short; everything in it is fit to be shown."""

    id: str
    bank: str
    role: str
    status: Status
    source: Source
    started_at: AwareDatetime
    ended_at: AwareDatetime | None
    planned: int
    """How many questions were chosen."""

    delivery_mode: DeliveryMode
    told: str
    """How many questions were asked, answered and judged, and how long it took."""

    note: str
    """A sentence when the interview did not reach its end; empty when it did."""

    answers: tuple[AnswerSummary, ...]


class Passage(Fact):
    """A piece of a session that can be searched."""

    turn: int | None
    """The question; None: it is about the session."""

    take: int | None = None
    start: float | None = None
    """Where it can be heard, in seconds of the take."""

    text: str


class Found(Fact):
    """A session in which all that was searched for stands, and where."""

    session: SessionSummary
    passages: tuple[Passage, ...]
    """The best few; empty when nothing was searched for."""
