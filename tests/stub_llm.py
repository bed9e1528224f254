"""A language model made of sockets: speaks the OpenAI protocol on loopback and fails as real servers do.

Each request plays the next scripted `Play`, or, when the script is empty, a reply by `answer`. Nothing is mocked:
status lines, headers, half bodies and resets travel a real connection.
"""

from __future__ import annotations

import json
import re
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]
Play = Callable[["Line", Body], None]
"""What happens to one request."""

Answer = Callable[[Body], str]
"""The text that a well-behaved model replies with."""


class Line(BaseHTTPRequestHandler):
    """One connection; the plays write to it."""

    protocol_version = "HTTP/1.1"
    stub: StubLLM

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.stub.paths.append(self.path)
        if self.path.endswith("/models"):
            listed = [{"id": name, "object": "model", "created": 0, "owned_by": "stub"} for name in self.stub.models]
            self.json(200, {"object": "list", "data": listed})
        else:
            self.json(404, {"error": {"message": "no such path"}})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.stub.paths.append(self.path)
        self.stub.keys.append(self.headers.get("authorization", ""))
        self.stub.asked.append(body)
        self.stub.next_play()(self, body)

    def json(self, status: int, body: Any, **headers: str) -> None:
        self.raw(status, json.dumps(body).encode(), "application/json", **headers)

    def raw(self, status: int, data: bytes, kind: str, **headers: str) -> None:
        self.start(status, kind, len(data), **headers)
        self.wfile.write(data)

    def start(self, status: int, kind: str = "application/json", length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is None:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.flush()

    def hang(self, seconds: float = 30.0) -> None:
        """Hold the connection open, saying nothing, until the stub closes or the time is over."""
        self.stub.closing.wait(seconds)
        self.close_connection = True

    def reset(self) -> None:
        """Drop the connection with RST instead of FIN."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True


@dataclass
class StubLLM:
    """The server's state: what it was asked, what it will do next."""

    url: str = ""
    models: tuple[str, ...] = ("stub",)
    answer: Answer = field(default=lambda body: obliging(body))
    script: deque[Play] = field(default_factory=deque)
    always: Play | None = None
    asked: list[Body] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def will(self, *plays: Play) -> None:
        self.script.extend(plays)

    def next_play(self) -> Play:
        if self.script:
            return self.script.popleft()
        return self.always or says_what_is_asked


@contextmanager
def stub_llm(**state: Any) -> Iterator[StubLLM]:
    """A running stub. Fails on leaving when a scripted play was never asked for."""
    stub = StubLLM(**state)
    handler = type("StubLine", (Line,), {"stub": stub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    stub.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
    assert not stub.script, f"{len(stub.script)} scripted plays were never asked for"


def completion(text: Any, finish: Any = "stop", logprobs: Any = None, **message: Any) -> Body:
    """The body of a chat completion."""
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": text, **message},
        "finish_reason": finish,
        "logprobs": logprobs,
    }
    usage = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    return {"id": "x", "object": "chat.completion", "created": 0, "model": "stub", "choices": [choice], "usage": usage}


def says_what_is_asked(line: Line, body: Body) -> None:
    line.json(200, completion(line.stub.answer(body)))


def says(text: Any, finish: str = "stop", **message: Any) -> Play:
    return lambda line, body: line.json(200, completion(text, finish, **message))


def fails(status: int, message: str = "", headers: dict[str, str] | None = None, **error: Any) -> Play:
    return lambda line, body: line.json(status, {"error": {"message": message, **error}}, **(headers or {}))


def stays_silent(line: Line, body: Body) -> None:
    line.hang()


def starts_after(seconds: float, then: Play = says_what_is_asked) -> Play:
    def play(line: Line, body: Body) -> None:
        line.stub.closing.wait(seconds)
        then(line, body)

    return play


def stalls(line: Line, body: Body) -> None:
    """Half a body, then nothing."""
    data = json.dumps(completion(line.stub.answer(body))).encode()
    line.start(200, length=len(data))
    line.wfile.write(data[: len(data) // 2])
    line.wfile.flush()
    line.hang()


def drips(line: Line, body: Body) -> None:
    """A byte now and then for ever: no time-out between two bytes will ever fire."""
    line.start(200, length=1_000_000)
    while not line.stub.closing.wait(0.02):
        try:
            line.wfile.write(b" ")
            line.wfile.flush()
        except OSError:
            return


def is_cut(line: Line, body: Body) -> None:
    """Half a body, then a polite end of the connection."""
    data = json.dumps(completion(line.stub.answer(body))).encode()
    line.start(200, length=len(data))
    line.wfile.write(data[: len(data) // 2])
    line.close_connection = True


def is_reset(line: Line, body: Body) -> None:
    line.reset()


def sends_a_malformed_chunk(line: Line, body: Body) -> None:
    line.start(200)
    line.wfile.write(b"zz\r\nnot a chunk\r\n0\r\n\r\n")
    line.close_connection = True


def never_says_done(line: Line, body: Body) -> None:
    """All chunks but the one that ends the body."""
    data = json.dumps(completion(line.stub.answer(body))).encode()
    line.start(200)
    line.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
    line.close_connection = True


def never_ends(line: Line, body: Body) -> None:
    line.start(200)
    block = b"10000\r\n" + b" " * 65536 + b"\r\n"
    while not line.stub.closing.is_set():
        try:
            line.wfile.write(block)
        except OSError:
            return


def packs_a_bomb(line: Line, body: Body) -> None:
    line.raw(200, b"\x1f\x8b\x08\x00", "application/json", Content_Encoding="gzip")


def wants_a_login(line: Line, body: Body) -> None:
    line.raw(200, b"<!doctype html><title>Welcome to the hotel</title>", "text/html")


def sends_on(to: str) -> Play:
    return lambda line, body: line.raw(302, b"", "text/plain", Location=to)


def obliging(body: Body) -> str:
    """A reply that fits any schema: first value of every enum, empty lists, a plain sentence."""
    return json.dumps(_fitting(schema_of(body)))


def compromised(body: Body) -> str:
    """A judge that was talked into everything: last value of every enum, and all the evidence there is."""
    return json.dumps(_fitting(schema_of(body), greedy=True))


def schema_of(body: Body) -> Body:
    form = body.get("response_format")
    if form:
        return dict(form["json_schema"]["schema"])
    told = re.search(r"\{.*\}\s*$", body["messages"][-1]["content"], re.DOTALL)
    return dict(json.loads(told.group())) if told else {"type": "object", "properties": {}}


def _fitting(schema: Body, *, greedy: bool = False) -> Any:
    match schema["type"]:
        case "object":
            return {name: _fitting(inner, greedy=greedy) for name, inner in schema["properties"].items()}
        case "array":
            return list(schema["items"]["enum"]) if greedy else []
        case _:
            values = schema.get("enum", ["Say what you did, step by step."])
            return values[-1 if greedy else 0]
