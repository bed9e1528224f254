"""Simulated candidates at the real loop: one with a script, and one who is played by the embedded model."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from benchmarks.follow_ups.stories import Story
from interviewer.adapters.folder_store import FolderStore
from interviewer.crew import Crew
from interviewer.interview import Interview
from interviewer.library import bank as banks
from interviewer.model import events
from interviewer.model.closing import SheetLine
from interviewer.model.session import LeftOut, Manner, Session, Turn
from interviewer.model.session_id import session_id
from interviewer.ports import Ask, ChatModel, Ears, Key, Keys, Microphone, Speaker, SpeechDetector, Voice
from interviewer.rules.closing.plan import with_close
from interviewer.rules.following.choice import Budget
from interviewer.rules.head.head import Head

Tell = Callable[[Story, LeftOut | None], str]
"""The answer of a candidate who leaves this out."""

SAID_ALREADY = "I think that I said that already, so I have nothing to add to it here."
"""To a follow-up that asks for something else than what was left out."""

INTRODUCTION = (
    "I have worked in a small place for six years, and before that I learned the trade in a large one. I would like to"
    " come to you because the work here is what I do best."
)
ASKS = ("Who decides what the team does next?", "No, thank you, that was all.")
"""What is asked at the close, a round a line."""

SHEET = (SheetLine(source="company", line=1, text="The team decides on Mondays what it does next."),)


def scripted(story: Story, gap: LeftOut | None) -> str:
    """The story's own lines."""
    return story.told(gap)


class Played:
    """The story in the words of the embedded model, which is shown only the lines that are to be told."""

    def __init__(self, chat: ChatModel) -> None:
        self._chat = chat

    def __call__(self, story: Story, gap: LeftOut | None) -> str:
        ask = Ask(
            system=(
                "You play a candidate in a job interview. You get notes and say them in your own spoken words, in the"
                " first person, every note once, in the same order. Add nothing: no place, time, number, goal, step or"
                " outcome that is not in the notes. Where the notes say we, say we."
            ),
            user=f"Notes: {story.told(gap)}\nYour answer as JSON:",
            schema={
                "type": "object",
                "properties": {"answer": {"type": "string"}},
                "required": ["answer"],
                "additionalProperties": False,
            },
            name="answer",
            max_tokens=320,
        )
        return " ".join(str(json.loads(self._chat.complete(ask, deadline=600.0).text)["answer"]).split())


@dataclass
class Candidate(Keys):
    """Answers each question with its story, and each follow-up with what was left out, where it asks for that."""

    stories: Mapping[int, Story]
    """By the number of the turn in which each is asked for."""

    gap: LeftOut | None
    tell: Tell
    answers: dict[int, str] = field(default_factory=dict)
    _to_ask: Iterator[str] = field(default_factory=lambda: iter(ASKS))
    _asked: events.QuestionAsked | None = None
    _gap: LeftOut | None = None

    def pressed(self) -> Key | None:
        return None

    def line(self, prompt: str) -> str:
        assert self._asked is not None
        if self._asked.closing:
            return next(self._to_ask)
        story = self.stories.get(self._asked.turn)
        if self._asked.follow_up:
            is_meant = story is not None and self.gap is not None and self._gap == self.gap
            return story.reply(self.gap) if is_meant and story and self.gap else SAID_ALREADY
        self.answers[self._asked.turn] = INTRODUCTION if story is None else self.tell(story, self.gap)
        return self.answers[self._asked.turn]

    def watch(self, event: events.Event, session: Session) -> None:
        """Take in what was asked; the gap is looked up in the session, as no candidate could."""
        if isinstance(event, events.QuestionAsked):
            self._asked = event
            turn = next(each for each in session.turns if each.number == event.turn)
            self._gap = turn.follow_ups[event.follow_up - 1].gap if event.follow_up else None


class Timed(Speaker):
    """A loudspeaker that notes when it was asked to play what, and plays in no time."""

    def __init__(self) -> None:
        self.played: list[tuple[float, str]] = []

    def play(self, wav: Path, *, start: float = 0.0, stop: Callable[[], bool] = lambda: False) -> float:
        self.played.append((time.monotonic(), wav.name))
        return 0.0


@dataclass(frozen=True)
class Aloud:
    """What it takes to speak the answers instead of typing them."""

    voice: Voice
    microphone: Microphone
    ears: Ears
    detector: Callable[[], SpeechDetector]


@dataclass
class Held:
    """An interview that is over, and when what was heard of it."""

    session: Session
    answers: dict[int, str]
    ended: list[tuple[float, events.AnswerEnded]]
    played: list[tuple[float, str]]

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Those with a story."""
        return tuple(turn for turn in self.session.turns if turn.question.kind not in ("introduction", "closing"))

    @property
    def is_whole(self) -> bool:
        """Whether it began with the opening and ended with the candidate's own question and a goodbye."""
        closing, first = self.session.closing, self.session.turns[0].question.kind
        is_closed = closing is not None and bool(closing.asked) and bool(closing.farewell)
        return first == "introduction" and is_closed and self.session.status == "complete"


def hold(
    stories: Sequence[Story],
    gap: LeftOut | None,
    *,
    tell: Tell,
    manner: Manner,
    head: Head | None,
    aloud: Aloud | None = None,
) -> Held:
    """An interview in which every answer leaves the same thing out.

    A whole one with two follow-ups a question where answers are typed; spoken ones are only the stories, with one each.
    """
    session = _planned(stories, manner, whole=aloud is None)
    first = 1 if aloud else 2
    candidate, speaker = Candidate(dict(enumerate(stories, start=first)), gap, tell), Timed()
    ended: list[tuple[float, events.AnswerEnded]] = []

    def listen(event: events.Event) -> None:
        candidate.watch(event, interview.sitting.session)
        if isinstance(event, events.AnswerEnded):
            ended.append((time.monotonic(), event))

    with tempfile.TemporaryDirectory() as folder:
        crew = Crew(
            store=FolderStore(Path(folder)),
            voice=aloud.voice if aloud else None,
            speaker=speaker,
            microphone=aloud.microphone if aloud else None,
            detector=aloud.detector if aloud else _no_detector,
            ears=aloud.ears if aloud else None,
            judge=None,
            keys=candidate,
            clock=lambda: datetime.now().astimezone(),
            head=head,
            follow_ups=Budget(a_question=1 if aloud else 2, in_all=100),
        )
        interview = Interview(crew, session, listen)
        return Held(interview.run(), candidate.answers, ended, speaker.played)


def _planned(stories: Sequence[Story], manner: Manner, *, whole: bool) -> Session:
    now = datetime.now().astimezone()
    bank = banks.find("any-role")
    assert bank.opening is not None
    questions = tuple(story.question for story in stories)
    session = Session(
        id=session_id(now, "simulated"),
        bank="simulated",
        role="Tester",
        status="in progress",
        started_at=now,
        planned=(bank.opening, *questions) if whole else questions,
        manner=manner,
        source="keyboard" if whole else "file",
    )
    return with_close(session, bank, SHEET) if whole else session


def _no_detector() -> SpeechDetector:
    raise AssertionError("nothing is recorded where answers are typed")
