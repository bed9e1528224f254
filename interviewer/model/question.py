"""What is asked, and what a good answer holds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from interviewer.model.base import Fact

Kind = Literal["behavioural", "method", "situational", "introduction", "knowledge", "closing"]
"""behavioural: one past event. method: how you work, with one real example. situational: hypothetical.
introduction ("tell me about yourself") and knowledge ("explain X") do not ask for STAR. closing ("do you have any
questions for us?") turns the tables: the candidate asks. It is the program's own and in no bank."""

BANK_KINDS: tuple[Kind, ...] = ("behavioural", "method", "situational", "introduction", "knowledge")
"""Those that a bank's question may be of."""

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Line = Annotated[str, Field(min_length=1, max_length=2000)]

LOST = "question-lost"
"""The id of a question that is not known any more; an answer to it can be heard, and not judged."""


class GuidancePoint(Fact):
    """One checkable thing that a good answer holds."""

    text: Annotated[str, Field(min_length=3, max_length=200)]
    """A short phrase, as the judge and the candidate read it."""


class Question(Fact):
    """One question, stored whole in the turn as it was asked."""

    id: Slug
    text: Line
    category: Slug
    kind: Kind
    guidance: Line
    """How to answer it, in one or two sentences."""

    points: Annotated[tuple[GuidancePoint, ...], Field(min_length=1, max_length=6)]
    probes: Line
    """What the interviewer wants to find out."""

    competencies: tuple[Slug, ...] = ()
    follow_ups: tuple[Line, ...] = ()
    example: Annotated[str, Field(max_length=4000)] = ""
    """An example of a good answer, shown only on demand and never to the coach."""


class Topic(Fact):
    """A category of questions or a competency, explained."""

    id: Slug
    name: Line
    about: Line
    signs: tuple[Line, ...] = ()
    """Of a competency: the words by which a job description asks for it. `plan*` is every word that begins so."""


class QuestionToAsk(Fact):
    """A question for the candidate to put to the interviewer."""

    text: Line
    why: Line


class PreparationStep(Fact):
    """One thing to do before the day."""

    title: Line
    text: Line


class Advice(Fact):
    """An answer to a question that candidates often have about the interview."""

    question: Line
    answer: Line


class Bank(Fact):
    """The questions for one role, with all that helps to prepare for it."""

    id: Slug
    role: Line
    """The job title, as the interviewer says it."""

    about: Line
    categories: tuple[Topic, ...] = ()
    competencies: tuple[Topic, ...] = ()
    opening: Question | None = None
    """Of kind `introduction`; asked first when the candidate wishes to begin with it, and by its id."""

    questions: tuple[Question, ...] = ()
    questions_to_ask: tuple[QuestionToAsk, ...] = ()
    preparation: tuple[PreparationStep, ...] = ()
    advice: tuple[Advice, ...] = ()

    @property
    def all_questions(self) -> tuple[Question, ...]:
        """The opening, when there is one, and the questions."""
        return (*([self.opening] if self.opening else []), *self.questions)
