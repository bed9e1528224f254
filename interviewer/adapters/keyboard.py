"""The terminal's keyboard: single keys while an answer is recorded, lines when it is typed."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any

from interviewer.ports import Key, Keys

MEANING: dict[str, Key] = {
    "\n": "finish",
    "\r": "finish",
    " ": "more",
    "r": "repeat",
    "s": "skip",
    "a": "again",
    "p": "pause",
    "q": "quit",
}

ESCAPE = "\x1b"


def keyboard() -> TerminalKeys | NoKeys:
    """Single keys where there is a terminal, none elsewhere (a pipe still gives typed lines)."""
    return TerminalKeys() if sys.stdin is not None and sys.stdin.isatty() else NoKeys()


class NoKeys(Keys):
    """Nobody at the keyboard; typed answers are read from standard input."""

    def __enter__(self) -> NoKeys:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def pressed(self) -> Key | None:
        return None

    def line(self, prompt: str) -> str:
        return _lines(prompt="")


class TerminalKeys(Keys):
    """Keys without Enter and without echo, between enter and exit; the terminal is put back however it ends."""

    def __init__(self) -> None:
        self._saved: list[Any] | None = None

    def __enter__(self) -> TerminalKeys:
        if sys.platform != "win32":
            import termios

            self._saved = termios.tcgetattr(sys.stdin.fileno())
            self._raw()
        return self

    def __exit__(self, _k: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        self._cooked()

    def pressed(self) -> Key | None:
        while (char := waiting_char()) is not None:
            if char == ESCAPE:
                sequence_end()
            elif (key := MEANING.get(char.lower())) is not None:
                return key
        return None

    def line(self, prompt: str) -> str:
        self._cooked()
        try:
            return _lines(prompt)
        finally:
            self._raw()

    def _raw(self) -> None:
        """No echo and no waiting for Enter; Ctrl-C still interrupts."""
        if sys.platform != "win32" and self._saved is not None:
            import termios

            mode = termios.tcgetattr(sys.stdin.fileno())
            mode[3] &= ~(termios.ICANON | termios.ECHO)
            termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, mode)

    def _cooked(self) -> None:
        if sys.platform != "win32" and self._saved is not None:
            import termios

            termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._saved)


def sequence_end() -> str:
    """Read on to the end of an escape sequence, which a key such as an arrow sends; its last character, or nothing.

    Otherwise the `A` of an arrow up (`ESC [ A`) would be taken for somebody's `a`.
    """
    if waiting_char() not in ("[", "O"):
        return ""
    char = waiting_char()
    while char is not None and (char.isdigit() or char == ";"):
        char = waiting_char()
    return char or ""


def _lines(prompt: str) -> str:
    """Lines until an empty one, joined by spaces. Raises EOFError when there is nothing to read any more."""
    gathered: list[str] = []
    while True:
        if prompt:
            sys.stdout.write(prompt)
            sys.stdout.flush()
        read = sys.stdin.readline()
        if not read and not gathered:
            raise EOFError
        if not read.strip():
            return " ".join(gathered)
        gathered.append(read.strip())


if sys.platform == "win32":
    import msvcrt

    def waiting_char() -> str | None:
        return msvcrt.getwch() if msvcrt.kbhit() else None

else:
    import os
    import select

    def waiting_char() -> str | None:
        ready, _, _ = select.select([sys.stdin], [], [], 0)
        if not ready:
            return None
        # Past Python's own buffer, which select cannot see into.
        byte = os.read(sys.stdin.fileno(), 1)
        return byte.decode("latin-1") if byte else None
