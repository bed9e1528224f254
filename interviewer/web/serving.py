"""Serves the app on this computer alone, until Ctrl-C."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from interviewer.errors import SetupError
from interviewer.web.app import create_app
from interviewer.web.doorway import Doorway

LOOPBACK = "127.0.0.1"
CONNECTIONS = 32
LARGEST_HEADERS = 16 * 1024
HEADER_SECONDS = 10.0
"""How long the head of a request may take; who sends it a byte at a time would hold a connection for ever."""

LOOKED_EVERY = 100
"""Tenths of a second between two looks at whether anybody still uses the studio."""

LARGEST_MESSAGE = 64 * 1024
"""Bytes in one message of the live page: a typed answer, or a tenth of a second of sound."""


def listen(port: int) -> socket.socket:
    """A socket on loopback. Raises SetupError when the port is taken or not allowed."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
    except OSError as error:
        listening.close()
        taken = error.errno == errno.EADDRINUSE
        raise SetupError(
            f"Port {port} is taken; perhaps the studio is open already." if taken else f"Port {port} is not allowed.",
            hint="Close what uses it, or choose another: interviewer web --port 8701",
        ) from error
    return listening


def serve(listening: socket.socket, doorway: Doorway, ready: Callable[[], None]) -> bool:
    """Serve until the program is interrupted; `ready` is called once pages can be had.

    Returns whether it ended by itself, because nobody used it any more.
    """
    app = create_app(doorway)
    config = uvicorn.Config(
        app,
        http=PromptProtocol,
        ws="websockets-sansio",
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,
        access_log=False,
        log_level="error",
        proxy_headers=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        h11_max_incomplete_event_size=LARGEST_HEADERS,
        timeout_graceful_shutdown=3,
    )
    server = _Server(config, ready, app.is_idle)
    server.run(sockets=[listening])
    return server.was_idle


class PromptProtocol(H11Protocol):
    """HTTP as uvicorn speaks it, with a limit for the time that the head of a request takes."""

    _limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._limit = self.loop.call_later(HEADER_SECONDS, transport.close)

    def data_received(self, data: bytes) -> None:
        before = self.scope
        super().data_received(data)
        is_between = self.cycle is None or self.cycle.response_complete
        if self.scope is not before:
            self._lift()
        elif self._limit is None and is_between:
            self._limit = self.loop.call_later(HEADER_SECONDS, self.transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        self._lift()
        super().connection_lost(exc)

    def _lift(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None


class _Server(uvicorn.Server):
    """Says when it is ready, and ends when nobody uses it any more."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], is_idle: Callable[[], bool]) -> None:
        super().__init__(config)
        self._ready = ready
        self._is_idle = is_idle
        self.was_idle = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def on_tick(self, counter: int) -> bool:
        if counter % LOOKED_EVERY == 0 and self._is_idle():
            self.was_idle = True
        return await super().on_tick(counter) or self.was_idle
