"""Fit the maps of the embedded judge's head, and measure them on folds that they were not fitted on.

    python -m benchmarks.judge.fit check FILE.jsonl ...     five folds by question; prints the table
    python -m benchmarks.judge.fit write FILE.jsonl ...     also fit on everything; writes interviewer/fitted/

The network of the head was fitted by `benchmarks.judge.train` on the answers of `training/` alone and has seen none of
these files. What is fitted here are a few numbers: where a score becomes the next whole one, and how the head and the
odds of the language model are weighed. The odds are read from `odds-qwen-1.5b.jsonl` beside this script (made by
`benchmarks.judge.odds`); an answer without them takes part in what needs none.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.judge.answers import PARTS, Answer, answers
from benchmarks.judge.linear import Floats, cuts, logistic, ridge
from benchmarks.judge.odds import usable
from interviewer import settings, studio
from interviewer.library.fitted import fingerprint
from interviewer.model.card import Card
from interviewer.model.impression import Impression
from interviewer.ports import AnswerReader
from interviewer.rules.distortion import without
from interviewer.rules.gates import FEWEST_WORDS
from interviewer.rules.head.cues import bare
from interviewer.rules.head.head import (
    calibrated,
    label_features,
    match_features,
    mix_features,
    overall_features,
    part_scores,
    verdict_features,
)
from interviewer.rules.measuring import BEST_FOR_DISTORTION

HERE = Path(__file__).parent
SHELF = HERE.parents[1] / "interviewer" / "fitted"
TRAINING = HERE / "training"
MODEL = "qwen-1.5b"
ENCODER = "minilm"

FALSE_ALARMS = 0.01
"""Share of answers to the right question that may be taken for answers to another."""

PENALTY = 0.045
"""Of the ridge, for each row that is fitted."""

Maps = dict[str, Floats]


@dataclass(frozen=True)
class Row:
    """One labelled answer as the head sees it."""

    answer: Answer
    source: str
    seen: Impression
    labels: Floats
    """Shape (sentences, 4)."""

    odds: dict[str, Any] | None
    other: float
    """How near it is to the other question that the language model was asked about."""

    shortened: tuple[tuple[int, Impression], ...]
    """Without the sentences of one part alone, and which part that is; none for an answer too weak to lose one."""

    @property
    def star(self) -> list[int]:
        return [self.answer["star"][part] for part in PARTS]

    @property
    def on_question(self) -> bool:
        return self.answer["overall"] > 1 and self.answer["variant"] not in ("wrong-question", "off-topic")


def load(files: Sequence[Path], reader: AnswerReader) -> list[Row]:
    """All answers that are long enough to be judged."""
    kept = HERE / f"odds-{MODEL}.jsonl"
    odds = {line["id"]: line for line in map(json.loads, kept.read_text("utf-8").splitlines())}
    found: list[Row] = []
    for file in files:
        every = answers(file)
        for answer in every:
            spoken = usable(answer)
            if sum(len(one.clean.split()) for one in spoken) < FEWEST_WORDS:
                continue
            said = [bare(one.clean) or "." for one in spoken]
            strangers = [one for one in every if one["question"] != answer["question"]]
            asked = odds.get(answer["id"])
            wanted = asked["other question"] if asked else None
            other = next((one for one in strangers if one["question"] == wanted), None) or random.Random(
                answer["id"]
            ).choice(strangers)
            labels = [[part in answer["labels"][int(one.id[1:]) - 1] for part in PARTS] for one in spoken]
            found.append(
                Row(
                    answer=answer,
                    source=file.stem,
                    seen=_read(reader, answer, said),
                    labels=np.array(labels, float),
                    odds=asked,
                    other=_read(reader, other, said).match,
                    shortened=tuple(_shortened(reader, answer)),
                )
            )
    return found


def _shortened(reader: AnswerReader, answer: Answer) -> Iterator[tuple[int, Impression]]:
    if answer["overall"] < BEST_FOR_DISTORTION:
        return
    for number, part in enumerate(PARTS):
        left = usable(answer | {"sentences": without(answer["sentences"], answer["labels"], part)})
        is_told = len(left) < len(usable(answer))
        if is_told and sum(len(one.clean.split()) for one in left) >= FEWEST_WORDS:
            yield number, _read(reader, answer, [bare(one.clean) or "." for one in left])


def _read(reader: AnswerReader, asked: Answer, said: Sequence[str]) -> Impression:
    return reader.read(asked["question"], asked["kind"], asked["guidance_points"], said)


def folds(rows: Sequence[Row], count: int, seed: int) -> list[int]:
    """A fold for each row, the same for all answers to one question."""
    questions = sorted({row.answer["question"] for row in rows})
    random.Random(seed).shuffle(questions)
    of = {question: number % count for number, question in enumerate(questions)}
    return [of[row.answer["question"]] for row in rows]


def fit(rows: Sequence[Row]) -> Maps:
    """All maps of a head."""
    stars = np.array([row.star for row in rows], float)
    seen = np.array([part_scores(row.seen) for row in rows])
    touched = np.concatenate([row.answer["guidance_scores"] for row in rows]).astype(float)
    maps: Maps = _labels(rows) | {
        "part_cuts": np.array([cuts(seen[:, part], stars[:, part], 0, 3) for part in range(len(PARTS))]),
        "point_cuts": cuts(np.concatenate([row.seen.points for row in rows]), touched, 0, 2),
        "match_least": np.array([np.quantile([row.seen.match for row in rows if row.on_question], FALSE_ALARMS)]),
    }
    overall = np.array([row.answer["overall"] for row in rows], float)
    _map(
        maps,
        "overall",
        [_alone(row, parts(maps, row), points(maps, row, both=False)) for row in rows],
        overall,
        lowest=1,
        highest=5,
    )
    asked = [row for row in rows if row.odds is not None]
    covered = np.concatenate([row.answer["guidance_scores"] for row in asked]).astype(float)
    _map(maps, "mix", [one for row in asked for one in _mixed(maps, row)], covered, lowest=0, highest=2)
    overall = np.array([row.answer["overall"] for row in asked], float)
    found = _map(
        maps,
        "verdict",
        [_both(row, parts(maps, row), points(maps, row, both=True)) for row in asked],
        overall,
        lowest=1,
        highest=5,
    )
    maps["overall_error"] = np.array([float(np.sqrt(np.mean((found - overall) ** 2)))])
    _match(maps, [row for row in asked if row.on_question])
    return maps


def _labels(rows: Sequence[Row]) -> Maps:
    """Logistic maps of the labels, from every sentence."""
    every = np.vstack([label_features(row.seen.chances) for row in rows])
    scale = every.std(axis=0)
    wanted = np.vstack([row.labels for row in rows])
    coef, bias = logistic(every / scale, wanted, np.ones(len(wanted)), 1.0)
    return {"label_coef": coef / scale, "label_bias": bias}


def _map(maps: Maps, name: str, rows: Iterable[Floats], wanted: Floats, *, lowest: int, highest: int) -> Floats:
    every = np.array(list(rows))
    maps[f"{name}_coef"], bias = ridge(every, wanted, np.ones(len(wanted)), PENALTY * len(wanted))
    maps[f"{name}_bias"] = np.array(bias)
    found = every @ maps[f"{name}_coef"] + bias
    maps[f"{name}_cuts"] = cuts(found, wanted, lowest, highest)
    return np.asarray(found)


def _match(maps: Maps, rows: Sequence[Row]) -> None:
    """A logistic map of whose zero few answers to the right question fall short."""
    own = [match_features(row.seen.match, row.odds["own"]) for row in rows if row.odds]
    other = [match_features(row.other, row.odds["other"]) for row in rows if row.odds]
    every, wanted = np.array([*own, *other]), np.array([1.0] * len(own) + [0.0] * len(other))
    scale = every.std(axis=0)
    coef, bias = logistic(every / scale, wanted[:, None], np.ones(len(wanted)), 1.0)
    maps["match_coef"] = coef[0] / scale
    found = every @ maps["match_coef"] + bias[0]
    maps["match_bias"] = np.array(bias[0] - np.quantile(found[wanted == 1], FALSE_ALARMS))


def score(maps: Maps, name: str, row: Floats, lowest: int = 0) -> float:
    return calibrated(float(row @ maps[f"{name}_coef"] + maps[f"{name}_bias"]), maps[f"{name}_cuts"], lowest=lowest)


def parts(maps: Maps, row: Row) -> list[float]:
    return [calibrated(float(one), cut) for one, cut in zip(part_scores(row.seen), maps["part_cuts"], strict=True)]


def points(maps: Maps, row: Row, *, both: bool) -> list[float]:
    """Scores of the guidance points; with `both`, the language model's odds have their say."""
    if both and row.odds is not None:
        return [score(maps, "mix", one) for one in _mixed(maps, row)]
    return [calibrated(float(one), maps["point_cuts"]) for one in row.seen.points]


