"""Simulated candidates at the real loop: one with a script, and one who is played by the embedded model."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from benchmarks.follow_ups.stories import Story
from interviewer.adapters.folder_store import FolderStore
from interviewer.crew import Crew
from interviewer.interview import Interview
from interviewer.model import events
from interviewer.model.session import LeftOut, Manner, Session
from interviewer.ports import Ask, ChatModel, Ears, Key, Keys, Microphone, Speaker, SpeechDetector, Voice
from interviewer.rules.following.choice import Budget
from interviewer.rules.head.head import Head

Tell = Callable[[Story, LeftOut | None], str]
"""The answer of a candidate who leaves this out."""

SAID_ALREADY = "I think that I said that already, so I have nothing to add to it here."
"""To a follow-up that asks for something else than what was left out."""


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
        return " ".join(str(json.loads(self._chat.complete(ask, deadline=180.0).text)["answer"]).split())


@dataclass
class Candidate(Keys):
    """Answers each question with its story, and each follow-up with what was left out, where it asks for that."""

    stories: Sequence[Story]
    gap: LeftOut | None
    tell: Tell
    answers: dict[int, str] = field(default_factory=dict)
    _asked: events.QuestionAsked | None = None
    _gap: LeftOut | None = None

    def pressed(self) -> Key | None:
        return None

    def line(self, prompt: str) -> str:
        assert self._asked is not None
        story = self.stories[self._asked.turn - 1]
        if self._asked.follow_up:
            return story.reply(self.gap) if self.gap is not None and self._gap == self.gap else SAID_ALREADY
        self.answers[self._asked.turn] = self.tell(story, self.gap)
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


@dataclass
class Held:
    """An interview that is over, and when what was heard of it."""

    session: Session
    answers: dict[int, str]
    ended: list[tuple[float, events.AnswerEnded]]
    played: list[tuple[float, str]]


def hold(
    folder: Path,
    stories: Sequence[Story],
    gap: LeftOut | None,
    *,
    tell: Tell,
    manner: Manner,
    head: Head | None,
    voice: Voice | None = None,
    microphone: Microphone | None = None,
    ears: Ears | None = None,
    detector: Callable[[], SpeechDetector] | None = None,
    a_question: int = 2,
) -> Held:
    """A whole interview in which every answer leaves the same thing out."""
    now = datetime.now().astimezone()
    begun = Session(
        id=f"{now:%Y-%m-%dT%H-%M-%S}-simulated",
        bank="simulated",
        role="Tester",
        status="in progress",
        started_at=now,
        planned=tuple(story.question for story in stories),
        manner=manner,
        source="keyboard" if microphone is None else "file",
    )
    candidate, speaker = Candidate(stories, gap, tell), Timed()
    ended: list[tuple[float, events.AnswerEnded]] = []

    def listen(event: events.Event) -> None:
        candidate.watch(event, interview.sitting.session)
        if isinstance(event, events.AnswerEnded):
            ended.append((time.monotonic(), event))

    crew = Crew(
        store=FolderStore(folder),
        voice=voice,
        speaker=speaker,
        microphone=microphone,
        detector=detector or _no_detector,
        ears=ears,
        judge=None,
        keys=candidate,
        clock=lambda: datetime.now().astimezone(),
        head=head,
        follow_ups=Budget(a_question=a_question, in_all=100),
    )
    interview = Interview(crew, begun, listen)
    return Held(interview.run(), candidate.answers, ended, speaker.played)


def _no_detector() -> SpeechDetector:
    raise AssertionError("nothing is recorded where answers are typed")
