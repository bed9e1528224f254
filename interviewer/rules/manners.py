"""How the interviewer speaks to the candidate before each question. Nothing here judges, and nothing is praise or blame
for the answer: it is said before the answer has been read, and the judge is never told of it."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.model.events import QuestionAsked
from interviewer.model.session import Manner, Session, Turn


@dataclass(frozen=True, slots=True)
class Sayings:
    """What is said before the first question, before those between, in turn, and before the last of several."""

    greeting: str = "Hello."
    """Before an opening, such as "tell me about yourself": an interview that begins with it begins like one."""

    first: str = ""
    between: tuple[str, ...] = ("",)
    last: str = ""


SAYINGS: dict[Manner, Sayings] = {
    "neutral": Sayings(greeting="Hello, and thank you for coming."),
    "friendly": Sayings(
        first="It's good to meet you. Take all the time that you need.",
        between=(
            "Thank you for telling me that.",
            "Thank you. Take a breath, here comes the next one.",
            "Thanks, I've made a note of that.",
            "Thank you. Let's go on whenever you are ready.",
            "I'm glad you told me. Let's look at something else.",
        ),
        last="Thank you. One more, and then you've done it.",
    ),
    "pressing": Sayings(
        first="Let's get straight to it. I want to hear facts, not intentions.",
        between=(
            "I'm not convinced yet. Let's see about this one.",
            "I hear that a lot. Be concrete this time.",
            "Let's go on. If there is a number, I want to hear it.",
            "I'd have to take your word for that. Next.",
            "And who can confirm that? Let's go on.",
            "We'll see. This time I want to know what you did yourself.",
        ),
        last="Last one. Convince me.",
    ),
}


def wording(session: Session, number: int) -> str:
    """What the interviewer says to ask question `number` (from 1): the question, after a sentence in the manner chosen.

    After a question that was skipped there is nothing to come back to, and only the question is asked.
    """
    question = session.planned[number - 1]
    if question.kind == "closing":  # it says itself what comes before it
        return question.text
    if any(turn.number == number - 1 and turn.skipped for turn in session.turns):
        return question.text
    sayings = SAYINGS[session.manner]
    greeting = sayings.greeting if number == 1 and question.kind == "introduction" else ""
    return " ".join(filter(None, (greeting, _before(sayings, number, session.questions), question.text)))


def question_asked(session: Session, turn: Turn) -> QuestionAsked:
    """The event that tells of a question when it is spoken or shown."""
    return QuestionAsked(
        turn=turn.number,
        of=session.questions,
        text=wording(session, turn.number),
        spoken=turn.asked is not None,
        closing=turn.question.kind == "closing",
    )


def _before(sayings: Sayings, number: int, of: int) -> str:
    if number == 1:
        return sayings.first
    if number == of:
        return sayings.last
    return sayings.between[(number - 2) % len(sayings.between)]
