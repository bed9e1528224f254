"""Labelled answers: JSON lines as `eval/LABELLING.md` of the project describes them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, model_validator

from interviewer.errors import BadAnswers
from interviewer.model.base import Fact
from interviewer.model.grade import Part
from interviewer.model.question import GuidancePoint, Kind, Question
from interviewer.model.speech import Sentence, Typed


class LabelledAnswer(Fact):
    """An answer with the scores that a careful reader gave it."""

    id: str
    role: str
    question: str
    guidance: str
    guidance_points: Annotated[tuple[str, ...], Field(min_length=1, max_length=6)]
    kind: Kind
    variant: str
    sentences: tuple[str, ...]
    labels: tuple[tuple[Part, ...], ...]
    star: dict[Part, Annotated[int, Field(ge=0, le=3)]]
    guidance_scores: tuple[Annotated[int, Field(ge=0, le=2)], ...]
    overall: Annotated[int, Field(ge=1, le=5)]
    missing: tuple[str, ...]

    @model_validator(mode="after")
    def _fitting(self) -> LabelledAnswer:
        if len(self.labels) != len(self.sentences):
            raise ValueError("labels and sentences differ in number")
        if len(self.guidance_scores) != len(self.guidance_points):
            raise ValueError("guidance_scores and guidance_points differ in number")
        return self

    def as_question(self) -> Question:
        """The question as the bank would hold it."""
        return Question(
            id=f"labelled-{hashlib.sha256(self.question.encode()).hexdigest()[:10]}",
            text=self.question,
            category="labelled",
            kind=self.kind,
            guidance=self.guidance,
            points=tuple(GuidancePoint(text=point) for point in self.guidance_points),
            probes=self.guidance,
        )

    def as_sentences(self) -> tuple[Sentence, ...]:
        """The sentences as they are cut in the file, so that labels can be compared one by one."""
        return tuple(
            Sentence(id=f"s{number}", text=text, clean=text, start=None, end=None)
            for number, text in enumerate(self.sentences, start=1)
            if text.strip()
        )

    def as_heard(self) -> Typed | None:
        """The answer as it was given; None when nothing was said."""
        text = " ".join(text for text in self.sentences if text.strip())
        return Typed(text=text) if text else None

    @property
    def words(self) -> int:
        return sum(len(text.split()) for text in self.sentences)


def read_answers(file: Path) -> tuple[LabelledAnswer, ...]:
    """All answers of a file, in order. Raises BadAnswers, with the line."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadAnswers(
            f"{file} cannot be read as labelled answers.", hint="It must be JSON lines in UTF-8."
        ) from error
    answers: list[LabelledAnswer] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            answers.append(LabelledAnswer.model_validate(json.loads(line)))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(step) for step in first["loc"]) or "the answer"
            raise BadAnswers(f"{file} line {number}: {where}: {first['msg']}", hint=_HINT) from error
        except ValueError as error:
            raise BadAnswers(f"{file} line {number} is not JSON.", hint=_HINT) from error
    if not answers:
        raise BadAnswers(f"{file} holds no labelled answer.", hint=_HINT)
    return tuple(answers)


_HINT = "Each line is one JSON object as docs/labelling.md describes."
