"""Which questions to practise next, and why: the weakest competency first, each question when it is due again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from interviewer.model.history import AnswerSummary
from interviewer.model.plain import counted, one_line
from interviewer.model.progress import Strand, Suggestion
from interviewer.model.question import Bank, Question

MOST = 3
"""Suggestions at once."""

MOST_OF_ONE = 2
"""Suggestions for one competency."""

DUE = {1: 1, 2: 2, 3: 4, 4: 10, 5: 21}
"""Days after which a question is due again, by its last grade."""

DUE_UNGRADED = 2

UNKNOWN = 3.0
"""A competency that nothing was judged of goes before those that stand at this or better."""

SPACING = (
    "A question comes again after 1 to 21 days, the sooner the weaker the last answer was. That spaced practice lasts "
    "longer is well shown (Cepeda and others 2006); the days are a convention of ours."
)


@dataclass(frozen=True, slots=True)
class Tried:
    """One answer that was given."""

    bank: str
    at: datetime
    answer: AnswerSummary


@dataclass(frozen=True, slots=True)
class _Candidate:
    bank: Bank
    question: Question
    topic: str
    """The weakest thing that it is about."""

    place: int
    """Of the topic, the weakest first."""

    last: Tried | None
    rested: int
    """Days since the last answer."""

    @property
    def due(self) -> int:
        """Days after the last answer on which it is due again."""
        if self.last is None:
            return 0
        grade = self.last.answer.overall
        return DUE[grade] if grade is not None else DUE_UNGRADED

    @property
    def is_due(self) -> bool:
        return self.rested >= self.due

    @property
    def rank(self) -> tuple[bool, float, bool, int, str]:
        """Due before resting; weak before strong; tried before new, since there is something to mend; long rested."""
        return (not self.is_due, self.place, self.last is None, self.due - self.rested, self.question.id)


def suggestions(
    tried: Sequence[Tried], strands: Mapping[str, Strand], banks: Sequence[Bank], now: datetime
) -> tuple[Suggestion, ...]:
    """At most three questions of the banks that were practised with; none before the first answer.

    `tried` is oldest first; `strands` are the competencies (or categories) by id.
    """
    chosen: list[_Candidate] = []
    taken: Counter[str] = Counter()
    for each in _candidates(tried, strands, banks, now):
        if taken[each.topic] < MOST_OF_ONE and len(chosen) < MOST:
            taken[each.topic] += 1
            chosen.append(each)
    return tuple(_suggestion(each, strands) for each in chosen)


def about(
    topic: str, tried: Sequence[Tried], strands: Mapping[str, Strand], banks: Sequence[Bank], now: datetime
) -> Suggestion | None:
    """The question to practise for this one competency, whether it is due or not; None where no bank asks for it."""
    found = (each for each in _candidates(tried, strands, banks, now) if each.topic == topic)
    return next((_suggestion(each, strands) for each in found), None)


def _candidates(
    tried: Sequence[Tried], strands: Mapping[str, Strand], banks: Sequence[Bank], now: datetime
) -> list[_Candidate]:
    """Every question of the banks that were practised with, the one to practise first at the front."""
    last = {(each.bank, each.answer.question): each for each in tried}
    practised = {each.bank for each in tried}
    found = [
        _candidate(bank, question, strands, last.get((bank.id, question.id)), now)
        for bank in banks
        if bank.id in practised
        for question in bank.questions
    ]
    return sorted(found, key=lambda each: each.rank)


def _candidate(
    bank: Bank, question: Question, strands: Mapping[str, Strand], last: Tried | None, now: datetime
) -> _Candidate:
    about = question.competencies or (question.category,)
    places = {topic: _place(topic, strands) for topic in about}
    topic = min(places, key=lambda one: places[one])
    rested = (now.date() - last.at.astimezone(now.tzinfo).date()).days if last is not None else 0
    return _Candidate(bank, question, topic, places[topic], last, rested)


def _place(topic: str, strands: Mapping[str, Strand]) -> int:
    if topic in strands:
        return 2 * list(strands).index(topic)
    return 2 * sum((each.recent or 0.0) < UNKNOWN for each in strands.values()) - 1


def _suggestion(each: _Candidate, strands: Mapping[str, Strand]) -> Suggestion:
    return Suggestion(
        bank=each.bank.id,
        question=each.question.id,
        text=one_line(each.question.text),
        why=tuple(_why(each, strands)),
        command=f"interviewer practice --bank {each.bank.id} --question {each.question.id}",
    )


def _why(each: _Candidate, strands: Mapping[str, Strand]) -> list[str]:
    strand = strands.get(each.topic)
    names = {topic.id: topic.name for topic in (*each.bank.categories, *each.bank.competencies)}
    name = one_line(names.get(each.topic, each.topic))
    if strand is None:
        why = [f"Nothing about {name} was judged yet."]
    elif len(strands) > 1 and strand is next(iter(strands.values())):
        why = [f"{name} is your weakest so far: {strand.standing}."]
    else:
        why = [f"{name} stands at {strand.standing}."]
    if each.last is None:
        return [*why, "You have not tried this question yet."]
    answer = each.last.answer
    ago = {0: "today", 1: "yesterday"}.get(each.rested, f"{each.rested} days ago")
    grade = f"{answer.overall} of 5" if answer.overall is not None else "not judged"
    soon = f"; due again in {counted(each.due - each.rested, 'day')}" if not each.is_due else ""
    why.append(f"Last answered {ago}: {grade}{soon}.")
    if answer.fix:
        why.append(f"To fix then: {answer.fix}")
    return why
