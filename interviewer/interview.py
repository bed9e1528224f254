"""The loop: ask, listen, keep; and hand each answer to the desk, which hears and judges it meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from interviewer.desk import Desk
from interviewer.errors import InterviewerError, MicrophoneError, StoreError, VoiceError
from interviewer.listening import Around, Listening
from interviewer.model import events
from interviewer.model.audio import Clip, Gap
from interviewer.model.question import Question
from interviewer.model.session import EndedBy, Session, Take, Turn
from interviewer.model.speech import Typed
from interviewer.ports import (
    Ears,
    Judge,
    Key,
    Keys,
    LiveEars,
    Microphone,
    Recording,
    Speaker,
    SpeechDetector,
    Store,
    TurnDetector,
    Voice,
)
from interviewer.rules.recovery import is_over
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
    turn_detector: TurnDetector | None = None
    """None: only silence and words tell that an answer is over."""


@dataclass
class _Listened:
    """A take while it is being followed."""

    ended_by: EndedBy = "leave"
    seconds: float = 0.0
    gaps: tuple[Gap, ...] = ()
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
            with Desk(self.sitting, self.crew.ears, self.crew.judge) as desk:
                self._hold_turns(session.planned, desk)
                status = "left early" if self._leaving else "complete"
        finally:
            session = self.sitting.end(status=status, ended_at=self.crew.clock())
            self.tell(events.SessionEnded(id=session.id, status=session.status))
        return session

    def _announce(self, session: Session) -> None:
        self.tell(
            events.SessionStarted(
                id=session.id, role=session.role, questions=len(session.planned), folder=str(self.sitting.folder)
            )
        )

    def _hold_turns(self, planned: Sequence[Question], desk: Desk) -> None:
        """Ask what was not answered before (a resumed session has turns already)."""
        held = {turn.number: turn for turn in self.sitting.session.turns}
        for turn in held.values():
            self._submit_unjudged(turn, desk)
        for number, question in enumerate(planned, start=1):
            if self._leaving:
                break
            if number in held and is_over(held[number]):
                continue
            self.sitting.put_turn(held.get(number, Turn(number=number, question=question)))
            desk.warm(question)
            self._hold_turn(number, desk)

    def _hold_turn(self, number: int, desk: Desk) -> None:
        """One question and its answer; `again` during the question goes back to the answer just given."""
        while self._ask(number) == "again" and number > 1:
            self._answer(number - 1, desk)
            if self._leaving:
                return
        if not self._leaving and not self.sitting.turn(number).skipped:
            self._answer(number, desk)

    # -- asking

    def _ask(self, number: int) -> Key | None:
        """Speak the question (or show it, when no voice can). Returns the key that cut it short, if that matters."""
        self._render(number)
        while True:
            self._say(number)
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
            seconds = self.crew.voice.render(turn.question.text, wav)
        except (VoiceError, StoreError) as error:
            self.sitting.stumble(error, turn=number)
        else:
            self.sitting.put_turn(turn.but(asked=Clip(path=self._relative(wav), seconds=seconds)))

    def _say(self, number: int) -> None:
        """Show the question, and play it where it could be rendered."""
        turn, planned = self.sitting.turn(number), self.sitting.session.planned
        spoken = turn.asked is not None
        self.tell(events.QuestionAsked(turn=number, of=len(planned), text=turn.question.text, spoken=spoken))
        if turn.asked is None:
            return
        try:
            self.crew.speaker.play(self.sitting.folder / turn.asked.path, stop=self._key_waits)
        except VoiceError as error:
            self.sitting.stumble(error, turn=number)
        self.tell(events.QuestionSpoken(turn=number))

    def _prepare_next(self, number: int) -> None:
        """Have the next question rendered while this one is answered."""
        planned = self.sitting.session.planned
        if self.crew.voice is not None and number < len(planned):
            self.crew.voice.prepare(planned[number].text)

    def _skip(self, number: int) -> None:
        self.sitting.put_turn(self.sitting.turn(number).but(skipped=True))
        self.tell(events.QuestionSkipped(turn=number))

    # -- answering

    def _answer(self, number: int, desk: Desk) -> None:
        """Take answers until one stands. Started-over takes are kept, and judged after the one that counts."""
        set_aside: list[int] = []
        while True:
            take = self._new_take(number, desk)
            if take.ended_by == "skip":
                self._skip(number)
            elif take.ended_by == "again":
                set_aside.append(take.number)
                continue
            elif take.answer is not None or take.heard is not None:
                desk.submit(number, take.number)
            break
        self._leaving = self._leaving or take.ended_by == "leave"
        for earlier in set_aside:
            desk.submit(number, earlier)

    def _new_take(self, number: int, desk: Desk) -> Take:
        take_number = len(self.sitting.turn(number).takes) + 1
        if self.crew.microphone is None:
            return self._typed_take(number, take_number)
        wav = self.sitting.answer_wav(number, take_number)
        listened = self._record(self.crew.microphone, number, take_number, wav, desk.listen(number, take_number))
        clip = Clip(path=self._relative(wav), seconds=listened.seconds) if listened.seconds > 0 else None
        take = Take(number=take_number, answer=clip, gaps=listened.gaps, ended_by=listened.ended_by)
        self.sitting.put_take(number, take)
        self.tell(events.AnswerEnded(turn=number, take=take_number, ended_by=take.ended_by, seconds=listened.seconds))
        if listened.failure is not None:
            self.sitting.stumble(listened.failure, turn=number, take=take_number)
            self._leaving = clip is None  # a microphone that gave nothing will give nothing to the next question
        return self.sitting.take(number, take_number)

    def _record(self, microphone: Microphone, number: int, take: int, wav: Path, live: LiveEars) -> _Listened:
        """Follow the recording until the answer is over; what is on disk stays, whatever goes wrong."""
        listened = _Listened()
        recording: Recording | None = None
        try:
            with microphone.record(wav, turn=number) as recording:
                listened.ended_by = self._follow(recording, listened, number, take, live)
        except (MicrophoneError, StoreError) as error:
            listened.ended_by, listened.failure = "microphone", error
        except KeyboardInterrupt:
            listened.seconds = recording.seconds if recording else 0.0
            self.sitting.put_take(number, self._cut_short(take, wav, listened))
            raise
        # Leaving brings home what was still on its way from the device.
        listened.seconds = recording.seconds if recording else 0.0
        return listened

    def _follow(self, recording: Recording, listened: _Listened, number: int, take: int, live: LiveEars) -> EndedBy:
        around = Around(
            detector=self.crew.detector(),
            turn_detector=self.crew.turn_detector,
            live=live,
            tell=self.tell,
            key=self._take_key,
            ask_again=lambda: self._say(number),
        )
        listening = Listening(around, TurnTaking(self.crew.patience, self._pauses), turn=number, take=take)
        try:
            return listening.follow(recording)
        finally:
            listened.gaps, self._pauses = listening.gaps, listening.taking.pauses

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

    def _cut_short(self, take: int, wav: Path, listened: _Listened) -> Take:
        clip = Clip(path=self._relative(wav), seconds=listened.seconds) if listened.seconds > 0 else None
        return Take(number=take, answer=clip, gaps=listened.gaps, ended_by="leave")

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.sitting.folder).as_posix()

    def _key_waits(self) -> bool:
        """Whether a key was pressed; it stays to be taken."""
        if self._key is None:
            self._key = self.crew.keys.pressed()
        return self._key is not None

    def _take_key(self) -> Key | None:
        key, self._key = (self._key, None) if self._key is not None else (self.crew.keys.pressed(), None)
        return key
