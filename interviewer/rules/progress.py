"""SessionSummary after SessionSummary -> Progress: what many sessions say about a candidate, and what they do not.

What was not judged, and a part that a question does not ask for, is left out; it never counts as low.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from interviewer.model.grade import PARTS
from interviewer.model.history import AnswerSummary, SessionSummary
from interviewer.model.plain import counted, one_line
from interviewer.model.progress import Point, Progress, Strand
from interviewer.model.question import Bank
from interviewer.rules.practising_next import SPACING, Tried, about, suggestions
from interviewer.rules.strands import (
    BEST_GRADE,
    BEST_PART,
    GRADE_ERROR,
    MANY,
    PART_ERROR,
    RECENT,
    graded,
    spoken,
    told,
    uncertainty,
)

ANSWERED = ("judged", "not judged", "not heard")

ERROR = (
    "A single grade is off by about one point when the judge on this computer is held against careful readers "
    "(benchmarks/judge.md); how far off another judge is, is not known. So a change is named only where several "
    "answers show it."
)


@dataclass(frozen=True, slots=True)
class _Given:
    """One answer and the session that it was given in."""

    session: SessionSummary
    answer: AnswerSummary


def progress(sessions: Sequence[SessionSummary], banks: Sequence[Bank], now: datetime) -> Progress:
    """`banks` are those that can be practised with; `now` is aware and local."""
    own = sorted((each for each in sessions if each.source != "demo"), key=lambda each: each.started_at)
    given = [_Given(each, answer) for each in own for answer in each.answers if answer.state in ANSWERED]
    judged = [each for each in given if each.answer.overall is not None]
    competencies = _competencies(judged, banks)
    parts = tuple(_part(name, judged) for name in PARTS)
    overall = graded("Overall", [_grade(each) for each in judged], best=BEST_GRADE, error=GRADE_ERROR)
    tried = [Tried(each.session.bank, each.session.started_at, each.answer) for each in given]
    next_ones = suggestions(tried, competencies, banks, now)
    weakest = next(iter(competencies)) if len({each.recent for each in competencies.values()}) > 1 else None
    return Progress(
        sessions=len(own),
        answers=len(given),
        judged=len(judged),
        summary=_summary(len(own), len(given), len(judged)),
        notes=tuple(_notes(sessions, given, judged)),
        to_judge=next((each.answer.command for each in reversed(given) if each.answer.command), ""),
        overall=overall,
        parts=parts,
        competencies=tuple(competencies.values()),
        speaking=_speaking(own),
        weakest=_weakest(list(competencies.values()), "competency", GRADE_ERROR),
        weakest_part=_weakest([each for each in parts if each.points], "part of your stories", PART_ERROR),
        practise_weakest=about(weakest, tried, competencies, banks, now) if weakest is not None else None,
        error=ERROR if judged else "",
        suggestions=next_ones,
        spacing=SPACING if next_ones else "",
    )


def _summary(sessions: int, answers: int, judged: int) -> str:
    if not sessions:
        return "There is no session yet. `interviewer practice` makes one."
    return f"{counted(sessions, 'session')}, {counted(answers, 'answer')}, {judged} judged"


def _notes(sessions: Sequence[SessionSummary], given: Sequence[_Given], judged: Sequence[_Given]) -> Iterator[str]:
    demos = sum(each.source == "demo" for each in sessions)
    if demos:
        yield f"{counted(demos, 'session')} of `interviewer demo` left out: those answers are not yours."
    waiting = [each for each in given if each.answer.overall is None]
    if waiting:
        verb = "is" if len(waiting) == 1 else "are"
        yield f"{counted(len(waiting), 'answer')} {verb} not judged and left out of every grade."
    judges = list(dict.fromkeys(each.answer.judged_by for each in judged))
    if len(judges) > 1:
        yield f"The grades come from {len(judges)} judges ({', '.join(judges)}), who need not be equally strict."


# -- grades


def _grade(each: _Given) -> Point:
    value = each.answer.overall or 0
    return _point(each, value, f"{value} of 5")


def _part(name: str, judged: Iterable[_Given]) -> Strand:
    points = [
        _point(each, score, f"{score} of 3")
        for each in judged
        for part, score in each.answer.parts.items()
        if part == name and score is not None
    ]
    return graded(name.capitalize(), points, best=BEST_PART, error=PART_ERROR)


def _competencies(judged: Sequence[_Given], banks: Sequence[Bank]) -> dict[str, Strand]:
    """By id, the weakest first; of two equals the one that more answers tell of."""
    names = _names(banks)
    points: dict[str, list[Point]] = {}
    for each in judged:
        for key in topics(each.answer.competencies, each.answer.category):
            points.setdefault(key, []).append(_grade(each))
    found = {
        key: graded(names.get(key, _spelt(key)), told_by, best=BEST_GRADE, error=GRADE_ERROR)
        for key, told_by in points.items()
    }
    return dict(sorted(found.items(), key=lambda one: (one[1].recent or 0.0, -len(one[1].points), one[1].name)))


def topics(competencies: Sequence[str], category: str) -> tuple[str, ...]:
    """What a question is about: its competencies, or its category where its bank names none."""
    return tuple(competencies) or (category,)


def _names(banks: Sequence[Bank]) -> dict[str, str]:
    """The name of each competency; of each category, where no competency is called so."""
    every = [topic for bank in banks for topic in (*bank.competencies, *bank.categories)]
    return {topic.id: one_line(topic.name) for topic in reversed(every)}


def _spelt(id: str) -> str:
    return one_line(id.replace("-", " ")).capitalize()


def _weakest(strands: Sequence[Strand], what: str, error: float) -> str:
    """A sentence about the lowest of them, and how sure that is."""
    known = sorted((each for each in strands if each.recent is not None), key=lambda each: each.recent or 0.0)
    if not known:
        return f"Nothing was judged yet, so no {what} can be called weak."
    lowest = known[0]
    if len(known) == 1:
        return f"Only {lowest.name} was judged so far ({lowest.standing}); there is nothing to compare it with."
    if len({each.recent for each in known}) == 1:
        return f"No {what} stands out: all stand at {lowest.standing.split(' in ')[0]}."
    sentences = [f"Weakest {what} so far: {lowest.name}, {lowest.standing}."]
    near = [each.name for each in known[1:] if not _apart(lowest, each, error)]
    if near:
        shown = ", ".join(near[:3]) + (f" and {len(near) - 3} more" if len(near) > 3 else "")
        sentences.append(f"Within the error of the grades it could as well be: {shown}.")
    return " ".join(sentences)


def _apart(one: Strand, other: Strand, error: float) -> bool:
    """Whether two strands differ by more than the error of their grades."""
    values = [[point.value for point in each.points[-RECENT:]] for each in (one, other)]
    both = math.hypot(*(uncertainty(each, error) for each in values))
    return abs((one.recent or 0.0) - (other.recent or 0.0)) > MANY * both


# -- how it was spoken


def _speaking(sessions: Sequence[SessionSummary]) -> tuple[Strand, ...]:
    """What was played from files may be somebody else's voice, and is left out."""
    given = [_Given(each, answer) for each in sessions if each.source == "microphone" for answer in each.answers]
    measured: tuple[tuple[str, str, Callable[[AnswerSummary], float | None]], ...] = (
        ("Length", "s", lambda answer: answer.seconds),
        ("Pace", "words a minute", lambda answer: answer.words_per_minute),
        ("Fillers", "a minute", lambda answer: answer.fillers_a_minute),
    )
    return tuple(
        spoken(
            name,
            unit,
            [_point(each, value, told(value, unit)) for each in given if (value := of(each.answer)) is not None],
        )
        for name, unit, of in measured
    )


def _point(each: _Given, value: float, label: str) -> Point:
    return Point(session=each.session.id, turn=each.answer.turn, at=each.session.started_at, value=value, label=label)
