"""The paragraphs of a Word document (DOCX)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from interviewer.adapters.document_html import BOLD, LONGEST_BOLD
from interviewer.adapters.document_text import LARGEST_TEXT, LONGEST_LINE, Line, Refused
from interviewer.model.plain import printable

LARGEST_UNPACKED = 50_000_000
"""Bytes of all parts together."""

MOST_PARTS = 2_000
DEEPEST_TABLE = 5

NUMBERS = "Line numbers count the paragraphs of the document."

_COPY = "Copy its words into a text file, and import that."


def read_docx(data: bytes) -> list[Line]:
    """Numbered paragraphs, headings and list items. Raises Refused."""
    try:
        _look_at(zipfile.ZipFile(BytesIO(data)))
        document = docx.Document(BytesIO(data))
        passages = [found for found in _lines(document) if found[0]]
    except (etree.XMLSyntaxError, RecursionError) as error:
        raise Refused("is damaged, or nested too deep", _COPY) from error
    except (zipfile.BadZipFile, OpcError, KeyError, ValueError, AttributeError, NotImplementedError, OSError) as error:
        raise Refused("is damaged, or no Word document that I can read", _COPY) from error
    if not passages:
        raise Refused("has no text (pictures only?)", _COPY)
    if sum(len(text) for text, _, _ in passages) > LARGEST_TEXT:
        raise Refused(f"holds more than {LARGEST_TEXT // 1_000_000} MB of text", "Save only the guide.")
    return [(number, text[:LONGEST_LINE], mark, level) for number, (text, mark, level) in enumerate(passages, 1)]


def _look_at(archive: zipfile.ZipFile) -> None:
    """What the archive says about itself; unpacking stops at the sizes that are said here. Raises Refused."""
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
        raise Refused(f"unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB or {MOST_PARTS} parts", _COPY)
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("is password-protected", "Save a copy without the password, and import that.")
    if "word/document.xml" not in archive.namelist():
        raise Refused("is an archive and no Word document", "Unpack it, and import the guide itself.")


def _lines(inside: WordDocument | _Cell, depth: int = 0) -> Iterator[tuple[str, str, int]]:
    if depth > DEEPEST_TABLE:
        raise Refused(f"has tables in tables, deeper than {DEEPEST_TABLE}", _COPY)
    for passage in inside.iter_inner_content():
        if isinstance(passage, Table):
            for row in passage.rows:
                for cell in row.cells:
                    yield from _lines(cell, depth + 1)
        else:
            yield from _paragraph(passage)


def _paragraph(passage: Paragraph) -> Iterator[tuple[str, str, int]]:
    style = (passage.style.name or "") if passage.style is not None else ""
    heading = re.match(r"(?i)heading (\d)", style)
    bold = [run.bold for run in passage.runs if run.text.strip()]
    listed = passage._p.pPr is not None and passage._p.pPr.numPr is not None
    for text in printable(passage.text).split("\n"):
        words = " ".join(text.split())
        if heading or style in ("Title", "Subtitle"):
            yield words, "heading", min(int(heading[1]), 6) if heading else 1 if style == "Title" else 0
        elif style.startswith("List") or listed:
            yield words, "item", 0
        elif bold and all(bold) and len(words) <= LONGEST_BOLD:
            yield words.rstrip(" :"), "heading", BOLD
        else:
            yield words, "paragraph", 0
