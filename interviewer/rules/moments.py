"""The places of an answer that are worth hearing again: for the page's picture and table, and the replay's keys."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Literal

from interviewer.model.base import Fact
from interviewer.model.delivery import MomentKind
from interviewer.model.report import Answer, Quote, Span, StarClock

LEAD_IN = 0.3
"""Seconds before a place at which playing starts, so that its first sound is not cut."""

QuoteKind = Literal["keep", "next time", "quoted"]


KINDS = {
    "keep": "to keep",
    "next time": "for next time",
    "quoted": "quoted",
    "filled pause": "um, uh and the like",
    "discourse marker": "you know and the like",
    "repetition": "said twice or mended",
    "repair": "said twice or mended",
    "hedge": "hedged",
    "pause at a boundary": "pause at a boundary",
    "pause in mid-clause": "pause in mid-clause",
    "uncertain word": "heard with doubt",
    "fast stretch": "fast stretch",
    "slow stretch": "slow stretch",
    "flat stretch": "flat stretch",
    "trailing off": "trailing off",
}
"""What each kind of place is called."""

NOT_SAID = frozenset(kind for kind in KINDS if "pause at" in kind or "pause in" in kind or "stretch" in kind)
"""Kinds whose text is a measure, not the candidate's words."""


class Place(Fact):
    """One place of an answer, in seconds of its recording."""

    kind: QuoteKind | MomentKind
    start: float
    end: float
    text: str
    """What was said there, in the candidate's own words; of a pause its length, of a stretch its pace."""


def places(answer: Answer) -> tuple[Place, ...]:
    """What was quoted and what was noticed about the speaking, in the order it is heard; a quote before the rest."""
    noticed = [Place(kind=each.kind, start=each.start, end=each.end, text=each.text) for each in answer.moments]
    return tuple(sorted([*_quoted(answer), *noticed], key=lambda each: each.start))


def stretches(star: StarClock | None) -> tuple[Span, ...]:
    """Sentences in a row that play the same STAR parts, as one."""
    runs = [list(run) for _, run in groupby(star.spans if star else (), key=lambda span: span.parts)]
    return tuple(run[0].but(end=run[-1].end) for run in runs)


def _quoted(answer: Answer) -> Iterator[Place]:
    """Each quoted place once, under the first of its names."""
    named: list[tuple[QuoteKind, Quote | None]] = [("keep", answer.strength_quote)]
    named += [("next time", fix.quote) for fix in answer.fixes]
    named += [("quoted", quote) for claim in (*answer.parts, *answer.points) for quote in claim.quotes]
    told: set[float] = set()
    for kind, quote in named:
        if quote is None or quote.take != answer.take:
            continue
        if quote.start is not None and quote.start not in told:
            told.add(quote.start)
            end = quote.end if quote.end is not None else quote.start
            yield Place(kind=kind, start=quote.start, end=end, text=quote.words)
