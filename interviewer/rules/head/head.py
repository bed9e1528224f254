"""The head: what a fitted network made of an answer, put on the scales of the grades, and weighed with the odds that a
language model gave.

It writes no word. It says how probable it is that a sentence plays a part, and what score a careful reader would be
expected to give; what becomes of that is decided where evidence is verified. Scores come calibrated, so that rounding
one gives the score that the head would give.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from interviewer.model.grade import PARTS, Part
from interviewer.model.impression import Impression
from interviewer.model.speech import Sentence
from interviewer.ports import AnswerReader, Encoder
from interviewer.rules.head.cues import bare
from interviewer.rules.rubric import Bundle
from interviewer.rules.scoring import BEST_PART
from interviewer.rules.screening import is_reported, plain

Floats = npt.NDArray[np.float64]

Weights = Mapping[str, Floats]
"""Arrays by name, as `library.fitted` reads them."""

PLAYS = 0.25
"""Chance, calibrated, from which a sentence plays a part: between the best cut for spoken and for typed answers."""

SURE = 4.6
"""Log-odds beyond which it is the same how sure the network is."""

BEST_SENTENCE = 0.25
"""Weight of a part's likeliest sentence in its score, beside what the network makes of the answer."""

READ_ALONE = 1 / 3
"""Weight of what the network makes of a part's own sentences by themselves, beside what it makes of all of them."""

MAY_PLAY, AT_LEAST = 0.3, 0.1
"""Chance from which a sentence is read with those of a part; where none has it, the likeliest from which one is."""

NEAR = 0.25
"""Similarity from which a sentence may be shown for a guidance point that the model cited nothing for."""

MOST_NEAR = 3

TO_GRADER = 1.0
"""Log-odds from which a sentence is taken to speak to whoever grades: of thousands in ordinary answers hardly one."""

SANE_ODDS = (-3.0, 3.0)
"""Beyond them a reply moves nothing more: how sure the model is of a yes then says nothing of the grade."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the head makes of one answer."""

    chances: dict[str, dict[Part, float]]
    """For each sentence how probable it is that it plays each part, as the network says it."""

    labels: dict[str, dict[Part, float]]
    """The same, calibrated: how sure the network is of a part's best sentence says how far to trust it elsewhere."""

    parts: dict[Part, float]
    """Score of each part, 0 to 3."""

    points: tuple[float, ...]
    """Score of each guidance point, 0 to 2, from the head alone."""

    overall: float
    """Overall grade, 1 to 5, at first reading: not calibrated, and before any evidence is verified."""

    match: float
    """How near answer and question are to each other, -1 to 1."""

    near: tuple[dict[str, float], ...]
    """For each guidance point how near each sentence is to it, -1 to 1."""


