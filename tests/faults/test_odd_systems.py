"""Systems that do less than was asked, tell the wrong time, have no memory left, or want the program to end."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from io import FileIO
from pathlib import Path
from typing import Any

import pytest

from interviewer.adapters.child import Child, ChildFailed
from interviewer.adapters.folder_store import FolderStore
from interviewer.adapters.tape import HEADER_BYTES, Tape
from interviewer.errors import SessionDamaged
from interviewer.ports import silent
from interviewer.rules.reporting import report
from tests.keep.examples import session as kept_session
from tests.sounds import noise
from tests.story.world import NOW, World, hush, session, tone, wav

# -- short writes


class Short(FileIO):
    """Writes at most seven bytes at a time."""

    def write(self, data: Any) -> int:
        return super().write(memoryview(data)[:7])


def test_short_writes_are_gone_on_with_until_all_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(data)[:7]))
    monkeypatch.setattr("interviewer.adapters.tape.FileIO", Short)
    store, sound = FolderStore(tmp_path / "recordings"), noise(0.3)
    made = kept_session()
    store.begin(made)
    with Tape(store.folder(made.id) / "turn-01/take-1/answer.wav") as tape:
        tape.add(sound)
    store.ledger(made.id, 1, 1).note("prompt", text="p" * 100)
    store.end(made)
    assert (store.folder(made.id) / "turn-01/take-1/answer.wav").read_bytes()[HEADER_BYTES:] == sound
    assert store.find(made.id) == made
    (store.folder(made.id) / "session.json").unlink()
    assert store.find(made.id).turns == made.turns
    ledger = (store.folder(made.id) / "turn-01/take-1/judging.jsonl").read_text()
    assert json.loads(ledger)["text"] == "p" * 100


# -- clocks


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(days=-400), timedelta(seconds=0)])
def test_a_clock_that_jumps_changes_no_length(jump: timedelta, tmp_path: Path) -> None:
    """The session ends when it began, an hour before, or more than a year later, by the clock on the wall."""
    world = World(tmp_path, wav(tmp_path / "a.wav", tone(3), hush(0.5), tone(0.5)))
    held = world.hold(session(1, started_at=NOW + jump))
    (turn,) = held.turns
    assert turn.take is not None
    assert turn.take.answer is not None
    assert turn.take.answer.seconds == pytest.approx(4.0, abs=0.05)
    told = report(world.store.find(held.id))
    assert told.answers[0].length == "4 s"
    assert "-" not in told.summary
    if jump >= timedelta(0):
        assert told.summary == "1 question, 1 answered, 1 judged"


# -- memory


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to a limit of its memory")
def test_a_child_that_eats_all_memory_costs_an_error_and_nothing_else() -> None:
    child = Child("tests.misbehaving_child", "eats memory")
    try:
        with pytest.raises(ChildFailed):
            child.ask({}, deadline=30, told=silent)
    finally:
        child.close()


# -- signals


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends none of them")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_that_ends_the_command_leaves_a_closed_session(name: str, tmp_path: Path) -> None:
    """The real command, ended while the second of two answers is awaited: the first is kept, the lock is let go of."""
    chosen = {"RECORDINGS": str(tmp_path), "VOICE": "off", "SPEAKER": "off", "JUDGE": "off"}
    program = subprocess.Popen(
        [sys.executable, "-m", "interviewer", "practice", "--typed", "--questions", "2", "--seed", "1"],
        env={**os.environ, **{f"INTERVIEWER_{variable}": value for variable, value in chosen.items()}},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert program.stdin is not None
    program.stdin.write("I wrote the tests that were missing.\n\n")
    program.stdin.flush()
    store, until = FolderStore(tmp_path), time.monotonic() + 60
    while program.poll() is None and time.monotonic() < until:
        with contextlib.suppress(SessionDamaged):  # the folder is there a moment before what lies in it
            if store.names() and len(store.find("last").turns) == 2:
                break
        time.sleep(0.05)
    program.send_signal(getattr(signal, name))
    _, told = program.communicate(timeout=60)
    assert program.returncode == 130, told
    assert "Traceback" not in told
    left = store.find("last")
    assert left.status == "left early"
    assert left.turns[0].take is not None
    assert not (store.folder(left.id) / "lock").exists()
