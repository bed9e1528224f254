"""An answer as numbers: what the head is fitted on and what it reads, one place for both.

Meaning comes as unit vectors of an encoder; everything else is counted here. No feature knows how well somebody speaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from interviewer.model.grade import PARTS
from interviewer.ports import Encoder
from interviewer.rules.head import cues
from interviewer.rules.head.cues import Floats
from interviewer.rules.strength import own_part
from interviewer.rules.wording import words

LIKELY = 0.4
"""A sentence that plays a part with at least this chance is counted as one that does."""

STOP = frozenset(
    "how you the a an and of to your it what with in for that who is was did on or their they its when why by any "
    "about from at as be were have had one".split()
)

OFFSET = 0.15
"""Similarity under which a sentence has nothing to do with a point."""


@dataclass(frozen=True)
class Vectors:
    """One answer and its question before the head; all rows are unit vectors, or zero for an empty text."""

    texts: tuple[str, ...]
    """Bare sentences."""

    kind: str
    points: tuple[str, ...]
    sentences: Floats
    """Shape (sentences, width)."""

    pairs: Floats
    """Each sentence together with the next; shape (max(sentences - 1, 1), width)."""

    question: Floats
    """Shape (width,)."""

    point_vectors: Floats
    """Shape (points, width)."""


def vectors(encoder: Encoder, question: str, kind: str, points: Sequence[str], sentences: Sequence[str]) -> Vectors:
    """Encode one answer; `sentences` are cleaned and not empty. Raises what the encoder raises."""
    texts = tuple(cues.bare(text) for text in sentences)
    pairs = [f"{one} {two}" for one, two in pairwise(texts)] or list(texts)
    asked = [question.lower(), *(point.lower() for point in points)]
    rows = encoder.encode([*texts, *pairs, *asked]).astype(np.float64)
    first, second = len(texts), len(texts) + len(pairs)
    return Vectors(texts, kind, tuple(points), rows[:first], rows[first:second], rows[second], rows[second + 1 :])


def sentence_features(answer: Vectors) -> Floats:
    """Each sentence, its neighbours and its place; shape (sentences, 3 x width + ...)."""
    own = np.array([cues.cues(text) for text in answer.texts])
    count = len(answer.texts)
    mean = np.tile(own.mean(axis=0), (count, 1))
    at = np.arange(count)
    place = np.column_stack(
        [
            at / count,
            (count - 1 - at) / count,
            at == 0,
            at == count - 1,
            np.full(count, count / 10),
            np.full(count, float(answer.kind == "method")),
        ]
    )
    asked = (answer.sentences @ answer.question)[:, None]
    return np.hstack(
        [
            8 * answer.sentences,
            4 * _before(answer.sentences),
            4 * _after(answer.sentences),
            1.5 * own,
            0.7 * _before(own),
            0.7 * _after(own),
            mean,
            1.5 * place,
            2 * asked,
        ]
    )


def part_features(answer: Vectors, chances: Floats) -> Floats:
    """How much, how specific and how much the candidate's own the sentences of each part are; shape (4, ...)."""
    length = np.array([len(words(text)) for text in answer.texts], float)
    figures = np.array([min(cues.numbers(text), 3) for text in answer.texts], float)
    mine = np.array([own_part(text) for text in answer.texts], float)
    wishes = np.array([bool(cues.CONDITIONAL.search(text)) for text in answer.texts], float)
    vague = np.array([min(len(cues.VAGUE.findall(text)), 3) for text in answer.texts], float)
    because = np.array([bool(cues.EXPLAINING.search(text)) for text in answer.texts], float)
    best = chances.max(axis=0)
    rows = []
    for part in range(len(PARTS)):
        chance = chances[:, part]
        likely = (chance > LIKELY).astype(float)
        ranked = np.sort(chance)[::-1]
        rows.append(
            [
                min(chance.sum(), 4),
                ranked[0],
                ranked[1] if ranked.size > 1 else 0.0,
                min(likely.sum(), 5),
                np.log1p((chance * length).sum()),
                np.log1p((likely * length).sum()),
                (chance * length).max() / 20,
                (chance * figures).sum() ** 0.5,
                float((likely * figures).sum() > 0),
                (chance * mine).sum() ** 0.5,
                (chance * wishes).sum() ** 0.5,
                (chance * vague).sum() ** 0.5,
                (chance * because).sum() ** 0.5,
                *best,
                min(chances.sum(), 8) / 4,
                float(answer.kind == "method"),
            ]
        )
    return np.array(rows)


def point_features(answer: Vectors, chances: Floats) -> Floats:
    """How near the answer comes to each guidance point, and how much there is to it; shape (points, ...)."""
    length = np.array([len(words(text)) for text in answer.texts], float)
    figures = np.array([min(cues.numbers(text), 3) for text in answer.texts], float)
    because = np.array([bool(cues.EXPLAINING.search(text)) for text in answer.texts], float)
    vague = np.array([min(len(cues.VAGUE.findall(text)), 3) for text in answer.texts], float)
    whole = _unit(answer.sentences.mean(axis=0))
    asked = answer.sentences @ answer.question
    shared = relevance_features(answer)
    said = {word[:5] for text in answer.texts for word in words(text)}
    event = chances.max(axis=0)
    rows = []
    for point, vector in zip(answer.points, answer.point_vectors, strict=True):
        near = answer.sentences @ vector
        ranked = np.sort(near)[::-1]
        sought = set(words(point.lower())) - STOP
        touched = np.clip(near - OFFSET, 0, 1)
        weight = touched / (touched.sum() + 1e-6)
        rows.append(
            [
                ranked[0],
                ranked[:2].mean(),
                ranked[:4].mean(),
                (answer.pairs @ vector).max(),
                whole @ vector,
                sum(word[:5] in said for word in sought) / max(len(sought), 1),
                (near > 0.25).sum() ** 0.5,
                np.log1p((length * touched).sum()),
                (figures * weight).sum(),
                (because * weight).sum(),
                (vague * weight).sum(),
                (length * weight).sum() / 20,
                *(chances.T @ weight),
                float(asked @ weight),
                *shared,
                np.log1p(length.sum()) - 4,
                min(figures.sum(), 8) / 8,
                because.mean(),
                vague.mean(),
                *event,
                float(answer.kind == "method"),
                float(len(answer.points)) / 4,
            ]
        )
    return np.array(rows)


def relevance_features(answer: Vectors) -> Floats:
    """How near the answer comes to what was asked; shape (7,)."""
    whole = _unit(answer.sentences.mean(axis=0))
    asked = answer.sentences @ answer.question
    near = answer.sentences @ answer.point_vectors.T
    return np.array(
        [
            whole @ answer.question,
            asked.max(),
            np.sort(asked)[-3:].mean(),
            (asked > 0.3).mean(),
            near.max(),
            near.max(axis=0).mean(),
            (answer.point_vectors @ whole).mean(),
        ]
    )


def _before(rows: Floats) -> Floats:
    return np.vstack([np.zeros((1, rows.shape[1])), rows[:-1]])


def _after(rows: Floats) -> Floats:
    return np.vstack([rows[1:], np.zeros((1, rows.shape[1]))])


def _unit(vector: Floats) -> Floats:
    length = float(np.linalg.norm(vector))
    return vector / length if length > 0 else vector