def overall(maps: Maps, row: Row, told: Sequence[float], covered: Sequence[float], *, both: bool) -> float:
    """The grade that is expected for these scores of parts and points."""
    if both and row.odds is not None:
        return score(maps, "verdict", _both(row, told, covered), lowest=1)
    return score(maps, "overall", _alone(row, told, covered), lowest=1)


def _mixed(maps: Maps, row: Row) -> list[Floats]:
    said = row.odds or {}
    return [
        mix_features(float(one), odds, said["own"], parts(maps, row))
        for one, odds in zip(row.seen.points, said["points"], strict=True)
    ]


def _alone(row: Row, told: Sequence[float], covered: Sequence[float]) -> Floats:
    return overall_features(row.seen.overall, told, covered, row.seen.match)


def _both(row: Row, told: Sequence[float], covered: Sequence[float]) -> Floats:
    return verdict_features(row.seen.overall, told, covered, (row.odds or {})["own"])


def write(rows: Sequence[Row], files: Sequence[Path], card: Card) -> None:
    """Fit on everything and put the head, and its card, where the program finds them."""
    arrays = SHELF / f"{MODEL}.npz"
    maps = {name: array.astype(np.float32) for name, array in fit(rows).items()}
    np.savez_compressed(arrays, **maps)  # type: ignore[arg-type]
    trained = [answer for file in sorted(TRAINING.glob("*.txt")) for answer in answers(file)]
    fitted = [*trained, *(row.answer for row in rows)]
    blobs = (arrays, SHELF / f"{ENCODER}.npz")
    facts = {
        "model": MODEL,
        "encoder": ENCODER,
        "sha256": [hashlib.sha256(blob.read_bytes()).hexdigest() for blob in blobs],
        "date": datetime.now(UTC).date().isoformat(),
        "files": {"training": len(trained)} | {file.name: len(answers(file)) for file in files},
        "card": card.model_dump(mode="json"),
        "answers": sorted({fingerprint(answer["sentences"]) for answer in fitted}),
    }
    (SHELF / f"{MODEL}.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["check", "write"])
    parser.add_argument("files", type=Path, nargs="+")
    given = parser.parse_args()
    rows = load(given.files, studio.open_reader(settings.load(), ENCODER))
    from benchmarks.judge.folds import card_of, check, unseen

    found = unseen(rows)
    if given.what == "write":
        write(rows, given.files, card_of(rows, found))
    for line in check(rows, found):
        print(line)


if __name__ == "__main__":
    main()
