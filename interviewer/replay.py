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
from interviewer.model.clock import clock as shown_time
from interviewer.model.report import Answer, Said
from interviewer.model.session import Session
from interviewer.ports import Button, Remote, Speaker, Stretch
from interviewer.rules.moments import KINDS, LEAD_IN, NOT_SAID, Place, places
from interviewer.rules.report_answer import answer_of, answers_to_follow_ups

BACK = 5.0
"""Seconds that the key for it goes back."""

_JUST_BEGUN = 0.05
"""A place that begins within so many seconds is being heard already."""

SPEEDS = (0.75, 1.0, 1.25, 1.5, 2.0)
"""Times the pace at which it was spoken."""


@dataclass(frozen=True)
class QuestionShown:
    """A turn begins; its question is heard, when it was spoken."""

    number: int
    text: str


@dataclass(frozen=True)
class SentenceBegins:
    """The first word of a sentence of the answer is due, or of what is left of it."""

    at: float
    """Seconds in the answer."""

    words: tuple[str, ...]
    """All that will come of it."""


@dataclass(frozen=True)
class WordSpoken:
    text: str


@dataclass(frozen=True)
class Note:
    """What a key has done."""

    text: str


@dataclass(frozen=True)
class Remark:
    """Something instead of words: a typed answer, why there is none, or what could not be played."""

    text: str


@dataclass(frozen=True)
class AnswerOver:
    """Nothing more comes of this turn."""


Shown = QuestionShown | SentenceBegins | WordSpoken | Note | Remark | AnswerOver
Show = Callable[[Shown], None]

_Script = deque[tuple[float, Shown]]
"""(second, what to show then), in order; shown things leave it."""

_Ended = Literal["over", "again"]


Mark = Callable[[int, float], str]
"""Told (turn, second of the answer) that there is a filler just here, or none where one was found; says what it did."""


def _nothing_kept(_turn: int, _at: float) -> str:
    """For who only listens."""
    return "nothing is marked here"


class _Left(Exception):
    """The listener pressed the button to leave."""


