"""Long work on the weights behind a page that may be closed: one at a time, its steps kept for whoever asks."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from typing import Any

from interviewer import studio
from interviewer.errors import InterviewerError, SetupError

Task = Callable[[studio.Watch], str]
"""Work that tells its steps and returns what came of it, as a sentence."""


class _Stopped(Exception):
    """The user has ended it."""


class Work:
    """One piece of work at a time, in a thread of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._title = self._said = self._hint = ""
        self._failed = False
        self._step: studio.Step | None = None

    def begin(self, title: str, task: Task) -> None:
        """Start it. Raises SetupError while another goes on."""
        with self._lock:
            if self.is_running:
                raise SetupError(f"{self._title} goes on", hint="Wait for it, or stop it.")
            self._stop.clear()
            self._title, self._said, self._hint, self._failed, self._step = title, "", "", False, None
            self._thread = threading.Thread(target=self._run, args=[task], name="weights", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Ask it to end at its next step."""
        self._stop.set()

    def wait(self, seconds: float) -> None:
        """Until it has ended, or for so long."""
        if self._thread is not None:
            self._thread.join(seconds)

    @property
    def is_running(self) -> bool:
        thread = self._thread
        return thread is not None and thread.is_alive()

    def state(self) -> dict[str, Any]:
        """Title, whether it goes on, the newest step in words and bytes, and at the end what came of it."""
        step = self._step
        return {
            "title": self._title,
            "running": self.is_running,
            "doing": str(step) if step else "looking at what is here",
            "done": step.done if step else 0,
            "total": step.total if step else 0,
            "said": self._said,
            "hint": self._hint,
            "failed": self._failed,
        }

    def _run(self, task: Task) -> None:
        try:
            self._said = task(self._watch)
        except _Stopped:
            self._said = "Stopped. What had come whole is kept."
        except InterviewerError as error:
            self._said, self._hint, self._failed = error.message, error.hint, True
        except Exception:
            traceback.print_exc()  # as every bug: the page says that there was one, the terminal which
            self._said, self._hint, self._failed = "This is a bug of ours.", "The terminal says what it was.", True

    def _watch(self, step: studio.Step) -> None:
        self._step = step
        if self._stop.is_set():
            raise _Stopped


WORK = Work()
"""Of this program: two pulls at once would only wait for each other."""
