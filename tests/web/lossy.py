"""A wire that can be cut: stands between a browser and the studio, and knows nothing of what goes through it."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Self


class LossyWire:
    """Listens on `port` and passes everything on to `to`, until it is cut."""

    def __init__(self, port: int, to: int) -> None:
        self._to = to
        self._cut = False
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", port))

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.cut()
        self._listening.close()

    def cut(self) -> None:
        """From now on nothing goes through, and what was open is broken in mid-word."""
        with self._lock:
            self._cut = True
            for each in self._open:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()
            self._open.clear()

    def mend(self) -> None:
        with self._lock:
            self._cut = False

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            with self._lock:
                if self._cut:
                    near.close()
                    continue
                try:
                    far = socket.create_connection(("127.0.0.1", self._to))
                except OSError:  # the program is gone
                    near.close()
                    continue
                self._open += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=[one, other], daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while read := one.recv(65536):
                other.sendall(read)
        with suppress(OSError):
            other.shutdown(socket.SHUT_RDWR)
