"""The head itself: linear maps from features to chances, scores and odds, fitted on labelled answers.

It writes no word. It says how probable it is that a sentence plays a part, and what score a careful reader would be
expected to give; what becomes of that is decided where evidence is verified. Scores come calibrated, so that rounding
one gives the score that the head would give.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from interviewer.model.grade import PARTS, Part
from interviewer.model.question import Kind
from interviewer.model.speech import Sentence
from interviewer.ports import Encoder
from interviewer.rules.head import features
from interviewer.rules.head.cues import Floats
from interviewer.rules.rubric import Bundle
from interviewer.rules.scoring import value

Weights = Mapping[str, Floats]
"""Arrays by name, as `library.fitted` reads them."""

PLAYS = 0.35
"""A sentence plays a part that is at least this probable: the cut with the best F1 on folds that were not fitted."""

NEAR = 0.25
"""Similarity from which a sentence may be shown for a guidance point that the model cited nothing for."""

MOST_NEAR = 3

SANE_ODDS = (-3.0, 4.0)
"""Where the model's odds lay in fitting; beyond them a reply moves nothing more."""

FAR_OFF = 1.0
"""Log-odds of the head under which an answer may be taken for one to another question, if the model agrees."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the head makes of one answer."""

    chances: dict[str, dict[Part, float]]
    """For each sentence how probable it is that it plays each part."""

    parts: dict[Part, float]
    """Score of each part, 0 to 3."""

    points: tuple[float, ...]
    """Score of each guidance point, 0 to 2, from the head alone."""

    relevance: float
    """Log-odds that it answers this question and not another."""

    near: tuple[dict[str, float], ...]
    """For each guidance point how near each sentence is to it, -1 to 1."""


class Head:
    """One fitted head with its encoder."""

    def __init__(self, encoder: Encoder, weights: Weights, sha256: str) -> None:
        self.encoder = encoder
        self.fingerprint = f"head-{sha256[:8]}"
        self._weights = weights

    @property
    def error(self) -> float:
        """Root mean square error of `estimate` on answers that were not fitted."""
        return float(self._weights["overall_error"][0])

    def read(self, bundle: Bundle, sentences: Sequence[Sentence]) -> Opinion:
        """Read one answer; at least one sentence must have words. Raises ModelNotInstalled."""
        spoken = [sentence for sentence in sentences if sentence.clean.strip()]
        said = [sentence.clean for sentence in spoken]
        answer = features.vectors(self.encoder, bundle.text, bundle.kind, bundle.points, said)
        chances = _logistic(self._linear("label", features.sentence_features(answer)))
        rows = features.part_features(answer, chances)
        parts = (rows * self._weights["part_coef"]).sum(axis=1) + self._weights["part_bias"]
        raw = self._linear("point", features.point_features(answer, chances))
        near = answer.point_vectors @ answer.sentences.T
        return Opinion(
            chances={
                one.id: dict(zip(PARTS, row.tolist(), strict=True)) for one, row in zip(spoken, chances, strict=True)
            },
            parts={
                part: calibrated(float(score), cuts)
                for part, score, cuts in zip(PARTS, parts, self._weights["part_cuts"], strict=True)
            },
            points=tuple(calibrated(float(score), self._weights["point_cuts"]) for score in raw),
            relevance=float(self._linear("relevance", features.relevance_features(answer)[None, :])[0, 0]),
            near=tuple(dict(zip([one.id for one in spoken], row.tolist(), strict=True)) for row in near),
        )

    def weigh_points(self, opinion: Opinion, odds: Sequence[float], relevance: float) -> tuple[float, ...]:
        """Scores of the guidance points, 0 to 2, from the head and the model's log-odds together."""
        parts = list(opinion.parts.values())
        rows = [
            mix_features(score, one, relevance, parts, opinion.relevance)
            for score, one in zip(opinion.points, odds, strict=True)
        ]
        return tuple(
            calibrated(float(row @ self._weights["mix_coef"] + self._weights["mix_bias"]), self._weights["mix_cuts"])
            for row in rows
        )

    def estimate(self, kind: Kind, parts: Mapping[Part, float], points: Sequence[float]) -> float:
        """The overall grade, 1 to 5, that a careful reader would be expected to give for these scores."""
        row = overall_features(kind, [parts.get(part, 0.0) for part in PARTS], points)
        return calibrated(float(self._linear("overall", row[None, :])[0, 0]), self._weights["overall_cuts"], lowest=1)

    def weigh_overall(
        self, kind: Kind, opinion: Opinion, relevance: float, parts: Mapping[Part, float], points: Sequence[float]
    ) -> float:
        """The overall grade, 1 to 5, that is expected for scores that head and model found together."""
        alone = self.estimate(kind, parts, points)
        told = [parts.get(part, 0.0) for part in PARTS]
        row = verdict_features(alone, told, points, relevance, opinion.relevance)
        scored = float(row @ self._weights["verdict_coef"] + self._weights["verdict_bias"])
        return calibrated(scored, self._weights["verdict_cuts"], lowest=1)

    def _linear(self, name: str, rows: Floats) -> Floats:
        found = rows @ self._weights[f"{name}_coef"].T + self._weights[f"{name}_bias"]
        return np.asarray(found)