class Head:
    """One fitted head: the network that reads, the encoder that finds sentences near a point, the maps that weigh."""

    def __init__(self, reader: AnswerReader, encoder: Encoder, weights: Weights, sha256: str) -> None:
        self._reader = reader
        self._encoder = encoder
        self.fingerprint = f"head-{sha256[:8]}"
        self._weights = weights

    @property
    def error(self) -> float:
        """Root mean square error of `weigh_overall` on answers to questions that it was not fitted on."""
        return float(self._weights["overall_error"][0])

    def read(self, bundle: Bundle, sentences: Sequence[Sentence]) -> Opinion:
        """Read one answer; at least one sentence must have words. Raises ModelNotInstalled."""
        ids, said = _told_in(sentences)
        found = self._reader.read(bundle.text, bundle.kind, bundle.points, said)
        alone = read_alone(partial(self._reader.read, bundle.text, bundle.kind, bundle.points), said, found.chances)
        vectors = self._encoder.encode([*said, *(point.lower() for point in bundle.points)])
        near = vectors[len(said) :] @ vectors[: len(said)].T
        return Opinion(
            chances=_by_sentence(ids, found.chances),
            labels=_by_sentence(ids, labelled(found.chances, self._weights)),
            parts={
                part: calibrated(float(score), cuts)
                for part, score, cuts in zip(PARTS, part_scores(found, alone), self._weights["part_cuts"], strict=True)
            },
            points=tuple(found.points.tolist()),
            overall=found.overall,
            match=self._reader.match(bundle.text, bundle.points, said),
            near=tuple(dict(zip(ids, row.tolist(), strict=True)) for row in near),
        )

    def chances(self, bundle: Bundle, sentences: Sequence[Sentence]) -> dict[str, dict[Part, float]]:
        """`Opinion.chances` by themselves, without the work of the rest. Raises ModelNotInstalled."""
        ids, said = _told_in(sentences)
        return _by_sentence(ids, self._reader.read(bundle.text, bundle.kind, bundle.points, said).chances)

    def aside(self, sentences: Sequence[Sentence]) -> frozenset[str]:
        """Ids of the sentences that speak to whoever grades, in whatever words. Raises ModelNotInstalled."""
        speaks = to_grader([sentence.clean for sentence in sentences], self._encoder, self._weights)
        return frozenset(sentence.id for sentence, is_aside in zip(sentences, speaks, strict=True) if is_aside)

    def points_alone(self, opinion: Opinion) -> tuple[float, ...]:
        """Scores of the guidance points, 0 to 2, where no language model was asked."""
        return tuple(calibrated(score, self._weights["point_cuts"]) for score in opinion.points)

    def weigh_points(self, opinion: Opinion, odds: Sequence[float], relevance: float) -> tuple[float, ...]:
        """Scores of the guidance points, 0 to 2, from the head and the model's log-odds together."""
        parts = list(opinion.parts.values())
        rows = [mix_features(score, one, relevance, parts) for score, one in zip(opinion.points, odds, strict=True)]
        return tuple(calibrated(self._score("mix", row), self._weights["mix_cuts"]) for row in rows)

    def estimate(self, opinion: Opinion, parts: Mapping[Part, float], points: Sequence[float]) -> float:
        """The overall grade, 1 to 5, that a careful reader would be expected to give for these scores."""
        row = overall_features(opinion.overall, [parts.get(part, 0.0) for part in PARTS], points, opinion.match)
        return calibrated(self._score("overall", row), self._weights["overall_cuts"], lowest=1)

    def weigh_overall(
        self, opinion: Opinion, relevance: float, parts: Mapping[Part, float], points: Sequence[float]
    ) -> float:
        """The overall grade, 1 to 5, that is expected for scores that head and model found together."""
        told = [parts.get(part, 0.0) for part in PARTS]
        row = verdict_features(opinion.overall, told, points, relevance)
        return calibrated(self._score("verdict", row), self._weights["verdict_cuts"], lowest=1)

    def is_off_question(self, opinion: Opinion) -> bool:
        """Is it sure that another question was answered?"""
        return opinion.match < float(self._weights["match_least"][0])

    def weigh_off_question(self, opinion: Opinion, relevance: float, odds: Sequence[float]) -> bool:
        """The same, with the model's log-odds that it answers this one and that each point is spoken of."""
        return self._score("match", match_features(opinion.match, relevance, odds)) < 0

    def _score(self, name: str, row: Floats) -> float:
        return float(row @ self._weights[f"{name}_coef"] + self._weights[f"{name}_bias"])


def _told_in(sentences: Sequence[Sentence]) -> tuple[list[str], list[str]]:
    """Ids and bare words of the sentences that have any."""
    spoken = [sentence for sentence in sentences if sentence.clean.strip()]
    return [one.id for one in spoken], [bare(one.clean) or "." for one in spoken]


def _by_sentence(ids: Sequence[str], chances: Floats) -> dict[str, dict[Part, float]]:
    return {one: dict(zip(PARTS, row, strict=True)) for one, row in zip(ids, chances.tolist(), strict=True)}


