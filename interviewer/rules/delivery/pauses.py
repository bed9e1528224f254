"""Silent pauses: where nothing is said, how long, and whether at a boundary or in the middle of a clause.

A silent pause lasts at least 0.25 s, the usual threshold since Goldman-Eisler 1968, "Psycholinguistics: Experiments in
Spontaneous Speech"; less is articulation. Campione and Véronis 2002, "A large-scale multilingual study of silent pause
duration", find three groups of pauses: brief, medium, and long from 1 s on. A pause in mid-clause marks a search for
words, one at a boundary does not (Kahng 2018, "The effect of pause location on perceived fluency").
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from interviewer.model.delivery import Moment, MomentKind, Source
from interviewer.model.speech import Word
from interviewer.rules.cleaning import plain
from interviewer.rules.delivery.filled_pauses import is_filled_pause

SHORTEST_PAUSE = 0.25
"""Seconds."""

LONG_PAUSE = 1.0
"""Seconds."""

AROUND = 12
"""Words on each side of a pause that are looked at: more filled pauses than that never stand in a row."""

_ENDS_SENTENCE = ".?!…"
_ENDS_CLAUSE = ",;:—–"
_CONJUNCTIONS = frozenset({"and", "but", "or", "so", "nor", "yet", "because"})

Silence = tuple[float, float]
"""(start, end) in seconds."""


def silences_between(words: Sequence[Word]) -> Iterator[Silence]:
    """What lies between each word and the next; words that overlap have nothing between them."""
    until = words[0].end if words else 0.0
    for word in words[1:]:
        if word.start > until:
            yield until, word.start
        until = max(until, word.end)


def without(stretches: Sequence[Silence], taken: Sequence[Silence]) -> tuple[Silence, ...]:
    """What is left of the stretches beside those that are `taken`, which are in order."""
    left = []
    for start, end in stretches:
        at = start
        for begin, over in taken:
            if over > at and begin < end:
                if begin > at:
                    left.append((at, begin))
                at = max(at, over)
        if at < end:
            left.append((at, end))
    return tuple(left)


def silent_pauses(words: Sequence[Word], silences: Sequence[Silence], source: Source = "words") -> tuple[Moment, ...]:
    """The silences that are pauses: long enough, and inside of the answer. `words` are in order of their start."""
    found = []
    middles = sorted((word.start + word.end) / 2 for word in words)
    for start, end in silences:
        if not reaches(end - start, SHORTEST_PAUSE):
            continue
        at = bisect_right(middles, (start + end) / 2)
        before, after = words[max(at - AROUND, 0) : at], words[at : at + AROUND]
        if before and after:
            kind: MomentKind = "pause at a boundary" if _is_boundary(before, after) else "pause in mid-clause"
            found.append(Moment(kind=kind, start=start, end=end, text=f"{end - start:.1f} s", source=source))
    return tuple(found)


def mean_length_of_run(words: Sequence[Word], pauses: Sequence[Moment]) -> float | None:
    """Words between silent pauses, filled pauses left out; None when nothing was said."""
    edges = [-math.inf, *((pause.start + pause.end) / 2 for pause in pauses), math.inf]
    middles = sorted((word.start + word.end) / 2 for word in words if not is_filled_pause(word.text))
    runs = [bisect_right(middles, high) - bisect_right(middles, low) for low, high in pairwise(edges)]
    spoken = [run for run in runs if run]
    return sum(spoken) / len(spoken) if spoken else None


def reaches(seconds: float, least: float) -> bool:
    """At least, whatever the last bit of a difference says."""
    return seconds >= least or math.isclose(seconds, least)


def _is_boundary(before: Sequence[Word], after: Sequence[Word]) -> bool:
    """Whether a clause ends here. The commas around a filled pause say nothing about that."""
    last = next((word for word in reversed(before) if not is_filled_pause(word.text)), before[-1])
    first = next((word for word in after if not is_filled_pause(word.text)), after[0])
    beside_filled = is_filled_pause(before[-1].text) or is_filled_pause(after[0].text)
    ends = last.text.rstrip("\"'”’)]")[-1:]
    if ends and ends in _ENDS_SENTENCE:
        return True
    return plain(first.text) in _CONJUNCTIONS or (not beside_filled and ends != "" and ends in _ENDS_CLAUSE)
