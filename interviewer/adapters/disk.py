"""Small files that are on disk whole or not at all, for the owner alone."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


def make_folder(folder: Path) -> None:
    """Make `folder` and what it lies in, for the owner alone. Raises OSError."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        sync_folder(each.parent)


def write_whole(path: Path, content: bytes) -> None:
    """Replace the file at `path`: afterwards, and after a power cut at any moment, it is the old one or the new one.

    After a failure the old file is there untouched and the new one is gone. A failed fsync is a failure: the pages it
    speaks of may be lost and are never trusted again (Rebello et al., "Can Applications Recover from fsync Failures?",
    ATC 2020). Raises OSError.
    """
    part = path.with_name(path.name + ".part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE), "wb") as file:
            file.write(content)
            file.flush()
            sync(file.fileno())
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def bytes_in(folder: Path) -> int:
    """What the files in a folder hold together; files come and go while they are counted."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(root, name)).st_size  # noqa: PTH116, PTH118 - called often
            except OSError:
                continue
    return total


def append_line(path: Path, line: bytes, *, synced: bool) -> None:
    """Append one line, whole: a torn line that an earlier death left is closed first, a failure is taken back.

    Raises OSError.
    """
    fresh = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
    try:
        size = os.lseek(handle, 0, os.SEEK_END)
        torn = False
        if size:
            os.lseek(handle, size - 1, os.SEEK_SET)
            torn = os.read(handle, 1) != b"\n"
        left = (b"\n" if torn else b"") + line + b"\n"
        try:
            while left:
                left = left[os.write(handle, left) :]
            if synced:
                sync(handle)
        except OSError:
            with suppress(OSError):
                os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)
    if fresh and synced:
        sync_folder(path.parent)


def sync(handle: int) -> None:
    """Down to the platter: on macOS only F_FULLFSYNC empties the drive's own cache. Raises OSError."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
    elif sys.platform == "win32":
        os.fsync(handle)
    else:
        os.fdatasync(handle)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut. Windows keeps names by itself and cannot open a folder.

    Raises OSError.
    """
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
