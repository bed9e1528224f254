"""What the candidate takes home: a session in sentences, computed from it and never stored as truth.

Everything here is fit to be shown: foreign text is free of control and invisible characters, and every claim about
what was said carries the place where it can be heard.
"""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime

from interviewer.model.audio import Clip
from interviewer.model.base import Fact
from interviewer.model.grade import Part
from interviewer.model.question import Question
from interviewer.model.speech import Word


class Quote(Fact):
    """Words of the candidate, and where they can be heard."""

    words: str
    turn: int
    take: int
    start: float | None
    """Seconds in the take; None when the answer was typed."""

    end: float | None


class Claim(Fact):
    """What was found of one STAR part or one guidance point."""

    name: str
    score: int | None
    """None when the question does not ask for it."""

    best: int
    """The highest possible score."""

    verdict: str
    """The score in words and numbers, such as `clear, 2 of 3`."""

    quotes: tuple[Quote, ...]
    """Empty when it was not said."""


class NextTime(Fact):
    """One thing to change, and how."""

    gap: str
    quote: Quote | None
    """None: not said."""

    why: str
    say: str
    ask: str


class Draft(Fact):
    """One line of the answer as it could have been; unknown facts stand as `[gaps]`."""

    part: str
    text: str


class Said(Fact):
    """One sentence of the answer."""

    text: str
    words: tuple[Word, ...]
    """Empty when the answer was typed."""

    start: float | None
    end: float | None
    parts: tuple[Part, ...]
    to_the_grader: bool
    """Speaks to the grader: shown, but it counted for nothing."""


class Figure(Fact):
    """One measured thing about how the answer was spoken."""

    name: str
    value: str


class Attempt(Fact):
    """An earlier take at the same question."""

    number: int
    answer: Clip | None
    summary: str


class Highlight(Fact):
    """The one thing of the whole session to keep, or to fix first."""

    text: str
    turn: int
    take: int
    quote: Quote | None
    """None: not said; the whole answer can be heard instead."""

    ask: str = ""
    """A question that draws out the missing fact."""

    how_often: str = ""
    """Such as `in 2 of 3 answers`; empty when it came up once."""


State = Literal["judged", "not judged", "no speech", "not heard", "skipped", "nothing recorded"]


class Answer(Fact):
    """One question and what came of it."""

    number: int
    question: Question
    asked: Clip | None
    state: State
    verdict: str
    """For the overview: `3 of 5, fair`, or why there is no grade in two or three words."""

    overall: int | None
    span: str
    """`between 2 and 4`; empty when the checks leave no doubt or nothing was judged."""

    reason: str
    """Why the answer is not judged, in one sentence; empty when it is."""

    command: str
    """What to type to have it judged; empty when that would change nothing."""

    take: int | None
    answer: Clip | None
    typed: bool
    parts: tuple[Claim, ...]
    points: tuple[Claim, ...]
    held_back: tuple[str, ...]
    """Why the grade could not be higher."""

    notes: tuple[str, ...]
    """What to know about the grade: a thin answer, words spoken to the grader, an uncertain transcript."""

    strength: str
    strength_quote: Quote | None
    fixes: tuple[NextTime, ...]
    draft: tuple[Draft, ...]
    said: tuple[Said, ...]
    on_the_clock: tuple[Figure, ...]
    """Seconds in each STAR part, in their order; empty when nothing was told or the answer was typed."""

    length: str
    """Of what was said, pauses included; of the recording, when nothing was understood."""

    pace: str
    """Empty when the answer is too short to tell, or typed."""

    figures: tuple[Figure, ...]
    remarks: tuple[str, ...]
    """On length and pace: at most two, none when both are as usual."""

    problems: tuple[str, ...]
    attempts: tuple[Attempt, ...]


class Report(Fact):
    """One session for people to read."""

    id: str
    role: str
    date: AwareDatetime
    status: str
    """A sentence when the interview did not reach its end; empty when it did."""

    go_on: str
    """What to type to go on with it; empty when it is over."""

    summary: str
    """How many questions were asked, answered and judged, and how long it took."""

    judged: str
    """Who judged, and where the words went."""

    made_with: tuple[Figure, ...]
    keep: Highlight | None
    fix: Highlight | None
    answers: tuple[Answer, ...]
    not_asked: tuple[str, ...]
    """Questions that were planned and never asked."""

    problems: tuple[str, ...]

    limits: str
    """What this report is, and is not."""
