"""Guides of the tests' own, and documents made of text."""

from __future__ import annotations

from pathlib import Path

from interviewer.library.guide import Guide
from interviewer.model.document import Document, DocumentLine

GUIDES = Path(__file__).parents[1] / "data" / "guides"


def document(text: str, *, name: str = "guide.txt") -> Document:
    """A text as the reader hands it over."""
    lines = tuple(DocumentLine(number=number, text=line) for number, line in enumerate(text.split("\n"), 1))
    return Document(name=name, format="text", lines=lines)


def guide_text(name: str) -> str:
    return (GUIDES / name).read_text(encoding="utf-8")


def same_but_lines(guide: Guide) -> tuple[object, ...]:
    """All that was understood of a guide, without the lines where it stands."""
    entries = [guide.types, guide.competencies, guide.to_ask, guide.steps, guide.faq]
    return (
        guide.role,
        guide.about,
        [[(one.name, one.about) for one in some] for some in entries],
        [(one.text, one.why, one.how, one.example, one.points) for one in guide.questions],
    )
