"""Fit the maps of the embedded judge's head: a few numbers that say where a score becomes the next whole one, and how
the head and the odds of the language model are weighed.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import get_args

import numpy as np

from benchmarks.judge.answers import PARTS
from benchmarks.judge.applied import Maps, Which, matched, mixed, parts, points, say, seen_alone, seen_by_both
from benchmarks.judge.linear import Floats, cuts, logistic, ridge
from benchmarks.judge.rows import Row
from interviewer.rules.head.head import label_features, part_scores

FALSE_ALARMS = 0.0125
"""Share of answers to the right question that may be taken for answers to another."""

PENALTY = 0.045
"""Of the ridge, for each row that is fitted."""

COPIED = 0.75
"""How far the cuts of points and grade follow the counts of the labels."""

FARTHEST, NEAREST = 0.5, 0.01
"""How far the cuts of the grade may be moved for the sake of its mean, and how exactly."""


def folds(rows: Sequence[Row], count: int, seed: int) -> list[int]:
    """A fold for each row, the same for all answers to one question."""
    questions = sorted({row.answer["question"] for row in rows})
    random.Random(seed).shuffle(questions)
    of = {question: number % count for number, question in enumerate(questions)}
    return [of[row.answer["question"]] for row in rows]


def fit(rows: Sequence[Row]) -> Maps:
    """All maps of a head."""
    stars = np.array([row.star for row in rows], float)
    seen = np.array([part_scores(row.seen, row.alone) for row in rows])
    touched = np.concatenate([row.answer["guidance_scores"] for row in rows]).astype(float)
    maps: Maps = _labels(rows) | {
        "part_cuts": np.array([cuts(seen[:, part], stars[:, part], 0, 3) for part in range(len(PARTS))]),
        "point_cuts": cuts(np.concatenate([row.seen.points for row in rows]), touched, 0, 2, copied=COPIED),
        "match_least": np.array([np.quantile([row.match for row in rows if row.on_question], FALSE_ALARMS)]),
    }
    overall = np.array([row.answer["overall"] for row in rows], float)
    _map(
        maps,
        "overall",
        [seen_alone(row, parts(maps, row), points(maps, row, both=False)) for row in rows],
        overall,
        lowest=1,
        highest=5,
    )
    asked = [row for row in rows if row.odds is not None]
    covered = np.concatenate([row.answer["guidance_scores"] for row in asked]).astype(float)
    rows_of_points = [one for row in asked for one in mixed(maps, row)]
    _map(maps, "mix", rows_of_points, covered, lowest=0, highest=2)
    overall = np.array([row.answer["overall"] for row in asked], float)
    _map(
        maps,
        "verdict",
        [seen_by_both(row, parts(maps, row), points(maps, row, both=True)) for row in asked],
        overall,
        lowest=1,
        highest=5,
    )
    _match(maps, [row for row in asked if row.on_question])
    _lift(maps, "overall", rows, both=False)
    _lift(maps, "verdict", asked, both=True)
    return maps


def _labels(rows: Sequence[Row]) -> Maps:
    """Logistic maps of the labels, from every sentence."""
    every = np.vstack([label_features(row.seen.chances) for row in rows])
    scale = every.std(axis=0)
    wanted = np.vstack([row.labels for row in rows])
    coef, bias = logistic(every / scale, wanted, np.ones(len(wanted)), 1.0)
    return {"label_coef": coef / scale, "label_bias": bias}


def _map(maps: Maps, name: str, rows: Iterable[Floats], wanted: Floats, *, lowest: int, highest: int) -> None:
    every = np.array(list(rows))
    maps[f"{name}_coef"], bias = ridge(every, wanted, np.ones(len(wanted)), PENALTY * len(wanted))
    maps[f"{name}_bias"] = np.array(bias)
    found = every @ maps[f"{name}_coef"] + bias
    maps[f"{name}_cuts"] = cuts(found, wanted, lowest, highest, copied=COPIED)


def _match(maps: Maps, rows: Sequence[Row]) -> None:
    """A logistic map of whose zero few answers to the right question fall short."""
    own, other = ([matched(row, which) for row in rows if row.odds] for which in get_args(Which))
    every, wanted = np.array([*own, *other]), np.array([1.0] * len(own) + [0.0] * len(other))
    scale = every.std(axis=0)
    coef, bias = logistic(every / scale, wanted[:, None], np.ones(len(wanted)), 1.0)
    maps["match_coef"] = coef[0] / scale
    found = every @ maps["match_coef"] + bias[0]
    maps["match_bias"] = np.array(bias[0] - np.quantile(found[wanted == 1], FALSE_ALARMS))


def _lift(maps: Maps, name: str, rows: Sequence[Row], *, both: bool) -> None:
    """Move the cuts of the grade until grades have the mean of the labels.

    Cuts are placed before the rules hold a grade down for a hole in the story, so without this grades come out low.
    """
    placed, low, high = maps[f"{name}_cuts"], -FARTHEST, FARTHEST
    wanted = np.mean([row.answer["overall"] for row in rows])
    while high - low > NEAREST:
        middle = (low + high) / 2
        maps[f"{name}_cuts"] = placed - middle
        is_low = np.mean([say(maps, row, both=both).overall for row in rows]) < wanted
        low, high = (middle, high) if is_low else (low, middle)
    maps[f"{name}_cuts"] = placed - (low + high) / 2
