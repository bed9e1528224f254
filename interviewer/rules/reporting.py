"""Session -> Report: what the candidate takes home, the same words for every page that shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from interviewer.model.card import Card
from interviewer.model.clock import length
from interviewer.model.grade import HERE, Graded
from interviewer.model.plain import counted, one_line
from interviewer.model.report import Answer, Figure, Highlight, Report, State, YourQuestions
from interviewer.model.session import Manner, Sent, Session, Status, Turn
from interviewer.model.speech import Transcript
from interviewer.rules import grader_card
from interviewer.rules.budget import by_host, money
from interviewer.rules.closing.report import your_questions
from interviewer.rules.delivery.telling import NOTES
from interviewer.rules.report_answer import answer_of, problem_lines

LIMITS = (
    "This is practice of how an answer is built. It is not a prediction of hiring, and how you spoke moves no grade."
)

MANNER: dict[Manner, str] = {
    "neutral": "",
    "friendly": "The interviewer was set to friendly; no grade depends on that.",
    "pressing": "The interviewer was set to pressing: doubts were part of the practice, and no grade depends on them.",
}

STATUS: dict[Status, str] = {
    "in progress": "This interview was cut off.",
    "left early": "You left before the last question.",
    "interrupted": "This interview was cut off and closed.",
    "complete": "",
}


def report(session: Session) -> Report:
    """Everything that is worth telling about a session; every stage of it may be missing."""
    answers = tuple(answer_of(session, turn) for turn in session.answered_turns)
    yours = your_questions(session)
    asked = {turn.number for turn in session.turns}
    return Report(
        id=session.id,
        role=one_line(session.role),
        date=session.started_at,
        status=STATUS[session.status],
        go_on=(
            f"interviewer practice --resume {session.id}" if session.status in ("in progress", "left early") else ""
        ),
        summary=summary(session, [answer.state for answer in answers], yours),
        judged=_judged(session),
        error=_error(session),
        manner=MANNER[session.manner],
        made_with=tuple(Figure(name=one_line(k), value=one_line(v)) for k, v in sorted(session.made_with.items())),
        keep=_keep(session, answers),
        fix=_fix(session, answers),
        answers=answers,
        yours=yours,
        not_asked=tuple(
            one_line(question.text) for number, question in enumerate(session.planned, start=1) if number not in asked
        ),
        problems=problem_lines(session.problems),
        delivery_note=_delivery_note(session),
        limits=LIMITS,
    )


def _delivery_note(session: Session) -> str:
    spoken = [turn.take for turn in session.turns if turn.take is not None and isinstance(turn.take.heard, Transcript)]
    return NOTES[session.delivery_mode] if spoken else ""


def summary(session: Session, states: Sequence[State], yours: YourQuestions | None) -> str:
    """How many questions were asked, answered and judged, and how long it took."""
    judged = sum(state == "judged" for state in states)
    told = sum(state in ("judged", "not judged", "not heard") for state in states)
    parts = [counted(len(states), "question"), f"{told} answered", f"{judged} judged"]
    if yours is not None and yours.asked:
        parts.append(f"{counted(len(yours.asked), 'question')} of your own")
    if session.ended_at is not None and session.ended_at > session.started_at:
        parts.append(length((session.ended_at - session.started_at).total_seconds()))
    return ", ".join(parts)


def _judged(session: Session) -> str:
    """Who judged, and where the words went; one sentence for each judge that took part."""
    sent = by_host(each for turn in session.turns for take in turn.takes for each in take.sent)
    return " ".join(filter(None, (_who_judged(session, sent), _cost(sent))))


def _cost(sent: tuple[Sent, ...]) -> str:
    costs = [each.cost for each in sent if each.cost is not None]
    return f"By the prices in your settings judging has cost {money(sum(costs))} at most." if costs else ""


def _who_judged(session: Session, sent: tuple[Sent, ...]) -> str:
    judges = _judges(session)
    hosts = (*(host for _, host in judges), *(each.host for each in sent))
    far = [host for host in dict.fromkeys(hosts) if host != HERE]
    sentences = []
    for model, host in judges:
        if host == HERE:
            stayed = "" if far else " Nothing you said left it."
            sentences.append(f"Judged by {one_line(model)} on this computer.{stayed}")
        else:
            where = one_line(host)
            sentences.append(
                f"Judged by {one_line(model)} at {where}. The words of your answers went there, your voice did not."
            )
    idle = " and ".join(one_line(host) for host in far if host not in {host for _, host in judges})
    if idle and judges:
        sentences.append(f"Words of your answers went to {idle} too, which judged none of them; your voice did not.")
    elif idle:
        sentences.append(f"Nothing was judged yet, but words of your answers went to {idle}; your voice did not.")
    return " ".join(sentences) or "Nothing was judged yet."


def _error(session: Session) -> str:
    """The grader card of each judge that took part, as a line."""
    judges = _judges(session)
    lines = {who: grader_card.told(card) for who, card in judges.items()}
    if len(lines) == 1:
        return "".join(lines.values())
    return " ".join(f"{one_line(model)}: {line}" for (model, _), line in lines.items())


def _judges(session: Session) -> dict[tuple[str, str], Card | None]:
    """Model and host of each judge that took part, with the last of its cards."""
    return {
        (take.grade.judged_by.model, take.grade.judged_by.host): take.grade.judged_by.card
        for turn in session.turns
        if (take := turn.take) is not None and isinstance(take.grade, Graded)
    }


def _graded_turns(session: Session, answers: tuple[Answer, ...]) -> list[tuple[int, Turn, Answer]]:
    """(overall, turn, answer) of all judged answers, in the order asked."""
    pairs = zip(session.answered_turns, answers, strict=True)
    return [(answer.overall, turn, answer) for turn, answer in pairs if answer.overall is not None]


def _keep(session: Session, answers: tuple[Answer, ...]) -> Highlight | None:
    """The strength of the best answer that has one; the earlier of two equals."""
    strong = [each for each in _graded_turns(session, answers) if each[2].strength_quote is not None]
    if not strong:
        return None
    _, _, answer = max(strong, key=lambda each: (each[0], -each[2].number))
    return Highlight(
        text=answer.strength, turn=answer.number, take=answer.take or 1, quote=answer.strength_quote, how_often=""
    )


def _fix(session: Session, answers: tuple[Answer, ...]) -> Highlight | None:
    """The fix that most answers need; among those, the one of the weakest answer; the earlier of two equals."""
    graded = _graded_turns(session, answers)
    found = []
    for overall, turn, answer in graded:
        coaching = turn.take.coaching if turn.take is not None else None
        codes = [fix.code for fix in coaching.fixes] if coaching is not None else []
        found += [(code, overall, answer, fix) for code, fix in zip(codes, answer.fixes, strict=True)]
    if not found:
        return None
    # An answer may need the same twice, for two points.
    often = Counter(code for code, _ in {(code, answer.number) for code, _, answer, _ in found})
    code, _, answer, fix = min(found, key=lambda each: (-often[each[0]], each[1], each[2].number))
    return Highlight(
        text=fix.gap,
        turn=answer.number,
        take=answer.take or 1,
        quote=fix.quote,
        ask=fix.ask,
        how_often=f"in {often[code]} of {len(graded)} answers" if often[code] > 1 else "",
    )
