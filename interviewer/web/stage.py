"""What is being held now, an interview or a try of the sound: in a thread of its own, for pages that come and go."""

from __future__ import annotations

import logging
import secrets
import tempfile
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal

from interviewer import soundcheck, studio
from interviewer.errors import InterviewerError, SessionBusy
from interviewer.interview import Interview
from interviewer.model import events
from interviewer.model.session import Session
from interviewer.settings import Settings
from interviewer.web.ways import Way, way_out

log = logging.getLogger(__name__)

Answers = Literal["machine", "browser", "typed"]
"""Whose microphone is answered into, or none."""

Status = Literal["getting ready", "running", "over", "failed"]
CLOSING_SECONDS = 3.0
"""How long a thread may take to keep what it has when the program is closed."""


class Performance(ABC):
    """Something that is held. Its events are numbered, so that a page which comes back catches up."""

    kind: Literal["interview", "try"]

    def __init__(self, answers: Answers) -> None:
        self.run = secrets.token_hex(8)
        self.answers = answers
        self.page = studio.open_page(self._wake)
        self.keys = studio.open_page_keys()
        self.status: Status = "getting ready"
        self.sentence = self.hint = ""
        self.way: Way | None = None
        self.notices: tuple[str, ...] = ()
        self.session_id = ""
        self._told: list[dict[str, Any]] = []
        self._passing: dict[str, events.Level | events.Working] = {}
        self._is_recording = False
        self._watchers: set[Callable[[], None]] = set()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._hold, name=self.kind, daemon=True)

    @abstractmethod
    def _play(self) -> None:
        """Hold it, in the thread of its own."""

    def start(self) -> None:
        self._thread.start()

    @property
    def is_over(self) -> bool:
        return self.status in ("over", "failed")

    def close(self) -> None:
        """The program is being closed: as Ctrl-C in a terminal."""
        self.keys.interrupt()
        self.page.microphone.leave()
        self._thread.join(CLOSING_SECONDS)

    def page_left(self) -> None:
        """Nobody is looking: what would go on recording an empty room is paused, as its key would do."""
        if self.answers == "machine" and self._is_recording:
            self.keys.press("pause")

    # -- what a page is told

    def watch(self, wake: Callable[[], None]) -> Callable[[], None]:
        """Have `wake` called, from any thread, when there is news; returns what ends that."""
        with self._lock:
            self._watchers.add(wake)
        return lambda: self._watchers.discard(wake)

    def since(self, number: int) -> list[dict[str, Any]]:
        """The events from this number on, in order."""
        with self._lock:
            return self._told[number:]

    def passing(self) -> dict[str, dict[str, Any]]:
        """The newest of each kind of event that is worth nothing once it is old."""
        with self._lock:
            return {name: event.model_dump(mode="json") for name, event in self._passing.items()}

    def state(self) -> dict[str, Any]:
        """Everything else that a page shows or has to do."""
        clip = self.page.speaker.clip
        return {
            "run": self.run,
            "kind": self.kind,
            "answers": self.answers,
            "status": self.status,
            "sentence": self.sentence,
            "hint": self.hint,
            "way": self.way,
            "notices": self.notices,
            "session": self.session_id,
            "play": None if clip is None else {"number": clip.number, "start": clip.start},
        }

    def tell(self, event: events.Event) -> None:
        """A listener of the interview; called from any of its threads."""
        if isinstance(event, events.AwaitingTyping):
            self.keys.expect()  # before any page knows of it, so that no answer is too quick
        with self._lock:
            match event:
                case events.Level() | events.Working():
                    self._passing[event.type] = event
                case _:
                    self._told.append(event.model_dump(mode="json"))
            work = self._passing.get("working")
            if isinstance(work, events.Working) and events.is_over(work, event):
                # A page hears of what passes after what was told, and would show it as if it went on.
                del self._passing[work.type]
            match event:
                case events.Listening() | events.Reopened() | events.Resumed():
                    self._is_recording = True
                case events.AnswerEnded() | events.Paused():
                    self._is_recording = False
                case _:
                    pass
        self._wake()

    def _wake(self) -> None:
        for wake in tuple(self._watchers):
            wake()

    def _hold(self) -> None:
        status: Status = "failed"
        try:
            self._play()
            status = "over"
        except InterviewerError as error:
            self.sentence, self.hint, self.way = error.message, error.hint, way_out(error)
        except KeyboardInterrupt:
            self.sentence = "The program was closed. What you said is kept."
        except Exception:
            log.exception("a bug in what was held")
            self.sentence, self.hint = "This is a bug of ours.", "Your recordings are safe."
        self.status = status
        self._wake()


class LiveInterview(Performance):
    """An interview, as `interviewer practice` holds it."""

    kind = "interview"

    def __init__(
        self, chosen: Settings, session: Session, answers: Answers, *, goes_on: bool, notices: tuple[str, ...] = ()
    ) -> None:
        """`notices`: what the candidate should know about what was sent for this interview."""
        super().__init__(answers)
        self.notices = notices
        self._chosen = chosen
        self._session = session
        self._goes_on = goes_on
        self.session_id = session.id

    def _play(self) -> None:
        source = _source(self.answers, self.page)
        with studio.crew(self._chosen, self._session, source, keys=self.keys) as crew:
            self.notices, self.status = (*self.notices, *crew.notices), "running"
            self._wake()
            interview = Interview(crew.members, self._session.but(made_with=crew.made_with), self.tell)
            held = interview.resume() if self._goes_on else interview.run()
            page = studio.write_reports(self._chosen, held, self._writing)
            self.tell(events.ReportWritten(path=str(page)))

    def _writing(self, share: float) -> None:
        self.tell(events.Working(what="report", done=share))


class Try(Performance):
    """Ten seconds of microphone and loudspeaker."""

    kind = "try"

    def __init__(self, chosen: Settings, answers: Literal["machine", "browser"]) -> None:
        super().__init__(answers)
        self._chosen = chosen

    def _play(self) -> None:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="interviewer-")))
            source = self.page if self.answers == "browser" else studio.Devices()
            microphone, speaker = studio.open_sound(self._chosen, source)
            stack.enter_context(microphone)
            self.status = "running"
            self._wake()
            found = soundcheck.check_sound(
                microphone, speaker, studio.open_detector(), self.keys.pressed, self.tell, folder / "try.wav"
            )
            self.sentence, self.hint = found.sentence, found.hint


class Stage:
    """Holds one thing at a time; what is over stays to be looked at until the next one begins."""

    def __init__(self) -> None:
        self.now: Performance | None = None
        self._lock = threading.Lock()

    @property
    def is_holding(self) -> bool:
        now = self.now
        return now is not None and not now.is_over

    def begin(self, performance: Performance) -> None:
        """Raises SessionBusy while something is held."""
        with self._lock:
            if self.is_holding:
                raise SessionBusy("An interview is under way in this studio.", hint="Go back to it, or leave it first.")
            self.now = performance
            performance.start()

    def close(self) -> None:
        if self.now is not None and not self.now.is_over:
            self.now.close()


def _source(answers: Answers, page: studio.Page) -> studio.Source:
    match answers:
        case "machine":
            return studio.Devices()
        case "browser":
            return page
        case "typed":
            return studio.Typing()
