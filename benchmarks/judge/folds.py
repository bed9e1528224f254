"""What a fitted head says of answers that it was not fitted on: five folds by question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.judge.answers import PARTS
from benchmarks.judge.fit import Maps, Row, fit, folds, overall, parts, points
from benchmarks.judge.linear import Floats
from interviewer.rules.agreement import length_baseline, qwk
from interviewer.rules.head.head import PLAYS, match_features

FOLDS = 5


@dataclass(frozen=True)
class Said:
    """One answer, and what a head that had not seen its question says of it."""

    row: Row
    parts: list[int]
    points: list[int]
    overall: int
    off_question: bool
    other_off: bool
    """The same answer to another question: seen to be off that question?"""

    @property
    def chances(self) -> Floats:
        return self.row.seen.chances


def say(maps: Maps, row: Row, *, both: bool) -> Said:
    off, other = (_is_off(maps, row, which, both=both) for which in ("own", "other"))
    return Said(
        row=row,
        parts=[_whole(one, 3) for one in parts(maps, row)],
        points=[0 if off else _whole(one, 2) for one in points(maps, row, both=both)],
        overall=1 if off else max(1, _whole(overall(maps, row, both=both), 5)),
        off_question=off,
        other_off=other,
    )


def _is_off(maps: Maps, row: Row, which: str, *, both: bool) -> bool:
    match = row.seen.match if which == "own" else row.other
    if both and row.odds is not None:
        return float(match_features(match, row.odds[which]) @ maps["match_coef"] + maps["match_bias"]) < 0
    return match < float(maps["match_least"][0])


HEADINGS = (
    "answers", "n", "readers", "overall", "bias", *PARTS, "points", "labels F1", "another question seen", "false alarms"
)  # fmt: skip
WANTED = ("wanted", "", "", ".70", "±.25", *(".65" for _ in PARTS), ".55", ".68", "95 %", "")


def check(rows: Sequence[Row]) -> Iterator[str]:
    """A Markdown table: for each source the words alone, the head alone, and both readers."""
    at = folds(rows, FOLDS, seed=1)
    heads = [fit([row for row, fold in zip(rows, at, strict=True) if fold != held]) for held in range(FOLDS)]
    yield _line(HEADINGS)
    yield _line("---" for _ in HEADINGS)
    yield _line(WANTED)
    for source in sorted({row.source for row in rows}):
        mine = [(row, fold) for row, fold in zip(rows, at, strict=True) if row.source == source]
        yield _line((source, str(len(mine)), "words alone", _words_alone([row for row, _ in mine]), *[""] * 9))
        for both, readers in ((False, "head alone"), (True, "both")):
            said = [say(heads[fold], row, both=both) for row, fold in mine if not both or row.odds is not None]
            if said:
                yield _line((source, str(len(said)), readers, *_figures(said)))


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _words_alone(rows: Sequence[Row]) -> str:
    pairs = [(len(" ".join(row.answer["sentences"]).split()), row.answer["overall"]) for row in rows]
    guessed = [length_baseline([words], pairs[:n] + pairs[n + 1 :])[0] for n, (words, _) in enumerate(pairs)]
    return f"{qwk(guessed, [label for _, label in pairs], low=1, high=5):.2f}"


def _figures(said: Sequence[Said]) -> Iterator[str]:
    """The cells of a row after the readers' name."""
    overall = [one.row.answer["overall"] for one in said]
    yield f"{qwk([one.overall for one in said], overall, low=1, high=5):.2f}"
    yield f"{np.mean([one.overall for one in said]) - np.mean(overall):+.2f}"
    for at in range(len(PARTS)):
        yield f"{qwk([one.parts[at] for one in said], [one.row.star[at] for one in said], low=0, high=3):.2f}"
    points = [score for one in said for score in one.points]
    yield f"{qwk(points, [score for one in said for score in one.row.answer['guidance_scores']], low=0, high=2):.2f}"
    found = np.vstack([one.chances >= PLAYS for one in said])
    there = np.vstack([one.row.labels > 0 for one in said])
    f1 = [2 * (found & there)[:, at].sum() / max(found[:, at].sum() + there[:, at].sum(), 1) for at in range(4)]
    yield f"{np.mean(f1):.2f}"
    yield f"{np.mean([one.other_off for one in said if one.row.on_question]):.0%}"
    yield f"{np.mean([one.off_question for one in said if one.row.on_question]):.0%}"


def _whole(score: float, most: int) -> int:
    return max(0, min(most, int(score + 0.5)))
