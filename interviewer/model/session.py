"""A sitting: questions as asked, takes, and whatever came of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from interviewer.model.audio import Clip, Gap
from interviewer.model.base import Fact
from interviewer.model.closing import Closing
from interviewer.model.delivery import Baseline, Delivery, DeliveryMode
from interviewer.model.grade import Coaching, Grade
from interviewer.model.question import Question, Slug
from interviewer.model.speech import Heard, OwnVoice, Seconds

FORMAT = 2
"""The session format that this version writes; read before anything else. Earlier ones are brought up by
`adapters/migrations`.
"""

EndedBy = Literal[
    "enter", "said", "silence", "limit", "file", "skip", "again", "leave", "microphone", "recovered", "typed"
]
"""What ended a take. `said`: words such as "that's my answer"; `again`: the candidate started over; `recovered`: the
program was killed in mid-answer."""

Source = Literal["microphone", "file", "keyboard", "demo"]
"""Where the answers came from. `demo`: spoken by the program itself, so they say nothing about the candidate."""

Status = Literal["in progress", "complete", "left early", "interrupted"]


class Problem(Fact):
    """Something that went wrong and was survived."""

    code: str
    message: str


class Correction(Fact):
    """Words that the ears got wrong, and what was said, as the candidate says. The transcript keeps what was heard."""

    first: Annotated[int, Field(ge=0)]
    """The first word of the transcript that is meant, counted from 0."""

    last: Annotated[int, Field(ge=0)]
    """The last one."""

    heard: Annotated[str, Field(min_length=1)]
    """What stands there, so that a transcript that was made anew is never corrected in the wrong place."""

    said: Annotated[str, Field(min_length=1, max_length=200)]
    """One word or a few."""


class Note(Fact):
    """What the candidate wrote beside an answer when they went over it again."""

    at: Seconds | None
    """In the take's recording; None: about the whole answer."""

    text: Annotated[str, Field(min_length=1, max_length=2000)]
    written_at: AwareDatetime


class Sent(Fact):
    """Words of an answer left the program for a server."""

    host: str
    """`this computer`, or the host that they went to."""

    cost: Annotated[float, Field(ge=0)] | None = None
    """The most that it cost, in the user's currency, by the prices in the settings; None: no price was set."""


class Take(Fact):
    """One try at a question. Every stage may be missing, for every stage may fail; only the recording is precious."""

    number: Annotated[int, Field(ge=1)]
    answer: Clip | None = None
    """None when the answer was typed or nothing was recorded."""

    gaps: tuple[Gap, ...] = ()
    own_voice: tuple[OwnVoice, ...] = ()
    """Where the next question had begun when the candidate went on: `heard` is without its words."""

    ended_by: EndedBy
    heard: Heard | None = None
    corrections: tuple[Correction, ...] = ()
    """In the order of the words; none overlaps another."""

    delivery: Delivery | None = None
    grade: Grade | None = None
    coaching: Coaching | None = None
    notes: tuple[Note, ...] = ()
    """In the order of their seconds; those about the whole answer first."""

    sent: tuple[Sent, ...] = ()
    """Where the words of this answer went to be judged, whether a grade came of it or not; one entry a host."""

    problems: tuple[Problem, ...] = ()


LeftOut = Literal["example", "own-role", "action", "result", "number", "situation", "task"]
"""What an answer left out. `own-role`: "we" without an own part; `number`: a result without its measure; `example`: no
real event."""


class Reason(Fact):
    """Why a question was chosen: a sentence of a paper that speaks of what it is about."""

    question: Slug
    competency: Slug | None = None
    """The competency that the sentence asks for; None: it shares the question's own words."""

    paper: Paper
    line: Annotated[int, Field(ge=1)]
    """As `Document` counts lines."""

    quote: str


