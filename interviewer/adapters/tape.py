"""A recording on disk: a WAV that is whole and playable after every block, whatever happens next.

Sound is appended and the 44-byte header is written again after each block; at least every quarter of a second of
sound is synced. A kill between the two writes leaves a header that is one block short, so `recover` believes the
file's length and never its header.
"""

from __future__ import annotations

import errno
import os
import struct
from contextlib import suppress
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Self

from interviewer.adapters.disk import PRIVATE_FILE, make_folder, sync, sync_folder
from interviewer.errors import BadAudio, StoreError
from interviewer.model.audio import BYTES_PER_SAMPLE, RATE

SYNC_SECONDS = 0.25
"""At most this much sound is not yet synced when `add` returns."""

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
"""RIFF, length, WAVE, fmt, its length, PCM, channels, rate, bytes a second, frame, bits, data, its length."""

HEADER_BYTES = _HEADER.size
_SYNC_BYTES = int(SYNC_SECONDS * RATE) * BYTES_PER_SAMPLE
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Tape:
    """A new WAV in the house format that grows block by block. Never overwrites a file that is there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._written = 0
        self._synced = 0
        self._failure: StoreError | None = None
        self._file: FileIO

    def __enter__(self) -> Self:
        """Make the file (0600) and the folders above it (0700). Raises StoreError."""
        try:
            make_folder(self.path.parent)
            self._file = FileIO(self.path, "xb", opener=_private)
        except FileExistsError as fault:
            raise StoreError(f"{self.path.name} is there already and a recording is never overwritten.") from fault
        except OSError as fault:
            raise self._cannot_be_made(fault) from fault
        try:
            self._write_header()
            self._sync()
            sync_folder(self.path.parent)
        except OSError as fault:
            with suppress(OSError):  # what failed the writing may fail these as well
                self._file.close()
                self.path.unlink(missing_ok=True)
            raise self._cannot_be_made(fault) from fault
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Sync what is not synced and close. Raises StoreError when that fails and nothing worse is under way."""
        try:
            if self._failure is None:
                self._sync()
        except OSError as fault:
            failure = self._give_up(fault)
            if error is None:
                raise failure from fault
        finally:
            self._file.close()

    def add(self, pcm: bytes) -> None:
        """Append whole samples. Raises StoreError, and from then on always: a failed file is never written again."""
        if self._failure is not None:
            raise self._failure
        try:
            self._append(pcm)
            self._write_header()
        except OSError as fault:
            self._cut_at_last_block()
            raise self._give_up(fault) from fault
        try:
            if self._written - self._synced + len(pcm) > _SYNC_BYTES:
                self._sync()
        except OSError as fault:
            raise self._give_up(fault) from fault

    def add_silence(self, seconds: float) -> None:
        """Append zeros in the stead of sound that was lost. Raises StoreError."""
        self.add(bytes(round(seconds * RATE) * BYTES_PER_SAMPLE))

    def cut(self, seconds: float) -> None:
        """Keep only the first `seconds`. Raises StoreError."""
        kept = round(seconds * RATE) * BYTES_PER_SAMPLE
        if self._failure is not None or kept >= self._written:
            return
        self._written = kept
        try:
            self._file.truncate(HEADER_BYTES + kept)
            self._write_header()
            self._sync()
        except OSError as fault:
            raise self._give_up(fault) from fault

    @property
    def seconds(self) -> float:
        """Length of what is on disk."""
        return self._written / BYTES_PER_SAMPLE / RATE

    def _append(self, pcm: bytes) -> None:
        rest = memoryview(pcm)
        while rest:
            rest = rest[self._file.write(rest) :]
        self._written += len(pcm)

    def _write_header(self) -> None:
        self._file.seek(0)
        header = memoryview(_header(self._written))
        while header:
            header = header[self._file.write(header) :]
        self._file.seek(0, os.SEEK_END)

    def _sync(self) -> None:
        sync(self._file.fileno())
        self._synced = self._written

    def _cannot_be_made(self, fault: OSError) -> StoreError:
        return StoreError(
            f"{self.path.name} cannot be made in {self.path.parent} ({_reason(fault)}).", hint=_hint(fault, self.path)
        )

    def _cut_at_last_block(self) -> None:
        """Take back a block that was written in part, so that the file is playable as it is."""
        with suppress(OSError):
            self._file.truncate(HEADER_BYTES + self._written)
            self._write_header()
            self._sync()

    def _give_up(self, fault: OSError) -> StoreError:
        """Remember the failure. Only what is synced counts as kept: after a failed sync the system may have dropped
        the pages and forgotten about it, so a second sync would prove nothing.
        """
        self._written = self._synced
        what = "The disk is full" if fault.errno in _NO_ROOM else f"The disk failed ({_reason(fault)})"
        self._failure = StoreError(
            f"{what}: {self.path.name} is kept up to {self.seconds:.1f} s.", hint=_hint(fault, self.path)
        )
        return self._failure


def recover(path: Path) -> float:
    """Make a tape that was cut off by a kill or a power cut playable again; returns its length in seconds.

    The header is rewritten from the file's length where it is wrong; half a sample at the end is cut off; the time
    stamp of the file stays. A healthy file is not touched. Raises BadAudio for a file that no `Tape` wrote, and
    StoreError when it cannot be read or mended.
    """
    try:
        stamp = path.stat()
        with path.open("r+b") as file:
            found = file.read(HEADER_BYTES)
            if not _is_of_a_tape(found):
                raise BadAudio(f"{path.name} is not a recording made by this program.", hint="It was not changed.")
            sound = max(0, stamp.st_size - HEADER_BYTES) // BYTES_PER_SAMPLE * BYTES_PER_SAMPLE
            right = _header(sound)
            if found != right or stamp.st_size != HEADER_BYTES + sound:
                file.seek(0)
                file.write(right)
                file.truncate(HEADER_BYTES + sound)
                file.flush()
                sync(file.fileno())
                os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    except OSError as fault:
        raise StoreError(f"{path.name} cannot be recovered ({_reason(fault)}).") from fault
    return sound / BYTES_PER_SAMPLE / RATE


def _header(sound: int) -> bytes:
    frame = BYTES_PER_SAMPLE
    return _HEADER.pack(
        b"RIFF",
        HEADER_BYTES - 8 + sound,
        b"WAVE",
        b"fmt ",
        16,
        1,
        1,
        RATE,
        RATE * frame,
        frame,
        8 * frame,
        b"data",
        sound,
    )


def _is_of_a_tape(found: bytes) -> bool:
    """Whether these first bytes can be a tape's: its format, or nothing but what a power cut leaves (too few, zeros).

    Lengths and the word `data` are not looked at: they are what a crash damages, and a tape's sound always starts
    at the same byte.
    """
    right = _header(0)[: len(found)]
    return not any(found) or (found[:4] == right[:4] and found[8:36] == right[8:36])


def _reason(fault: OSError) -> str:
    return fault.strerror or type(fault).__name__


def _hint(fault: OSError, path: Path) -> str:
    if fault.errno in _NO_ROOM:
        return f"Free some space where {path.parent} is."
    return "Choose another folder with INTERVIEWER_RECORDINGS."


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, PRIVATE_FILE)
