"""The keyboard in the hand of who hears a session again: single keys and arrows, without Enter and without echo."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from interviewer.adapters.keyboard import ESCAPE, TerminalKeys, sequence_end, waiting_char
from interviewer.ports import Button, Remote

MEANING: dict[str, Button] = {
    "\n": "next",
    "\r": "next",
    "r": "again",
    "p": "pause",
    " ": "pause",
    "b": "back",
    "n": "moment",
    "+": "faster",
    "=": "faster",
    "-": "slower",
    "f": "filler",
    "q": "quit",
}
"""Of single characters; `=` is the key of `+` without Shift."""

ARROWS: dict[str, Button] = {"D": "back", "C": "moment", "A": "faster", "B": "slower"}
"""Of the last character of an arrow key's sequence (ECMA-48: CUB, CUF, CUU, CUD), which begins with Escape."""


class NoRemote(Remote):
    """Nobody at the keyboard."""

    def pressed(self) -> Button | None:
        return None


class KeyboardRemote(Remote):
    """Keys of the terminal; what a sequence holds besides an arrow is thrown away whole."""

    def pressed(self) -> Button | None:
        while (char := waiting_char()) is not None:
            found = ARROWS.get(sequence_end()) if char == ESCAPE else MEANING.get(char.lower())
            if found is not None:
                return found
        return None


@contextmanager
def remote() -> Iterator[Remote]:
    """Single keys where there is a terminal, none elsewhere; the terminal is put back however it ends."""
    if sys.stdin is None or not sys.stdin.isatty():
        yield NoRemote()
        return
    with TerminalKeys():
        yield KeyboardRemote()
