"""Guides of the tests' own, and documents made of text."""

from __future__ import annotations

from pathlib import Path

from interviewer.model.document import Document, DocumentLine

GUIDES = Path(__file__).parents[1] / "data" / "guides"


def document(text: str, *, name: str = "guide.txt") -> Document:
    """A text as the reader hands it over."""
    lines = tuple(DocumentLine(number=number, text=line) for number, line in enumerate(text.split("\n"), 1))
    return Document(name=name, format="text", lines=lines)


def guide_text(name: str) -> str:
    return (GUIDES / name).read_text(encoding="utf-8")
