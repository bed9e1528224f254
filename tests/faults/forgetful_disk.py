"""A disk that forgets what was not synced, and one that fails at the k-th call: a shim under the real adapters.

While a `Disk` is in place every call that changes the recordings folder passes through it. It keeps what a power cut
would leave: of a file what it held at its last fsync, of a folder the names that it had at its last fsync. After each
call `images` gives the states that the machine may wake up with.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pytest

Kind = Literal["forgotten", "names only", "contents only", "all", "torn"]
KINDS: tuple[Kind, ...] = ("forgotten", "names only", "contents only", "all", "torn")
"""What survives: nothing unsynced; names but no contents; contents but no names; everything, as after a kill; and
everything but the second half of the last write."""

Image = dict[str, bytes | None]
"""Path below the root -> content, or None for a folder."""

CHANGES = ("mkdir", "replace", "unlink", "rmdir", "ftruncate", "write", "fsync", "fdatasync")
"""Functions of `os` that change something; `open` is one when it makes or empties a file."""

SYNCS = ("fsync", "fdatasync")


class Disk:
    """Counts the calls that change something below `root`, fails where it is told to, and remembers what is synced."""

    def __init__(self, root: Path, *, fail_at: int = 0, code: int = errno.EIO, for_good: bool = False) -> None:
        self.root = root
        self.calls = 0
        self.after: Callable[[str], None] = lambda name: None
        """Called with the name of each call that has been made."""

        self._fail_at = fail_at
        self._code = code
        self._for_good = for_good
        self._durable: dict[int, bytes | dict[str, int]] = {}
        self._kept: list[int] = []
        self._torn: tuple[int, int] | None = None
        self._busy = False
        for path in (root, *root.rglob("*")):
            self._keep(path)

    # -- what a power cut leaves

    def images(self) -> Iterator[tuple[Kind, Image]]:
        for kind in KINDS:
            if kind != "torn" or self._torn is not None:
                yield kind, self._image(kind)

    def _image(self, kind: Kind) -> Image:
        found: Image = {}
        live = {number: path for path in (self.root, *self.root.rglob("*")) if (number := _number(path))}

        def content(number: int) -> bytes:
            durable = self._durable.get(number, b"")
            assert isinstance(durable, bytes)
            if kind in ("forgotten", "names only") or number not in live:
                return durable
            held = live[number].read_bytes()
            if kind == "torn" and self._torn is not None and self._torn[0] == number:
                return held[: len(held) - self._torn[1] // 2 - 1]
            return held

        def names(number: int) -> dict[str, int]:
            if kind in ("forgotten", "contents only"):
                durable = self._durable.get(number, {})
                assert isinstance(durable, dict)
                return durable
            return _names(live[number])

        def walk(number: int, place: str) -> None:
            for name, inner in names(number).items():
                below = f"{place}{name}"
                if self._is_folder(inner, live):
                    found[below] = None
                    walk(inner, f"{below}/")
                else:
                    found[below] = content(inner)

        walk(_number(self.root), "")
        return found

    def _is_folder(self, number: int, live: dict[int, Path]) -> bool:
        durable = self._durable.get(number)
        return isinstance(durable, dict) or (number in live and live[number].is_dir())

    def _keep(self, path: Path) -> None:
        self._sync(handle := os.open(path, os.O_RDONLY))
        os.close(handle)

    def _sync(self, handle: int) -> None:
        """The file or folder behind this handle is on the disk as it is now."""
        state = os.fstat(handle)
        where = Path(f"/proc/self/fd/{handle}")
        if state.st_ino not in self._durable:
            self._kept.append(os.dup(handle))  # an inode that is held open is not given to another file
        if stat.S_ISDIR(state.st_mode):
            self._durable[state.st_ino] = _names(where)
        else:
            self._durable[state.st_ino] = where.read_bytes()

    def close(self) -> None:
        for handle in self._kept:
            os.close(handle)

    # -- the calls

    def call(self, name: str, real: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Count, fail or make one call."""
        if self._busy:
            return real(*given, **named)
        self.calls += 1
        if self._fail_at and (self.calls == self._fail_at or (self._for_good and self.calls > self._fail_at)):
            raise OSError(self._code, os.strerror(self._code), "injected")
        found = real(*given, **named)
        self._torn = None
        if name in SYNCS:
            self._sync(given[0])
        elif name == "write":
            self._torn = (os.fstat(given[0]).st_ino, found)
        self._busy = True
        try:
            self.after(name)
        finally:
            self._busy = False
        return found


class _Unbuffered(io.FileIO):
    """A file whose every write passes through the disk."""

    disk: Disk

    def write(self, data: Any) -> int:
        made: int = self.disk.call(
            "write", lambda handle, given: super(_Unbuffered, self).write(given), self.fileno(), data
        )
        return made


@contextmanager
def in_place(disk: Disk) -> Iterator[Disk]:
    """The adapters' calls go through `disk` while the block runs."""
    files = type("Files", (_Unbuffered,), {"disk": disk})
    real_open = os.open

    def opened(path: Any, flags: int, *given: Any, **named: Any) -> int:
        makes = flags & os.O_TRUNC or (flags & os.O_CREAT and not os.path.lexists(path))
        if not makes:
            return real_open(path, flags, *given, **named)
        handle: int = disk.call("open", real_open, path, flags, *given, **named)
        return handle

    def passing(name: str) -> Callable[..., Any]:
        real = getattr(os, name) if name not in SYNCS else lambda _handle: None  # what is kept is kept in memory here
        return lambda *given, **named: disk.call(name, real, *given, **named)

    with pytest.MonkeyPatch.context() as patch:
        for name in CHANGES:
            patch.setattr(os, name, passing(name))
        patch.setattr(os, "open", opened)
        patch.setattr(os, "fdopen", lambda handle, mode: files(handle, mode))
        patch.setattr("interviewer.adapters.tape.FileIO", files)
        try:
            yield disk
        finally:
            disk.close()


def put(image: Image, folder: Path) -> Path:
    """The image as files."""
    folder.mkdir()
    for place, content in image.items():
        if content is None:
            (folder / place).mkdir()
        else:
            (folder / place).write_bytes(content)
    return folder


def _number(path: Path) -> int:
    try:
        return path.lstat().st_ino
    except FileNotFoundError:
        return 0


def _names(folder: Path) -> dict[str, int]:
    return {entry.name: entry.inode() for entry in os.scandir(folder)}
