"""The server as it runs: what is sent to its socket byte by byte, where it listens, and how it is started and ended."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.web.studio import Studio, free_port, studio


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """One server for all of these; it keeps its sessions in a folder of its own."""
    home = tmp_path_factory.mktemp("studio")
    (home / "interviewer.toml").touch()
    with studio(recordings=str(home / "recordings"), config=str(home / "interviewer.toml"), cache=str(home)) as running:
        yield running


def told(opened: Studio, *lines: str, body: bytes = b"") -> str:
    """The first line of the answer to these bytes; empty when the connection was closed without a word."""
    with socket.create_connection(("127.0.0.1", opened.port), timeout=20) as raw, suppress(ConnectionError):
        raw.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body)
        answer = b""
        while read := raw.recv(65536):
            answer += read
        return answer.decode("latin-1")
    return ""


def status(answer: str) -> int:
    """A connection that was closed without a word is a refusal."""
    found = re.match(r"HTTP/1\.1 ([0-9]{3})", answer)
    return int(found[1]) if found else 400


def cookie(opened: Studio) -> str:
    opened_with = opened.link.partition("/enter")[2]
    answer = told(opened, f"GET /enter{opened_with} HTTP/1.1", f"Host: 127.0.0.1:{opened.port}")
    found = re.search(r"set-cookie: ([^;]+);", answer, re.IGNORECASE)
    return found[1] if found else ""


@pytest.fixture(scope="module")
def ticket(opened: Studio) -> str:
    return cookie(opened)


def test_the_right_bytes_get_a_page(opened: Studio, ticket: str) -> None:
    answer = told(opened, "GET /practise HTTP/1.1", f"Host: 127.0.0.1:{opened.port}", f"Cookie: {ticket}")
    assert status(answer) == 200
    assert "Begin the interview" in answer


@pytest.mark.parametrize(
    "host",
    [
        [],
        ["Host:"],
        ["Host: evil.example"],
        ["Host: 127.0.0.1:{port}", "Host: evil.example"],
        ["Host: evil.example", "Host: 127.0.0.1:{port}"],
        ["Host: 127.0.0.1:{port}/x?"],
        ["Host: 127.0.0.1:{port}\t.evil.example"],
        ["Host: 127.0.0.1:{port}@evil.example"],
        ["Host: 127.0.0.1"],
    ],
)
@pytest.mark.parametrize("target", ["/practise", "http://127.0.0.1:{port}/practise", "http://evil.example/practise"])
def test_no_other_host_gets_one(opened: Studio, ticket: str, host: list[str], target: str) -> None:
    lines = [line.replace("{port}", str(opened.port)) for line in host]
    target = target.replace("{port}", str(opened.port))
    assert status(told(opened, f"GET {target} HTTP/1.1", *lines, f"Cookie: {ticket}")) >= 400


@pytest.mark.parametrize("origin", [[], ["Origin: null"], ["Origin: http://evil.example"]])
def test_a_socket_from_another_page_is_not_opened(opened: Studio, ticket: str, origin: list[str]) -> None:
    lines = [
        *["GET /practise/wire?run=x HTTP/1.1", f"Host: 127.0.0.1:{opened.port}", "Upgrade: websocket"],
        *["Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="],
        *[f"Cookie: {ticket}", *origin],
    ]
    with socket.create_connection(("127.0.0.1", opened.port), timeout=20) as raw:
        raw.sendall("\r\n".join([*lines, "", ""]).encode())
        assert status(raw.recv(4096).decode("latin-1")) == 403


def test_endless_headers_and_bodies_are_cut_off(opened: Studio, ticket: str) -> None:
    here = f"Host: 127.0.0.1:{opened.port}"
    assert status(told(opened, "GET /practise HTTP/1.1", here, "X-Long: " + "x" * 40_000)) >= 400
    lines = [here, f"Origin: http://127.0.0.1:{opened.port}", f"Cookie: {ticket}", "Content-Length: 3000000"]
    assert status(told(opened, "POST /practise/begin HTTP/1.1", *lines, body=b"a" * 2_000_000)) >= 400


def test_a_link_that_was_used_is_worthless(opened: Studio, ticket: str) -> None:
    assert ticket
    assert cookie(opened) == ""


def test_it_listens_on_loopback_alone(opened: Studio) -> None:
    assert opened.program is not None
    listening = [one for one in psutil.Process(opened.program.pid).net_connections() if one.status == "LISTEN"]
    assert [one.laddr.ip for one in listening] == ["127.0.0.1"]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "interviewer", "web", "--no-open", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])
def test_it_refuses_to_be_reached_from_elsewhere(host: str) -> None:
    done = run("--host", host, "--port", str(free_port()))
    assert done.returncode == 3
    assert "everyone on your network could reach your recordings" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_told_in_a_sentence(opened: Studio) -> None:
    done = run("--port", str(opened.port))
    assert done.returncode == 3
    assert "is taken; perhaps the studio is open already" in done.stderr


def test_it_ends_with_ctrl_c_and_leaves_no_word_of_what_lets_in(tmp_path: Path) -> None:
    with studio(voice="off") as running:
        ticket = cookie(running)
        said = running.stop(signal.SIGINT)
        assert running.program is not None
        assert running.program.returncode == 130
    assert "Traceback" not in said
    secret = ticket.partition("=")[2].encode()
    assert secret
    home = Path(os.environ["INTERVIEWER_CONFIG"]).parent
    assert [file for file in home.rglob("*") if file.is_file() and secret in file.read_bytes()] == []
