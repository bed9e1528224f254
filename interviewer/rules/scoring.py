"""From verified evidence to scores: arithmetic that a person can follow, and nothing else.

No field of any reply is a score. A part without verified evidence is 0 whatever the model says; the overall grade is
added up from parts and guidance points and then held down by the caps, each of which is a sentence that the candidate
reads. Delivery, grammar, fillers and length never enter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

from interviewer.model.grade import Part
from interviewer.model.question import Kind

PART_WEIGHTS: dict[Part, float] = {"situation": 0.2, "task": 0.2, "action": 0.3, "result": 0.3}
STORY_SHARE: dict[Kind, float] = {
    "behavioural": 0.5,
    "method": 0.45,
    "situational": 0.0,
    "introduction": 0.0,
    "knowledge": 0.0,
    "closing": 0.0,
}
"""How much of the overall grade the STAR parts carry; the guidance points carry the rest."""

BEST_PART = 3
BEST_POINT = 2


@dataclass(frozen=True, slots=True)
class Overall:
    """1 to 5, and the sentences that say why it is not higher."""

    score: int
    caps: tuple[str, ...]


def overall(kind: Kind, parts: Mapping[Part, int], points: Sequence[float], estimate: float | None = None) -> Overall:
    """The overall grade of an answer from its parts (0-3, only those asked for) and its guidance points (0-2).

    `estimate` is what a calibrated reader expects for such scores, 1 to 5; without one the sum is taken as it is.
    """
    if not any(points) and (estimate is None or not any(parts.values())):
        return Overall(1, ("Nothing in it answers what was asked.",))
    held = caps(kind, parts)
    found = value(kind, parts, points) if estimate is None else estimate
    score = min([_rounded(found), *(most for most, _ in held)])
    return Overall(score, tuple(why for most, why in held if most <= score))


def value(kind: Kind, parts: Mapping[Part, float], points: Sequence[float]) -> float:
    """The weighted sum of parts and guidance points, 1 to 5, before it is rounded and capped."""
    guidance = sum(points) / (BEST_POINT * max(len(points), 1))
    story = sum(PART_WEIGHTS[part] * score / BEST_PART for part, score in parts.items())
    share = STORY_SHARE[kind] if parts else 0.0
    found = 1 + 4 * (share * story + (1 - share) * guidance)
    if parts and max(parts.values()) < 0.5 and share:
        # Advice without a story is weak, but it is an answer when it covers the guidance.
        return max(found, 2.0) if guidance > 0.2 else min(found, 1.4)
    return found


def caps(kind: Kind, parts: Mapping[Part, int]) -> tuple[tuple[int, str], ...]:
    """The highest grade that each hole in the story leaves, and the sentence that says so."""
    if not parts:
        return ()
    if not any(parts.values()):
        what = "No real example was told." if kind == "method" else "No one event was told."
        return ((3, what),)
    found: list[tuple[int, str]] = []
    if parts["action"] <= 1:
        found.append((3, "What you did yourself does not come out."))
    if parts["result"] <= 1:
        found.append((3, "What came of it is not said clearly." if parts["result"] else "What came of it is not said."))
    elif parts["result"] == BEST_PART - 1:
        found.append((4, "The result has no measure that someone could check."))
    if parts["situation"] == 0:
        found.append((4, "Where and when it happened is not said."))
    if parts["task"] == 0:
        found.append((4, "What was yours to achieve is not said."))
    return tuple(found)


def _rounded(value: float) -> int:
    return max(1, min(5, floor(value + 0.5)))
