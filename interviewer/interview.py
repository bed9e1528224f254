"""The loop: ask, listen, keep; and hand each answer to the desk, which hears and judges it meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from interviewer.closing import Close, patience_for
from interviewer.desk import Desk
from interviewer.errors import InterviewerError, MicrophoneError, StoreError, VoiceError
from interviewer.listening import Around, Listening
from interviewer.model import events
from interviewer.model.audio import Clip
from interviewer.model.session import EndedBy, Session, Take, Turn
from interviewer.model.speech import Typed
from interviewer.overhearing import BACK, Overhearing
from interviewer.ports import (
    Ears,
    Encoder,
    Judge,
    Key,
    Keys,
    Microphone,
    OutcomeFinder,
    Recording,
    SoundMeter,
    Speaker,
    SpeechDetector,
    Store,
    TurnDetector,
    Voice,
)
from interviewer.rules.manners import question_asked, wording
from interviewer.rules.recovery import is_over
from interviewer.rules.troubled_sound import Trouble
from interviewer.rules.turn_taking import Patience, TurnTaking
from interviewer.rules.turn_taking_profiles import Kind
from interviewer.sitting import Sitting, Tell


@dataclass(frozen=True)
class Crew:
    """Everybody who takes part, seen through the ports. No microphone means that answers are typed."""

    store: Store
    voice: Voice | None
    speaker: Speaker
    microphone: Microphone | None
    detector: Callable[[], SpeechDetector]
    ears: Ears | None
    judge: Judge | None
    keys: Keys
    clock: Callable[[], datetime]
    patience: Patience = field(default_factory=Patience)
    meter: SoundMeter | None = None
    """None: delivery is told from the words alone."""
    encoder: Encoder | None = None
    """None: what answers the candidate's questions is found by words alone."""
    turn_detector: TurnDetector | None = None
    """None: only silence and words tell that an answer is over."""
    outcomes: OutcomeFinder | None = None
    """None: a story is not waited for until its outcome is told."""


@dataclass
class _Listened:
    """A take while it is being followed."""

    number: int
    take: int
    wav: Path
    listening: Listening
    recording: Recording | None = None
    held: ExitStack = field(default_factory=ExitStack)
    """Closes the recording."""

    failure: InterviewerError | None = None


