"""What the interviewer says at the close. An answer is the sheet's own sentences, quoted after a few words of ours;
what the sheet does not say is not known, and said not to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.model.closing import SheetLine
from interviewer.model.question import GuidancePoint, Question
from interviewer.model.session import Manner, Session
from interviewer.rules.closing.rubric import CHECKS

ASK = "Now it is your turn. Do you have any questions for us?"

BEGIN: dict[Manner, str] = {
    "neutral": "",
    "friendly": "Thank you, that was the last of mine.",
    "pressing": "That was the last of mine.",
}
"""What is said before the candidate is asked for questions."""

TELLS = {
    ("job", True): "As our job description puts it: {quote}",
    ("company", True): (
        "What I can tell you is this: {quote}",
        "Here is what I know: {quote}",
        "I can say this: {quote}",
    ),
    ("job", False): "I can't say that exactly. The nearest to it in our job description is: {quote}",
    ("company", False): "I can't say that exactly. The nearest that I can tell you is: {quote}",
}

UNKNOWN = (
    "I don't know that, and I won't guess. Please ask it again when you meet the team.",
    "I can't answer that: nothing that I have here says it.",
    "I don't know. I would rather say so than make something up.",
)

ELSE = ("What else would you like to know?", "Is there anything else?", "What else can I tell you?")
REMARK = "I see. Is there anything that you would like to ask us?"

FAREWELL: dict[Manner, str] = {
    "neutral": "Thank you. Those were all our questions, and that is the end of the interview. Goodbye.",
    "friendly": "Thank you for your time, and for your questions. It was nice to meet you. Goodbye.",
    "pressing": "Then we are done. You will get the report in a moment. Goodbye.",
}
NO_TIME = "That is all the time that we have."


@dataclass(frozen=True, slots=True)
class Told:
    """A line that is said, and whether it answers or only comes near."""

    line: SheetLine
    sure: bool


def reply(told: Sequence[Told], number: int) -> str:
    """What is said to one question, which is the candidate's `number`th (from 0)."""
    if not told:
        return UNKNOWN[number % len(UNKNOWN)]
    first = told[0]
    ways = TELLS[first.line.source, first.sure]
    way = ways if isinstance(ways, str) else ways[number % len(ways)]
    return " ".join([way.format(quote=_whole(first.line.text)), *(_whole(one.line.text) for one in told[1:])])


def asking(session: Session) -> Question:
    """The question that opens the close."""
    return _question("closing", f"{BEGIN[session.manner]} {ASK}".lstrip())


def going_on(replies: Sequence[str], number: int) -> Question:
    """What was replied to the last questions, and whether there is anything else; `number`: of the round, from 1.

    Without a reply there was only a remark.
    """
    more = ELSE[(number - 1) % len(ELSE)] if replies else REMARK
    return _question(f"closing-{number}", " ".join([*replies, more]))


def farewell(session: Session, replies: Sequence[str], *, no_time: bool) -> str:
    """The last words, after what is still to be replied."""
    return " ".join([*replies, *([NO_TIME] if no_time else []), FAREWELL[session.manner]])


def _whole(text: str) -> str:
    return text if text.endswith((".", "!", "?", "...")) else f"{text.rstrip(' ,;:')}."


def _question(id: str, text: str) -> Question:
    return Question(
        id=id,
        text=text,
        category="closing",
        kind="closing",
        guidance=(
            "Ask two or three open questions about this work and this place that their papers do not answer, about"
            " different sides of it, and leave pay and holidays for later."
        ),
        points=tuple(GuidancePoint(text=check.name) for check in CHECKS.values()),
        probes="Whether you have thought about this work and this place, and what matters to you in it.",
    )
