"""What the candidate takes home: a session in sentences, computed from it and never stored as truth.

Everything here is fit to be shown: foreign text is free of control and invisible characters, and every claim about
what was said carries the place where it can be heard.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from interviewer.model.audio import Clip
from interviewer.model.base import Fact
from interviewer.model.delivery import Moment
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


class SpokenWord(Word):
    """One word of the answer as it counts."""

    heard: str = ""
    """What the ears wrote, where the candidate has corrected it; it stands at the first word of a correction."""


class Said(Fact):
    """One sentence of the answer."""

    text: str
    words: tuple[SpokenWord, ...]
    """Empty when the answer was typed."""

    start: float | None
    end: float | None
    parts: tuple[Part, ...]
    to_the_grader: bool
    """Speaks to the grader: shown, but it counted for nothing."""


Standing = Literal["inside", "near", "outside", ""]
"""Where a figure stands to what is usual: in the band, a little off it, far off it; empty: nobody can say."""


class Figure(Fact):
    """One measured thing about how the answer was spoken."""

    name: str
    value: str
    own: str = ""
    """What is usual for this candidate, in the figure's unit; empty until five answers are kept."""

    usual: str = ""
    """The band, such as `120 to 170 words a minute`; empty when there is none."""

    standing: Standing = ""
    source: str = ""
    """Who says that this is usual."""


class Remark(Fact):
    """Something worth changing about how the answer was spoken."""

    text: str
    own: str = ""
    """What is usual for this candidate; empty until five answers are kept."""

    usual: str
    source: str
    moments: tuple[Moment, ...]
    """Where it can be heard; empty: in the whole answer."""

    def __str__(self) -> str:
        return self.text


class Share(Figure):
    """How much of an answer one STAR part takes."""

    part: Part
    seconds: float
    share: float
    """0 to 1, of the time from the first word to the end of the last."""


class Span(Fact):
    """One sentence along the answer."""

    start: float
    end: float
    parts: tuple[Part, ...]
    """Empty: it plays none."""


class StarClock(Fact):
    """STAR along the answer, in seconds of the take."""

    start: float
    """Of the first word."""

    end: float
    """Of the last word."""

    spans: tuple[Span, ...]
    """In order; none overlaps another, and between them nothing is said."""

    shares: tuple[Share, ...]
    """S, T, A, R."""

    to_the_point: float
    """Seconds from the first word to the first sentence that plays a part."""

    own_action: Quote | None
    """The first action told in the first person; None: there is none."""

    result_share: float
    lines: tuple[str, ...]
    """What is worth saying about it."""


class Attempt(Fact):
    """An earlier take at the same question."""

    number: int
    answer: Clip | None
    summary: str


class OwnNote(Fact):
    """What the candidate wrote beside the answer."""

    number: int
    """In its answer, from 1."""

    at: float | None
    """Seconds in the take; None: about the whole answer."""

    text: str


class Raised(Fact):
    """Something that is worth more because of what was said to a follow-up."""

    name: str
    """Of the part or the guidance point."""

    change: str
    """Such as `from not said to clear`."""

    quote: Quote
    """The words that raised it."""


class Followed(Fact):
    """A question that followed the answer, and what came of it."""

    text: str
    because: str
    """Which line of a paper it is about; empty where it is about none."""

    asked: Clip | None
    take: int | None
    """None: it was not answered."""

    answer: Clip | None
    said: tuple[Said, ...]
    raised: tuple[Raised, ...]
    summary: str
    """What the answer to it added, in one sentence; why there is none, when it was not answered."""


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
    because: tuple[str, ...] = ()
    """Why this question was chosen, where a job description or a CV called for it."""

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
    on_the_clock: tuple[Share, ...]
    """Seconds in each STAR part, in their order; empty when `star` is None."""

    star: StarClock | None
    """None when STAR is not asked of the question, no part was told, or the answer was typed."""

    length: str
    """Of what was said, pauses included; of the recording, when nothing was understood."""

    pace: str
    """Empty when the answer is too short to tell, or typed."""

    figures: tuple[Figure, ...]
    remarks: Annotated[tuple[Remark, ...], Field(max_length=2)]
    """On how it was spoken: what lies furthest outside of its band, and nothing when all is as usual."""

    moments: tuple[Moment, ...]
    """What can be marked along the answer and jumped to, in the order of time."""

    own_notes: tuple[OwnNote, ...]
    problems: tuple[str, ...]
    attempts: tuple[Attempt, ...]
    follow_ups: tuple[Followed, ...] = ()

    def clip(self, quote: Quote | None) -> Clip | None:
        """The recording that a quote is in; of the answer itself, when there is no quote."""
        if quote is None or quote.take == self.take:
            return self.answer
        return next((each.answer for each in self.follow_ups if each.take == quote.take), None)


class Cited(Fact):
    """A line that the interviewer answered with."""

    place: str
    """Such as `company sheet, line 9`."""

    words: str


class AskedBack(Fact):
    """One question of the candidate, and what was answered."""

    quote: Quote
    reply: str
    cited: tuple[Cited, ...]
    """Empty: the interviewer did not know."""


class Round(Fact):
    """One turn of the close, to be heard."""

    number: int
    take: int
    asked: Clip | None
    answer: Clip | None

    def clip(self, _quote: Quote | None) -> Clip | None:
        """The recording that a quote is in: a round has one."""
        return self.answer


class YourQuestions(Fact):
    """The other half of the interview: what the candidate asked, and how well."""

    overall: int | None
    verdict: str
    reason: str
    """Why it is not judged, in one sentence; empty when it is."""

    judged: str
    """By whom."""

    asked: tuple[AskedBack, ...]
    claims: tuple[Claim, ...]
    strength: str
    strength_quote: Quote | None
    fixes: Annotated[tuple[NextTime, ...], Field(max_length=2)]
    ideas: tuple[str, ...]
    """Questions that the bank suggests to ask."""

    rounds: tuple[Round, ...]


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
    error: str
    """Who judged and where the words went, and how far such judges are from labelled answers (empty: nobody judged)."""

    manner: str = ""
    """How the interviewer spoke; empty when that was neutral."""

    made_with: tuple[Figure, ...]
    keep: Highlight | None
    fix: Highlight | None
    answers: tuple[Answer, ...]
    yours: YourQuestions | None
    """None: the candidate was not asked for questions."""

    not_asked: tuple[str, ...]
    """Questions that were planned and never asked."""

    problems: tuple[str, ...]
    delivery_note: str
    """How the figures on delivery are to be read; empty when there are none."""

    limits: str
    """What this report is, and is not."""
