"""Buttons and keys of a page in the browser, and the answers that are typed into it."""

from __future__ import annotations

import threading
from collections import deque

from interviewer.ports import Key, Keys

MOST_WAITING = 16
"""Presses that are remembered; whoever leans on a key does not want more."""


class PageKeys(Keys):
    """Presses come from the page's thread, and are taken by the interview's."""

    def __init__(self) -> None:
        self._presses: deque[Key] = deque(maxlen=MOST_WAITING)
        self._changed = threading.Condition()
        self._typed: str | None = None
        self._awaited = False
        self._interrupted = False

    def press(self, key: Key) -> None:
        with self._changed:
            self._presses.append(key)
            self._changed.notify_all()

    def type(self, text: str) -> None:
        """A whole typed answer; nothing happens when none is waited for."""
        with self._changed:
            if self._awaited:
                self._typed = text
                self._changed.notify_all()

    def expect(self) -> None:
        """From now on a typed answer is one to the coming `line`, however quick it is; an earlier one is not."""
        with self._changed:
            self._awaited, self._typed = True, None

    def interrupt(self) -> None:
        """The program is being closed: as Ctrl-C in a terminal."""
        with self._changed:
            self._interrupted = True
            self._changed.notify_all()

    def pressed(self) -> Key | None:
        """Raises KeyboardInterrupt once the program is being closed."""
        with self._changed:
            self._heed()
            return self._presses.popleft() if self._presses else None

    def line(self, prompt: str) -> str:
        """What was typed; nothing for the key that skips. Raises EOFError for the key that leaves."""
        with self._changed:
            if not self._awaited:
                self._awaited, self._typed = True, None
            try:
                while self._typed is None:
                    self._heed()
                    while self._presses:
                        match self._presses.popleft():
                            case "quit":
                                raise EOFError
                            case "skip":
                                return ""
                            case _:
                                continue
                    self._changed.wait()
                return " ".join(self._typed.split())
            finally:
                self._awaited = False

    def _heed(self) -> None:
        if self._interrupted:
            raise KeyboardInterrupt
