"""Who reads an answer: a language model, the fitted head, or both, each checking the other.

Whoever reads, nothing here is a grade yet: evidence is verified and scores are added up by `rules.judging`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from interviewer.model.grade import Part
from interviewer.model.speech import Sentence
from interviewer.ports import ChatModel, Ledger, Progress
from interviewer.rules.asking import Asked, Asker, AskPrompts, warm_asking
from interviewer.rules.head.head import MOST_NEAR, NEAR, PLAYS, Head, Opinion
from interviewer.rules.line import Line
from interviewer.rules.reading import Labels, PointReading, Prompts, Reader, warm
from interviewer.rules.rubric import Bundle

DEADLINE = 120.0
"""Seconds for one call of the model, all tries together."""

MODEL_PLAYS = 0.5
"""From a language model's own labels, a sentence plays a part that is at least this probable."""

OTHER_QUESTION = "This answers another question than the one that was asked."


Estimate = Callable[[Mapping[Part, float], Sequence[float]], float]


@dataclass(frozen=True)
class Reading:
    """What was read in one answer, before anything is verified."""

    labels: Labels
    points: tuple[PointReading, ...]
    plays: float
    """Chance from which a sentence of `labels` plays a part."""

    parts: dict[Part, float] | None = None
    """Expected score of each part; None: the evidence itself says how strong it is."""

    estimate: Estimate | None = None
    """The overall grade, 1 to 5, that is expected for scores of parts and points; None: they are added up."""

    error: float = 0.0
    """Root mean square error of `estimate`."""

    off_question: str = ""
    """Why the answer is no answer to this question, where that is sure."""


class Approach(ABC):
    """One way of reading an answer."""

    fingerprints: tuple[str, ...]
    """Of everything that decides what is read, the model itself left out."""

    @abstractmethod
    def read(self, bundle: Bundle, usable: Sequence[Sentence], ledger: Ledger, progress: Progress) -> Reading:
        """Read one answer. Raises JudgeError or ModelNotInstalled."""

    def aside(self, sentences: Sequence[Sentence]) -> frozenset[str]:
        """Ids of the sentences that speak to whoever grades, beyond what their words give away.

        Raises ModelNotInstalled.
        """
        return frozenset()

    def warm(self, bundle: Bundle, said: Sequence[Sentence]) -> None:  # noqa: B027
        """Have ready what reading an answer to this question that begins with `said` needs. Raises JudgeError."""


class ByModel(Approach):
    """The language model labels sentences and gives a verdict on each guidance point, evidence first."""

    def __init__(self, chat: ChatModel, *, seed: int) -> None:
        """Raises BadPrompt."""
        self._chat = chat
        self._seed = seed
        self._prompts = Prompts.load()
        self.fingerprints = self._prompts.fingerprints

    def warm(self, bundle: Bundle, said: Sequence[Sentence]) -> None:
        warm(self._chat, self._prompts, bundle, said, seed=self._seed, deadline=DEADLINE)

    def read(self, bundle: Bundle, usable: Sequence[Sentence], ledger: Ledger, progress: Progress) -> Reading:
        line = Line(self._chat, self._prompts.system, self._prompts.repair, ledger, seed=self._seed, deadline=DEADLINE)
        reader = Reader(line, self._prompts, bundle, usable)
        steps = len(bundle.points) + bool(bundle.parts)
        progress(0.0)
        labels = reader.labels() if bundle.parts else {sentence.id: {} for sentence in usable}
        points = []
        for number, point in enumerate(bundle.points, start=1):
            progress((steps - len(bundle.points) + number - 1) / steps)
            points.append(reader.point(number, point))
        progress(1.0)
        return Reading(labels, tuple(points), MODEL_PLAYS)


class ByHead(Approach):
    """The head alone, to be measured beside the others: it cites what lies nearest to a point."""

    def __init__(self, head: Head) -> None:
        self._head = head
        self.fingerprints = (head.fingerprint,)

    def aside(self, sentences: Sequence[Sentence]) -> frozenset[str]:
        return self._head.aside(sentences)

    def read(self, bundle: Bundle, usable: Sequence[Sentence], ledger: Ledger, progress: Progress) -> Reading:
        opinion = self._head.read(bundle, usable)
        note(ledger, opinion)
        points = tuple(
            PointReading(evidence=nearest(near), verdict=_whole(score), expected=score)
            for near, score in zip(opinion.near, self._head.points_alone(opinion), strict=True)
        )
        progress(1.0)
        estimate = partial(self._head.estimate, opinion)
        is_off = self._head.is_off_question(opinion)
        return _reading(bundle, opinion, points, estimate, self._head.error, is_off)


