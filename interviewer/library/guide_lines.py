"""From the lines of a document to whole paragraphs, headings and list items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from interviewer.model.document import Document, DocumentLine

BlockMark = Literal["paragraph", "heading", "item", "numbered"]

LONGEST_HEADING = 110
"""Characters."""

BOLD = 7
"""The level of a line that is bold as a whole: below every level that a file can mark."""

WIDEST_WRAP, NARROWEST_WRAP = 130, 50
"""Widest line (characters) of a text that was broken into lines by its writer, and the least that says so."""

MOST_MARKS = 200
"""Marks of Markdown in one passage; one with more is taken as it is, so that none costs more time than it is long."""

SPACED = 0.15
"""Share of empty lines from which on paragraphs are taken to stand apart."""

_BULLET = re.compile(r"^[•●▪◦·‣*+–—-]\s+(.*)$")
_NUMBER = re.compile(r"^\(?\d{1,3}[.)]\s+(.*)$")
_HASHES = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_BOLD_LINE = re.compile(r"^(\*\*|__)(?P<text>(?!\s)[^*_]+?)(\*\*|__)\s*:?$")
_RULE = re.compile(r"^([-*_=~`]\s*){3,}$")
_ENDS = (".", "!", "?", ":", '"', "”", ";")


@dataclass(frozen=True)
class Block:
    """A passage that belongs together, with the line that it begins on."""

    text: str
    line: int
    mark: BlockMark
    level: int = 0
    """1 to 6: marked by the file; BOLD: bold as a whole; 0: not known."""


def blocks(document: Document) -> tuple[Block, ...]:
    """The document's passages in their order, without markup."""
    return tuple(_settled(block) for block in _joined(document) if block.text)


def is_marked(found: tuple[Block, ...]) -> bool:
    """True when the document itself marks its headings, so that a short line need not be taken for one."""
    return sum(block.mark == "heading" for block in found) >= 3


def _joined(document: Document) -> Iterator[Block]:
    width, spaced = _wrap_width(document), _is_spaced(document)
    open_block: Block | None = None
    last = ""
    for line in document.lines:
        block = _block(line)
        if open_block is not None and last and (level := _underlines(line, open_block)):
            open_block = replace(open_block, mark="heading", level=level)
        goes_on = (
            open_block is not None
            and block is not None
            and line.mark == "raw"
            and block.mark == "paragraph"
            and open_block.mark != "heading"
            and _goes_on(last, line.text, width, spaced=spaced)
        )
        if goes_on and open_block is not None and block is not None:
            open_block = replace(open_block, text=f"{open_block.text} {block.text}")
        else:
            if open_block is not None:
                yield open_block
            open_block = block
        last = line.text if block is not None else ""
    if open_block is not None:
        yield open_block


def _underlines(line: DocumentLine, block: Block) -> int:
    """The level of the heading that a row of = or - under a single line makes of it (Markdown's second form), or 0."""
    row = line.text.strip()
    fits = line.mark == "raw" and block.mark == "paragraph" and len(block.text) <= LONGEST_HEADING
    return {"=": 1, "-": 2}.get(row[:1], 0) if fits and _RULE.match(row) else 0


def _goes_on(last: str, text: str, width: int, *, spaced: bool) -> bool:
    """True when `text` is the rest of a paragraph that was broken after `last`."""
    if not last or not width:
        return False
    if text[:1].isspace() and text.strip() and not last.endswith(_ENDS):
        return True
    stripped = text.strip()
    like_a_heading = len(stripped) < 0.8 * width and not stripped.endswith(_ENDS) and not stripped[0].islower()
    # The first word would have stood on the line before if there had been room for it.
    reach = (len(last.rstrip()) + 1 + len(stripped.split()[0])) / width
    if not last.rstrip().endswith(_ENDS):
        return spaced or (reach > 0.85 and not like_a_heading)
    return reach > 0.95 and stripped[0] not in '"“' and not like_a_heading


def _is_spaced(document: Document) -> bool:
    """True for a printed text whose paragraphs stand apart, so that what stands together belongs together."""
    blank = sum(not line.text.strip() for line in document.lines)
    return document.format == "pdf" and blank >= SPACED * len(document.lines)


def _wrap_width(document: Document) -> int:
    """Width (characters) that the text was broken at; 0 for a text with one paragraph a line."""
    width = max((len(line.text) for line in document.lines if line.mark == "raw"), default=0)
    return width if NARROWEST_WRAP <= width <= WIDEST_WRAP else 0


def _block(line: DocumentLine) -> Block | None:
    """None for a line that says nothing."""
    text = line.text.strip()
    if line.mark == "heading":
        return Block(text, line.number, "heading", line.level)
    if line.mark == "item":
        return Block(text, line.number, "item")
    if line.mark == "raw":
        text = re.sub(r"^(>\s*)+", "", text)
        if not text or _RULE.match(text) or re.fullmatch(r"(`{3,}|~{3,})\w*|<!--.*-->", text):
            return None
        if marked := _HASHES.match(text):
            return Block(marked[2], line.number, "heading", len(marked[1]))
    if bold := _BOLD_LINE.match(text):
        return Block(bold["text"], line.number, "heading", BOLD)
    if bullet := _BULLET.match(text):
        return Block(bullet[1], line.number, "item")
    if numbered := _NUMBER.match(text):
        bold = _BOLD_LINE.match(numbered[1])
        return (
            Block(bold["text"], line.number, "heading", BOLD) if bold else Block(numbered[1], line.number, "numbered")
        )
    return Block(text, line.number, "paragraph")


def _settled(block: Block) -> Block:
    """Without the marks of Markdown, and a numbered heading without its number."""
    text = block.text
    if sum(text.count(mark) for mark in "*_`[") > MOST_MARKS:
        return replace(block, text=" ".join(text.split()))
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<!\w)([*_`])(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)
    if block.mark == "heading":
        text = re.sub(r"^\(?(\d{1,3}[.)]|\d+(\.\d+)+)\s+", "", text)
        text = text.rstrip(" :")
    return replace(block, text=" ".join(text.split()))