def label_features(chances: Floats) -> Floats:
    """Log-odds of each sentence's parts, and of each part's best sentence; shape (sentences, 8)."""
    odds = np.clip(np.log(np.maximum(chances, 1e-9) / np.maximum(1 - chances, 1e-9)), -SURE, SURE)
    return np.hstack([odds, np.broadcast_to(odds.max(axis=0), odds.shape)])


def screened(texts: Sequence[str]) -> list[str]:
    """Clean sentences as `to_grader` has them encoded."""
    return [bare(plain(text)) for text in texts]


def to_grader(texts: Sequence[str], encoder: Encoder, weights: Weights) -> list[bool]:
    """For each clean sentence whether it speaks to whoever grades, by what it means. Raises ModelNotInstalled."""
    seen = screened(texts)
    odds = encoder.encode(seen) @ weights["aside_coef"] + weights["aside_bias"]
    return [one >= TO_GRADER and not is_reported(text) for one, text in zip(odds.tolist(), seen, strict=True)]


def labelled(chances: Floats, weights: Weights) -> Floats:
    """Calibrated chances that each sentence plays each part; shape (sentences, 4)."""
    odds = label_features(chances) @ weights["label_coef"].T + weights["label_bias"]
    found: Floats = 1 / (1 + np.exp(-odds))
    return found


def read_alone(read: Callable[[Sequence[str]], Impression], said: Sequence[str], chances: Floats) -> Floats:
    """Score of each part, 0 to 3, as `read` finds it in the sentences alone that may play it; shape (4,).

    A sentence that plays another part can then neither lend this one a score nor take it away. `chances` are those of
    the whole answer. Raises what `read` raises.
    """
    found = np.zeros(len(PARTS))
    for part, column in enumerate(chances.T):
        least = MAY_PLAY if column.max() >= MAY_PLAY else max(AT_LEAST, float(column.max()))
        own = [text for text, chance in zip(said, column, strict=True) if chance >= least]
        found[part] = read(own).parts[part] if own else 0.0
    return found


def part_scores(seen: Impression, alone: Floats) -> Floats:
    """Score of each part, 0 to 3, not calibrated yet; shape (4,). A part is told as well as by its best sentence."""
    best: Floats = BEST_PART * seen.chances.max(axis=0)
    told = (1 - READ_ALONE) * seen.parts + READ_ALONE * alone
    return (1 - BEST_SENTENCE) * told + BEST_SENTENCE * best


def sane(odds: float) -> float:
    """Log-odds of a model, kept where they mean something."""
    return min(max(odds, SANE_ODDS[0]), SANE_ODDS[1])


def mix_features(score: float, odds: float, relevance: float, parts: Sequence[float]) -> Floats:
    """One guidance point as head and model see it; shape (5,).

    `score` and `parts` are the head's, `odds` and `relevance` the model's.
    """
    return np.array([score, sane(odds), sane(relevance), score * sane(odds), sum(parts)])


def overall_features(first: float, parts: Sequence[float], points: Sequence[float], match: float) -> Floats:
    """An answer as the head alone sees it, `first` at first reading; shape (5,)."""
    return np.array([*_told(first, parts, points), match])


def verdict_features(first: float, parts: Sequence[float], points: Sequence[float], relevance: float) -> Floats:
    """An answer as head and model see it together; shape (5,)."""
    return np.array([*_told(first, parts, points), sane(relevance)])


def _told(first: float, parts: Sequence[float], points: Sequence[float]) -> tuple[float, float, float, float]:
    covered, told = sum(points) / max(len(points), 1), sum(parts)
    return first, told, covered, covered * told / 6


def match_features(match: float, relevance: float, odds: Sequence[float]) -> Floats:
    """What head and model say of whether this question was answered; shape (3,).

    `odds` are those of its guidance points; where it has none, `relevance` stands for them.
    """
    return np.array([match, sane(relevance), np.mean([sane(one) for one in odds or (relevance,)])])


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
