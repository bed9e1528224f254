"""A child process may hang, abort, flood or be killed; whoever asked is told, and nothing is left behind."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from interviewer.adapters.child import Child, ChildFailed
from interviewer.ports import silent


@pytest.fixture
def children() -> Iterator[list[Child]]:
    """Children that a test starts; afterwards none may be left."""
    started: list[Child] = []
    yield started
    for child in started:
        child.close()
        assert not psutil.pid_exists(child.pid)


def start(children: list[Child], how: str) -> Child:
    child = Child("tests.misbehaving_child", how)
    children.append(child)
    return child


def test_a_child_answers_again_and_again(children: list[Child]) -> None:
    child = start(children, "echoes")
    told: list[float | None] = []
    for number in range(3):
        assert child.ask({"number": number, "text": "naïve\n"}, deadline=20, told=told.append)["number"] == number
    assert told.count(0.5) == 3


def test_whatever_the_child_prints_is_not_taken_for_an_answer(children: list[Child]) -> None:
    assert start(children, "chatters").ask({"number": 1}, deadline=20, told=silent) == {"number": 1}


def test_a_child_that_hangs_is_ended_at_the_deadline(children: list[Child]) -> None:
    child = start(children, "hangs")
    told: list[float | None] = []
    with pytest.raises(ChildFailed, match="no reply within 1 s"):
        child.ask({}, deadline=1.2, told=told.append)
    assert not child.alive
    assert None in told


def test_a_child_that_aborts_is_known_to_have_died(children: list[Child]) -> None:
    child = start(children, "aborts")
    with pytest.raises(ChildFailed, match="ended with code"):
        child.ask({}, deadline=20, told=silent)
    assert not child.alive


def test_a_child_that_refuses_one_thing_lives_on(children: list[Child]) -> None:
    child = start(children, "refuses")
    for _ in range(2):
        with pytest.raises(ChildFailed, match="RuntimeError: not this one"):
            child.ask({}, deadline=20, told=silent)
    assert child.alive


def test_a_child_that_was_killed_between_two_calls_is_an_error_of_the_second(children: list[Child]) -> None:
    child = start(children, "echoes")
    child.ask({"number": 1}, deadline=20, told=silent)
    psutil.Process(child.pid).kill()
    with pytest.raises(ChildFailed):
        child.ask({"number": 2}, deadline=20, told=silent)


def test_no_key_of_the_users_reaches_a_child(children: list[Child], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_API_KEY", "canary")
    monkeypatch.setenv("SOME_TOKEN", "canary")
    names = start(children, "tells its environment").ask({}, deadline=20, told=silent)["names"]
    assert "PATH" in names
    assert not {"INTERVIEWER_API_KEY", "SOME_TOKEN"} & set(names)
    assert "HF_HUB_OFFLINE" in names


def test_a_child_is_told_how_its_libraries_are_set_up(children: list[Child]) -> None:
    child = Child("tests.misbehaving_child", "tells its environment", native={"MALLOC_ARENA_MAX": "1"})
    children.append(child)
    assert "MALLOC_ARENA_MAX" in child.ask({}, deadline=20, told=silent)["names"]


def test_a_child_does_not_outlive_a_parent_that_was_killed() -> None:
    program = """
from interviewer.adapters.child import Child
from interviewer.ports import silent
child = Child("tests.misbehaving_child", "hangs")
print(child.pid, flush=True)
child.ask({}, deadline=60, told=silent)
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        orphan = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    with contextlib.suppress(psutil.NoSuchProcess):
        orphan.wait(timeout=10)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a class of priority instead")
def test_a_child_steps_back_behind_its_parent_and_behind_the_parents_session(children: list[Child]) -> None:
    child = start(children, "echoes")
    child.ask({"number": 1}, deadline=20, told=silent)
    assert psutil.Process(child.pid).nice() == psutil.Process().nice() + 7
    group = Path(f"/proc/{child.pid}/autogroup")
    if group.exists():
        assert group.read_text(encoding="ascii").split()[-2:] == ["nice", "7"]
