"""The close of a session -> what the report says of it."""

from __future__ import annotations

from interviewer.model.closing import AskedQuestion, AskingFix, AskingGrade, AskingScore, Closing, SheetLine
from interviewer.model.grade import Ungraded
from interviewer.model.plain import one_line
from interviewer.model.report import AskedBack, Cited, Claim, NextTime, Quote, Round, YourQuestions
from interviewer.model.session import Session
from interviewer.rules.closing.rubric import CHECKS

SOURCES = {"company": "company sheet", "job": "job description"}
MOST_QUOTES = 3
"""Shown for one check; the session holds them all."""

BY_RULES = "Judged by rules on this computer, without a model."


def your_questions(session: Session) -> YourQuestions | None:
    """What the candidate asked; None when nobody asked for it, or the interview did not come so far."""
    closing = session.closing
    if closing is None or not closing.answered:
        return None
    grade = closing.grade if isinstance(closing.grade, AskingGrade) else None
    return YourQuestions(
        overall=grade.overall if grade else None,
        verdict=f"{grade.overall} of 5, {grade.band}" if grade else "not judged",
        reason="" if grade else _reason(closing),
        judged=BY_RULES if grade else "",
        asked=tuple(_asked(one) for one in closing.asked),
        claims=tuple(_claim(score, closing) for score in grade.scores) if grade else (),
        strength=grade.strength if grade else "",
        strength_quote=_at(closing, grade.strength_shown_by) if grade else None,
        fixes=tuple(_next_time(fix, closing) for fix in grade.fixes) if grade else (),
        ideas=tuple(one_line(idea) for idea in closing.ideas),
        rounds=tuple(
            Round(
                number=turn.number,
                take=turn.take.number if turn.take else 1,
                asked=turn.asked,
                answer=turn.take.answer if turn.take else None,
            )
            for turn in session.turns
            if turn.number in closing.answered
        ),
    )


def _reason(closing: Closing) -> str:
    return (
        closing.grade.reason if isinstance(closing.grade, Ungraded) else "Your questions are kept, but not judged yet."
    )


def _asked(one: AskedQuestion) -> AskedBack:
    return AskedBack(quote=_quote(one), reply=one_line(one.reply), cited=tuple(_cited(line) for line in one.cites))


def _cited(line: SheetLine) -> Cited:
    return Cited(place=f"{SOURCES[line.source]}, line {line.line}", words=one_line(line.text))


def _claim(score: AskingScore, closing: Closing) -> Claim:
    check = CHECKS[score.check]
    return Claim(
        name=check.name,
        score=score.score,
        best=2,
        verdict=f"{check.verdicts[score.score]}, {score.score} of 2",
        quotes=tuple(quote for at in score.shown_by[:MOST_QUOTES] if (quote := _at(closing, at)) is not None),
    )


def _next_time(fix: AskingFix, closing: Closing) -> NextTime:
    return NextTime(
        gap=one_line(fix.fix.gap),
        quote=_at(closing, fix.question),
        why=one_line(fix.fix.why),
        say=one_line(fix.fix.say),
        ask=one_line(fix.fix.ask),
    )


def _at(closing: Closing, place: int | None) -> Quote | None:
    return None if place is None or place >= len(closing.asked) else _quote(closing.asked[place])


def _quote(one: AskedQuestion) -> Quote:
    """The question, with what led up to it."""
    said = f"{one.lead} {one.text}" if one.lead else one.text
    return Quote(words=one_line(said), turn=one.turn, take=one.take, start=one.start, end=one.end)
