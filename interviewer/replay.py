"""An old session, heard again: question and answer of each turn, with the words as they come."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from interviewer.errors import VoiceError
from interviewer.model.audio import Clip
from interviewer.model.report import Answer, Said
from interviewer.model.session import Session
from interviewer.ports import Key, Keys, Speaker
from interviewer.rules.report_answer import answer_of


@dataclass(frozen=True)
class QuestionShown:
    """A turn begins; its question is heard, when it was spoken."""

    number: int
    text: str


@dataclass(frozen=True)
class SentenceBegins:
    """The first word of a sentence of the answer is due."""

    at: float
    """Seconds in the answer."""


@dataclass(frozen=True)
class WordSpoken:
    text: str


@dataclass(frozen=True)
class Remark:
    """Something instead of words: a typed answer, why there is none, or what could not be played."""

    text: str


@dataclass(frozen=True)
class AnswerOver:
    """Nothing more comes of this turn."""


Shown = QuestionShown | SentenceBegins | WordSpoken | Remark | AnswerOver
Show = Callable[[Shown], None]

_Script = deque[tuple[float, Shown]]
"""(second, what to show then), in order; shown things leave it."""

_Ended = Literal["over", "again"]


class _Left(Exception):
    """The listener pressed q."""


class Replay:
    """Plays a session through a loudspeaker. Enter goes on, `r` starts the turn again, `p` pauses, `q` leaves."""

    def __init__(
        self,
        session: Session,
        folder: Path,
        speaker: Speaker,
        keys: Keys,
        show: Show,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session = session
        self._folder = folder
        self._speaker = speaker
        self._keys = keys
        self._show = show
        self._clock = clock

    def run(self, turn: int | None = None, start: float = 0.0) -> None:
        """Play one turn, or all of them. From a second of the answer on, the question is only shown."""
        try:
            for each in self._session.turns:
                if turn in (None, each.number):
                    answer = answer_of(self._session, each)
                    while self._play(answer, start) == "again":
                        pass
                    start = 0.0
        except _Left:
            return

    def _play(self, answer: Answer, start: float) -> _Ended:
        self._show(QuestionShown(answer.number, answer.question.text))
        ended: _Ended = "over"
        if answer.asked is not None and start == 0.0:
            ended = self._sound(answer.asked, 0.0, deque())
        if ended != "again":
            ended = self._answer(answer, start)
        self._show(AnswerOver())
        return ended

    def _answer(self, answer: Answer, start: float) -> _Ended:
        if answer.answer is None or answer.answer.seconds == 0:
            self._show(Remark("\n".join(said.text for said in answer.said) or answer.reason))
            return "over"
        if not answer.said:
            self._show(Remark(answer.reason))
        return self._sound(answer.answer, start, _due(answer.said, start))

    def _sound(self, clip: Clip, start: float, due: _Script) -> _Ended:
        """Play a clip and show each word at its second. Returns `over`, or `again` when that was asked for."""
        place = start
        while True:
            follower = _Follower(due, place, self._keys, self._show, self._clock)
            try:
                place = self._speaker.play(self._folder / clip.path, start=place, stop=follower)
            except VoiceError as error:
                self._show(Remark(error.message))
                follower.rest()
                return "over"
            match follower.key:
                case None:
                    follower.rest()
                    return "over"
                case "finish" | "skip":
                    return "over"
                case "repeat" | "again":
                    return "again"
                case "quit":
                    raise _Left
                case "pause":
                    self._wait_for_key()

    def _wait_for_key(self) -> None:
        while (key := self._keys.pressed()) is None:
            time.sleep(0.05)
        if key == "quit":
            raise _Left


class _Follower:
    """Asked by the loudspeaker many times a second whether to stop: shows the words that are due, and takes keys."""

    def __init__(self, due: _Script, start: float, keys: Keys, show: Show, clock: Callable[[], float]) -> None:
        self.key: Key | None = None
        self._due = due
        self._start = start
        self._keys = keys
        self._show = show
        self._clock = clock
        self._begun: float | None = None

    def __call__(self) -> bool:
        now = self._clock()
        if self._begun is None:
            self._begun = now
        self._tell(until=self._start + now - self._begun)
        self.key = self._keys.pressed()
        return self.key is not None

    def rest(self) -> None:
        """Show what was not yet due."""
        self._tell(until=float("inf"))

    def _tell(self, until: float) -> None:
        while self._due and self._due[0][0] <= until:
            self._show(self._due.popleft()[1])


def _due(said: tuple[Said, ...], start: float) -> _Script:
    """What there is to show from `start` on."""
    script: _Script = deque()
    for sentence in said:
        words = [word for word in sentence.words if word.end > start]
        if words:
            script.append((words[0].start, SentenceBegins(words[0].start)))
        script.extend((word.start, WordSpoken(word.text)) for word in words)
    return script
