"""The child that reads one document: `python -m interviewer.adapters.document_child MEGABYTES SECONDS`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from interviewer.adapters import priority
from interviewer.adapters.child import Message, serve
from interviewer.adapters.document_text import Line, Refused, check_lengths, looks_like_html, read_text


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


def read(data: bytes, suffix: str) -> tuple[str, list[Line], list[str]]:
    """Format, lines and notices; what a file is, its bytes say before its name does. Raises Refused."""
    if b"%PDF-" in data[:1024]:
        from interviewer.adapters.document_pdf import read_pdf

        return "pdf", *read_pdf(data)
    if data.startswith(b"PK"):
        from interviewer.adapters import document_docx

        return "docx", document_docx.read_docx(data), [document_docx.NUMBERS]
    format, lines, notices = read_text(data, suffix)
    if suffix in (".html", ".htm", ".xhtml") or looks_like_html(lines):
        from interviewer.adapters import document_html

        text = "\n".join(line[1] for line in lines)
        return "html", document_html.read_html(text), [*notices, document_html.NUMBERS]
    check_lengths(lines)
    return format, lines, notices


def hold_to(megabytes: int, seconds: int) -> None:
    """Cap this process's memory and processor time, where the system offers that."""
    if sys.platform == "win32":
        return
    import resource

    for what, most in ((resource.RLIMIT_AS, megabytes * 1_000_000), (resource.RLIMIT_CPU, seconds)):
        hard = resource.getrlimit(what)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (allowed, hard))
        except (OSError, ValueError):
            continue  # macOS knows the name of the memory cap and refuses its use; the parent's deadline still holds


if __name__ == "__main__":
    hold_to(int(sys.argv[1]), int(sys.argv[2]))
    serve(handle, steps=priority.VOICE)
