"""The lines of a PDF."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from unicodedata import normalize

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError

from interviewer.adapters.document_text import LARGEST_TEXT, Line, Refused, check_lengths, numbered
from interviewer.model.plain import printable

MOST_PAGES = 30

RUNNING = 3
"""Pages on which a line must come again to be a running head."""

_COPY = "Copy its words into a text file, and import that."


def read_pdf(data: bytes) -> tuple[list[Line], list[str]]:
    """Numbered lines of all pages, and what to tell about them. Raises Refused."""
    try:
        pages = _pages(data)
    except (DependencyError, FileNotDecryptedError) as error:
        raise Refused("is password-protected", "Save a copy without the password, and import that.") from error
    except LimitReachedError as error:
        raise Refused("unpacks to far more than it seems to hold", _COPY) from error
    except RecursionError as error:
        raise Refused("is nested too deep", _COPY) from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError) as error:
        # pypdf reads many damaged files, and raises whatever comes to hand for the others.
        raise Refused("is damaged, or no PDF that I can read", _COPY) from error
    running = _running(pages)
    kept: list[str] = []
    for page in pages:
        body = _body(page, running)
        kept += body if body[0][:1].islower() else ["", *body]
    if not any(line.strip() for line in kept):
        raise Refused("has no text (a scan?)", "Run it through text recognition, or copy its words into a text file.")
    heads = [f"Left out, for it stands on every page: {line[:60]!r}." for line in running if line.strip("# ")]
    lines = numbered("\n".join(kept))
    check_lengths(lines)
    return lines, ["Line numbers count the lines of all pages.", *heads]


def _pages(data: bytes) -> list[list[str]]:
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise FileNotDecryptedError
    if len(reader.pages) > MOST_PAGES:
        raise Refused(f"has more than {MOST_PAGES} pages", "Save only the pages of the guide, and import those.")
    pages, length = [], 0
    for page in reader.pages:
        # Laid out as printed, so that the space between two paragraphs is an empty line; ligatures become letters.
        text = normalize("NFKC", page.extract_text(extraction_mode="layout", layout_mode_strip_rotated=False))
        text = printable(text)
        length += len(text)
        if length > LARGEST_TEXT:
            raise Refused(f"holds more than {LARGEST_TEXT // 1_000_000} MB of text", "Save only the guide's pages.")
        pages.append([" ".join(line.split()) for line in text.split("\n")])
    return pages


def _body(page: list[str], running: list[str]) -> list[str]:
    """The page without running heads and without the space around them, for a sentence may go on overleaf."""
    lines = [line for line in page if _without_number(line) not in running]
    return "\n".join(lines).strip("\n").split("\n")


def _running(pages: list[list[str]]) -> list[str]:
    """First and last lines that come again page after page, with # for their numbers."""
    ends = [{_without_number(line) for line in [*page[:1], *page[-1:]] if line.strip()} for page in pages]
    counts = Counter(line for lines in ends for line in lines)
    return [line for line, count in counts.items() if count >= RUNNING]


def _without_number(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())
