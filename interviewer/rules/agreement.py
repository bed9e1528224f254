"""How far two sets of judgements agree, in the statistics that the field of automated scoring reports."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 1000
"""Of the bootstrap: enough for two digits of an interval."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One scale, judged twice over the same answers."""

    n: int
    qwk: float | None
    """Quadratic weighted kappa (Cohen 1968); None when it is not defined (all labels the same)."""

    low: float | None
    high: float | None
    """95 % percentile bootstrap interval of the kappa, answers resampled."""

    r: float | None
    """Pearson correlation."""

    mae: float
    bias: float
    """Mean of judge minus label."""

    exact: float
    confusion: tuple[tuple[int, ...], ...]
    """Rows: label; columns: judge."""


def agreement(judged: Sequence[int], labels: Sequence[int], *, low: int, high: int) -> Agreement | None:
    """Agreement on a scale from `low` to `high`; None for no answers."""
    if not judged:
        return None
    ours, theirs = np.asarray(judged), np.asarray(labels)
    between = _bootstrap(lambda at: qwk(ours[at], theirs[at], low=low, high=high), len(ours))
    varied = ours.std() > 0 and theirs.std() > 0
    table = [[int(((theirs == a) & (ours == b)).sum()) for b in range(low, high + 1)] for a in range(low, high + 1)]
    return Agreement(
        n=len(ours),
        qwk=qwk(ours, theirs, low=low, high=high),
        low=between[0],
        high=between[1],
        r=float(np.corrcoef(ours, theirs)[0, 1]) if varied else None,
        mae=float(np.abs(ours - theirs).mean()),
        bias=float((ours - theirs).mean()),
        exact=float((ours == theirs).mean()),
        confusion=tuple(tuple(row) for row in table),
    )


def qwk(ours: Sequence[int] | np.ndarray, theirs: Sequence[int] | np.ndarray, *, low: int, high: int) -> float | None:
    """Quadratic weighted kappa: 1 minus observed over chance disagreement, each weighted by squared distance."""
    first, second = np.asarray(ours), np.asarray(theirs)
    observed = float(((first - second) ** 2).mean())
    levels = range(low, high + 1)
    share = [(float((first == level).mean()), float((second == level).mean())) for level in levels]
    chance = sum(a * b * (i - j) ** 2 for i, (a, _) in enumerate(share) for j, (_, b) in enumerate(share))
    return None if chance == 0 else 1 - observed / chance


@dataclass(frozen=True, slots=True)
class Detection:
    """One label, found or not in each sentence."""

    n: int
    precision: float
    recall: float
    f1: float


def detection(found: Sequence[bool], there: Sequence[bool]) -> Detection:
    """Precision, recall and F1; 0 where nothing was found or there."""
    both = sum(a and b for a, b in zip(found, there, strict=True))
    precision = both / max(sum(found), 1)
    recall = both / max(sum(there), 1)
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return Detection(n=sum(there), precision=precision, recall=recall, f1=f1)


def length_baseline(counts: Sequence[int], known: Sequence[tuple[int, int]]) -> list[int]:
    """What the number of words alone predicts: the mean label of the nearest known answers by length.

    `known` are (words, label) of other answers; five neighbours, as few as make a curve without fitting noise.
    """
    ordered = sorted(known)
    predicted = []
    for count in counts:
        nearest = sorted(ordered, key=lambda one: abs(one[0] - count))[:5]
        predicted.append(round(sum(label for _, label in nearest) / len(nearest)))
    return predicted


def _bootstrap(measure: Callable[[np.ndarray], float | None], n: int) -> tuple[float | None, float | None]:
    chooser = random.Random(0)
    found = []
    for _ in range(RESAMPLES):
        value = measure(np.asarray([chooser.randrange(n) for _ in range(n)]))
        if value is not None:
            found.append(value)
    if not found:
        return None, None
    found.sort()
    return found[int(0.025 * len(found))], found[min(int(0.975 * len(found)), len(found) - 1)]
