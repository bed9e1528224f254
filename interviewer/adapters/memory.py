"""Memory that was freed, given back to the system."""

from __future__ import annotations

import contextlib
import ctypes
import sys


def give_back() -> None:
    """Let the system have what was taken and freed again; glibc keeps it, and in one heap for every few threads."""
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # another C library, which gives back by itself
            ctypes.CDLL(None).malloc_trim(0)
