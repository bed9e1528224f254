"""Views of the training answers: as they are, put to another question, without one part, one part alone, with points of
others, misheard.

What is known of a changed answer without anybody reading it again is taught: a part that was taken out scores 0 and
the others stay, a point of another question is not touched, an answer to another question is a 1. What is not known is
left out.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from benchmarks.judge.answers import PARTS, Answer
from benchmarks.judge.odds import usable
from interviewer.rules.distortion import misheard
from interviewer.rules.gates import FEWEST_WORDS
from interviewer.rules.head.cues import bare

TOO_NEAR = 0.72
"""Cosine of two questions from which an answer to one may well answer the other."""

NEAREST = 25
"""Questions among which most of the strange ones are drawn: those are the hard ones."""

STRANGE, SHORTENED, ALONE = 0.20, 0.25, 0.25
"""Share of views that are put to another question, from which a part is taken out, and of which one part is left."""

NEVER_TOLD = 0.15
"""Share of the views of one part in which it is a part that the answer does not tell."""

MOST_POINTS, MOST_SENTENCES = 6, 24


@dataclass(frozen=True)
class View:
    """One answer to one question, with what is known of it; a weight of 0 says that it is not known."""

    question: str
    kind: str
    points: tuple[str, ...]
    sentences: tuple[str, ...]
    labels: np.ndarray[Any, Any]
    point_scores: tuple[int, ...]
    point_weights: tuple[float, ...]
    star: tuple[int, ...]
    star_weights: tuple[float, ...] = (1.0,) * len(PARTS)
    overall: int = 1
    overall_weight: float = 1.0


@dataclass
class Pool:
    """The questions of the training answers, and how near they are to one another."""

    asked: Sequence[tuple[str, str, tuple[str, ...]]]
    near: np.ndarray[Any, Any]
    """Cosines; shape (questions, questions)."""

    at: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.at = {question: number for number, (question, _, _) in enumerate(self.asked)}

    def stranger(self, question: str, chooser: random.Random) -> tuple[str, str, tuple[str, ...]]:
        row = self.near[self.at[question]]
        far = [number for number in np.argsort(-row) if row[number] < TOO_NEAR]
        return self.asked[chooser.choice(far[:NEAREST] if chooser.random() < 0.6 else far)]


def views(answers: Sequence[Answer]) -> list[View]:
    """All answers that are long enough to be judged."""
    found = []
    for answer in answers:
        spoken = usable(answer)
        if sum(len(one.clean.split()) for one in spoken) < FEWEST_WORDS:
            continue
        labels = [[part in answer["labels"][int(one.id[1:]) - 1] for part in PARTS] for one in spoken]
        found.append(
            View(
                question=answer["question"],
                kind=answer["kind"],
                points=tuple(answer["guidance_points"]),
                sentences=tuple(bare(one.clean) or "." for one in spoken),
                labels=np.array(labels, float),
                point_scores=tuple(answer["guidance_scores"]),
                point_weights=(1.0,) * len(answer["guidance_points"]),
                star=tuple(answer["star"][part] for part in PARTS),
                overall=answer["overall"],
            )
        )
    return found


def changed(view: View, pool: Pool, chooser: random.Random) -> View:
    """One view of an answer for one epoch."""
    drawn = chooser.random()
    if drawn < STRANGE and view.overall > 1:
        view = _elsewhere(view, pool, chooser)
    elif drawn < STRANGE + SHORTENED:
        view = _without(view, chooser)
    elif drawn < STRANGE + SHORTENED + ALONE:
        view = _alone(view, chooser)
    if all(view.point_weights) and view.overall_weight == 1.0 and chooser.random() < 0.5:
        view = _with_strange_points(view, pool, chooser)
    if chooser.random() < 0.7:
        order = chooser.sample(range(len(view.points)), len(view.points))
        view = _pointed(view, [(view.points[n], view.point_scores[n], view.point_weights[n]) for n in order])
    return replace(view, sentences=_misheard(view.sentences, chooser))


def _elsewhere(view: View, pool: Pool, chooser: random.Random) -> View:
    question, kind, points = pool.stranger(view.question, chooser)
    strange = _pointed(view, [(point, 0, 0.3) for point in points])
    halved = (0.5,) * len(PARTS)
    return replace(strange, question=question, kind=kind, star_weights=halved, overall=1, overall_weight=0.5)


def _without(view: View, chooser: random.Random) -> View:
    """Without the sentences of one part: those that play it alone, or all of them."""
    alone = view.labels.sum(axis=1) == 1
    told = [part for part in range(len(PARTS)) if (view.labels[:, part] * alone).any()]
    if not told:
        return view
    part = chooser.choice(told)
    gone = view.labels[:, part] > 0
    if chooser.random() < 0.7:
        gone &= alone
    if gone.all():
        return view
    known = not (view.labels[:, part] * ~gone).any()
    star = tuple(0 if number == part else score for number, score in enumerate(view.star))
    return _left(view, ~gone, star, tuple(float(known or number != part) for number in range(len(PARTS))))


def _alone(view: View, chooser: random.Random) -> View:
    """The sentences of one part, as the head reads them a second time; now and then with one more beside them."""
    told = [part for part in range(len(PARTS)) if view.labels[:, part].any()]
    never = [part for part in range(len(PARTS)) if part not in told]
    if never and (not told or chooser.random() < NEVER_TOLD):
        kept = np.zeros(len(view.sentences), bool)
    elif told:
        kept = view.labels[:, chooser.choice(told)] > 0
    else:
        return view
    if not kept.any() or chooser.random() < 0.3:
        kept[chooser.randrange(len(kept))] = True
    here, gone = (view.labels[which].any(axis=0) for which in (kept, ~kept))
    star = tuple(score if here[part] else 0 for part, score in enumerate(view.star))
    return _left(view, kept, star, tuple(float(not (here[part] and gone[part])) for part in range(len(PARTS))))


def _left(view: View, kept: np.ndarray[Any, Any], star: tuple[int, ...], star_weights: tuple[float, ...]) -> View:
    """Some of an answer's sentences: what they say of points and of the whole is not known."""
    return replace(
        view,
        sentences=tuple(said for said, is_kept in zip(view.sentences, kept, strict=True) if is_kept),
        labels=view.labels[kept],
        star=star,
        star_weights=star_weights,
        point_weights=(0.0,) * len(view.points),
        overall_weight=0.0,
    )


