"""The loop: ask, listen, follow up, keep; and hand each answer to the desk, which hears and judges it meanwhile."""

from __future__ import annotations

from interviewer.answering import Answering
from interviewer.closing import Close
from interviewer.crew import Crew
from interviewer.desk import Desk
from interviewer.model import events
from interviewer.model.session import Session, Turn
from interviewer.ports import Key
from interviewer.probing import Probing
from interviewer.rules.following.answered import closed
from interviewer.rules.manners import question_asked, wording
from interviewer.rules.recovery import is_over
from interviewer.sitting import Sitting, Tell
from interviewer.speaking import Speaking


class Interview:
    """One sitting from the first question to the last grade."""

    def __init__(self, crew: Crew, session: Session, listener: Tell) -> None:
        self.crew = crew
        self.sitting = Sitting(session, crew.store, listener)
        self.tell = self.sitting.tell
        self._speaking = Speaking(crew, self.sitting)
        self._answering: Answering
        self._probing: Probing

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
                self._answering = Answering(
                    self.crew, self.sitting, self._speaking, desk, say=self._say, goes_on=self._more_will_be_spoken
                )
                self._probing = Probing(self.crew, self.sitting, self._speaking, desk, self._answering)
                try:
                    self._hold_turns(desk)
                finally:
                    self._answering.close()
                status = "left early" if self._answering.leaving else "complete"
        finally:
            session = self.sitting.end(status=status, ended_at=self.crew.clock())
            self.tell(events.SessionEnded(id=session.id, status=session.status))
        return session

    def _announce(self, session: Session) -> None:
        self.tell(
            events.SessionStarted(
                id=session.id, role=session.role, questions=session.questions, folder=str(self.sitting.folder)
            )
        )

    def _hold_turns(self, desk: Desk) -> None:
        """Ask what was not answered before (a resumed session has turns already). The close adds to what is planned."""
        close = Close(self.sitting, desk, self.crew, stop=self._speaking.must_be_silent)
        held = {turn.number: turn for turn in self.sitting.session.turns}
        for turn in held.values():
            self._submit_unjudged(turn, desk)
        number = 0
        while number < len(self.sitting.session.planned) and not self._answering.leaving:
            number += 1
            if not (number in held and is_over(held[number])):
                question = self.sitting.session.planned[number - 1]
                self.sitting.put_turn(held.get(number, Turn(number=number, question=question)))
                desk.warm(question)
                self._hold_turn(number)
            close.after(number, leaving=self._answering.leaving)

    def _hold_turn(self, number: int) -> None:
        """One question, its answer and what is asked about it; `again` during it goes back to the answer just given."""
        while self._ask(number) == "again" and number > 1:
            self._answering.answer(number - 1)
            if self._answering.leaving:
                return
        if not self._answering.leaving and not self.sitting.turn(number).skipped:
            self._answering.answer(number)
            self._probing.follow_up(number)

    # -- asking

    def _ask(self, number: int) -> Key | None:
        """Speak the question (or show it, when no voice can). Returns the key that cut it short, if that matters."""
        self._render(number)
        start = 0.0
        while True:
            again = self._answering.said_over(self._say(number, start=start))
            if self._answering.leaving:
                return "quit"
            if again is not None:
                start = again if isinstance(again, float) else 0.0
                continue
            self._prepare_next(number)
            match self._speaking.take_key():
                case "repeat":
                    continue
                case "skip":
                    self._answering.skip(number)
                    return "skip"
                case "quit":
                    self._answering.leaving = True
                    return "quit"
                case "again":
                    return "again"
                case _:
                    return None

    def _render(self, number: int) -> None:
        """Have the question spoken into the turn's folder."""
        turn = self.sitting.turn(number)
        if turn.asked is None:
            text = wording(self.sitting.session, number)
            clip = self._speaking.render(text, lambda: self.sitting.question_wav(number), number)
            if clip is not None:
                self.sitting.put_turn(self.sitting.turn(number).but(asked=clip))

    def _say(self, number: int, follow_up: int = 0, start: float = 0.0) -> float:
        """Show the question, or a follow-up to it, and play it where it could be rendered.

        Returns the second of it that was reached. From a later `start` on, it is the rest of what was cut short.
        """
        if follow_up:
            return self._probing.say(number, follow_up, start)
        turn = self.sitting.turn(number)
        if not start:
            self.tell(question_asked(self.sitting.session, turn))
        if turn.asked is None:
            return 0.0
        reached = self._speaking.play(turn.asked, wording(self.sitting.session, number), number, start)
        self.tell(events.QuestionSpoken(turn=number))
        return reached

    def _prepare_next(self, number: int) -> None:
        """Have the next question rendered while this one is answered."""
        if number < len(self.sitting.session.planned):
            self._speaking.prepare(wording(self.sitting.session, number + 1))

    def _more_will_be_spoken(self, number: int) -> bool:
        """Whether something will be spoken after question `number`, into which its answer may go on."""
        asked = {turn.number for turn in self.sitting.session.turns}
        to_come = set(range(1, len(self.sitting.session.planned) + 1)) - asked
        return bool(to_come) or self._probing.may_follow(number)

    def _submit_unjudged(self, turn: Turn, desk: Desk) -> None:
        """In a resumed session: what was recovered or never judged; no follow-up is asked so late."""
        self.sitting.put_turn(closed(turn))
        for take in turn.takes:
            is_added = turn.answered_by(take.number) != take.number
            if turn.skipped or (take.heard is not None if is_added else take.grade is not None):
                continue
            if take.answer is not None or take.heard is not None:
                desk.submit(turn.number, take.number)
