"""The verdict: from what was read in an answer, and the evidence that the transcript holds, to the scores of a grade.

No model's word is a score here, and what no verified sentence carries is worth nothing. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from interviewer.model.grade import PARTS, Evidence, Part, PartScore, PointScore
from interviewer.rules.approaches import Reading
from interviewer.rules.reading import PointReading
from interviewer.rules.rubric import Bundle
from interviewer.rules.scoring import BEST_PART, Overall, overall
from interviewer.rules.strength import part_strength

DOUBTFUL = 0.2
"""A part within this of the cut could have gone the other way: the range of the grade says so."""

LIKELIEST = 0.1
"""Chance from which a sentence may stand for a part that no sentence surely plays; below it nobody sees it there."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything of a grade that is a number, with its evidence."""

    parts: tuple[PartScore, ...]
    points: tuple[PointScore, ...]
    overall: Overall
    low: int
    """Lowest and highest overall grade that the doubts of the reading leave."""

    high: int


def verdict(bundle: Bundle, reading: Reading, proved: Mapping[str, Evidence]) -> Verdict:
    """What the reading is worth; `proved` holds the evidence by the id of its sentence."""
    parts = tuple(
        part_score(part, reading, proved) if part in bundle.parts else PartScore(part=part, score=None)
        for part in PARTS
    )
    points = tuple(
        PointScore(point=point, score=0) if reading.off_question else point_score(point, one, proved)
        for point, one in zip(bundle.points, reading.points, strict=True)
    )
    found = _overall(bundle, reading, parts, points)
    low, high = _spread(bundle, reading, parts, points, proved)
    return Verdict(parts, points, found, min(low, found.score), max(high, found.score))


def part_score(part: Part, reading: Reading, proved: Mapping[str, Evidence], plays: float | None = None) -> PartScore:
    """The score of one part: only from sentences that were read as playing it and that the transcript holds.

    `plays` moves the chance from which a sentence counts. Where the score was read from the whole answer and no
    sentence reaches that chance, the likeliest one stands for the part.
    """
    least = reading.plays if plays is None else plays
    chances = {name: each.get(part, 0.0) for name, each in reading.labels.items() if name in proved}
    cited = [name for name, chance in chances.items() if chance >= least]
    if reading.parts is None:
        quotes = [proved[name].quote for name in cited]
        return PartScore(part=part, score=part_strength(part, quotes), evidence=tuple(proved[name] for name in cited))
    likeliest = max(chances, key=lambda name: chances[name], default=None)
    if not cited and likeliest is not None and chances[likeliest] >= LIKELIEST:
        cited = [likeliest]
    score = min(BEST_PART, int(reading.parts[part] + 0.5)) if cited else 0
    return PartScore(part=part, score=score, evidence=tuple(proved[name] for name in cited) if score else ())


def point_score(point: str, reading: PointReading, proved: Mapping[str, Evidence]) -> PointScore:
    """The score of one guidance point: nothing without verified evidence."""
    evidence = tuple(proved[name] for name in reading.evidence if name in proved)
    if not evidence or reading.verdict == 0:
        return PointScore(point=point, score=0)
    return PointScore(point=point, score=reading.verdict, evidence=evidence)


def _overall(
    bundle: Bundle,
    reading: Reading,
    parts: Sequence[PartScore],
    points: Sequence[PointScore],
    lean: float = 0.0,
) -> Overall:
    """The overall grade; `lean` moves an estimate, to see how near the next grade is."""
    if reading.off_question:
        return Overall(1, (reading.off_question,))
    estimate = None
    if reading.estimate is not None and reading.parts is not None:
        # What no verified evidence carries raises nothing: an expected score may not round to more than was proved.
        expected = {
            part.part: min(reading.parts[part.part], part.score + 0.49) if part.score is not None else 0.0
            for part in parts
        }
        shown = [min(one.expected, point.score + 0.49) for one, point in zip(reading.points, points, strict=True)]
        estimate = reading.estimate(expected, shown) + lean
    return overall(bundle.kind, _asked(parts), [point.score for point in points], estimate)


def _spread(
    bundle: Bundle,
    reading: Reading,
    parts: Sequence[PartScore],
    points: Sequence[PointScore],
    proved: Mapping[str, Evidence],
) -> tuple[int, int]:
    """Lowest and highest overall grade: by the error of the estimate, else with every doubt going one way.

    An answer that is taken for one to another question could be worth what it would get as one to this question.
    """
    if reading.off_question:
        # Whether another question was answered is itself read, and read wrongly now and then.
        return 1, verdict(bundle, replace(reading, off_question=""), proved).overall.score
    if reading.estimate is None:
        return _by_doubts(bundle, reading, proved)
    low, high = (_overall(bundle, reading, parts, points, lean).score for lean in (-reading.error, reading.error))
    return low, high


def _by_doubts(bundle: Bundle, reading: Reading, proved: Mapping[str, Evidence]) -> tuple[int, int]:
    """Lowest and highest overall grade when every doubtful reading of the model goes one way."""
    scores = []
    for plays, lean in product((reading.plays + DOUBTFUL, reading.plays - DOUBTFUL), (-DOUBTFUL, DOUBTFUL)):
        parts = [part_score(part, reading, proved, plays) for part in bundle.parts]
        points = [max(0, min(2, round(one.expected + lean))) if one.verdict else 0 for one in reading.points]
        scores.append(overall(bundle.kind, _asked(parts), points).score)
    return min(scores), max(scores)


def _asked(parts: Sequence[PartScore]) -> dict[Part, int]:
    return {part.part: part.score for part in parts if part.score is not None}
