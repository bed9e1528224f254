"""What the maps of a head make of one labelled answer, by the rules of the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from benchmarks.judge.answers import PARTS
from benchmarks.judge.linear import Floats
from benchmarks.judge.odds import question_of
from benchmarks.judge.rows import Row
from interviewer.model.grade import Evidence
from interviewer.rules.approaches import OTHER_QUESTION, Reading
from interviewer.rules.head.head import (
    PLAYS,
    calibrated,
    labelled,
    match_features,
    mix_features,
    overall_features,
    part_scores,
    verdict_features,
)
from interviewer.rules.reading import PointReading
from interviewer.rules.rubric import bundle_of
from interviewer.rules.scoring import BEST_POINT
from interviewer.rules.verdict import verdict

Maps = dict[str, Floats]
Which = Literal["own", "other"]
"""A question that an answer is held against."""


@dataclass(frozen=True)
class Said:
    """One answer, and what a head that had not seen its question says of it."""

    row: Row
    labels: Floats
    parts: list[int]
    points: list[int]
    overall: int
    off_question: bool
    other_off: bool
    """The same answer to another question: seen to be off that question?"""


def say(maps: Maps, row: Row, *, both: bool) -> Said:
    """Graded by the rules of the program, but what was cited for guidance points was not kept: any sentence proves."""
    off, other = (_is_off(maps, row, which, both=both) for which in get_args(Which))
    ids = [f"s{place}" for place in range(1, len(row.seen.chances) + 1)]
    labels = labelled(row.seen.chances, maps)
    chances = zip(ids, labels.tolist(), strict=True)
    reading = Reading(
        labels={one: dict(zip(PARTS, each, strict=True)) for one, each in chances},
        points=tuple(
            PointReading(evidence=(ids[0],), verdict=_whole(score, BEST_POINT), expected=score)
            for score in points(maps, row, both=both)
        ),
        plays=PLAYS,
        parts=dict(zip(PARTS, parts(maps, row), strict=True)),
        estimate=lambda told, covered: overall(maps, row, [told[part] for part in PARTS], covered, both=both),
        off_question=OTHER_QUESTION if off else "",
    )
    proved = {one: Evidence(sentence=one, quote=one, start=None, end=None) for one in ids}
    found = verdict(bundle_of(question_of(row.answer)), reading, proved)
    return Said(
        row=row,
        labels=labels,
        parts=[part.score or 0 for part in found.parts],
        points=[point.score for point in found.points],
        overall=found.overall.score,
        off_question=off,
        other_off=other,
    )


def _is_off(maps: Maps, row: Row, which: Which, *, both: bool) -> bool:
    if both and row.odds is not None:
        return float(matched(row, which) @ maps["match_coef"] + maps["match_bias"]) < 0
    return (row.match if which == "own" else row.other) < float(maps["match_least"][0])


def matched(row: Row, which: Which) -> Floats:
    """What both readers say of whether the question was answered: its own, or the other one that it was put to."""
    odds = row.odds or {}
    if which == "own":
        return match_features(row.match, odds["own"], odds["points"])
    return match_features(row.other, odds["other"], odds["other points"])


def score(maps: Maps, name: str, row: Floats, lowest: int = 0) -> float:
    return calibrated(float(row @ maps[f"{name}_coef"] + maps[f"{name}_bias"]), maps[f"{name}_cuts"], lowest=lowest)


def parts(maps: Maps, row: Row) -> list[float]:
    return [
        calibrated(float(one), cut)
        for one, cut in zip(part_scores(row.seen, row.alone), maps["part_cuts"], strict=True)
    ]


def points(maps: Maps, row: Row, *, both: bool) -> list[float]:
    """Scores of the guidance points; with `both`, the language model's odds have their say."""
    if both and row.odds is not None:
        return [score(maps, "mix", one) for one in mixed(maps, row)]
    return [calibrated(float(one), maps["point_cuts"]) for one in row.seen.points]


def overall(maps: Maps, row: Row, told: Sequence[float], covered: Sequence[float], *, both: bool) -> float:
    """The grade that is expected for these scores of parts and points."""
    if both and row.odds is not None:
        return score(maps, "verdict", seen_by_both(row, told, covered), lowest=1)
    return score(maps, "overall", seen_alone(row, told, covered), lowest=1)


def mixed(maps: Maps, row: Row) -> list[Floats]:
    said = row.odds or {}
    return [
        mix_features(float(one), odds, said["own"], parts(maps, row))
        for one, odds in zip(row.seen.points, said["points"], strict=True)
    ]


def seen_alone(row: Row, told: Sequence[float], covered: Sequence[float]) -> Floats:
    return overall_features(row.seen.overall, told, covered, row.match)


def seen_by_both(row: Row, told: Sequence[float], covered: Sequence[float]) -> Floats:
    return verdict_features(row.seen.overall, told, covered, (row.odds or {})["own"])


def _whole(score: float, most: int) -> int:
    return max(0, min(most, int(score + 0.5)))
