"""Reads somebody else's document in a child process, so that a hostile one costs ten seconds and nothing else."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from interviewer.adapters.child import Child, ChildFailed, Message
from interviewer.errors import BadGuide
from interviewer.model.document import Document, DocumentLine
from interviewer.model.plain import one_line
from interviewer.ports import silent

LARGEST = 20_000_000
"""Bytes of a file."""

SECONDS = 10
"""Processor time that the child gets for one document, where the system can hold it to that."""

DEADLINE = 60.0
"""Seconds after which the child is ended in any case; a busy computer may take so long over ten seconds of work."""

MEGABYTES = 512
"""Address space that the child gets for one document, where the system can hold it to that."""

_CHILD = "interviewer.adapters.document_child"


def read_document(file: str) -> Document:
    """What the file says. Raises BadGuide: it is an address, is not there, is too large, or cannot be read."""
    refuse_address(file)
    path = Path(file).expanduser()
    name = one_line(path.name)
    _look_at(path, name)
    child = Child(_CHILD, str(MEGABYTES), str(SECONDS))
    try:
        reply = child.ask({"path": str(path.absolute())}, deadline=DEADLINE, told=silent)
    except ChildFailed as error:
        raise BadGuide(
            f"{name} could not be read within {SECONDS} seconds and {MEGABYTES} MB of memory",
            hint="Copy its words into a plain text file, and give that.",
        ) from error
    finally:
        child.close()
    if "refused" in reply:
        raise BadGuide(f"{name} {reply['refused']}", hint=str(reply["hint"]))
    return _document(name, reply)


def refuse_address(given: str) -> None:
    """Raises BadGuide for what begins as the address of a page does: a place to look, where words were wanted."""
    if re.match(r"(?i)^([a-z][a-z0-9+.-]+://|www\.|https?:)", given):
        raise BadGuide(
            "Only files and pasted text; I do not fetch addresses",
            hint="Save the page as a file (such as guide.html), and give that.",
        )


def _look_at(path: Path, name: str) -> None:
    """What can be known before a byte is read. Raises BadGuide."""
    try:
        about = path.stat()
    except (OSError, ValueError) as error:
        raise BadGuide(f"There is no file {str(path)!r}", hint="Check the name and the folder.") from error
    if not stat.S_ISREG(about.st_mode):
        raise BadGuide(f"{name} is not a file", hint="Give one file: a text, Markdown, HTML, PDF, DOCX, CSV or JSON.")
    if about.st_size > LARGEST:
        raise BadGuide(
            f"{name} is larger than {LARGEST // 1_000_000} MB", hint="A guide is some pages of text: give only those."
        )
    if about.st_size == 0:
        raise BadGuide(f"{name} is empty", hint="Give a file with words in it.")


def _document(name: str, reply: Message) -> Document:
    lines = tuple(
        DocumentLine(number=number, text=text, mark=mark, level=level) for number, text, mark, level in reply["lines"]
    )
    return Document(name=name, format=reply["format"], lines=lines, notices=tuple(reply["notices"]))
