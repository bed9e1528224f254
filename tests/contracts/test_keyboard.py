"""Keys on a real pseudo-terminal, in a real process."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are a Unix thing")

READER = """
import sys
from interviewer.adapters.keyboard import keyboard
with keyboard() as keys:
    print("ready", flush=True)
    while True:
        key = keys.pressed()
        if key is not None:
            print(f"<{key}>", flush=True)
        if key == "quit":
            break
        if key == "pause":
            print(f"[{keys.line('> ')}]", flush=True)
print("left", flush=True)
"""


@dataclass
class Terminal:
    master: int
    program: subprocess.Popen[bytes]
    seen: str = ""

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    def wait_for(self, text: str) -> None:
        """Read on until `text` has been printed; fails after twenty seconds without a byte."""
        while text not in self.seen:
            ready, _, _ = select.select([self.master], [], [], 20)
            assert ready, f"{text!r} never came; seen: {self.seen!r}"
            self.seen += os.read(self.master, 4096).decode()


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    master, slave = pty.openpty()
    program = subprocess.Popen([sys.executable, "-c", READER], stdin=slave, stdout=slave, stderr=slave)
    os.close(slave)
    try:
        yield Terminal(master, program)
    finally:
        program.kill()
        program.wait()
        os.close(master)


def test_every_key_means_what_the_screen_says(terminal: Terminal) -> None:
    terminal.wait_for("ready")
    for char, meaning in (("\n", "finish"), (" ", "more"), ("r", "repeat"), ("S", "skip"), ("a", "again")):
        terminal.type(char)
        terminal.wait_for(f"<{meaning}>")
    terminal.type("q")
    terminal.wait_for("left")
    assert terminal.program.wait(20) == 0


def test_keys_without_a_meaning_are_passed_over_and_nothing_is_echoed(terminal: Terminal) -> None:
    terminal.wait_for("ready")
    terminal.type("xyz1r")
    terminal.wait_for("<repeat>")
    assert "xyz" not in terminal.seen


def test_an_arrow_key_is_no_letter(terminal: Terminal) -> None:
    terminal.wait_for("ready")
    terminal.type("\x1b[A\x1bOA\x1b[1;5Ar")
    terminal.wait_for("<repeat>")
    assert "<again>" not in terminal.seen


def test_a_typed_answer_is_its_lines_until_an_empty_one(terminal: Terminal) -> None:
    terminal.wait_for("ready")
    terminal.type("p")
    terminal.wait_for("> ")
    terminal.type("I sat down with\nboth teams.\n\n")
    terminal.wait_for("[I sat down with both teams.]")
    terminal.type("q")
    terminal.wait_for("left")


def test_without_a_terminal_there_are_no_keys_and_a_closed_pipe_ends_the_typing() -> None:
    program = (
        "from interviewer.adapters.keyboard import keyboard\n"
        "with keyboard() as keys:\n"
        "    print(keys.pressed(), keys.line('> '))\n"
        "    try:\n"
        "        keys.line('> ')\n"
        "    except EOFError:\n"
        "        print('gone')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=b"one\ntwo\n\n", capture_output=True, timeout=60, check=True
    )
    assert done.stdout.decode().split() == ["None", "one", "two", "gone"]
