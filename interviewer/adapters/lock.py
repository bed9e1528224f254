"""A lock file that names its holder, so that a second program is refused and a dead one's lock is not obeyed.

The holder is a process id with the process's start time: ids are used again, the pair is not. A lock of the kernel's
would outlive a killed program in the children that inherited it; this one dies with the process that it names.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import psutil

from interviewer.adapters.disk import PRIVATE_FILE

START_TOLERANCE = 2.0
"""Seconds by which two readings of one process's start time may differ, when the clock was set in between."""


@dataclass(frozen=True)
class Holder:
    """A process that says it holds a lock."""

    pid: int
    started: float
    """Seconds since 1970."""

    @staticmethod
    def me() -> Holder:
        return Holder(pid=os.getpid(), started=psutil.Process().create_time())

    @property
    def alive(self) -> bool:
        try:
            process = psutil.Process(self.pid)
            started, state = process.create_time(), process.status()
        except (psutil.NoSuchProcess, ValueError, OverflowError):
            return False
        except psutil.AccessDenied:
            return True
        return state != psutil.STATUS_ZOMBIE and abs(started - self.started) <= START_TOLERANCE


def holder(lock: Path) -> Holder | None:
    """The live process that holds `lock`, or None when nobody does. Raises OSError."""
    try:
        facts = json.loads(lock.read_bytes())
        named = Holder(pid=int(facts["pid"]), started=float(facts["started"]))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return None
    return named if named.alive else None


def acquire(lock: Path) -> Holder | None:
    """Take the lock and return None, or return who holds it. Raises OSError."""
    while not _create(lock):
        other = holder(lock) or _clear(lock)
        if other is not None:
            return other
    return None


def release(lock: Path) -> None:
    """Let go. Raises OSError."""
    lock.unlink(missing_ok=True)


def _create(lock: Path) -> bool:
    """Make the lock file; False when there is one."""
    try:
        handle = os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    except FileExistsError:
        return False
    me = Holder.me()
    try:
        os.write(handle, json.dumps({"pid": me.pid, "started": me.started}).encode())
    except OSError:
        lock.unlink(missing_ok=True)
        raise
    finally:
        os.close(handle)
    return True


def _clear(lock: Path) -> Holder | None:
    """Take a dead process's lock away. When somebody was faster and holds it by now, put it back and say who."""
    taken = lock.with_name(f"{lock.name}.{os.getpid()}")
    try:
        lock.replace(taken)
    except FileNotFoundError:
        return None
    faster = holder(taken)
    if faster is None:
        taken.unlink(missing_ok=True)
    else:
        taken.replace(lock)
    return faster
