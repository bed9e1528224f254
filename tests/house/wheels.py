"""A package registry of the tests' own: tiny wheels that carry weights, served by folder or over a real socket."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from interviewer.adapters.weights import HubPlace, Part, Weights, WeightsFile


def make_wheel(folder: Path, name: str, members: Mapping[str, bytes]) -> Path:
    """A wheel `name-1.0` that pip accepts, with `members` as its data."""
    stem = name.replace("-", "_")
    info = f"{stem}-1.0.dist-info"
    path = folder / f"{stem}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for member, content in members.items():
            wheel.writestr(member, content)
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", "")
    return path


def zipped(members: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return packed.getvalue()


def pin(name: str, content: bytes, *parts: Part, hub: HubPlace | None = None) -> WeightsFile:
    """The pin of a file whose bytes are known."""
    return WeightsFile(
        name=name, bytes=len(content), sha256=hashlib.sha256(content).hexdigest(), hub=hub, parts=tuple(parts)
    )


def part(wheel: str, member: str, inside: str = "") -> Part:
    return Part(wheel=f"{wheel}==1.0", bytes=1000, member=member, inside=inside)


def weights(id: str, *files: WeightsFile) -> Weights:
    return Weights(id=id, what="made for a test", licence="none", pull="default", files=files)


Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serve(answer: Answer) -> Iterator[tuple[str, list[str]]]:
    """A server on loopback; gives its address and the list of what was asked (method and path)."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append(f"{self.command} {self.path}")
            answer(self)

        do_HEAD = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Tests read what was asked from the list."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def reply(request: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    request.send_response(status)
    for name, value in headers.items():
        request.send_header(name.replace("_", "-"), value)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    if request.command != "HEAD":
        request.wfile.write(body)
