"""Which microphone the sound server lets this process hear: it may put another one in the place of one that is gone.

PortAudio does not tell. On Linux the server does, be it PulseAudio or PipeWire in its stead; elsewhere, and where no
such server runs, nobody can be asked and nothing is ever told.
"""

from __future__ import annotations

import os
import threading
from typing import Any

LOOK_SECONDS = 0.25
"""Between two looks. A server can be asked to tell of changes instead, but PipeWire does not tell of a stream that it
links to another microphone unless something else about the stream changes too. Looking finds it on every server."""


class SourceWatch:
    """Looks in a thread of its own, from its making until `close`."""

    def __init__(self) -> None:
        self._closed = threading.Event()
        self._lock = threading.Lock()
        self._source: tuple[int, str] | None = None
        self._moved_to = ""
        threading.Thread(target=self._watch, name="source-watch", daemon=True).start()

    def moved_to(self) -> str:
        """Name of the source that was put in the place of another since this was last asked; empty when none was."""
        with self._lock:
            name, self._moved_to = self._moved_to, ""
            return name

    def close(self) -> None:
        self._closed.set()

    def _watch(self) -> None:
        try:
            import pulsectl
        except (ImportError, OSError):  # another system; no libpulse
            return

        try:
            with pulsectl.Pulse("interviewer-source-watch") as server:
                self._look(server)
                while not self._closed.wait(LOOK_SECONDS):
                    self._look(server)
        except pulsectl.PulseError:  # no server, or it died: whoever records is told that by the sound that stays away
            return

    def _look(self, server: Any) -> None:
        mine = str(os.getpid())
        for stream in server.source_output_list():
            if stream.proplist.get("application.process.id") == mine:
                before, after = self._source, (stream.source, _name(server, stream.source))
                if before is not None and before[0] != after[0]:
                    with self._lock:
                        self._moved_to = after[1]
                self._source = after


def _name(server: Any, index: int) -> str:
    return next((source.description for source in server.source_list() if source.index == index), "")