class WithHead(Approach):
    """Both: the model is asked in yes and no and cites, the head weighs its odds and finds the parts."""

    def __init__(self, chat: ChatModel, head: Head, *, seed: int) -> None:
        """Raises BadPrompt."""
        self._chat = chat
        self._seed = seed
        self._prompts = AskPrompts.load()
        self._head = head
        self.fingerprints = (head.fingerprint, *self._prompts.fingerprints)

    def aside(self, sentences: Sequence[Sentence]) -> frozenset[str]:
        return self._head.aside(sentences)

    def warm(self, bundle: Bundle, said: Sequence[Sentence]) -> None:
        warm_asking(self._chat, self._prompts, said, seed=self._seed, deadline=DEADLINE)

    def read(self, bundle: Bundle, usable: Sequence[Sentence], ledger: Ledger, progress: Progress) -> Reading:
        progress(0.0)
        opinion = self._head.read(bundle, usable)
        note(ledger, opinion)
        line = Line(self._chat, self._prompts.system, self._prompts.repair, ledger, seed=self._seed, deadline=DEADLINE)
        asker = Asker(line, self._prompts, bundle, usable)
        relevance = asker.relevance()
        asked = []
        for number, point in enumerate(bundle.points, start=1):
            progress(number / (len(bundle.points) + 1))
            asked.append(asker.point(number, point))
        odds = [one.odds for one in asked]
        scores = self._head.weigh_points(opinion, odds, relevance)
        points = tuple(
            PointReading(evidence=cited(one, near), verdict=_whole(score), expected=score)
            for one, near, score in zip(asked, opinion.near, scores, strict=True)
        )
        progress(1.0)
        estimate = partial(self._head.weigh_overall, opinion, relevance)
        is_off = self._head.weigh_off_question(opinion, relevance, odds)
        return _reading(bundle, opinion, points, estimate, self._head.error, is_off)


def cited(asked: Asked, near: dict[str, float]) -> tuple[str, ...]:
    """The model's citations, the nearest first and without those that the head finds far off.

    Where that leaves none, what the head finds nearest.
    """
    kept = sorted((one for one in asked.evidence if near.get(one, -1.0) >= NEAR / 2), key=lambda one: -near[one])
    return tuple(kept) or nearest(near)


def nearest(near: dict[str, float]) -> tuple[str, ...]:
    """The sentences that lie near a guidance point, the nearest first; where none does, the one that is least far off.

    Whether the point is spoken of is read from the whole answer: a sentence has to stand for it, not to prove it again.
    """
    ranked = sorted(near, key=lambda one: -near[one])
    return tuple(one for one in ranked if near[one] >= NEAR)[:MOST_NEAR] or tuple(ranked[:1])


def note(ledger: Ledger, opinion: Opinion) -> None:
    """Everything that the head said, so that a grade can be explained later."""
    ledger.note(
        "head",
        parts=opinion.parts,
        points=list(opinion.points),
        overall=opinion.overall,
        match=opinion.match,
        chances=opinion.chances,
        labels=opinion.labels,
    )


def _reading(
    bundle: Bundle,
    opinion: Opinion,
    points: tuple[PointReading, ...],
    estimate: Estimate,
    error: float,
    is_off_question: bool,
) -> Reading:
    return Reading(
        labels=opinion.labels if bundle.parts else {name: {} for name in opinion.labels},
        points=points,
        plays=PLAYS,
        parts=opinion.parts,
        # Estimates were fitted on stories: to them an answer that was asked for none is one that lacks every part.
        estimate=estimate if bundle.parts else None,
        error=error,
        # Whoever introduces themselves may speak of anything: what it lies near to says nothing.
        off_question=OTHER_QUESTION if is_off_question and bundle.kind != "introduction" else "",
    )


def _whole(score: float) -> int:
    return max(0, min(2, int(score + 0.5)))