class Replay:
    """Plays a session through a loudspeaker; what each button does is told in `ports.Button`."""

    def __init__(
        self,
        session: Session,
        folder: Path,
        speaker: Speaker,
        remote: Remote,
        show: Show,
        stretch: Stretch,
        clock: Callable[[], float] = time.monotonic,
        mark: Mark = _nothing_kept,
    ) -> None:
        self._session = session
        self._folder = folder
        self._speaker = speaker
        self._remote = remote
        self._show = show
        self._stretch = stretch
        self._clock = clock
        self._mark = mark
        self._speed = 1.0

    def run(self, turn: int | None = None, start: float = 0.0) -> None:
        """Play one turn, or all of them. From a second of the answer on, the question is only shown."""
        try:
            for each in self._session.turns:
                if turn in (None, each.number):
                    answer = answer_of(self._session, each)
                    while self._play(answer, start) == "again":
                        pass
                    start = 0.0
                    for more in answers_to_follow_ups(self._session, each):
                        while self._play(more, 0.0, marks=False) == "again":
                            pass
        except _Left:
            return

    def _play(self, answer: Answer, start: float, *, marks: bool = True) -> _Ended:
        """`marks`: whether fillers may be marked in the answer."""
        self._show(QuestionShown(answer.number, answer.question.text))
        ended: _Ended = "over"
        if answer.asked is not None and start == 0.0:
            ended = self._sound(answer.asked, 0.0)
        if ended != "again":
            ended = self._answer(answer, start, answer.number if marks else None)
        self._show(AnswerOver())
        return ended

    def _answer(self, answer: Answer, start: float, turn: int | None) -> _Ended:
        if answer.answer is None or answer.answer.seconds == 0:
            self._show(Remark("\n".join(said.text for said in answer.said) or answer.reason))
            return "over"
        if not answer.said:
            self._show(Remark(answer.reason))
        return self._sound(answer.answer, start, answer.said, places(answer), turn)

    def _sound(
        self,
        clip: Clip,
        start: float,
        said: tuple[Said, ...] = (),
        found: tuple[Place, ...] = (),
        turn: int | None = None,
    ) -> _Ended:
        """Play a clip and show each word at its second. Returns `over`, or `again` when that was asked for.

        `turn` is None where nothing can be marked, as in a question.
        """
        place, due = start, _due(said, start)
        while True:
            follower = _Follower(due, place, self._speed, self._remote, self._show, self._clock)
            try:
                place = self._heard(self._folder / clip.path, place, follower)
            except VoiceError as error:
                self._show(Remark(error.message))
                follower.rest()
                return "over"
            button = follower.button
            if button == "pause":
                self._show(Note(f"paused at {shown_time(place)}"))
                button = self._wait_for_button()
            match button:
                case None:
                    follower.rest()
                    return "over"
                case "next":
                    return "over"
                case "again":
                    return "again"
                case "quit":
                    raise _Left
                case "faster" | "slower":
                    self._change_pace(1 if button == "faster" else -1)
                case "back":
                    place = max(0.0, place - BACK)
                    self._show(Note(f"back to {shown_time(place)}"))
                    due = _due(said, place)
                case "moment":
                    place, due = self._to_next(found, place, said, due)
                case "filler" if turn is not None:
                    self._show(Note(self._mark(turn, place)))
                case "pause":
                    self._show(Note("on again"))

    def _heard(self, wav: Path, place: float, follower: _Follower) -> float:
        """Play from a second on at the chosen pace; the second that was reached. Raises VoiceError."""
        if self._speed == 1.0:
            return self._speaker.play(wav, start=place, stop=follower)
        quicker = self._stretch(wav, self._speed)
        return self._speaker.play(quicker, start=place / self._speed, stop=follower) * self._speed

    def _change_pace(self, step: int) -> None:
        at = SPEEDS.index(self._speed) + step
        self._speed = SPEEDS[min(max(at, 0), len(SPEEDS) - 1)]
        self._show(Note(f"{self._speed:g} times the pace"))

    def _to_next(
        self, found: tuple[Place, ...], place: float, said: tuple[Said, ...], due: _Script
    ) -> tuple[float, _Script]:
        """The next place that is worth hearing, and what there is to show from there; where we are, when none is."""
        later = [each for each in found if each.start - LEAD_IN > place + _JUST_BEGUN]
        if not later:
            self._show(Note("nothing more is marked in this answer"))
            return place, due
        begins = later[0].start - LEAD_IN
        self._show(Note(f"{shown_time(later[0].start)} {_named(later[0])}"))
        return begins, _due(said, begins)

    def _wait_for_button(self) -> Button:
        while (button := self._remote.pressed()) is None:
            time.sleep(0.05)
        return button


class _Follower:
    """Asked by the loudspeaker many times a second whether to stop: shows the words that are due, and takes presses."""

    def __init__(
        self, due: _Script, start: float, speed: float, remote: Remote, show: Show, clock: Callable[[], float]
    ) -> None:
        self.button: Button | None = None
        self._due = due
        self._start = start
        self._speed = speed
        self._remote = remote
        self._show = show
        self._clock = clock
        self._begun: float | None = None

    def __call__(self) -> bool:
        now = self._clock()
        if self._begun is None:
            self._begun = now
        self._tell(until=self._start + (now - self._begun) * self._speed)
        self.button = self._remote.pressed()
        return self.button is not None

    def rest(self) -> None:
        """Show what was not yet due."""
        self._tell(until=float("inf"))

    def _tell(self, until: float) -> None:
        while self._due and self._due[0][0] <= until:
            self._show(self._due.popleft()[1])


def _named(place: Place) -> str:
    if not place.text:  # no word was heard there
        return KINDS[place.kind]
    return f"{KINDS[place.kind]}, {place.text}" if place.kind in NOT_SAID else f"{KINDS[place.kind]}: “{place.text}”"


def _due(said: tuple[Said, ...], start: float) -> _Script:
    """What there is to show from `start` on."""
    script: _Script = deque()
    for sentence in said:
        words = [word for word in sentence.words if word.end > start]
        if words:
            shown = tuple(word.text for word in words)
            script.append((words[0].start, SentenceBegins(words[0].start, shown)))
        script.extend((word.start, WordSpoken(word.text)) for word in words)
    return script
