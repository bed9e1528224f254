"""What somebody sent to the studio to be read: the bytes of a file, or words that were pasted.

It is read in a child process, as everywhere in the program, and one at a time: a document may take ten seconds of a
processor and half a gigabyte.
"""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path, PurePosixPath

from interviewer import studio
from interviewer.model.closing import SheetLine
from interviewer.model.document import Document
from interviewer.model.plain import one_line, printable
from interviewer.rules.closing import sheet as sheets

LONGEST_NAME = 100
"""Characters of a file's name that are kept."""

COMPANY_SHEET = "company-sheet.txt"
"""What the words that were pasted about the place are called where a line of them is cited."""

NOTHING_TO_ANSWER_FROM = (
    "The interviewer knows nothing about the place, so it cannot answer your questions at the end; they are judged all"
    " the same."
)

_one_at_a_time = threading.Lock()


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


def company_sheet(words: str) -> tuple[tuple[SheetLine, ...], tuple[str, ...]]:
    """What the interviewer may answer with at the close, from pasted words, and what the candidate should know of it.

    Raises BadGuide or SetupError.
    """
    if not words:
        return (), (NOTHING_TO_ANSWER_FROM,)
    about = read(COMPANY_SHEET, words.encode())
    told = [printable(notice) for notice in about.notices]
    told += [
        f"Line {line} of what you pasted speaks to the interviewer: it is never said."
        for line in sheets.set_aside(about)
    ]
    found = sheets.sheet(about, None)
    return found, (*told, *(() if found else (NOTHING_TO_ANSWER_FROM,)))
