"""The grader card: what an evaluation found, as a card, and the card as the line that stands in a report. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from interviewer.model.card import Card, SetFigures
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
        _figures(name, found)
        for name, found in measured.items()
        if found.get("n", 0) >= FEWEST and _kappa(found["overall"]) is not None
    )
    return Card(date=day, sets=sets) if sets else None


def _figures(name: str, found: Mapping[str, Any]) -> SetFigures:
    return SetFigures(
        answers=f"answers of {one_line(name)}",
        n=found["n"],
        overall=found["overall"]["qwk"],
        parts={part: _kappa(one) for part, one in found["star"].items()},
        points=_kappa(found["guidance"]),
        labels=found["labels macro-F1"],
        other_question=found["other-question"]["share at 1"] if "other-question" in found else None,
        falls=found["deletion"]["falls, all"]["share"] if "deletion" in found else None,
    )


def misses(card: Card) -> list[str]:
    """What this judge is known to get wrong in any set, as what follows "it"."""
    found = []
    if any(one.other_question is not None and one.other_question < SEES_OTHER_QUESTION for one in card.sets):
        found.append(OTHER_QUESTION)
    if any(one.falls is not None and one.falls < SEES_GAP for one in card.sets):
        found.append(GAP)
    return found


def told(card: Card | None) -> str:
    """The line of a report about the judge's own error."""
    if card is None:
        return UNKNOWN
    agrees = " and ".join(f"{figure(one.overall)} ({one.n} {one.answers})" for one in card.sets)
    again = " and ".join(figure(one.again) for one in card.sets if one.again is not None)
    labelling = f", and two independent passes of labelling agree to {again}" if again else ""
    missed = misses(card)
    known = f" It {' and '.join(missed)}." if missed else ""
    return (
        "On labelled answers that the judge had not seen, its overall grade agrees with the labels "
        f"to {agrees}: 1 is always, 0 is chance{labelling}.{known} Measured {card.date.isoformat()}."
    )


def figure(kappa: float | None) -> str:
    """Two decimals; a dash where there is none."""
    return "-" if kappa is None else f"{kappa:.2f}"


def _kappa(found: Mapping[str, Any] | None) -> float | None:
    return found["qwk"] if found is not None else None
