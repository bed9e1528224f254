"""What somebody sent to the studio to be read: the bytes of a file, or words that were pasted.

It is read in a child process, as everywhere in the program, and one at a time: a document may take ten seconds of a
processor and half a gigabyte.
"""

from __future__ import annotations

import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from interviewer import studio
from interviewer.errors import BadGuide
from interviewer.model.closing import SheetLine
from interviewer.model.document import Document
from interviewer.model.plain import one_line, printable
from interviewer.model.session import Paper
from interviewer.rules import fitting
from interviewer.rules.closing import sheet as sheets
from interviewer.web.views import Form
from interviewer.web.waiting import Waiting

LONGEST_NAME = 100
"""Characters of a file's name that are kept."""

COMPANY_SHEET = "company-sheet.txt"
"""What the words that were pasted about the place are called where a line of them is cited."""

NAMES: dict[Paper, str] = {"job": "The job description", "cv": "Your CV"}
"""What the papers are called on the page, and where a line of pasted words is cited."""

MOST_WAITING = 8
"""Papers that were read from a file for an interview that has not begun yet; the oldest is forgotten."""

NOTHING_TO_ANSWER_FROM = (
    "The interviewer knows nothing about the place, so it cannot answer your questions at the end; they are judged all"
    " the same."
)

_one_at_a_time = threading.Lock()
_waiting = Waiting[Document](MOST_WAITING)


@dataclass(frozen=True, slots=True)
class Field:
    """Where one paper is given on the page, and what was given there in a form that is shown again."""

    paper: Paper
    name: str
    """As in `NAMES`."""

    words: str
    token: str
    """Of the file that waits to be used; empty without one."""

    file: str
    """The name of that file."""

    is_given: bool
    """In some way, even as a file that is forgotten by now."""


def file_name(sent: str) -> str:
    """The last part of a name that a browser sent, safe to make a file of."""
    last = PurePosixPath(one_line(sent).replace("\\", "/").replace(":", "/")).name
    plain = "".join(letter for letter in last if letter not in '<>"|?*').lstrip(".").strip()
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:LONGEST_NAME]}.{ending[:10]}" if dot and stem else plain[:LONGEST_NAME] or "guide.txt"


def read(name: str, data: bytes) -> Document:
    """What the file says. `name` is one that `file_name` returned. Raises BadGuide."""
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="interviewer-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return studio.read_document(str(path))


def pasted(name: str, words: str) -> Document:
    """What pasted words say; `name` is what they are called. Raises BadGuide, also for an address that stands alone."""
    if len(words.split(maxsplit=1)) == 1:
        studio.refuse_address(words.strip())
    return read(name, words.encode())


def keep(paper: Paper, name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """Read a paper from a file, for an interview that begins later: its token, and what the candidate should know.

    Raises BadGuide, or SetupError for one that is far too long.
    """
    document = read(name, data)
    _, told = fitting.read({paper: document})
    return _waiting.put(document), told


def leave(token: str) -> None:
    """Forget a paper that was kept."""
    _waiting.forget(token)


def fields(form: Form) -> tuple[Field, ...]:
    """Where the papers are given; `form` holds what was written there before."""
    return tuple(_field(paper, form) for paper in NAMES)


def given(form: Form) -> dict[Paper, Document]:
    """The papers of this form, read. Raises BadGuide."""
    return {paper: document for paper in NAMES if (document := _given(paper, form)) is not None}


def used(form: Form) -> None:
    """The interview has begun: what was kept for it is forgotten."""
    for paper in NAMES:
        leave(_token(paper, form))


def company_sheet(words: str, job: Document | None) -> tuple[tuple[SheetLine, ...], tuple[str, ...]]:
    """What the interviewer may answer with at the close, from pasted words and from the job description, and what the
    candidate should know of it. Raises BadGuide or SetupError.
    """
    about = pasted(COMPANY_SHEET, words) if words else None
    told: list[str] = []
    if about is not None:
        told += [printable(notice) for notice in about.notices]
        told += [
            f"Line {line} of what you pasted speaks to the interviewer: it is never said."
            for line in sheets.set_aside(about)
        ]
    found = sheets.sheet(about, job)
    return found, (*told, *(() if found else (NOTHING_TO_ANSWER_FROM,)))


def _given(paper: Paper, form: Form) -> Document | None:
    words, token = form.text(paper), _token(paper, form)
    if not token:
        return pasted(NAMES[paper], words) if words else None
    if words:
        raise BadGuide(
            f"{NAMES[paper]} is given twice, as a file and as pasted words",
            hint="Empty the box, or leave the file out.",
        )
    document = _waiting.find(token)
    if document is None:
        raise BadGuide(
            f"{NAMES[paper]} was read from a file too long ago, and is forgotten", hint="Choose the file again."
        )
    return document


def _field(paper: Paper, form: Form) -> Field:
    words, token = form.text(paper), _token(paper, form)
    document = _waiting.find(token)
    return Field(
        paper=paper,
        name=NAMES[paper],
        words=words,
        token=token if document else "",
        file=document.name if document else "",
        is_given=bool(words or token),
    )


def _token(paper: Paper, form: Form) -> str:
    return form.get(f"{paper}_file")
