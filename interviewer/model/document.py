"""A file of text that somebody else wrote, as lines whose marks are known."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from interviewer.model.base import Fact

Format = Literal["text", "html", "pdf", "docx", "csv", "json"]

Mark = Literal["raw", "paragraph", "heading", "item"]
"""raw: a line as it stands in the file, which may be a part of a paragraph or carry Markdown. The others are whole."""


class DocumentLine(Fact):
    """One line or paragraph. Its text is printable: no control or invisible characters."""

    number: Annotated[int, Field(ge=1)]
    """Where it stands: the line of a text, the paragraph of a DOCX or HTML page, the line of all pages of a PDF."""

    text: str
    mark: Mark = "raw"
    level: int = 0
    """1 to 6 for a heading that the file itself marks, 7 for one that is only bold; else 0."""


class Document(Fact):
    """What a file says, without its looks."""

    name: str
    """The file's name, for people."""

    format: Format
    lines: tuple[DocumentLine, ...]
    notices: tuple[str, ...] = ()
    """What a reader should know, such as an encoding that had to be guessed."""
