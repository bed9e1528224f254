"""What to have ready before the day: what the post asks for, the stories that are missing, a plan for ninety days."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interviewer.model.document import Document, DocumentLine
from interviewer.model.question import Bank, Topic
from interviewer.model.session import Paper
from interviewer.rules import fitting
from interviewer.rules.fitting import Passage

MOST_DUTIES = 12
"""That a plan names; more than that nobody plans for."""

LONGEST_HEADING = 60
"""Characters of a line that may be a heading without being marked as one."""

_DUTIES = re.compile(
    r"\b(?:duties|responsibilit\w+|tasks?|what you(?:'ll| will)(?: be)? do(?:ing)?"
    r"|your (?:role|work|job|day)|the (?:role|job|work))\b",
    re.IGNORECASE,
)
_OTHER_HEADINGS = re.compile(
    r"\b(?:requirements?|qualifications?|skills|experience|benefits|about|who you are|we offer|we look for|apply"
    r"|person specification|essential|desirable|salary|contact|profile|background|must haves?|nice to have"
    r"|you(?:'ll| will)? (?:bring|have))\b",
    re.IGNORECASE,
)
_BULLETS = ("-", "*", "+", "\u2022", "\u2013")


@dataclass(frozen=True, slots=True)
class Need:
    """A competency that the post asks for, and the sentences of the post and of the CV that speak of it."""

    competency: Topic
    asked_by: tuple[Passage, ...]
    shown_by: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Preparation:
    """All that a candidate can work through with a pencil."""

    bank: Bank
    needs: tuple[Need, ...]
    """Those asked for most come first."""

    duties: tuple[Passage, ...]
    has_job: bool
    has_cv: bool
    set_aside: tuple[tuple[Paper, int], ...]
    """Lines that speak to the interviewer: nothing was made of them."""


def preparation(bank: Bank, job: Document | None, cv: Document | None) -> Preparation:
    """What to prepare for an interview from this bank, as far as the two papers say. Raises SetupError: a paper is
    far too long."""
    papers: Mapping[Paper, Document | None] = {"job": job, "cv": cv}
    said = [one for paper, document in papers.items() if document for one in fitting.passages(document, paper)]
    unheard = fitting.set_aside(said)
    called = fitting.called_for(bank, said)
    needs = [
        Need(
            topic,
            tuple(one for one in called[topic.id] if one.paper == "job"),
            tuple(one for one in called[topic.id] if one.paper == "cv"),
        )
        for topic in bank.competencies
    ]
    asked = sorted((need for need in needs if need.asked_by or not job), key=lambda need: -len(need.asked_by))
    return Preparation(
        bank=bank,
        needs=tuple(asked),
        duties=_duties(job, frozenset(line for paper, line in unheard if paper == "job")) if job else (),
        has_job=job is not None,
        has_cv=cv is not None,
        set_aside=unheard,
    )


def _duties(job: Document, unheard: frozenset[int]) -> tuple[Passage, ...]:
    """The lines under a heading such as "What you will do", up to the next heading."""
    found: list[Passage] = []
    inside, listed = False, False
    for line in job.lines:
        text = fitting.cleaned(line.text)
        if _is_heading(line, text) or (listed and _stands_over(line, text)):
            inside, listed = bool(_DUTIES.search(text)) and not _OTHER_HEADINGS.search(text), False
        elif inside and text and line.number not in unheard:
            listed = listed or line.text.startswith(_BULLETS)
            found.append(Passage("job", line.number, fitting.shortened(text)))
    return tuple(found[:MOST_DUTIES])


def _stands_over(line: DocumentLine, text: str) -> bool:
    """Whether a line in a list with bullets has none and is short: the heading of what comes next, whatever it says."""
    begins = line.mark == "raw" and bool(text) and not line.text.startswith((*_BULLETS, " ", "\t"))
    return begins and len(text) <= LONGEST_HEADING and not text.endswith((".", ";", ","))


def _is_heading(line: DocumentLine, text: str) -> bool:
    if line.mark != "raw":
        return line.mark == "heading"
    raw = line.text.strip()
    if raw.startswith("#") or (raw.startswith("**") and raw.rstrip(":").endswith("**")):
        return True
    short = len(text) <= LONGEST_HEADING and not raw.startswith(_BULLETS)
    return short and not text.endswith((".", ";", ",")) and bool(_DUTIES.search(text) or _OTHER_HEADINGS.search(text))


def missing(needs: Sequence[Need]) -> tuple[Need, ...]:
    """What the post asks for and the CV says nothing of."""
    return tuple(need for need in needs if not need.shown_by)
