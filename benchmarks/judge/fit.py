"""Fit the head of the embedded judge, and measure it on folds that it was not fitted on.

    python -m benchmarks.judge.fit check DATA ...     five folds by question; prints the table
    python -m benchmarks.judge.fit write DATA ...     fit on everything; writes interviewer/fitted/

DATA are labelled answers (.jsonl, or .txt of this folder). What the language model said of them is read from
`odds-qwen-1.5b.jsonl` beside this script (made by `benchmarks.judge.odds`); answers without it take part in
everything else.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.judge.answers import PARTS, Answer, answers
from benchmarks.judge.linear import Floats, cuts, logistic, ridge
from benchmarks.judge.odds import usable
from interviewer import settings, studio
from interviewer.library.fitted import fingerprint
from interviewer.ports import Encoder
from interviewer.rules.gates import FEWEST_WORDS
from interviewer.rules.head import features
from interviewer.rules.head.features import Vectors, vectors
from interviewer.rules.head.head import calibrated, mix_features, overall_features, verdict_features

HERE = Path(__file__).parent
SHELF = HERE.parents[1] / "interviewer" / "fitted"
MODEL = "qwen-1.5b"
ENCODER = "minilm"

WEIGHT = {".txt": 1.0, ".jsonl": 2.0}
"""Synthetic answers are many and of one hand; those of the labelled sets count double."""

PLAIN = "plain-"
"""Files of plain, bland answers. Their guidance points are labelled more generously than in the labelled sets, so they
teach what sentences and parts are and nothing else: with them the points of unseen answers came out worse."""

INNER = 4
"""Folds within a fit, so that later maps see chances as they are on answers that were not fitted."""

FALSE_ALARMS = 0.03
"""Share of answers to the right question that may be taken for answers to another."""

OTHER = 0.3
"""Weight of a guidance point of another question, whose true score is known to be 0."""

Maps = dict[str, Floats]


@dataclass
class Row:
    """One labelled answer as the head sees it."""

    answer: Answer
    source: str
    weight: float
    seen: Vectors
    rows: Floats
    """Sentence features."""

    labels: Floats
    """Shape (sentences, 4)."""

    odds: dict[str, Any] | None
    plain: bool
    shorter: list[tuple[str, Vectors, Floats]] = field(default_factory=list)
    """The answer without the sentences of one part: part, vectors, sentence features."""

    others: list[Vectors] = field(default_factory=list)
    """The same answer to other questions."""

    @property
    def star(self) -> list[int]:
        return [self.answer["star"][part] for part in PARTS]

    @property
    def on_question(self) -> bool:
        return self.answer["overall"] > 1 and self.answer["variant"] not in ("wrong-question", "off-topic")


def load(files: Sequence[Path], encoder: Encoder) -> list[Row]:
    """All answers that are long enough to be judged."""
    found: list[Row] = []
    odds = {}
    kept = HERE / f"odds-{MODEL}.jsonl"
    if kept.exists():
        odds = {line["id"]: line for line in map(json.loads, kept.read_text("utf-8").splitlines())}
    for file in files:
        every = answers(file)
        for answer in every:
            spoken = usable(answer)
            if sum(len(one.clean.split()) for one in spoken) < FEWEST_WORDS:
                continue
            kept_ids = [int(one.id[1:]) - 1 for one in spoken]
            seen = _vectors(encoder, answer, [one.clean for one in spoken])
            labels = np.array([[part in answer["labels"][at] for part in PARTS] for at in kept_ids], float)
            row = Row(
                answer=answer,
                source=file.stem if file.suffix == ".jsonl" else "synthetic",
                weight=WEIGHT[file.suffix],
                seen=seen,
                rows=features.sentence_features(seen),
                labels=labels,
                odds=odds.get(answer["id"]),
                plain=file.name.startswith(PLAIN),
            )
            chooser = random.Random(answer["id"])
            _add_shorter(row, encoder, chooser)
            row.others = [
                _vectors(encoder, other, [one.clean for one in spoken]) for other in _strangers(row, every, chooser)
            ]
            found.append(row)
    return found


def _strangers(row: Row, every: Sequence[Answer], chooser: random.Random) -> list[Answer]:
    """Two answers to other questions, first the one whose question the language model was asked about."""
    strangers = [one for one in every if one["question"] != row.answer["question"]]
    chosen = chooser.sample(strangers, 2)
    if row.odds is not None:
        chosen[0] = next(one for one in strangers if one["question"] == row.odds["other question"])
    return chosen


def _vectors(encoder: Encoder, asked: Answer, said: Sequence[str]) -> Vectors:
    return vectors(encoder, asked["question"], asked["kind"], asked["guidance_points"], said)


def _add_shorter(row: Row, encoder: Encoder, chooser: random.Random) -> None:
    spoken = usable(row.answer)
    for part in chooser.sample(PARTS, 2):
        left = [one.clean for one in spoken if part not in row.answer["labels"][int(one.id[1:]) - 1]]
        if 0 < len(left) < len(spoken):
            seen = _vectors(encoder, row.answer, left)
            row.shorter.append((part, seen, features.sentence_features(seen)))


def folds(rows: Sequence[Row], count: int, seed: int) -> list[int]:
    """A fold for each row, the same for all answers to one question."""
    questions = sorted({row.answer["question"] for row in rows})
    random.Random(seed).shuffle(questions)
    of = {question: number % count for number, question in enumerate(questions)}
    return [of[row.answer["question"]] for row in rows]


def fit(rows: Sequence[Row]) -> Maps:
    """All maps of a head."""
    maps = _labels(rows)
    inner = folds(rows, INNER, seed=3)
    held_out = [_labels([row for row, at in zip(rows, inner, strict=True) if at != fold]) for fold in range(INNER)]
    chances = [chances_of(held_out[at], row.rows) for row, at in zip(rows, inner, strict=True)]
    _parts(maps, rows, [held_out[at] for at in inner], chances)
    strict = [(row, chance) for row, chance in zip(rows, chances, strict=True) if not row.plain]
    judged, their_chances = [row for row, _ in strict], [chance for _, chance in strict]
    _points(maps, judged, their_chances)
    _relevance(maps, judged)
    _mix(maps, judged, their_chances)
    _overall(maps, judged, their_chances)
    return maps


def chances_of(maps: Maps, rows: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-(rows @ maps["label_coef"].T + maps["label_bias"]))))


def _labels(rows: Sequence[Row]) -> Maps:
    seen, wanted = np.vstack([row.rows for row in rows]), np.vstack([row.labels for row in rows])
    weights = np.concatenate([np.full(len(row.rows), row.weight) for row in rows])
    coef, bias = logistic(seen, wanted, weights, 0.1)
    return {"label_coef": coef, "label_bias": bias}


def _parts(maps: Maps, rows: Sequence[Row], held_out: Sequence[Maps], chances: Sequence[Floats]) -> None:
    seen, wanted, weights = [], [], []
    for row, labels, chance in zip(rows, held_out, chances, strict=True):
        seen.append(features.part_features(row.seen, chance))
        wanted.append(row.star)
        weights.append(row.weight)
        for part, shorter, its_rows in row.shorter:
            seen.append(features.part_features(shorter, chances_of(labels, its_rows)))
            wanted.append([0 if PARTS[at] == part else score for at, score in enumerate(row.star)])
            weights.append(row.weight / 2)
    every, labels_of, heavy = np.array(seen), np.array(wanted, float), np.array(weights)
    found = [ridge(every[:, part], labels_of[:, part], heavy, 5.0) for part in range(4)]
    maps["part_coef"] = np.array([coef for coef, _ in found])
    maps["part_bias"] = np.array([bias for _, bias in found])
    scores = np.array([_part_scores(maps, row.seen, chance) for row, chance in zip(rows, chances, strict=True)])
    stars = np.array([row.star for row in rows])
    maps["part_cuts"] = np.array([cuts(scores[:, part], stars[:, part], 0, 3) for part in range(4)])


def _part_scores(maps: Maps, seen: Vectors, chances: Floats) -> Floats:
    rows = features.part_features(seen, chances)
    return np.asarray((rows * maps["part_coef"]).sum(axis=1) + maps["part_bias"])


def _points(maps: Maps, rows: Sequence[Row], chances: Sequence[Floats]) -> None:
    seen, wanted, weights = [], [], []
    for row, chance in zip(rows, chances, strict=True):
        seen.append(features.point_features(row.seen, chance))
        wanted += row.answer["guidance_scores"]
        weights += [row.weight] * len(row.answer["guidance_scores"])
        if row.on_question:
            other = row.others[0]
            seen.append(features.point_features(other, chance))
            wanted += [0] * len(other.points)
            weights += [OTHER * row.weight] * len(other.points)
    maps["point_coef"], bias = ridge(np.vstack(seen), np.array(wanted, float), np.array(weights), 10.0)
    maps["point_bias"] = np.array(bias)
    own = np.concatenate([_point_scores(maps, row, chance) for row, chance in zip(rows, chances, strict=True)])
    maps["point_cuts"] = cuts(own, np.concatenate([row.answer["guidance_scores"] for row in rows]), 0, 2)


def _point_scores(maps: Maps, row: Row, chances: Floats) -> Floats:
    return np.asarray(features.point_features(row.seen, chances) @ maps["point_coef"] + maps["point_bias"])


def _relevance(maps: Maps, rows: Sequence[Row]) -> None:
    seen, wanted = [], []
    for row in rows:
        seen.append(features.relevance_features(row.seen))
        wanted.append(float(row.on_question))
        if row.on_question:
            seen += [features.relevance_features(other) for other in row.others]
            wanted += [0.0] * len(row.others)
    every, labels = np.array(seen), np.array(wanted)
    maps["relevance_coef"], maps["relevance_bias"] = _sure(every, labels)


def _sure(rows: Floats, wanted: Floats) -> tuple[Floats, Floats]:
    """A logistic map whose zero is where few answers to the right question are taken for others."""
    coef, bias = logistic(rows, wanted[:, None], np.ones(len(wanted)), 1.0)
    alarm = np.quantile((rows @ coef.T + bias)[wanted == 1], FALSE_ALARMS)
    return coef, bias - alarm


def relevance(maps: Maps, seen: Vectors) -> float:
    return float(features.relevance_features(seen) @ maps["relevance_coef"][0] + maps["relevance_bias"][0])


def _mix(maps: Maps, rows: Sequence[Row], chances: Sequence[Floats]) -> None:
    """Guidance points by head and language model together, on the answers that the model was asked about."""
    seen, wanted = [], []
    for row, chance in zip(rows, chances, strict=True):
        if row.odds is not None:
            seen += mixed(maps, row, chance)
            wanted += row.answer["guidance_scores"]
    if seen:
        every, labels = np.array(seen), np.array(wanted, float)
        maps["mix_coef"], bias = ridge(every, labels, np.ones(len(labels)), 5.0)
        maps["mix_bias"] = np.array(bias)
        maps["mix_cuts"] = cuts(every @ maps["mix_coef"] + bias, labels, 0, 2)


def mixed(maps: Maps, row: Row, chances: Floats) -> list[Floats]:
    """The features of each guidance point of an answer that the language model was asked about."""
    parts, points = scores(maps, row, chances, both=False)
    near, said = relevance(maps, row.seen), row.odds or {}
    return [
        mix_features(score, odds, said["own"], parts, near) for score, odds in zip(points, said["points"], strict=True)
    ]


def _overall(maps: Maps, rows: Sequence[Row], chances: Sequence[Floats]) -> None:
    each = [scores(maps, row, chance, both=False) for row, chance in zip(rows, chances, strict=True)]
    seen = np.array([overall_features(row.answer["kind"], *one) for row, one in zip(rows, each, strict=True)])
    wanted = np.array([row.answer["overall"] for row in rows], float)
    coef, bias = ridge(seen, wanted, np.array([row.weight for row in rows]), 10.0)
    maps["overall_coef"], maps["overall_bias"] = coef[None, :], np.array([bias])
    maps["overall_cuts"] = cuts(seen @ coef + bias, wanted, 1, 5)
    asked = [(row, chance) for row, chance in zip(rows, chances, strict=True) if row.odds is not None]
    if asked:
        both = np.array([verdict(maps, row, chance) for row, chance in asked])
        labels = np.array([row.answer["overall"] for row, _ in asked], float)
        maps["verdict_coef"], verdict_bias = ridge(both, labels, np.ones(len(labels)), 5.0)
        maps["verdict_bias"] = np.array(verdict_bias)
        found = both @ maps["verdict_coef"] + verdict_bias
        maps["verdict_cuts"] = cuts(found, labels, 1, 5)
        maps["overall_error"] = np.array([float(np.sqrt(np.mean((found - labels) ** 2)))])


def estimate(maps: Maps, row: Row, parts: Sequence[float], points: Sequence[float]) -> float:
    """The overall grade by the head alone."""
    scored = overall_features(row.answer["kind"], parts, points) @ maps["overall_coef"][0] + maps["overall_bias"][0]
    return calibrated(float(scored), maps["overall_cuts"], lowest=1)


def verdict(maps: Maps, row: Row, chances: Floats) -> Floats:
    """The features of the overall grade of an answer that the language model was asked about."""
    parts, points = scores(maps, row, chances, both=True)
    said = row.odds or {}
    alone = estimate(maps, row, parts, points)
    return verdict_features(alone, parts, points, said["own"], relevance(maps, row.seen))


def scores(maps: Maps, row: Row, chances: Floats, *, both: bool) -> tuple[list[float], list[float]]:
    """Calibrated scores of parts and guidance points; with `both`, the language model's odds have their say."""
    parts = [
        calibrated(float(score), cut)
        for score, cut in zip(_part_scores(maps, row.seen, chances), maps["part_cuts"], strict=True)
    ]
    if both and row.odds is not None and "mix_coef" in maps:
        found = [float(one @ maps["mix_coef"] + maps["mix_bias"]) for one in mixed(maps, row, chances)]
        return parts, [calibrated(score, maps["mix_cuts"]) for score in found]
    raw = _point_scores(maps, row, chances)
    return parts, [calibrated(float(score), maps["point_cuts"]) for score in raw]


def write(rows: Sequence[Row], files: Sequence[Path]) -> None:
    """Fit on everything and put the head where the program finds it."""
    SHELF.mkdir(exist_ok=True)
    maps = fit(rows)
    arrays = SHELF / f"{MODEL}.npz"
    np.savez_compressed(arrays, **{name: array.astype(np.float32) for name, array in maps.items()})  # type: ignore[arg-type]
    facts = {
        "model": MODEL,
        "encoder": ENCODER,
        "sha256": hashlib.sha256(arrays.read_bytes()).hexdigest(),
        "date": datetime.now(UTC).date().isoformat(),
        "files": {file.name: len(answers(file)) for file in files},
        "answers": sorted({fingerprint(row.answer["sentences"]) for row in rows}),
    }
    (SHELF / f"{MODEL}.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["check", "write"])
    parser.add_argument("files", type=Path, nargs="+")
    given = parser.parse_args()
    encoder = studio.open_encoder(settings.load(), ENCODER)
    rows = load(given.files, encoder)
    if given.what == "write":
        write(rows, given.files)
        return
    from benchmarks.judge.folds import check

    for line in check(rows):
        print(line)


if __name__ == "__main__":
    main()
