"""A studio that nobody uses is closed, and a request that never comes to its point is cut off."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from interviewer.web import idleness, serving
from interviewer.web.doorway import Doorway
from interviewer.web.guard import Guard
from interviewer.web.idleness import LONGEST, Idleness
from tests.web.studio import free_port
from tests.web.visitors import PORT, stranger


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_the_hour_is_counted_from_the_end_of_the_last_use(clock: Clock) -> None:
    idle = Idleness(clock)
    with idle.used():
        clock.now += 10 * LONGEST
        assert not idle.is_over(is_busy=False)
    clock.now += LONGEST - 1
    assert not idle.is_over(is_busy=False)
    clock.now += 1
    assert idle.is_over(is_busy=False)


def test_what_goes_on_without_anybody_looking_keeps_it_open(clock: Clock) -> None:
    idle = Idleness(clock)
    clock.now += 2 * LONGEST
    assert not idle.is_over(is_busy=True)
    clock.now += LONGEST - 1
    assert not idle.is_over(is_busy=False)


def test_only_the_users_own_requests_count(clock: Clock) -> None:
    doorway = Doorway(PORT)
    visitor = stranger(doorway)
    guard = visitor.app
    assert isinstance(guard, Guard)
    guard.idleness = Idleness(clock)
    clock.now += LONGEST
    assert visitor.get("/sessions").status_code == 401
    assert visitor.get("/practise", headers={"host": "evil.example"}).status_code == 421
    assert guard.is_idle()
    assert visitor.get(doorway.link()).status_code == 303
    assert not guard.is_idle()


@contextmanager
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The server in a thread of this process, on a port; it ends as if nobody used it any more."""
    over, ready = threading.Event(), threading.Event()
    monkeypatch.setattr(serving, "LOOKED_EVERY", 1)
    monkeypatch.setattr(Guard, "is_idle", lambda _: over.is_set())
    doorway = Doorway(free_port())
    listening = serving.listen(doorway.port)
    thread = threading.Thread(target=serving.serve, args=[listening, doorway, ready.set])
    thread.start()
    try:
        assert ready.wait(60)
        yield doorway.port
    finally:
        over.set()
        thread.join(60)
    assert not thread.is_alive()


def test_a_head_that_does_not_come_to_an_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "HEADER_SECONDS", 0.2)
    with served(monkeypatch) as port, socket.create_connection(("127.0.0.1", port), timeout=60) as raw:
        raw.sendall(b"GET /practise HTTP/1.1\r\nHost: ")
        assert raw.recv(4096) == b"", "closed without a word"


def test_so_is_the_second_one_of_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "HEADER_SECONDS", 0.2)
    with served(monkeypatch) as port, socket.create_connection(("127.0.0.1", port), timeout=60) as raw:
        raw.sendall(f"GET /static/icon.svg HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        answer = b""
        while b"</svg>" not in answer:
            answer += raw.recv(4096)
        assert answer.startswith(b"HTTP/1.1 200")
        raw.sendall(b"GET /static/icon.svg HTTP/1.1\r\n")
        assert raw.recv(4096) == b""


def test_a_studio_that_nobody_uses_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idleness, "LONGEST", 0.0)
    monkeypatch.setattr(serving, "LOOKED_EVERY", 1)
    port = free_port()
    ended: list[bool] = []
    listening, doorway = serving.listen(port), Doorway(port)
    thread = threading.Thread(target=lambda: ended.append(serving.serve(listening, doorway, lambda: None)))
    thread.start()
    thread.join(60)
    assert ended == [True]
