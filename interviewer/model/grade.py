"""What the judge found. Scales: STAR parts 0-3, guidance points 0-2, overall 1-5; not knowing is a value of its own."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from interviewer.model.base import Fact
from interviewer.model.card import Card

HERE = "this computer"
"""The host of a judge whose words stay here."""

Part = Literal["situation", "task", "action", "result"]
PARTS: tuple[Part, ...] = ("situation", "task", "action", "result")

Band = Literal["no usable answer", "weak", "fair", "good", "excellent"]
BANDS: tuple[Band, ...] = ("no usable answer", "weak", "fair", "good", "excellent")
"""The names of overall 1 to 5."""


class Evidence(Fact):
    """Words of the candidate that a program has found in the transcript."""

    sentence: str
    """Id of the sentence."""

    quote: Annotated[str, Field(min_length=1)]
    """Verbatim: the transcript's own words."""

    start: float | None
    """Seconds in the take; None when the answer was typed."""

    end: float | None
    take: int | None = None
    """The take that it was said in, where that is the answer to a follow-up; None: the answer itself."""


class Labelled(Fact):
    """One sentence of the answer and the STAR parts that it plays."""

    id: str
    text: str
    parts: tuple[Part, ...]
    start: float | None
    end: float | None
    quarantined: bool = False
    """Speaks to the grader: shown, never evidence."""

    take: int | None = None
    """As `Evidence` says."""


class PartScore(Fact):
    """One STAR part. `score` is None exactly when the question does not ask for it."""

    part: Part
    score: Annotated[int, Field(ge=0, le=3)] | None
    evidence: tuple[Evidence, ...] = ()


class PointScore(Fact):
    """One guidance point of the question."""

    point: str
    score: Annotated[int, Field(ge=0, le=2)]
    evidence: tuple[Evidence, ...] = ()


class JudgedBy(Fact):
    """Who judged and by what, so that two grades can be compared honestly."""

    model: str
    host: str
    """`this computer`, or the host that the answer was sent to."""

    rubric: str
    """SHA-256 of the question's rubric bundle."""

    prompts: tuple[str, ...]
    """Fingerprints: name and eight characters of the SHA-256."""

    model_sha256: str = ""
    """Of the weights file, where it is ours."""

    seed: int = 0
    runs: int = 1
    card: Card | None = None
    """What was known of this judge's error when it judged."""


class Alone(Fact):
    """What an answer is worth without the answers to its follow-ups; the order is that of the grade."""

    overall: Annotated[int, Field(ge=1, le=5)]
    parts: tuple[int | None, ...]
    points: tuple[int, ...]


class Graded(Fact):
    """The answer was judged."""

    kind: Literal["graded"] = "graded"
    overall: Annotated[int, Field(ge=1, le=5)]
    low: Annotated[int, Field(ge=1, le=5)]
    high: Annotated[int, Field(ge=1, le=5)]
    """The range that the spread of the checks allows; low <= overall <= high."""

    parts: tuple[PartScore, ...]
    points: tuple[PointScore, ...]
    sentences: tuple[Labelled, ...]
    caps: tuple[str, ...] = ()
    """Why the overall grade could not be higher, in words."""

    flags: tuple[str, ...] = ()
    """Things to know about this grade: thin answer, words spoken to the grader, uncertain transcript."""

    judged_by: JudgedBy
    seconds: Annotated[float, Field(ge=0)]
    """How long judging took."""

    alone: Alone | None = None
    """None: no follow-up was answered, or without its answer there was nothing to judge."""

    @property
    def band(self) -> Band:
        return BANDS[self.overall - 1]


class Ungraded(Fact):
    """The answer was not judged, and why."""

    kind: Literal["ungraded"] = "ungraded"
    code: str
    """The error's code, or `nothing-said`, `too-short`, `not-english`, `reads-the-question`, `off`, `pending`."""

    reason: str
    """One sentence for the candidate."""

    again: bool = False
    """True when `regrade` may do better later."""


Grade = Annotated[Graded | Ungraded, Field(discriminator="kind")]


class Strength(Fact):
    """The one thing to keep, with the words that show it."""

    text: str
    evidence: Evidence


class Fix(Fact):
    """One thing to change: gap, evidence or "not said", why it matters, what to say, what to ask yourself."""

    code: str
    """situation, task, action, result, metric, own-role, example, method, focus, relevance, guidance, reflection."""

    gap: str
    evidence: Evidence | None
    """None means: not said."""

    why: str
    say: str
    """What to say next time."""

    ask: str
    """A question that draws out the missing fact."""


class RewriteLine(Fact):
    """One line of the candidate's own answer in S-T-A-R order; unknown facts stand as `[gaps]`."""

    part: Part | Literal["method"]
    text: str
    sentences: tuple[str, ...] = ()
    """Ids of the sentences that it is made of; empty for a line that is only a gap."""


class Coaching(Fact):
    """What to do with the grade: task language only, at most two fixes."""

    strength: Strength | None
    fixes: Annotated[tuple[Fix, ...], Field(max_length=2)]
    rewrite: tuple[RewriteLine, ...] = ()
    worded_by: str
    """The model, or `template`."""
