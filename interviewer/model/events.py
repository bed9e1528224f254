"""What the interview tells whoever is watching: screen, page, log file, tests. One stream, told in order."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from interviewer.model.base import Fact
from interviewer.model.grade import Coaching, Grade
from interviewer.model.session import EndedBy, Problem, Status


class SessionStarted(Fact):
    type: Literal["session-started"] = "session-started"
    id: str
    role: str
    questions: int
    folder: str


class QuestionAsked(Fact):
    """The question's text; told when its voice starts, or when it is shown because no voice can speak."""

    type: Literal["question-asked"] = "question-asked"
    turn: int
    of: int
    """Questions that are put to the candidate."""

    text: str
    spoken: bool
    follow_up: int = 0
    """Which follow-up to the question's answer it is, from 1; 0: the question itself."""

    closing: bool = False
    """The candidate is asked for questions of their own; `text` begins with the reply to the last one."""


class Farewell(Fact):
    """The interviewer's last words, after the candidate's last question."""

    type: Literal["farewell"] = "farewell"
    text: str
    spoken: bool


class QuestionSpoken(Fact):
    type: Literal["question-spoken"] = "question-spoken"
    turn: int


class Listening(Fact):
    """The first block of sound has arrived: from here on it is being recorded."""

    type: Literal["listening"] = "listening"
    turn: int
    take: int


class AwaitingTyping(Fact):
    type: Literal["awaiting-typing"] = "awaiting-typing"
    turn: int
    take: int


class Level(Fact):
    """Several times a second while listening."""

    type: Literal["level"] = "level"
    seconds: float
    """Length of the recording so far."""

    dbfs: float
    """Loudness of the last tenth of a second, -96 to 0."""

    silence: float
    """Seconds since speech was last heard; counts towards `patience`."""

    patience: float
    """Seconds of silence after which the answer is taken to be over; 0: not counting yet."""

    finishing: float = 0.0
    """How far the answer is from going on (0) to being over (1) once it is taken to be finishing; 0: it is not."""

    time_to_answer: float = 0.0
    """Seconds after which it is time to come to an end; 0: no such time."""


class Finishing(Fact):
    """The answer is taken to be over unless its speaker goes on: recording never stops for it."""

    type: Literal["finishing"] = "finishing"
    at: float


class NotFinished(Fact):
    """The speaker went on, or asked for time, and the same answer goes on."""

    type: Literal["not-finished"] = "not-finished"
    at: float


class Reopened(Fact):
    """The end was taken back: its speaker went on while the next question began, and the same take goes on."""

    type: Literal["reopened"] = "reopened"
    turn: int
    take: int


class MoreTime(Fact):
    """Time was asked for, with a key or in words, and is granted."""

    type: Literal["more-time"] = "more-time"
    at: float
    seconds: float


class TimeToFinish(Fact):
    """The answer has become long. Nothing is cut off."""

    type: Literal["time-to-finish"] = "time-to-finish"
    seconds: float


class SpeechHeard(Fact):
    type: Literal["speech-heard"] = "speech-heard"
    at: float


class Paused(Fact):
    type: Literal["paused"] = "paused"


class Resumed(Fact):
    type: Literal["resumed"] = "resumed"


class Captioned(Fact):
    """Words that were written down while the answer goes on; they will stand in its transcript as they are."""

    type: Literal["captioned"] = "captioned"
    turn: int
    take: int
    text: str
    start: float
    """Seconds from the first sample of the take to the first word."""

    end: float


class AnswerEnded(Fact):
    type: Literal["answer-ended"] = "answer-ended"
    turn: int
    take: int
    ended_by: EndedBy
    seconds: float


class QuestionSkipped(Fact):
    type: Literal["question-skipped"] = "question-skipped"
    turn: int
    follow_up: int = 0
    """As `QuestionAsked` says."""


class Working(Fact):
    """Long work is under way; told at least once a second while it is."""

    type: Literal["working"] = "working"
    what: Literal["ears", "judge", "fillers", "report"]
    """`fillers`: the ears hear parts of an answer again for um and uh, once it is written down and judged."""

    turn: int | None = None
    done: float | None = None
    """Share done, 0 to 1; None when it cannot be known."""


class Transcribed(Fact):
    type: Literal["transcribed"] = "transcribed"
    turn: int
    take: int
    text: str
    """Empty when no speech was found."""

    note: str = ""
    """Such as `no speech found in 14.0 s`."""

    to_judge: bool = False
    """A judge reads it next; without one, and where nothing was said, `Judged` only tells why it does not."""


class Judged(Fact):
    type: Literal["judged"] = "judged"
    turn: int
    take: int
    grade: Grade


class Coached(Fact):
    type: Literal["coached"] = "coached"
    turn: int
    take: int
    coaching: Coaching


class Stumbled(Fact):
    """Something went wrong and was survived."""

    type: Literal["stumbled"] = "stumbled"
    turn: int | None = None
    problem: Problem


class SessionEnded(Fact):
    type: Literal["session-ended"] = "session-ended"
    id: str
    status: Status


class ReportWritten(Fact):
    type: Literal["report-written"] = "report-written"
    path: str


Event = Annotated[
    SessionStarted
    | QuestionAsked
    | QuestionSpoken
    | Farewell
    | Listening
    | AwaitingTyping
    | Level
    | SpeechHeard
    | Finishing
    | NotFinished
    | Reopened
    | MoreTime
    | TimeToFinish
    | Paused
    | Resumed
    | Captioned
    | AnswerEnded
    | QuestionSkipped
    | Working
    | Transcribed
    | Judged
    | Coached
    | Stumbled
    | SessionEnded
    | ReportWritten,
    Field(discriminator="type"),
]


def is_over(work: Working, event: Event) -> bool:
    """Whether this work is done with once that is told, so that whoever shows what goes on shows it no longer."""
    match event:
        case Transcribed(turn=turn):
            return work.what == "ears" and work.turn == turn
        case Judged(turn=turn) | Coached(turn=turn):
            return work.what in ("ears", "judge") and work.turn == turn
        case SessionEnded():
            return work.what != "report"
        case _:
            return False
