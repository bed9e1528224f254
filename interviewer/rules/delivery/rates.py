"""How often something comes in an answer, for answers that are long enough to say so."""

from __future__ import annotations

from interviewer.model.delivery import Delivery, Moment, MomentKind
from interviewer.rules.delivery.measure import ENOUGH_SPEECH
from interviewer.rules.delivery.pauses import LONG_PAUSE, reaches

ENOUGH_WORDS = 40
"""Below, rates say more about the sentence than about the speaker."""

FILLERS: tuple[MomentKind, ...] = ("filled pause", "discourse marker")


def is_enough(spoken: Delivery) -> bool:
    return spoken.seconds >= ENOUGH_SPEECH and spoken.words >= ENOUGH_WORDS


def a_minute(spoken: Delivery, count: int) -> float | None:
    return count / spoken.seconds * 60 if is_enough(spoken) else None


def in_a_hundred(spoken: Delivery, count: int) -> float | None:
    """In a hundred words."""
    return count / spoken.words * 100 if is_enough(spoken) else None


def is_long(pause: Moment) -> bool:
    """A pause of a second or more."""
    return reaches(pause.end - pause.start, LONG_PAUSE)


def fillers_a_minute(spoken: Delivery) -> float | None:
    """Filled pauses and discourse markers."""
    return a_minute(spoken, len(spoken.of(*FILLERS)))


def mid_clause_pauses_a_minute(spoken: Delivery) -> float | None:
    return a_minute(spoken, sum(is_long(pause) for pause in spoken.of("pause in mid-clause")))


def hedges_in_a_hundred(spoken: Delivery) -> float | None:
    return in_a_hundred(spoken, len(spoken.of("hedge")))
