"""Which questions to practise: those named, or a drawing that favours what has not been practised lately."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from interviewer.errors import SetupError
from interviewer.library.spelling import did_you_mean
from interviewer.model.history import SessionSummary
from interviewer.model.question import Bank, Question

LISTED = 20
"""Ids that a hint lists at most."""

LONG_AGO = 30
"""Days before the latest practice; a question rested for longer is no likelier than one rested for so long."""

NEVER = 2 * LONG_AGO
"""Weight of a question that was never practised; one practised on the latest day weighs 1."""


def last_practised(sessions: Iterable[SessionSummary]) -> dict[str, date]:
    """For each question id the day (where the candidate was) on which it was last answered."""
    days: dict[str, date] = {}
    for session in sessions:
        day = session.started_at.date()
        for answer in session.answers:
            if answer.state not in ("skipped", "nothing recorded"):
                days[answer.question] = max(day, days.get(answer.question, day))
    return days


def choose(
    bank: Bank,
    *,
    count: int,
    ids: Sequence[str] = (),
    category: str | None = None,
    seed: int,
    last_practised: Mapping[str, date],
) -> tuple[Question, ...]:
    """The questions named by `ids`, in that order; else `count` drawn from the category or the whole bank.

    The bank's opening is never drawn, but can be named. The same arguments give the same questions. None comes twice;
    asking for more than there are gives all. Raises SetupError for an unknown id or category, a category without
    questions, ids and category together, or a count below 1.
    """
    if ids and category is not None:
        raise SetupError("Questions can be chosen by id or by category, not by both", hint="Leave one of the two out.")
    if ids:
        return tuple(_question(bank, id) for id in dict.fromkeys(ids))
    if count < 1:
        raise SetupError(f"The number of questions must be at least 1 (got {count})", hint="Ask for 1 or more.")
    return _draw(_pool(bank, category), count, seed, last_practised)


def _question(bank: Bank, id: str) -> Question:
    by_id = {question.id: question for question in bank.all_questions}
    if id not in by_id:
        raise SetupError(
            f'The bank "{bank.id}" has no question "{id}"{did_you_mean(id, by_id)}',
            hint=f"Its questions: {_some(list(by_id))}.",
        )
    return by_id[id]


def begun_with(opening: Question | None, chosen: tuple[Question, ...]) -> tuple[Question, ...]:
    """The chosen questions, after the opening when one is wished for and not among them already."""
    if opening is None:
        return chosen
    return (opening, *(question for question in chosen if question.id != opening.id))


def _some(names: Sequence[str]) -> str:
    more = len(names) - LISTED
    return ", ".join(names[:LISTED]) + (f" and {more} more" if more > 0 else "")


def _pool(bank: Bank, category: str | None) -> tuple[Question, ...]:
    if category is None:
        return bank.questions
    filled = {question.category for question in bank.questions}
    hint = "Categories with questions: " + ", ".join(topic.id for topic in bank.categories if topic.id in filled) + "."
    known = [topic.id for topic in bank.categories]
    if category not in known:
        raise SetupError(f'The bank "{bank.id}" has no category "{category}"{did_you_mean(category, known)}', hint=hint)
    if category not in filled:
        raise SetupError(f'The category "{category}" of the bank "{bank.id}" has no question yet', hint=hint)
    return tuple(question for question in bank.questions if question.category == category)


def _draw(pool: Sequence[Question], count: int, seed: int, last_practised: Mapping[str, date]) -> tuple[Question, ...]:
    """A weighted sample without replacement (Efraimidis and Spirakis 2006: order by u ** (1 / weight))."""
    latest = max((last_practised[question.id] for question in pool if question.id in last_practised), default=None)
    chance = random.Random(seed)
    # Ids in order, so that the drawing depends on the questions and not on how the bank lists them.
    keys = {id: chance.random() ** (1 / _weight(last_practised.get(id), latest)) for id in sorted(q.id for q in pool)}
    return tuple(sorted(pool, key=lambda question: keys[question.id], reverse=True)[:count])


def _weight(practised: date | None, latest: date | None) -> int:
    if practised is None or latest is None:
        return NEVER
    return 1 + min((latest - practised).days, LONG_AGO)
