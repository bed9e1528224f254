"""The places of an answer that are worth hearing again: for the strip of the page, its table, and the replay's keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Literal

from interviewer.model.base import Fact
from interviewer.model.grade import Part
from interviewer.model.report import Answer, Quote, Said
from interviewer.model.speech import Word
from interviewer.rules.delivery import LONG_PAUSE, is_filled_pause

UNSURE = 0.5
"""Words that were heard with less probability than this are marked as uncertain."""

MomentKind = Literal["keep", "next time", "quoted", "pause", "filled pause", "uncertain"]

_FIRST: tuple[MomentKind, ...] = ("keep", "next time", "quoted", "pause", "filled pause", "uncertain")
"""Which is told first of two that begin together."""


class Moment(Fact):
    """One place of an answer, in seconds of its recording."""

    kind: MomentKind
    start: float
    end: float
    text: str
    """What was said there, in the candidate's own words; for a pause, how long it was."""


class Stretch(Fact):
    """Sentences in a row that play the same STAR parts."""

    parts: tuple[Part, ...]
    """Empty: they play none."""

    start: float
    end: float


def moments(answer: Answer) -> tuple[Moment, ...]:
    """All moments of a spoken answer, in the order they are heard; none of a typed one."""
    words = [word for said in answer.said for word in said.words]
    found = {(each.start, each.kind): each for each in (*_quoted(answer), *_pauses(words), *_sounds(words))}
    return tuple(sorted(found.values(), key=lambda each: (each.start, _FIRST.index(each.kind))))


def stretches(said: Sequence[Said]) -> tuple[Stretch, ...]:
    """The answer as runs of sentences with the same parts; what the judge cut shorter than nothing is left out."""
    timed = [
        Stretch(parts=each.parts, start=each.start, end=each.end)
        for each in said
        if each.start is not None and each.end is not None and each.end > each.start
    ]
    runs = [list(group) for _, group in groupby(timed, key=lambda each: each.parts)]
    return tuple(run[0].but(end=max(each.end for each in run)) for run in runs)


def unsure(word: Word) -> bool:
    """Whether the ears were in doubt about a word."""
    return word.probability < UNSURE


def _quoted(answer: Answer) -> Iterator[Moment]:
    named: list[tuple[MomentKind, Quote | None]] = [("keep", answer.strength_quote)]
    named += [("next time", fix.quote) for fix in answer.fixes]
    named += [("quoted", quote) for claim in (*answer.parts, *answer.points) for quote in claim.quotes]
    told: set[float] = set()
    for kind, quote in named:
        if quote is not None and quote.start is not None and quote.start not in told:
            told.add(quote.start)
            end = quote.end if quote.end is not None else quote.start
            yield Moment(kind=kind, start=quote.start, end=end, text=quote.words)


def _pauses(words: Sequence[Word]) -> Iterator[Moment]:
    for before, after in pairwise(words):
        if after.start - before.end >= LONG_PAUSE:
            text = f"{after.start - before.end:.1f} s"
            yield Moment(kind="pause", start=before.end, end=after.start, text=text)


def _sounds(words: Sequence[Word]) -> Iterator[Moment]:
    """Filled pauses, and runs of words that were heard with doubt."""
    yield from (
        Moment(kind="filled pause", start=word.start, end=word.end, text=word.text)
        for word in words
        if is_filled_pause(word.text)
    )
    for doubtful, run in groupby(words, key=unsure):
        if doubtful:
            kept = list(run)
            text = " ".join(word.text for word in kept)
            yield Moment(kind="uncertain", start=kept[0].start, end=kept[-1].end, text=text)
