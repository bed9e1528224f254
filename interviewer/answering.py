"""Answers, take by take: recorded or typed, followed to their end, and open until that end is sure."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

from interviewer.crew import Crew
from interviewer.desk import Desk
from interviewer.errors import InterviewerError, MicrophoneError, StoreError
from interviewer.listening import Around, Listening
from interviewer.model import events
from interviewer.model.audio import Clip
from interviewer.model.session import EndedBy, Take
from interviewer.model.speech import OwnVoice, Typed
from interviewer.overhearing import BACK, Overhearing
from interviewer.ports import Recording
from interviewer.rules.closing.asked import ends
from interviewer.rules.closing.plan import patience_for
from interviewer.rules.following.answered import answering, closed
from interviewer.rules.troubled_sound import TOLD_ONCE, Trouble
from interviewer.rules.turn_taking import TurnTaking
from interviewer.rules.turn_taking_profiles import Kind
from interviewer.sitting import Sitting
from interviewer.speaking import Speaking


@dataclass
class _Listened:
    """A take while it is being followed."""

    number: int
    take: int
    follow_up: int
    wav: Path
    listening: Listening
    recording: Recording | None = None
    held: ExitStack = field(default_factory=ExitStack)
    """Closes the recording."""

    own_voice: tuple[OwnVoice, ...] = ()
    """Where the interviewer is in what was recorded before the end was last taken back."""

    failure: InterviewerError | None = None


class Answering:
    """Takes answers. `follow_up` is 0 for the question itself, and counts the follow-ups of a turn from 1."""

    def __init__(
        self,
        crew: Crew,
        sitting: Sitting,
        speaking: Speaking,
        desk: Desk,
        *,
        say: Callable[[int, int], object],
        goes_on: Callable[[int], bool],
    ) -> None:
        """`say(turn, follow_up)` says a question again; `goes_on(turn)`: whether something will be said after it."""
        self.leaving = False
        """The candidate has left, or nothing more can be recorded."""

        self._crew = crew
        self._sitting = sitting
        self._speaking = speaking
        self._desk = desk
        self._say = say
        self._something_follows = goes_on
        self._pauses: tuple[tuple[Kind, float], ...] = ()
        self._seems_over: _Listened
        """What was heard of the take that `Speaking.open` holds open."""

        self._leaky = False
        self._troubles: set[Trouble] = set()

    def answer(self, number: int, follow_up: int = 0, reopened: _Listened | None = None) -> None:
        """Take answers until one stands. Started-over takes are kept, and judged after the one that counts."""
        set_aside: list[int] = []
        while True:
            take = self._new_take(number, follow_up) if reopened is None else self._go_on(reopened)
            reopened = None
            if take.ended_by == "again":
                set_aside.append(take.number)
                continue
            if follow_up:
                self._sitting.put_turn(closed(self._sitting.turn(number)))
            if take.ended_by == "skip":
                self.skip(number, follow_up)
            elif self._speaking.open is None and (take.answer is not None or take.heard is not None):
                self._desk.submit(number, take.number)
            break
        self.leaving = self.leaving or take.ended_by == "leave"
        for earlier in set_aside:
            self._desk.submit(number, earlier)

    def skip(self, number: int, follow_up: int = 0) -> None:
        """Leave out the question, or only a follow-up to it."""
        turn = self._sitting.turn(number)
        self._sitting.put_turn(closed(turn) if follow_up else turn.but(skipped=True))
        self._sitting.tell(events.QuestionSkipped(turn=number, follow_up=follow_up))

    def said_over(self, reached: float) -> float | Literal["went on"] | None:
        """Whether what was just said, up to the second `reached`, must be said once more: from which second on, or all
        of it, because the candidate went on with the answer before it. None when it was heard.
        """
        overhearing = self._speaking.open
        if overhearing is None:
            return None
        if self._speaking.key_waits() or not overhearing.goes_on():
            overhearing.close()
            self._leaky = self._leaky or overhearing.was_echo
            is_heard = not overhearing.was_echo or self._speaking.key_waits()
            return None if is_heard else max(reached - BACK, 0.0)
        listened = self._seems_over
        self.answer(listened.number, listened.follow_up, listened)
        return "went on"

    def close(self) -> None:
        """Take every end for good."""
        if self._speaking.open is not None:
            self._speaking.open.close()

    # -- one take

    def _new_take(self, number: int, follow_up: int) -> Take:
        take_number = len(self._sitting.turn(number).takes) + 1
        if follow_up:
            self._sitting.put_turn(answering(self._sitting.turn(number), follow_up, take_number))
        microphone = self._crew.microphone
        if microphone is None:
            return self._typed_take(number, take_number)
        wav = self._sitting.answer_wav(number, take_number)
        listening = self._listening(number, take_number, follow_up)
        listened = _Listened(number, take_number, follow_up, wav, listening)

        def follow() -> EndedBy:
            if follow_up:
                asked = sum(len(turn.follow_ups) for turn in self._sitting.session.turns)
                opened = microphone.record_follow_up(wav, turn=number, number=asked)
            else:
                opened = microphone.record(wav, turn=number)
            listened.recording = listened.held.enter_context(opened)
            return listened.listening.follow(listened.recording)

        return self._hear_out(listened, follow)

    def _go_on(self, listened: _Listened) -> Take:
        """The same take, after its speaker took the end back."""
        recording, overhearing, self._speaking.open = listened.recording, self._speaking.open, None
        assert recording is not None
        assert overhearing is not None
        self._note_own_voice(listened, overhearing.own_voice)
        listened.own_voice = self._sitting.own_voice(listened.number, listened.take)
        return self._hear_out(listened, lambda: listened.listening.go_on(recording, overhearing.backlog))

    def _listening(self, number: int, take: int, follow_up: int) -> Listening:
        question, outcomes = self._sitting.turn(number).question, self._crew.outcomes
        is_live = self._sitting.session.source == "microphone"
        around = Around(
            detector=self._crew.detector(),
            turn_detector=self._crew.turn_detector,
            live=self._desk.listen(number, take),
            tell=self._sitting.tell,
            key=self._speaking.take_key,
            ask_again=lambda: self._say(number, follow_up),
            outcome=lambda said: outcomes.outcome(question, said) if outcomes is not None and not follow_up else None,
            is_all=ends if question.kind == "closing" else lambda _said: False,
            trouble=partial(self._say_once, number) if is_live else None,
        )
        return Listening(
            around, TurnTaking(patience_for(question, self._crew.patience), self._pauses), turn=number, take=take
        )

    def _say_once(self, number: int, trouble: Trouble, error: MicrophoneError) -> None:
        """Tell it, unless it was told and is one of those that are told once a session."""
        if trouble not in self._troubles:
            self._sitting.stumble(error, turn=number)
        if trouble in TOLD_ONCE:
            self._troubles.add(trouble)

    def _hear_out(self, listened: _Listened, follow: Callable[[], EndedBy]) -> Take:
        """Follow the recording until the answer is over; what is on disk stays, whatever goes wrong."""
        number, held = listened.number, listened.held
        try:
            with held:
                ended_by = follow()
                if ended_by == "silence" and self._crew.voice is not None and self._something_follows(number):
                    listened.held = held.pop_all()
        except (MicrophoneError, StoreError) as error:
            ended_by, listened.failure = "microphone", error
        except KeyboardInterrupt:
            self._sitting.put_take(number, self._take_of(listened, "leave"))
            raise
        self._pauses = listened.listening.taking.pauses
        take = self._take_of(listened, ended_by, stays_open=listened.held is not held)
        self._sitting.put_take(number, take)
        seconds = take.answer.seconds if take.answer else 0.0
        self._sitting.tell(events.AnswerEnded(turn=number, take=listened.take, ended_by=ended_by, seconds=seconds))
        if listened.failure is not None:
            self._sitting.stumble(listened.failure, turn=number, take=listened.take)
            self.leaving = take.answer is None  # a microphone that gave nothing will give nothing next time either
        elif listened.held is not held:
            self._speaking.open = self._overhear(listened)
        return self._sitting.take(number, listened.take)

    def _overhear(self, listened: _Listened) -> Overhearing:
        def shut(fault: InterviewerError | None) -> None:
            self._note_own_voice(listened, ())  # it is cut off
            try:
                listened.held.close()
            except (MicrophoneError, StoreError) as error:
                fault = fault or error
            self._speaking.open = None
            if fault is not None:
                self._sitting.stumble(fault, turn=listened.number, take=listened.take)
            self._desk.submit(listened.number, listened.take)

        recording, listening = listened.recording, listened.listening
        assert recording is not None
        self._seems_over = listened
        return Overhearing(
            recording,
            listening.chunks,
            listening.detector,
            at=listening.taking.seconds,
            leaky=self._leaky,
            noted=lambda voices: self._note_own_voice(listened, voices),
            shut=shut,
        )

    def _note_own_voice(self, listened: _Listened, newest: tuple[OwnVoice, ...]) -> None:
        """Keep with the take where the interviewer is in its sound; no recording of a file hears the loudspeaker."""
        number, take, voices = listened.number, listened.take, (*listened.own_voice, *newest)
        is_new = voices != self._sitting.own_voice(number, take)
        if is_new and self._sitting.session.source == "microphone":
            self._sitting.amend_take(number, take, own_voice=voices)

    def _typed_take(self, number: int, take_number: int) -> Take:
        self._sitting.tell(events.AwaitingTyping(turn=number, take=take_number))
        try:
            text = self._crew.keys.line("> ").strip()
        except EOFError:
            take = Take(number=take_number, ended_by="leave")
        else:
            heard = Typed(text=text) if text else None
            take = Take(number=take_number, ended_by="typed" if heard else "skip", heard=heard)
        self._sitting.put_take(number, take)
        self._sitting.tell(events.AnswerEnded(turn=number, take=take_number, ended_by=take.ended_by, seconds=0.0))
        return take

    def _take_of(self, listened: _Listened, ended_by: EndedBy, *, stays_open: bool = False) -> Take:
        """What was recorded so far. Once its recording is closed, what was still on its way is in it."""
        seconds = listened.recording.seconds if listened.recording else 0.0
        if stays_open:
            seconds = min(seconds, listened.listening.taking.seconds)
        clip = Clip(path=self._speaking.relative(listened.wav), seconds=seconds) if seconds > 0 else None
        return Take(
            number=listened.take,
            answer=clip,
            gaps=listened.listening.gaps,
            own_voice=listened.own_voice,
            ended_by=ended_by,
        )
