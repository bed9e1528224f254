"""Keys in the hand of who hears a session again, from a real terminal."""

from __future__ import annotations

import os
import pty
import sys
import termios
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

import pytest

from interviewer.adapters.remote import NoRemote, remote
from interviewer.ports import Button


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The other end of the terminal that standard input is."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs) as file:
        monkeypatch.setattr(sys, "stdin", file)
        yield ours
    os.close(ours)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("\r", ["next"]), ("r", ["again"]), ("p", ["pause"]), (" ", ["pause"]), ("B", ["back"]), ("n", ["moment"]),
        ("+=-", ["faster", "faster", "slower"]), ("q", ["quit"]), ("xyz", []),
        ("\x1b[D\x1b[C\x1b[A\x1b[B", ["back", "moment", "faster", "slower"]), ("\x1bOD", ["back"]),
        ("\x1b[1;5Dn", ["back", "moment"]), ("\x1b[3~p", ["pause"]),
    ],
)  # fmt: skip
def test_each_key_is_its_button_and_a_strange_sequence_is_none(terminal: int, typed: str, meant: list[Button]) -> None:
    with remote() as buttons:
        os.write(terminal, typed.encode())
        assert [button for button in iter(buttons.pressed, None)] == meant


def test_the_terminal_is_put_back(terminal: int) -> None:
    before = termios.tcgetattr(sys.stdin)
    with remote():
        assert termios.tcgetattr(sys.stdin) != before
    assert termios.tcgetattr(sys.stdin) == before


def test_without_a_terminal_nothing_is_pressed(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path(os.devnull).open("rb") as nothing:
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(nothing))
        with remote() as buttons:
            assert isinstance(buttons, NoRemote)
            assert buttons.pressed() is None