def sane(odds: float) -> float:
    """Log-odds of a model, kept where they mean something."""
    return min(max(odds, SANE_ODDS[0]), SANE_ODDS[1])


def off_question(opinion: Opinion, relevance: float | None) -> bool:
    """Is it sure that another question was answered? Head and model must agree where both were asked."""
    if relevance is None:
        return opinion.relevance < 0
    return opinion.relevance < FAR_OFF and relevance < 0


def mix_features(score: float, odds: float, relevance: float, parts: Sequence[float], near: float) -> Floats:
    """One guidance point as head and model see it; shape (6,).

    `score`, `parts` and `near` are the head's, the last its log-odds of relevance; `odds` and `relevance` the model's.
    """
    return np.array([score, sane(odds), sane(relevance), score * sane(odds), sum(parts), near])


def verdict_features(
    alone: float, parts: Sequence[float], points: Sequence[float], relevance: float, near: float
) -> Floats:
    """An answer as head and model see it together; shape (6,)."""
    covered = sum(points) / max(len(points), 1)
    told = sum(parts)
    return np.array([alone, told, covered, sane(relevance), near, covered * told / 6])


def overall_features(kind: Kind, parts: Sequence[float], points: Sequence[float]) -> Floats:
    """The scores of an answer as the overall grade sees them; shape (12,)."""
    told = np.array(parts, float)
    covered = np.array(points or [0.0], float)
    story = float(told.max() >= 0.8)
    arithmetic = value(kind, dict(zip(PARTS, parts, strict=True)), points)
    return np.array(
        [
            arithmetic,
            *told,
            min(told[2], told[3]),
            covered.mean(),
            covered.min(),
            covered.max(),
            1 - story,
            (1 - story) * covered.mean(),
            float(kind == "method"),
        ]
    )


def calibrated(score: float, cuts: Sequence[float] | Floats, lowest: int = 0) -> float:
    """A score on its own scale: `cuts` become the halves between whole scores, straight lines join them."""
    halves = [lowest + 0.5 + number for number in range(len(cuts))]
    if score <= cuts[0]:
        return max(float(lowest), halves[0] + score - float(cuts[0]))
    if score >= cuts[-1]:
        return min(float(lowest + len(cuts)), halves[-1] + score - float(cuts[-1]))
    for (low, high), half in zip(pairwise(cuts), halves, strict=False):
        if score <= high:
            return half + (score - float(low)) / max(float(high - low), 1e-9)
    raise AssertionError("cuts must rise")


def _logistic(values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-values)))
