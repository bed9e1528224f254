"""Judging a session again from what is kept, for terminal and page alike."""

from __future__ import annotations

from contextlib import ExitStack

from interviewer import desk
from interviewer.closing import judge_close
from interviewer.model.session import Session
from interviewer.rules.closing.finding import Finder
from interviewer.rules.closing.weighing import Weigher
from interviewer.settings import Settings
from interviewer.sitting import Sitting, Tell
from interviewer.studio.judges import open_encoder_or_none, open_judges
from interviewer.studio.parts import open_ears, open_meter
from interviewer.studio.sessions import open_store


def regraded(chosen: Settings, session: Session, turn: int | None, listener: Tell) -> Session:
    """The session with one answer judged again, or all (None); those not written down yet are, first.

    Raises ModelNotInstalled, EndpointRefused, SessionBusy and what else the parts raise before anything is judged.
    """
    with ExitStack() as stack:
        silent = not any(desk.unheard(each) for each in session.turns if turn in (None, each.number))
        ears, judge = None if silent else open_ears(chosen), open_judges(chosen)
        for part in (ears, judge):
            if part is not None:
                stack.callback(part.close)
        sitting = Sitting(session, open_store(chosen), listener)
        sitting.take_up()
        try:
            desk.redo(sitting, ears, judge, turn=turn, meter=open_meter())
            if session.closing is not None and turn in (None, *session.closing.answered):
                judge_close(sitting, Weigher(Finder(session.closing.sheet, open_encoder_or_none(chosen))))
        finally:
            session = sitting.end()
    return session
