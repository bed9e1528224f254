"""The child that reads one document: `python -m interviewer.adapters.document_child MEGABYTES`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from interviewer.adapters import priority
from interviewer.adapters.child import Message, serve
from interviewer.adapters.document_text import Refused, read_text

SECONDS_OF_WORK = 10


def handle(request: Message, told: Callable[[float], None]) -> Message:
    """Lines of the document, or why there are none."""
    path = Path(request["path"])
    try:
        format, lines, notices = read(path.read_bytes(), path.suffix.lower())
    except Refused as refused:
        return {"refused": refused.sentence, "hint": refused.hint}
    except OSError as error:
        return {"refused": f"cannot be opened: {error.strerror}", "hint": "Check that you may read it."}
    return {"format": format, "lines": lines, "notices": notices}


def read(data: bytes, suffix: str) -> tuple[str, list[tuple[int, str, str, int]], list[str]]:
    """Format, lines and notices. Raises Refused."""
    return read_text(data, suffix)


def hold_to(megabytes: int) -> None:
    """Cap this process's memory and processor time, where the system offers that."""
    if sys.platform == "win32":
        return
    import resource

    for what, most in ((resource.RLIMIT_AS, megabytes * 1_000_000), (resource.RLIMIT_CPU, SECONDS_OF_WORK)):
        hard = resource.getrlimit(what)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (allowed, hard))
        except (OSError, ValueError):
            continue  # macOS knows the name of the memory cap and refuses its use; the parent's deadline still holds


if __name__ == "__main__":
    hold_to(int(sys.argv[1]))
    serve(handle, steps=priority.VOICE)
