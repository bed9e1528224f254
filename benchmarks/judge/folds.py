"""What a fitted head says of answers that it was not fitted on: five folds by question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.judge.answers import PARTS
from benchmarks.judge.fit import Maps, Row, chances_of, estimate, fit, folds, relevance, scores, verdict
from benchmarks.judge.linear import Floats
from interviewer.rules.agreement import length_baseline, qwk
from interviewer.rules.head.head import FAR_OFF, PLAYS, calibrated

FOLDS = 5


@dataclass(frozen=True)
class Said:
    """One answer, and what a head that had not seen its question says of it."""

    row: Row
    chances: Floats
    parts: list[int]
    points: list[int]
    overall: int
    off_question: bool
    others_off: list[bool]
    """For the same answer to another question: seen to be off that question?"""


def say(maps: Maps, row: Row, *, both: bool) -> Said:
    chances = chances_of(maps, row.rows)
    parts, points = scores(maps, row, chances, both=both)
    if both and row.odds is not None:
        scored = float(verdict(maps, row, chances) @ maps["verdict_coef"] + maps["verdict_bias"])
        overall = calibrated(scored, maps["verdict_cuts"], lowest=1)
        far = FAR_OFF
        odds = [row.odds["own"], row.odds["other"]]
    else:
        overall, far, odds = estimate(maps, row, parts, points), 0.0, [-1.0, -1.0]
    near = [relevance(maps, one) for one in (row.seen, *row.others[:1])]
    off = [head < far and model < 0 for head, model in zip(near, odds, strict=True)]
    return Said(
        row=row,
        chances=chances,
        parts=[_whole(score, 3) for score in parts],
        points=[0 if off[0] else _whole(score, 2) for score in points],
        overall=1 if off[0] else max(1, _whole(overall, 5)),
        off_question=off[0],
        others_off=off[1:] if row.on_question else [],
    )


def check(rows: Sequence[Row]) -> Iterator[str]:
    """A table for each source, head alone and both."""
    at = folds(rows, FOLDS, seed=1)
    heads = [fit([row for row, fold in zip(rows, at, strict=True) if fold != held]) for held in range(FOLDS)]
    for both in (False, True):
        said = [say(heads[fold], row, both=both) for row, fold in zip(rows, at, strict=True)]
        for source in sorted({row.source for row in rows}):
            found = [one for one in said if one.row.source == source and (not both or one.row.odds is not None)]
            if found:
                yield f"{source}, {'both' if both else 'head alone'}, {len(found)} answers: {_figures(found)}"
    for source in sorted({row.source for row in rows}):
        pairs = [
            (len(" ".join(row.answer["sentences"]).split()), row.answer["overall"])
            for row in rows
            if row.source == source
        ]
        guessed = [length_baseline([words], pairs[:n] + pairs[n + 1 :])[0] for n, (words, _) in enumerate(pairs)]
        yield f"{source}, words alone: overall {qwk(guessed, [label for _, label in pairs], low=1, high=5):.2f}"


def _figures(said: Sequence[Said]) -> str:
    found = np.vstack([one.chances >= PLAYS for one in said])
    there = np.vstack([one.row.labels > 0 for one in said])
    f1 = [2 * (found & there)[:, at].sum() / max(found[:, at].sum() + there[:, at].sum(), 1) for at in range(4)]
    overall = [one.row.answer["overall"] for one in said]
    bias = np.mean([one.overall for one in said]) - np.mean(overall)
    parts = " ".join(
        f"{part} {qwk([one.parts[at] for one in said], [one.row.star[at] for one in said], low=0, high=3):.2f}"
        for at, part in enumerate(PARTS)
    )
    points = qwk(
        [score for one in said for score in one.points],
        [score for one in said for score in one.row.answer["guidance_scores"]],
        low=0,
        high=2,
    )
    alarms = np.mean([one.off_question for one in said if one.row.on_question])
    caught = np.mean([off for one in said for off in one.others_off])
    return (
        f"labels F1 {np.mean(f1):.2f}; {parts}; points {points:.2f}; "
        f"overall {qwk([one.overall for one in said], overall, low=1, high=5):.2f} bias {bias:+.2f}; "
        f"other question seen {caught:.0%}, false alarms {alarms:.0%}"
    )


def _whole(score: float, most: int) -> int:
    return max(0, min(most, int(score + 0.5)))