class Interview:
    """One sitting from the first question to the last grade."""

    def __init__(self, crew: Crew, session: Session, listener: Tell) -> None:
        self.crew = crew
        self.sitting = Sitting(session, crew.store, listener)
        self.tell = self.sitting.tell
        self._key: Key | None = None
        self._leaving = False
        self._pauses: tuple[tuple[Kind, float], ...] = ()
        self._open: Overhearing | None = None
        """The take that seems over, as long as its end can be taken back; `_seems_over` is what was heard of it."""

        self._seems_over: _Listened
        self._leaky = False
        self._troubles: set[Trouble] = set()

    def run(self) -> Session:
        """Hold a new interview. The session is saved and closed whatever ends it, Ctrl-C included."""
        self.sitting.begin()
        return self._hold()

    def resume(self) -> Session:
        """Go on with an interview that was cut off or left."""
        self.sitting.take_up()
        return self._hold()

    def _hold(self) -> Session:
        session = self.sitting.session
        status = "left early"
        try:
            self._announce(session)
            with Desk(self.sitting, self.crew.ears, self.crew.judge, self.crew.meter) as desk:
                try:
                    self._hold_turns(desk)
                finally:
                    if self._open is not None:
                        self._open.close()
                status = "left early" if self._leaving else "complete"
        finally:
            session = self.sitting.end(status=status, ended_at=self.crew.clock())
            self.tell(events.SessionEnded(id=session.id, status=session.status))
        return session

    def _announce(self, session: Session) -> None:
        folder, questions = str(self.sitting.folder), session.questions
        self.tell(events.SessionStarted(id=session.id, role=session.role, questions=questions, folder=folder))

    def _hold_turns(self, desk: Desk) -> None:
        """Ask what was not answered before (a resumed session has turns already). The close adds to what is planned."""
        close = Close(self.sitting, desk, self.crew, stop=self._must_be_silent)
        held = {turn.number: turn for turn in self.sitting.session.turns}
        for turn in held.values():
            self._submit_unjudged(turn, desk)
        number = 0
        while number < len(self.sitting.session.planned) and not self._leaving:
            number += 1
            if not (number in held and is_over(held[number])):
                question = self.sitting.session.planned[number - 1]
                self.sitting.put_turn(held.get(number, Turn(number=number, question=question)))
                desk.warm(question)
                self._hold_turn(number, desk)
            close.after(number, leaving=self._leaving)

    def _hold_turn(self, number: int, desk: Desk) -> None:
        """One question and its answer; `again` during the question goes back to the answer just given."""
        while self._ask(number, desk) == "again" and number > 1:
            self._answer(number - 1, desk)
            if self._leaving:
                return
        if not self._leaving and not self.sitting.turn(number).skipped:
            self._answer(number, desk)

    # -- asking

    def _ask(self, number: int, desk: Desk) -> Key | None:
        """Speak the question (or show it, when no voice can). Returns the key that cut it short, if that matters."""
        self._render(number)
        start: float | None = 0.0
        while True:
            reached = self._say(number, start or 0.0)
            start = self._say_over(number, desk, reached)
            if start is not None:
                continue
            if self._leaving:
                return "quit"
            self._prepare_next(number)
            match self._take_key():
                case "repeat":
                    continue
                case "skip":
                    self._skip(number)
                    return "skip"
                case "quit":
                    self._leaving = True
                    return "quit"
                case "again":
                    return "again"
                case _:
                    return None

    def _render(self, number: int) -> None:
        """Have the question spoken into the turn's folder; a voice that fails is noted, and the words are shown."""
        turn = self.sitting.turn(number)
        if self.crew.voice is None or turn.asked is not None:
            return
        try:
            wav = self.sitting.question_wav(number)
            seconds = self.crew.voice.render(wording(self.sitting.session, number), wav)
        except (VoiceError, StoreError) as error:
            self.sitting.stumble(error, turn=number)
        else:
            self.sitting.put_turn(turn.but(asked=Clip(path=self._relative(wav), seconds=seconds)))

    def _say(self, number: int, start: float = 0.0) -> float:
        """Show the question, and play it where it could be rendered. Returns the second of it that was reached.

        From a later `start` on, it is the rest of a question that was cut short.
        """
        turn = self.sitting.turn(number)
        if not start:
            self.tell(question_asked(self.sitting.session, turn))
        if turn.asked is None:
            return 0.0
        if self._open is not None:
            self._open.voice_begins()
        reached = 0.0
        try:
            wav = self.sitting.folder / turn.asked.path
            reached = self.crew.speaker.play(wav, start=start, stop=self._must_be_silent)
        except VoiceError as error:
            self.sitting.stumble(error, turn=number)
        self.tell(events.QuestionSpoken(turn=number))
        return reached

    def _prepare_next(self, number: int) -> None:
        """Have the next question rendered while this one is answered."""
        planned = self.sitting.session.planned
        if self.crew.voice is not None and number < len(planned):
            self.crew.voice.prepare(wording(self.sitting.session, number + 1))

    def _skip(self, number: int) -> None:
        self.sitting.put_turn(self.sitting.turn(number).but(skipped=True))
        self.tell(events.QuestionSkipped(turn=number))

    # -- answering

    def _answer(self, number: int, desk: Desk, reopened: _Listened | None = None) -> None:
        """Take answers until one stands. Started-over takes are kept, and judged after the one that counts."""
        set_aside: list[int] = []
        while True:
            take = self._new_take(number, desk) if reopened is None else self._go_on(reopened, desk)
            reopened = None
            if take.ended_by == "skip":
                self._skip(number)
            elif take.ended_by == "again":
                set_aside.append(take.number)
                continue
            elif self._open is None and (take.answer is not None or take.heard is not None):
                desk.submit(number, take.number)
            break
        self._leaving = self._leaving or take.ended_by == "leave"
        for earlier in set_aside:
            desk.submit(number, earlier)

    def _new_take(self, number: int, desk: Desk) -> Take:
        take_number = len(self.sitting.turn(number).takes) + 1
        microphone = self.crew.microphone
        if microphone is None:
            return self._typed_take(number, take_number)
        wav = self.sitting.answer_wav(number, take_number)
        listened = _Listened(number, take_number, wav, self._listening(number, take_number, desk))

        def follow() -> EndedBy:
            listened.recording = listened.held.enter_context(microphone.record(wav, turn=number))
            return listened.listening.follow(listened.recording)

        return self._hear_out(listened, follow, desk)

    def _go_on(self, listened: _Listened, desk: Desk) -> Take:
        """The same take, after its speaker took the end back."""
        recording, overhearing, self._open = listened.recording, self._open, None
        assert recording is not None
        assert overhearing is not None
        return self._hear_out(listened, lambda: listened.listening.go_on(recording, overhearing.backlog), desk)

    def _listening(self, number: int, take: int, desk: Desk) -> Listening:
        is_live = self.sitting.session.source == "microphone"
        question, outcomes = self.sitting.turn(number).question, self.crew.outcomes
        around = Around(
            detector=self.crew.detector(),
            turn_detector=self.crew.turn_detector,
            live=desk.listen(number, take),
            tell=self.tell,
            key=self._take_key,
            ask_again=partial(self._say, number),
            outcome=lambda said: outcomes.outcome(question, said) if outcomes is not None else None,
            trouble=partial(self._say_once, number) if is_live else None,
        )
        patience = patience_for(question, self.crew.patience)
        return Listening(around, TurnTaking(patience, self._pauses), turn=number, take=take)

    def _say_once(self, number: int, trouble: Trouble, error: MicrophoneError) -> None:
        """A voice that is hard to hear is told once a session; sound that is not there, each time."""
        if trouble not in self._troubles:
            self.sitting.stumble(error, turn=number)
        if trouble not in ("dead", "asleep"):
            self._troubles.add(trouble)

    def _hear_out(self, listened: _Listened, follow: Callable[[], EndedBy], desk: Desk) -> Take:
        """Follow the recording until the answer is over; what is on disk stays, whatever goes wrong."""
        number, held = listened.number, listened.held
        try:
            with held:
                ended_by = follow()
                if ended_by == "silence" and self._another_will_be_spoken():
                    listened.held = held.pop_all()
        except (MicrophoneError, StoreError) as error:
            ended_by, listened.failure = "microphone", error
        except KeyboardInterrupt:
            self.sitting.put_take(number, self._take_of(listened, "leave"))
            raise
        self._pauses = listened.listening.taking.pauses
        take = self._take_of(listened, ended_by, stays_open=listened.held is not held)
        self.sitting.put_take(number, take)
        seconds = take.answer.seconds if take.answer else 0.0
        self.tell(events.AnswerEnded(turn=number, take=listened.take, ended_by=ended_by, seconds=seconds))
        if listened.failure is not None:
            self.sitting.stumble(listened.failure, turn=number, take=listened.take)
            self._leaving = take.answer is None  # a microphone that gave nothing will give nothing next time either
        elif listened.held is not held:
            self._open = self._overhear(listened, desk)
        return self.sitting.take(number, listened.take)

    # -- an end that may be taken back

    def _another_will_be_spoken(self) -> bool:
        """Whether another question will be spoken, into which the candidate may go on with this answer."""
        asked = {turn.number for turn in self.sitting.session.turns}
        return self.crew.voice is not None and bool(set(range(1, len(self.sitting.session.planned) + 1)) - asked)

    def _overhear(self, listened: _Listened, desk: Desk) -> Overhearing:
        def shut(fault: InterviewerError | None) -> None:
            try:
                listened.held.close()
            except (MicrophoneError, StoreError) as error:
                fault = fault or error
            self._open = None
            if fault is not None:
                self.sitting.stumble(fault, turn=listened.number, take=listened.take)
            desk.submit(listened.number, listened.take)

        recording, listening = listened.recording, listened.listening
        assert recording is not None
        self._seems_over = listened
        return Overhearing(
            recording, listening.chunks, listening.detector, at=listening.taking.seconds, leaky=self._leaky, shut=shut
        )

    def _say_over(self, number: int, desk: Desk, reached: float) -> float | None:
        """From which second the question, now silent, must be spoken once more; None when it was heard."""
        overhearing = self._open
        if overhearing is None:
            return None
        if self._key_waits() or not overhearing.goes_on():
            overhearing.close()
            self._leaky = self._leaky or overhearing.was_echo
            return max(reached - BACK, 0.0) if overhearing.was_echo and not self._key_waits() else None
        self._answer(self._seems_over.number, desk, self._seems_over)
        return None if self._leaving else 0.0

    def _typed_take(self, number: int, take_number: int) -> Take:
        self.tell(events.AwaitingTyping(turn=number, take=take_number))
        try:
            text = self.crew.keys.line("> ").strip()
        except EOFError:
            take = Take(number=take_number, ended_by="leave")
        else:
            heard = Typed(text=text) if text else None
            take = Take(number=take_number, ended_by="typed" if heard else "skip", heard=heard)
        self.sitting.put_take(number, take)
        self.tell(events.AnswerEnded(turn=number, take=take_number, ended_by=take.ended_by, seconds=0.0))
        return take

    # -- small things

    def _submit_unjudged(self, turn: Turn, desk: Desk) -> None:
        """In a resumed session: what was recovered or never judged."""
        for take in turn.takes:
            if take.grade is None and not turn.skipped and (take.answer is not None or take.heard is not None):
                desk.submit(turn.number, take.number)

    def _take_of(self, listened: _Listened, ended_by: EndedBy, *, stays_open: bool = False) -> Take:
        """What was recorded so far. Once its recording is closed, what was still on its way is in it."""
        seconds = listened.recording.seconds if listened.recording else 0.0
        if stays_open:
            seconds = min(seconds, listened.listening.taking.seconds)
        clip = Clip(path=self._relative(listened.wav), seconds=seconds) if seconds > 0 else None
        return Take(number=listened.take, answer=clip, gaps=listened.listening.gaps, ended_by=ended_by)

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.sitting.folder).as_posix()

    def _key_waits(self) -> bool:
        """Whether a key was pressed; it stays to be taken."""
        if self._key is None:
            self._key = self.crew.keys.pressed()
        return self._key is not None

    def _must_be_silent(self) -> bool:
        """Whether a key, or the candidate who goes on, stops the voice."""
        return self._key_waits() or (self._open is not None and self._open.interrupts())

    def _take_key(self) -> Key | None:
        key, self._key = (self._key, None) if self._key is not None else (self.crew.keys.pressed(), None)
        return key