def _with_strange_points(view: View, pool: Pool, chooser: random.Random) -> View:
    rows = list(zip(view.points, view.point_scores, view.point_weights, strict=True))
    for _ in range(chooser.randint(1, 2)):
        point = chooser.choice(pool.stranger(view.question, chooser)[2])
        if point in view.points:
            continue
        if len(rows) >= 4 and chooser.random() < 0.6:
            rows[chooser.randrange(len(rows))] = (point, 0, 0.4)
        else:
            rows.append((point, 0, 0.4))
    return _pointed(view, rows)


def _pointed(view: View, rows: Sequence[tuple[str, int, float]]) -> View:
    rows = rows[:MOST_POINTS]
    return replace(
        view,
        points=tuple(point for point, _, _ in rows),
        point_scores=tuple(score for _, score, _ in rows),
        point_weights=tuple(weight for _, _, weight in rows),
    )


def _misheard(sentences: Sequence[str], chooser: random.Random) -> tuple[str, ...]:
    """Now and then without punctuation, as some ears write, with words lost, and with words that were not said."""
    if chooser.random() < 0.25:
        sentences = [one.translate(str.maketrans("", "", ",.;")) or "." for one in sentences]
    if chooser.random() < 0.15:
        sentences = [" ".join(word for word in one.split() if chooser.random() > 0.06) or "." for one in sentences]
    if chooser.random() < 0.25:
        sentences = misheard(sentences, chooser.randrange(1 << 30), share=chooser.uniform(0.03, 0.15))
    return tuple(sentences)
