"""What a candidate marks while they hear themselves: kept in the session at once."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from interviewer.errors import InterviewerError
from interviewer.model import events
from interviewer.model.session import Session
from interviewer.model.speech import Transcript
from interviewer.ports import Store
from interviewer.rules.delivery.correcting import toggled
from interviewer.rules.delivery.measure import delivery
from interviewer.sitting import Sitting


class Marks:
    """Marks fillers, or takes them off. The session is locked from the first mark until the end, and not before."""

    def __init__(self, store: Store, session: Session) -> None:
        self.changed: Session | None = None
        """The session with its marks, once it is over; None when nothing was marked."""

        self._sitting = Sitting(session, store, self._hear)
        self._taken_up = False
        self._trouble = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _t: TracebackType | None
    ) -> None:
        if self._taken_up:
            self.changed = self._sitting.end()

    def __call__(self, turn: int, at: float) -> str:
        """See replay.Mark. Trouble with the session or the disk is told instead."""
        self._trouble = ""
        try:
            told = self._marked(turn, at)
        except InterviewerError as error:
            return error.message
        return self._trouble or told

    def _marked(self, turn: int, at: float) -> str:
        take = self._sitting.turn(turn).take
        if take is None or take.answer is None or not isinstance(take.heard, Transcript):
            return "nothing can be marked here"
        if not self._taken_up:
            self._sitting.take_up()
            self._taken_up = True
        spoken = take.delivery
        if spoken is None or spoken.moments is None:
            spoken = delivery(take.heard, take.answer.seconds)
        after, told = toggled(spoken, at)
        self._sitting.amend_take(turn, take.number, delivery=after)
        return told

    def _hear(self, event: events.Event) -> None:
        if isinstance(event, events.Stumbled):
            self._trouble = event.problem.message
