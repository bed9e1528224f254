"""Recordings as Ogg Opus, small enough to lie inside a page: about 3 kB a second.

FFmpeg's encoder takes a sixth of the time that libsndfile's does. It comes in PyAV with codecs under the GPL beside it,
so it is loaded in a child process only. The stream's serial number is fixed, so that the same recording is the same
bytes and the same session the same page.
"""

from __future__ import annotations

import base64
from contextlib import suppress
from pathlib import Path

from interviewer.adapters.child import Child, ChildFailed
from interviewer.adapters.disk import write_whole
from interviewer.errors import BadAudio
from interviewer.ports import Part, silent

SHORTEST_DEADLINE = 60.0
"""Seconds that even a short recording may take on a busy machine."""

BYTES_A_SECOND = 200_000
"""Of a WAV, that even a slow machine encodes: six times real time."""


class OpusEncoder(Part):
    """Encodes one recording after another in one child, which is started for the first of them."""

    def __init__(self) -> None:
        self._child: Child | None = None

    def close(self) -> None:
        """See Part."""
        child, self._child = self._child, None
        if child is not None:
            child.close()

    def beside(self, wav: Path) -> bytes:
        """The recording as Opus, from the file beside it, which is made when it is missing or older.

        Raises BadAudio when the recording cannot be read. A disk that takes no new file costs nothing but time.
        """
        kept = wav.with_suffix(".opus")
        with suppress(OSError):
            if kept.stat().st_mtime_ns >= wav.stat().st_mtime_ns:
                return kept.read_bytes()
        encoded = self.encode(wav)
        with suppress(OSError):
            write_whole(kept, encoded)
        return encoded

    def encode(self, wav: Path) -> bytes:
        """A mono WAV as Ogg Opus. Raises BadAudio."""
        try:
            deadline = max(SHORTEST_DEADLINE, wav.stat().st_size / BYTES_A_SECOND)
            if self._child is None or not self._child.alive:
                self.close()
                self._child = Child("interviewer.adapters.opus_child")
            reply = self._child.ask({"wav": str(wav.absolute())}, deadline=deadline, told=silent)
        except (ChildFailed, OSError) as error:
            raise BadAudio(f"{wav} cannot be put into a page: {error}.") from error
        return base64.b64decode(reply["opus"])
