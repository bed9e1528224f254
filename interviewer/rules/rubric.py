"""The rubric bundle of a question: all that its judge may go by, compiled from the bank entry and hashed.

A bundle is data that a person can read and compare; two grades are comparable only when their bundles have one hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Literal

from interviewer.model.base import Fact
from interviewer.model.grade import PARTS, Part
from interviewer.model.question import Kind, Question

VERSION: Literal[1] = 1
"""Raised when the meaning of a field changes."""

PARTS_ASKED: dict[Kind, tuple[Part, ...]] = {
    "behavioural": PARTS,
    "method": PARTS,
    "situational": (),
    "introduction": (),
    "knowledge": (),
    "closing": (),
}
"""A `method` question wants the method and one real example: STAR is judged on the example."""

ANCHORS: dict[Part, tuple[str, str, str, str]] = {
    "situation": (
        "no occasion, or only a habit",
        "a setting that no one could retell",
        "one occasion: who and what can be retold",
        "one occasion with named facts and what was at stake",
    ),
    "task": (
        "nothing about what had to be achieved",
        "a goal hinted at",
        "a goal or a decision that was clearly theirs",
        "the same with what made it hard or how success was measured",
    ),
    "action": (
        "no step taken",
        "only a general verb, or only the team",
        "real steps, clearly the candidate's",
        "steps in order with how or why",
    ),
    "result": (
        "no outcome, or only a hope",
        "it went well",
        "an outcome that can be retold",
        "a measured or checkable effect, or a lesson with what changed",
    ),
}
"""What 0, 1, 2 and 3 mean."""

POINT_ANCHORS = ("not touched", "mentioned", "shown with substance: how it is done, or an example of it")
"""What 0, 1 and 2 mean."""


class Check(Fact):
    """One small question that the model answers; never a score."""

    id: str
    asks: str
    answers: tuple[str, ...]


class Bundle(Fact):
    """What one question is judged by."""

    version: Literal[1] = VERSION
    question: str
    text: str
    kind: Kind
    guidance: str
    points: tuple[str, ...]
    parts: tuple[Part, ...]
    """The STAR parts that the question asks for."""

    checks: tuple[Check, ...]
    part_anchors: dict[str, tuple[str, str, str, str]]
    """What each score of a part means, from 0, in words for people; `scales` gathers them."""

    point_anchors: tuple[str, str, str]
    """The same for a guidance point."""

    def readable(self) -> str:
        """The bundle as JSON for people to review; the hash is taken of exactly this."""
        return json.dumps(self.model_dump(mode="json"), indent=2, ensure_ascii=False, sort_keys=True)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.readable().encode()).hexdigest()


def bundle_of(question: Question) -> Bundle:
    """Compile the bundle; the same question always gives the same bundle."""
    parts = PARTS_ASKED[question.kind]
    points = tuple(point.text for point in question.points)
    return Bundle(
        question=question.id,
        text=question.text,
        kind=question.kind,
        guidance=question.guidance,
        points=points,
        parts=parts,
        checks=_checks(parts, points),
        part_anchors={part: ANCHORS[part] for part in parts},
        point_anchors=POINT_ANCHORS,
    )


def scales(questions: Iterable[Question]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The scales that answers to these questions are judged on: the name of each, and what its scores mean, from 0."""
    bundles = [bundle_of(question) for question in {one.kind: one for one in questions}.values()]
    if not bundles:
        return ()
    parts = {part: meanings for one in bundles for part, meanings in one.part_anchors.items()}
    named = [(part.capitalize(), meanings) for part, meanings in parts.items()]
    return (*named, ("Each thing that a good answer holds", bundles[0].point_anchors))


def _checks(parts: tuple[Part, ...], points: tuple[str, ...]) -> tuple[Check, ...]:
    labels = Check(
        id="labels",
        asks="Which part does each sentence play?",
        answers=(*parts, "none"),
    )
    each = tuple(
        Check(id=f"p{number}", asks=f"Which sentences show: {point}?", answers=("no", "mentioned", "shown"))
        for number, point in enumerate(points, start=1)
    )
    return (labels, *each) if parts else each
