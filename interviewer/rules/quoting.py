"""Which of the evidence a page shows. The session keeps all of it, which is more than anybody reads.

A claim is proved by its best quote; a second stands beside it where the score says that there is more. Evidence comes
with what lies nearest first, and nearness alone takes the words of a task ("I had to decide by the outcome") for an
outcome: where a guidance point asks for what came of it, sentences that tell a result stand before the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from interviewer.model.grade import Evidence, Graded, Part, PartScore, PointScore

MOST_QUOTES = 2
"""Shown for one part or point."""

_ASKS_FOR_RESULT = re.compile(
    r"\b(?:outcomes?|results?|resulted|impact|effects?|consequences?|benefits?|led to|came of|lessons?|learn\w*)\b",
    re.IGNORECASE,
)

Plays = Mapping[str, Sequence[Part]]
"""The STAR parts that each sentence plays, by its id."""


def plays(graded: Graded) -> Plays:
    return {sentence.id: sentence.parts for sentence in graded.sentences}


def of_part(part: PartScore) -> tuple[Evidence, ...]:
    """What is shown for a STAR part."""
    return part.evidence[: _most(part.score or 0)]


def of_point(point: PointScore, parts: Plays) -> tuple[Evidence, ...]:
    """What is shown for a guidance point; where it asks for a result, no other sentence beside one that tells it."""
    evidence = point.evidence
    if _ASKS_FOR_RESULT.search(point.point):
        evidence = tuple(each for each in evidence if "result" in parts.get(each.sentence, ())) or evidence[:1]
    return evidence[: _most(point.score)]


def _most(score: int) -> int:
    return min(max(score, 1), MOST_QUOTES)