class FollowUp(Fact):
    """A question that was asked after an answer, before the next one."""

    to: Annotated[int, Field(ge=1)]
    """The take that it follows."""

    text: str
    gap: LeftOut | None = None
    """None: it is about no gap: one of the bank's own, or about a line of a paper."""

    reason: Reason | None = None
    """That line."""

    asked: Clip | None = None
    """None when it was only shown."""

    takes: tuple[Annotated[int, Field(ge=1)], ...] = ()
    """The takes that answer it, the last one counts; kept before the first is recorded."""

    is_over: bool = False
    """Nothing more comes of it: it was answered, or left out."""


class Turn(Fact):
    """One question and the takes at it, those that answer its follow-ups among them."""

    number: Annotated[int, Field(ge=1)]
    question: Question
    asked: Clip | None = None
    """The question as it was spoken; None when it was only shown."""

    takes: tuple[Take, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    chosen: int | None = None
    """Number of the take that counts; None: the last one."""

    skipped: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def answers(self) -> tuple[Take, ...]:
        """The takes at the question itself."""
        added = {number for each in self.follow_ups for number in each.takes}
        return tuple(take for take in self.takes if take.number not in added)

    @property
    def take(self) -> Take | None:
        """The take that counts, or None when nothing was answered."""
        answers = self.answers
        for take in answers:
            if take.number == self.chosen:
                return take
        return answers[-1] if answers else None

    def followed(self, take: int) -> tuple[tuple[FollowUp, Take | None], ...]:
        """The follow-ups to a take, each with the take that answers it; None: it was left out, or started over."""
        kept = {each.number: each for each in self.takes if each.ended_by != "again"}
        return tuple(
            (each, kept.get(each.takes[-1]) if each.takes else None) for each in self.follow_ups if each.to == take
        )

    def answered_by(self, take: int) -> int:
        """The take at the question that a take belongs to: itself, or the one whose follow-up it answers."""
        return next((each.to for each in self.follow_ups if take in each.takes), take)

    @property
    def clips(self) -> tuple[Clip, ...]:
        """Every recording of it, in order: questions as they were spoken, and answers."""
        sounds = (self.asked, *(each.asked for each in self.follow_ups), *(take.answer for take in self.takes))
        return tuple(clip for clip in sounds if clip is not None)


Manner = Literal["neutral", "friendly", "pressing"]
"""How the interviewer speaks to the candidate; nothing is judged by it."""

Paper = Literal["job", "cv"]
"""What the candidate brought along: the job description, or the own CV."""


class Session(Fact):
    """One interview. The folder it lies in is the truth; everything in it can be made again but the sound."""

    format: Literal[2] = 2
    id: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}-[0-9]{2}-[0-9]{2}-[a-z0-9-]+$")]
    """Start time (local) and bank; also the folder's name."""

    bank: str
    role: str
    status: Status
    started_at: AwareDatetime
    ended_at: AwareDatetime | None = None
    planned: tuple[Question, ...]
    """All questions that were chosen, in order, so that an interrupted session can be resumed. Each round of the close
    is added when it comes."""

    reasons: tuple[Reason, ...] = ()
    """For questions that were chosen for a job description or a CV."""

    manner: Manner = "neutral"
    source: Source
    turns: tuple[Turn, ...] = ()
    closing: Closing | None = None
    """The other half of the interview; None: the candidate is not asked for questions."""

    problems: tuple[Problem, ...] = ()
    delivery_mode: DeliveryMode = "standard"
    """What is made of how the answers are spoken, as it was set when the session began."""

    baseline: Baseline | None = None
    """What was usual for the candidate before this session; None: fewer than five answers were kept."""

    made_with: dict[str, str] = Field(default_factory=dict)
    """Versions and hashes of what took part: interviewer, ears, voice, judge."""

    @property
    def questions(self) -> int:
        """How many questions are put to the candidate; those of the close are the candidate's own."""
        return sum(question.kind != "closing" for question in self.planned)

    @property
    def answered_turns(self) -> tuple[Turn, ...]:
        """The turns whose answers are judged one by one: all but those of the close."""
        return tuple(turn for turn in self.turns if turn.question.kind != "closing")
