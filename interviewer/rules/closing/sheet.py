"""What the interviewer may say about the place: sentences of a company sheet and of the job description, with their
lines. They are data. A sentence that gives the interviewer orders is set aside, and none is ever run together with
another or put in other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from interviewer.errors import SetupError
from interviewer.model.closing import SheetLine, SheetSource
from interviewer.model.document import Document, DocumentLine
from interviewer.rules import fitting
from interviewer.rules.fitting import Passage

MOST_LINES = 600
"""Sentences of both papers together; a long job description has 100."""

LONGEST_LINE = 240
"""Characters of a sentence that can be said aloud; a longer one is cut between words."""

FEWEST_WORDS = 4
"""Words of a sentence that tells something; fewer are a heading or a label."""

LONGEST_TITLE = 3
"""Lines that a title may have."""

ORDERS = re.compile(
    r"\b(?:tell|inform|assure|promise|say to|answer|reply to|offer|ask|congratulate|treat|let)\b[^.!?]{0,40}"
    r"\b(?:candidates?|applicants?|interviewees?|him|her|them|the person you)\b"
    r"|\b(?:you|he|she|they|the (?:candidate|applicant|interviewee))(?:'s| is| are|'re| has| have|'ve)?"
    r"(?: been| already| now)* (?:hired|employed|accepted|got the (?:job|post|position)|passed the interview)\b"
    r"|\b(?:ignore|disregard|forget|override)\b[^.!?]{0,40}\b(?:instructions?|rules?|sheet|above|previous|prompts?)\b"
    r"|\b(?:you are|act as|pretend to be|from now on)\b[^.!?]{0,30}\b(?:interviewer|assistant|model|ai|system|bot)\b"
    r"|\b(?:system|assistant|developer) ?(?:prompt|message|note|instructions?)\b|<\|?/?\w+\|?>|\[/?inst\]",
    re.IGNORECASE,
)
"""What a description of a place never says, and somebody who wants to steer a program does."""

ABOUT_THE_PLACE = re.compile(r"^#+\s*about the place\b", re.IGNORECASE)
TO_ASK_THEM = re.compile(r"^#+\s*questions to ask them\b", re.IGNORECASE)
THE_CANDIDATES_OWN = re.compile(r"\b(?:do I|I know|I want|my)\b")
"""Research questions about the candidate: the notes to them are no facts of the place."""

_HEADING = re.compile(r"^#{1,6}\s")
_BOX = re.compile(r"^\s*- \[[ xX]\]\s*")
_NOTES = re.compile(r"^\s*(?:notes|what they said):\s*", re.IGNORECASE)
_OWN_WORDS = re.compile(r"\b(?:I|I'm|I've|I'd|my|me)\b")
_BLANK = re.compile(r"^[\s_.-]*$")


def sheet(company: Document | None, job: Document | None) -> tuple[SheetLine, ...]:
    """All that can be answered with, without what gives orders. Raises SetupError for papers that are far too long."""
    found = [*_lines(company, "company"), *_lines(job, "job")]
    if len(found) > MOST_LINES:
        raise SetupError(
            f"The papers about the place are too long to answer from: {len(found)} sentences",
            hint=f"Give only the pages that matter, at most {MOST_LINES} sentences.",
        )
    return tuple(found)


def set_aside(document: Document) -> tuple[int, ...]:
    """The lines of a company sheet that give orders instead of telling about the place."""
    return tuple(dict.fromkeys(line for line, text, _ in _sentences(document) if gives_orders(text)))


def gives_orders(text: str) -> bool:
    """Whether a sentence speaks to the interviewer or the judge."""
    return bool(ORDERS.search(text)) or fitting.addressed(Passage("job", 1, text))


def _lines(document: Document | None, source: SheetSource) -> Iterator[SheetLine]:
    """A line goes as a whole with any sentence of it that gives orders: what stands beside it is not to be trusted."""
    if document is None:
        return
    told = list(_sentences(document))
    unsaid = {line for line, text, _ in told if gives_orders(text)} | _headings(document)
    for line, text, about in told:
        if line not in unsaid and len(text.split()) >= FEWEST_WORDS and not text.endswith("?"):
            yield SheetLine(source=source, line=line, text=_sayable(text), about=about)


def _headings(document: Document) -> set[int]:
    """The lines that only name what comes after them: marked so, or standing apart at the top without a full stop."""
    marked = {line.number for line in document.lines if line.mark == "heading" or _HEADING.match(line.text)}
    top = list(takewhile(lambda line: line.text.strip(), document.lines))
    stands_apart = len(top) <= LONGEST_TITLE and len(top) < len(document.lines)
    is_title = stands_apart and not any(line.text.rstrip().endswith((".", "!", "?", ";")) for line in top)
    return marked | ({line.number for line in top} if is_title else set())


def _sentences(document: Document) -> Iterator[tuple[int, str, str]]:
    """(line, sentence, the question that it answers) of a paper, or of the notes in a page of `interviewer prepare`."""
    if not any(ABOUT_THE_PLACE.match(line.text) for line in document.lines):
        for passage in fitting.passages(document, "job"):
            yield passage.line, passage.text, ""
        return
    for number, note, about in _notes(document.lines):
        for passage in fitting.passages(_only(document, number, note), "job"):
            if not _OWN_WORDS.search(passage.text):
                yield passage.line, passage.text, about


def _notes(lines: Sequence[DocumentLine]) -> Iterator[tuple[int, str, str]]:
    """What was written under the boxes of the two sections of a preparation that are about the place."""
    inside, about, noting = False, "", False
    for line in lines:
        if _HEADING.match(line.text):
            inside = bool(ABOUT_THE_PLACE.match(line.text) or TO_ASK_THEM.match(line.text))
            noting = False
        elif inside and _BOX.match(line.text):
            about, noting = fitting.cleaned(_BOX.sub("", line.text)), False
        elif inside and (begun := _NOTES.match(line.text)):
            noting = not THE_CANDIDATES_OWN.search(about)
            if noting and not _BLANK.match(rest := line.text[begun.end() :]):
                yield line.number, rest, about
        elif noting and not _BLANK.match(line.text):
            yield line.number, line.text, about


def _only(document: Document, number: int, text: str) -> Document:
    return document.but(lines=(DocumentLine(number=number, text=text),))


def _sayable(text: str) -> str:
    if len(text) > LONGEST_LINE:
        return f"{text[: LONGEST_LINE - 3].rsplit(' ', 1)[0]}..."
    return text
