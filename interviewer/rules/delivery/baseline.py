"""What is usual for one candidate: their own earlier answers say more about a figure than anybody's band."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator

from interviewer.model.delivery import Baseline, Delivery
from interviewer.model.session import Session
from interviewer.rules.delivery.rates import (
    fillers_a_minute,
    hedges_in_a_hundred,
    is_enough,
    mid_clause_pauses_a_minute,
)

FEWEST, MOST = 5, 20
"""Answers: below the fewest nothing is usual yet; beyond the most, old habits would weigh as much as new ones."""


def baseline(newest_first: Iterable[Session]) -> Baseline | None:
    """Medians of the last spoken answers at the microphone; None when there are too few.

    What was played from files may be somebody else's voice. Sessions are taken only as far as they are needed.
    """
    spoken = []
    for each in _spoken(newest_first):
        spoken.append(each)
        if len(spoken) == MOST:
            break
    if len(spoken) < FEWEST:
        return None
    return Baseline(
        answers=len(spoken),
        words_per_minute=_median(each.words_per_minute for each in spoken),
        fillers_a_minute=_median(fillers_a_minute(each) for each in spoken if each.sounded),
        mid_clause_pauses_a_minute=_median(mid_clause_pauses_a_minute(each) for each in spoken),
        hedges_in_a_hundred=_median(hedges_in_a_hundred(each) for each in spoken),
        pitch_variation=_median(each.voice.pitch_variation for each in spoken if each.voice is not None),
    )


def _spoken(sessions: Iterable[Session]) -> Iterator[Delivery]:
    """The delivery of every answer that counts and is long enough, newest first."""
    for session in sessions:
        if session.source != "microphone":
            continue
        for turn in reversed(session.answered_turns):
            told = turn.take.delivery if turn.take is not None else None
            if told is not None and told.moments is not None and is_enough(told):
                yield told


def _median(found: Iterable[float | None]) -> float | None:
    """None unless as many have it as make something usual."""
    there = [each for each in found if each is not None]
    return statistics.median(there) if len(there) >= FEWEST else None
