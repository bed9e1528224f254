"""One session while it is being held: every change is on disk before anybody hears of it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from interviewer.errors import InterviewerError, StoreError
from interviewer.model import events
from interviewer.model.session import Problem, Session, Take, Turn
from interviewer.model.speech import OwnVoice
from interviewer.ports import Ledger, Store

log = logging.getLogger(__name__)

Tell = Callable[[events.Event], None]


class Sitting:
    """The session, changed by the loop and by the desk, one change at a time.

    A disk that fails does not end the interview: the session goes on in memory, the problem is told once, and every
    later change tries the disk again.
    """

    def __init__(self, session: Session, store: Store, listener: Tell) -> None:
        self._session = session
        self._store = store
        self._listener = listener
        self._lock = threading.RLock()
        self._disk_failed = False

    @property
    def session(self) -> Session:
        with self._lock:
            return self._session

    @property
    def folder(self) -> Path:
        return self._store.folder(self._session.id)

    def question_wav(self, turn: int, follow_up: int = 0) -> Path:
        """Where the spoken question belongs, or a follow-up (from 1), in a folder that is there. Raises StoreError."""
        folder = self.folder / f"turn-{turn:02d}"
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise StoreError(f"The folder {folder.name} cannot be made ({error.strerror}).") from error
        return folder / (f"follow-up-{follow_up}.wav" if follow_up else "question.wav")

    def answer_wav(self, turn: int, take: int) -> Path:
        """Where the recording of a take belongs."""
        return self.folder / f"turn-{turn:02d}" / f"take-{take}" / "answer.wav"

    def ledger(self, turn: int, take: int) -> Ledger:
        return self._store.ledger(self._session.id, turn, take)

    def begin(self) -> None:
        """Raises RecordingsUnusable: without a folder there is no interview."""
        self._store.begin(self._session)

    def take_up(self) -> None:
        """Go on with a session that is in the store. Raises SessionNotFound, SessionDamaged, SessionBusy."""
        self._store.resume(self._session.id)
        self._change(lambda session: session)

    def end(self, **changes: Any) -> Session:
        with self._lock:
            self._session = self._session.but(**changes)
            try:
                self._store.end(self._session)
            except StoreError as error:
                self._tell_of_disk(error)
            return self._session

    def tell(self, event: events.Event) -> None:
        with self._lock:
            try:
                self._store.tell(self._session.id, event)
            except StoreError as error:
                self._tell_of_disk(error)
            self._listener(event)

    def note(self, **changes: Any) -> None:
        """Change fields of the session itself."""
        self._change(lambda session: session.but(**changes))

    def turn(self, number: int) -> Turn:
        return next(turn for turn in self.session.turns if turn.number == number)

    def take(self, turn: int, number: int) -> Take:
        return next(take for take in self.turn(turn).takes if take.number == number)

    def own_voice(self, turn: int, number: int) -> tuple[OwnVoice, ...]:
        """Where the interviewer's voice may be in a take, which need not have been kept yet."""
        return next((take.own_voice for take in self.turn(turn).takes if take.number == number), ())

    def put_turn(self, turn: Turn) -> None:
        """Add the turn, or replace the one of its number."""

        def change(session: Session) -> Session:
            others = [old for old in session.turns if old.number != turn.number]
            return session.but(turns=tuple(sorted([*others, turn], key=lambda each: each.number)))

        self._change(change)

    def put_take(self, turn_number: int, take: Take) -> None:
        """Add the take, or replace the one of its number."""
        with self._lock:
            turn = self.turn(turn_number)
            others = [old for old in turn.takes if old.number != take.number]
            self.put_turn(turn.but(takes=tuple(sorted([*others, take], key=lambda each: each.number))))

    def amend_take(self, turn: int, number: int, **changes: Any) -> Take:
        with self._lock:
            take = self.take(turn, number).but(**changes)
            self.put_take(turn, take)
            return take

    def stumble(self, error: InterviewerError, *, turn: int, take: int | None = None) -> None:
        """Keep a failure that was survived, where it happened."""
        problem = Problem(code=error.code, message=error.message)
        with self._lock:
            if take is not None:
                self.amend_take(turn, take, problems=(*self.take(turn, take).problems, problem))
            else:
                asked = self.turn(turn)
                self.put_turn(asked.but(problems=(*asked.problems, problem)))
            self.tell(events.Stumbled(turn=turn, problem=problem))

    def _change(self, change: Callable[[Session], Session]) -> None:
        with self._lock:
            self._session = change(self._session)
            try:
                self._store.save(self._session)
            except StoreError as error:
                self._tell_of_disk(error)
            else:
                self._disk_failed = False

    def _tell_of_disk(self, error: StoreError) -> None:
        if self._disk_failed:
            return
        self._disk_failed = True
        problem = Problem(code=error.code, message=error.message)
        self._session = self._session.but(problems=(*self._session.problems, problem))
        self._listener(events.Stumbled(problem=problem))
