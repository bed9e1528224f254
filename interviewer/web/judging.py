"""Judging an answer again behind a page: one at a time, in a thread of its own, asked after by whoever waits for it."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import Literal

from interviewer import studio
from interviewer.errors import InterviewerError, SessionBusy
from interviewer.model.session import Session
from interviewer.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Judging:
    """One answer that is or was judged again."""

    session: str
    turn: int
    state: Literal["working", "done", "failed"] = "working"
    sentence: str = ""
    """Why it failed."""


class Bench:
    """What is judged again now, and what was last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: Judging | None = None

    @property
    def is_working(self) -> bool:
        last = self._last
        return last is not None and last.state == "working"

    def of(self, session: str, turn: int) -> Judging | None:
        """What became of this answer; None when it was not judged again since the program began, or another was."""
        last = self._last
        return last if last is not None and (last.session, last.turn) == (session, turn) else None

    def start(self, chosen: Settings, session: Session, turn: int) -> None:
        """Raises SessionBusy while another answer is judged."""
        with self._lock:
            if self.is_working:
                raise SessionBusy("Another answer is being judged.", hint="Try again when it is done.")
            self._last = Judging(session.id, turn)
        threading.Thread(target=self._judge, args=(chosen, session, turn), name="judging", daemon=True).start()

    def _judge(self, chosen: Settings, session: Session, turn: int) -> None:
        done = Judging(session.id, turn, "failed", "This is a bug of ours. The terminal says what it was.")
        try:
            again = studio.regraded(chosen, session, turn, lambda _event: None)
            studio.write_reports(chosen, again)
            done = Judging(session.id, turn, "done")
        except InterviewerError as error:
            done = Judging(session.id, turn, "failed", f"{error.message} {error.hint}".strip())
        except Exception:
            log.exception("judging again failed")
        finally:
            self._last = done
