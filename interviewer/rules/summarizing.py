"""Session -> SessionSummary: the little that is kept at hand of each session, so that five hundred are quickly read."""

from __future__ import annotations

from interviewer.model.grade import HERE, Graded
from interviewer.model.history import AnswerSummary, SessionSummary
from interviewer.model.plain import one_line
from interviewer.model.session import Session, Turn
from interviewer.model.speech import Typed
from interviewer.rules import reporting
from interviewer.rules.closing.report import your_questions
from interviewer.rules.delivery.rates import fillers_a_minute, is_enough
from interviewer.rules.report_answer import command_for, reason_of, state_of


def summary(session: Session) -> SessionSummary:
    answers = tuple(_answer(session, turn) for turn in session.answered_turns)
    return SessionSummary(
        id=session.id,
        bank=session.bank,
        role=one_line(session.role),
        status=session.status,
        source=session.source,
        started_at=session.started_at,
        ended_at=session.ended_at,
        planned=session.questions,
        delivery_mode=session.delivery_mode,
        told=reporting.summary(session, [answer.state for answer in answers], your_questions(session)),
        note=reporting.STATUS[session.status],
        answers=answers,
    )


def _answer(session: Session, turn: Turn) -> AnswerSummary:
    take, state = turn.take, state_of(turn, turn.take)
    graded = take.grade if take is not None and isinstance(take.grade, Graded) else None
    fixes = take.coaching.fixes if take is not None and take.coaching is not None and graded is not None else ()
    spoken = take.delivery if take is not None and session.delivery_mode != "off" else None
    # Who asked not to see how fluently they speak is not shown it here either.
    fluency = spoken if session.delivery_mode != "disfluency-friendly" else None
    counted = fluency is not None and fluency.sounded and fluency.moments is not None
    return AnswerSummary(
        turn=turn.number,
        take=take.number if take is not None else None,
        takes=len(turn.answers),
        question=turn.question.id,
        text=one_line(turn.question.text),
        category=turn.question.category,
        kind=turn.question.kind,
        competencies=turn.question.competencies,
        state=state,
        typed=take is not None and isinstance(take.heard, Typed),
        overall=graded.overall if graded else None,
        low=graded.low if graded else None,
        high=graded.high if graded else None,
        parts={part.part: part.score for part in graded.parts} if graded else {},
        judged_by=_judge(graded) if graded else "",
        fix=one_line(fixes[0].gap) if fixes else "",
        reason="" if graded else reason_of(state, take),
        command="" if graded else command_for(session, turn, state, take),
        seconds=spoken.seconds if spoken is not None and spoken.words else None,
        words_per_minute=fluency.words_per_minute if fluency is not None and is_enough(fluency) else None,
        fillers_a_minute=fillers_a_minute(fluency) if fluency is not None and counted else None,
    )


def _judge(graded: Graded) -> str:
    model, host = one_line(graded.judged_by.model), one_line(graded.judged_by.host)
    return model if host == HERE else f"{model} at {host}"
