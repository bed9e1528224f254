"""The grader card: what an evaluation found, as a card, and the card as the line that stands in a report. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from interviewer.model.card import Agreement, Card
from interviewer.model.plain import one_line

FEWEST = 20
"""Labelled answers below which a kappa says next to nothing."""

SEES_OTHER_QUESTION, SEES_GAP = 0.95, 0.90
"""Shares of answers to other questions, and of deleted parts, from which a judge does not miss them."""

OTHER_QUESTION = "often takes an answer to another question for an answer to this one"
GAP = "does not always see that a part is missing"

UNKNOWN = "How far this judge is from labelled answers is not known; interviewer eval measures it."


def card_of(measured: Mapping[str, Mapping[str, Any]], day: date) -> Card | None:
    """The card of an evaluation, its figures by the name of the set; None where no set is large enough to say much."""
    sets = tuple(
        Agreement(
            answers=f"answers of {one_line(name)}",
            n=found["n"],
            overall=found["overall"]["qwk"],
            parts={part: _kappa(one) for part, one in found["star"].items()},
            points=_kappa(found["guidance"]),
            labels=found["labels macro-F1"],
        )
        for name, found in measured.items()
        if found.get("n", 0) >= FEWEST and _kappa(found["overall"]) is not None
    )
    if not sets:
        return None
    every = list(measured.values())
    seen = _shares(found["other-question"]["share at 1"] for found in every if "other-question" in found)
    falls = _shares(found["deletion"]["falls, all"]["share"] for found in every if "deletion" in found)
    return Card(date=day, sets=sets, misses=misses(seen, falls))


def misses(other_question: Iterable[float], falls: Iterable[float]) -> tuple[str, ...]:
    """What a judge is known to miss: by the shares of answers to another question that it gave a 1, and of deleted
    parts that it saw fall, in each set that they were measured in."""
    found = []
    if any(share < SEES_OTHER_QUESTION for share in other_question):
        found.append(OTHER_QUESTION)
    if any(share < SEES_GAP for share in falls):
        found.append(GAP)
    return tuple(found)


def told(card: Card | None) -> str:
    """The line of a report about the judge's own error."""
    if card is None:
        return UNKNOWN
    agrees = " and ".join(f"{figure(one.overall)} ({one.n} {one.answers})" for one in card.sets)
    again = " and ".join(figure(one.again) for one in card.sets if one.again is not None)
    labelling = f", and two independent passes of labelling agree to {again}" if again else ""
    known = f" It {' and '.join(card.misses)}." if card.misses else ""
    return (
        f"On labelled answers that it had not seen, its overall grade agrees with the labels to {agrees}: 1 is always, "
        f"0 is chance{labelling}.{known} Measured {card.date.isoformat()}."
    )


def figure(kappa: float | None) -> str:
    """Two decimals; a dash where there is none."""
    return "-" if kappa is None else f"{kappa:.2f}"


def _kappa(found: Mapping[str, Any] | None) -> float | None:
    return found["qwk"] if found is not None else None


def _shares(found: Iterable[float | None]) -> list[float]:
    return [share for share in found if share is not None]
