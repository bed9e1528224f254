"""What a fitted head says of answers that it was not fitted on: five folds by question, dealt in several ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from benchmarks.judge.answers import PARTS
from benchmarks.judge.applied import Maps, Said, overall, parts, points, say
from benchmarks.judge.linear import Floats
from benchmarks.judge.maps import fit, folds
from benchmarks.judge.rows import Row
from interviewer.model.card import Card, SetFigures
from interviewer.rules.agreement import length_baseline, qwk
from interviewer.rules.head.head import PLAYS

FOLDS = 5
FOLDINGS = 6
"""Ways of dealing the questions out: with 60 answers a set, one way alone moves a kappa by .05."""


HEADINGS = (
    "answers", "n", "readers", "overall", "bias", *PARTS, "points", "labels F1", "another question seen",
    "false alarms", "deleted part falls", "others stay",
)  # fmt: skip
WANTED = ("wanted", "", "", ".70", "±.25", *(".65" for _ in PARTS), ".55", ".68", "95 %", "", "90 %", "90 %")


@dataclass(frozen=True)
class Unseen:
    """What heads say of answers whose questions they were not fitted on, means of all foldings."""

    figures: dict[tuple[str, bool], Floats]
    """By source and whether both read: the figures of a row after the readers' name."""

    error: float
    """Root mean square error of the overall grade that both readers expect, before it is rounded and capped."""


SETS = {"dev": ("answers written as speech", 0.98), "real": ("answers typed by real people", 0.89)}
"""What the labelled sets are, and how far two passes of labelling agree on such (their LABELLING.md)."""


def unseen(rows: Sequence[Row]) -> Unseen:
    """What heads say of answers whose questions they were not fitted on."""
    foldings = [folds(rows, FOLDS, seed) for seed in range(FOLDINGS)]
    heads = [
        [fit([row for row, fold in zip(rows, at, strict=True) if fold != held]) for held in range(FOLDS)]
        for at in foldings
    ]
    figures: dict[tuple[str, bool], Floats] = {}
    for source in sorted({row.source for row in rows}):
        mine = [number for number, row in enumerate(rows) if row.source == source]
        dealt = [
            [(maps[at[number]], rows[number]) for number in mine] for at, maps in zip(foldings, heads, strict=True)
        ]
        deletion = np.mean([_deletion(pairs) for pairs in dealt], axis=0)
        for both in (False, True):
            each = [_figures([say(maps, row, both=both) for maps, row in pairs]) for pairs in dealt]
            figures[source, both] = np.concatenate([np.mean(each, axis=0), deletion])
    every = [
        (maps[at[number]], row)
        for at, maps in zip(foldings, heads, strict=True)
        for number, row in enumerate(rows)
        if row.odds is not None
    ]
    return Unseen(figures, float(np.sqrt(np.mean([_missed(maps, row) ** 2 for maps, row in every]))))


def check(rows: Sequence[Row], found: Unseen) -> Iterator[str]:
    """A Markdown table: for each source the words alone, the head alone, and both readers."""
    yield _line(HEADINGS)
    yield _line("---" for _ in HEADINGS)
    yield _line(WANTED)
    for source in sorted({row.source for row in rows}):
        mine = [row for row in rows if row.source == source]
        yield _line((source, str(len(mine)), "words alone", _words_alone(mine), *[""] * 11))
        for both, readers in ((False, "head alone"), (True, "both")):
            yield _line((source, str(len(mine)), readers, *_told(found.figures[source, both])))


def card_of(rows: Sequence[Row], found: Unseen) -> Card:
    """What reports say of the judge that ships: both readers, on answers that were not fitted."""
    sets = []
    for source, (name, again) in SETS.items():
        figures = (round(one, 3) for one in found.figures[source, True].tolist())
        grade, _, *star, covered, labels, seen, _, falls, _ = figures
        sets.append(
            SetFigures(
                answers=name,
                n=sum(row.source == source for row in rows),
                overall=grade,
                parts=dict(zip(PARTS, star, strict=True)),
                points=covered,
                labels=labels,
                other_question=seen,
                falls=falls,
                again=again,
            )
        )
    return Card(date=datetime.now(UTC).date(), sets=tuple(sets))


def _missed(maps: Maps, row: Row) -> float:
    """How far the grade that both readers expect lies from the label."""
    expected = overall(maps, row, parts(maps, row), points(maps, row, both=True), both=True)
    return expected - float(row.answer["overall"])


def _deletion(pairs: Sequence[tuple[Maps, Row]]) -> list[float]:
    """Shares of deleted parts that fall and of other parts that stay. Both readers find the same parts."""
    falls, stays = [], []
    for maps, row in pairs:
        before = say(maps, row, both=False).parts
        for part, seen, alone in row.shortened:
            left = replace(row, seen=seen, alone=alone, labels=np.zeros_like(seen.chances))
            after = say(maps, left, both=False).parts
            falls.append(after[part] < before[part])
            stays += [after[at] == before[at] for at in range(len(PARTS)) if at != part]
    return [float(np.mean(falls)), float(np.mean(stays))]


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _words_alone(rows: Sequence[Row]) -> str:
    pairs = [(len(" ".join(row.answer["sentences"]).split()), row.answer["overall"]) for row in rows]
    guessed = [length_baseline([words], pairs[:n] + pairs[n + 1 :])[0] for n, (words, _) in enumerate(pairs)]
    return f"{qwk(guessed, [label for _, label in pairs], low=1, high=5):.2f}"


def _figures(said: Sequence[Said]) -> list[float]:
    """The figures of a row after the readers' name."""
    labelled = [one.row.answer["overall"] for one in said]
    covered = [score for one in said for score in one.points]
    wanted = [score for one in said for score in one.row.answer["guidance_scores"]]
    found = np.vstack([one.labels >= PLAYS for one in said])
    there = np.vstack([one.row.labels > 0 for one in said])
    f1 = [2 * (found & there)[:, at].sum() / max(found[:, at].sum() + there[:, at].sum(), 1) for at in range(4)]
    right = [one for one in said if one.row.on_question]
    return [
        qwk([one.overall for one in said], labelled, low=1, high=5),
        float(np.mean([one.overall for one in said]) - np.mean(labelled)),
        *(
            qwk([one.parts[at] for one in said], [one.row.star[at] for one in said], low=0, high=3)
            for at in range(len(PARTS))
        ),
        qwk(covered, wanted, low=0, high=2),
        float(np.mean(f1)),
        float(np.mean([one.other_off for one in right])),
        float(np.mean([one.off_question for one in right])),
    ]


def _told(figures: Floats) -> list[str]:
    overall, bias, *kappas, seen, alarms, falls, stays = figures.tolist()
    shares = [f"{one:.0%}" for one in (seen, alarms, falls, stays)]
    return [f"{overall:.2f}", f"{bias:+.2f}", *(f"{one:.2f}" for one in kappas), *shares]
