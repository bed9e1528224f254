"""Serves the app on this computer alone, until Ctrl-C."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable

import uvicorn

from interviewer.errors import SetupError
from interviewer.web.app import create_app
from interviewer.web.doorway import Doorway

LOOPBACK = "127.0.0.1"
CONNECTIONS = 32
LARGEST_HEADERS = 16 * 1024
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


def serve(listening: socket.socket, doorway: Doorway, ready: Callable[[], None]) -> None:
    """Serve until the program is interrupted; `ready` is called once pages can be had."""
    config = uvicorn.Config(
        create_app(doorway),
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
    _Server(config, ready).run(sockets=[listening])


class _Server(uvicorn.Server):
    """Says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()
