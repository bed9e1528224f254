"""What many sessions say, and what they do not: true with none, one, two and two hundred of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from interviewer.library import bank as banks
from interviewer.model.grade import Part
from interviewer.model.history import AnswerSummary, SessionSummary
from interviewer.model.progress import Progress
from interviewer.model.session import Source
from interviewer.model.session_id import session_id
from interviewer.rules.practising_next import DUE
from interviewer.rules.progress import progress
from interviewer.rules.summarizing import summary
from tests.keep.examples import session

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
BANK = banks.find("any-role")
CONFLICT = [each for each in BANK.questions if "conflict" in each.competencies]
PLANNING = [each for each in BANK.questions if "planning" in each.competencies and "conflict" not in each.competencies]


def answer(question: int, overall: int | None, turn: int = 1, **changes: object) -> AnswerSummary:
    """An answer to question `question` of the bank; `overall` None is one that is not judged."""
    asked = BANK.questions[question]
    parts: dict[Part, int | None] = {"situation": 2, "task": 1, "action": 2, "result": 3}
    return AnswerSummary(
        turn=turn,
        take=1,
        takes=1,
        question=asked.id,
        text=asked.text,
        category=asked.category,
        kind=asked.kind,
        competencies=asked.competencies,
        state="judged" if overall else "not judged",
        typed=False,
        overall=overall,
        low=overall,
        high=overall,
        parts=parts if overall else {},
        judged_by="judge" if overall else "",
        fix="The story stops." if overall else "",
        reason="" if overall else "Not yet.",
        command="" if overall else "interviewer regrade x --turn 1",
        seconds=60.0,
        words_per_minute=150.0,
        fillers_a_minute=4.0,
    ).but(**changes)


def held(*answers: AnswerSummary, days_ago: float = 1, source: Source = "microphone") -> SessionSummary:
    begun = NOW - timedelta(days=days_ago)
    return SessionSummary(
        id=session_id(begun, "any-role"),
        bank="any-role",
        role="Any role",
        status="complete",
        source=source,
        started_at=begun,
        ended_at=None,
        planned=3,
        delivery_mode="standard",
        told="",
        note="",
        answers=answers,
    )


def of(*sessions: SessionSummary) -> Progress:
    return progress(sessions, [BANK], NOW)


def place(question: str) -> int:
    return next(at for at, each in enumerate(BANK.questions) if each.id == question)


def strand(found: Progress, name: str) -> float | None:
    return next(each.recent for each in (*found.parts, *found.competencies, *found.speaking) if each.name == name)


def test_without_a_session_nothing_is_claimed_and_nothing_advised() -> None:
    found = of()
    assert found.summary == "There is no session yet. `interviewer practice` makes one."
    assert (found.suggestions, found.competencies, found.error, found.overall.recent) == ((), (), "", None)
    assert found.weakest == "Nothing was judged yet, so no competency can be called weak."


def test_one_session_names_the_lowest_and_how_little_that_is() -> None:
    found = of(held(answer(place(CONFLICT[0].id), 2), answer(place(PLANNING[0].id), 4, turn=2)))
    assert found.weakest.startswith("Weakest competency so far: ")
    assert "2.0 of 5 in 1 answer." in found.weakest
    assert "Within the error of the grades it could as well be: " in found.weakest
    assert found.overall.change == "too few answers to tell a change"
    assert found.summary == "1 session, 2 answers, 2 judged"


def test_an_answer_that_was_not_judged_is_said_and_never_counted_as_zero() -> None:
    found = of(held(answer(0, 4), answer(1, None, turn=2)))
    assert found.overall.recent == 4.0
    assert (found.answers, found.judged) == (2, 1)
    assert "1 answer is not judged and left out of every grade." in found.notes
    assert found.to_judge == "interviewer regrade x --turn 1"


def test_a_part_that_was_not_asked_never_counts_as_low() -> None:
    not_asked: dict[Part, int | None] = {"situation": None, "task": None, "action": 3, "result": 3}
    found = of(held(*(answer(0, 4, turn=n, parts=not_asked) for n in range(1, 9))))
    assert strand(found, "Situation") is None
    assert "Situation" not in found.weakest_part
    assert "Task" not in found.weakest_part


def test_no_part_asked_and_all_alike_name_no_weakest() -> None:
    alike: dict[Part, int | None] = {"situation": 2, "task": 2, "action": 2, "result": 2}
    assert of(held(answer(0, 3, parts=alike))).weakest_part == (
        "No part of your stories stands out: all stand at 2.0 of 3."
    )
    assert "can be called weak" in of(held(answer(0, 3, parts={}))).weakest_part


@pytest.mark.parametrize(
    ("grades", "change"),
    [
        ([3, 3, 3, 3, 3], "too few answers to tell a change"),
        ([3, 3, 3, 3, 3, 3], "no clear change: 3.0 before"),
        ([3, 3, 3, 4, 4, 4], "no clear change: 3.0 before"),
        ([1, 1, 1, 1, 1, 5, 5, 5, 5, 5], "up from 1.0 before"),
        ([5, 5, 5, 5, 5, 1, 1, 1, 1, 1], "down from 5.0 before"),
    ],
)
def test_a_change_is_named_only_beyond_the_error_of_the_grades(grades: Sequence[int], change: str) -> None:
    sessions = [held(answer(0, grade), days_ago=40 - n) for n, grade in enumerate(grades)]
    assert of(*reversed(sessions)).overall.change == change


def test_two_hundred_sessions_stand_at_their_last_answers() -> None:
    sessions = [held(answer(0, 1 if n < 190 else 5), days_ago=400 - n) for n in range(200)]
    found = of(*sessions)
    assert found.overall.recent == 5.0
    assert len(found.overall.points) == 200
    assert found.overall.change == "up from 1.1 before"


def test_the_demo_speaks_for_nobody_and_a_file_tells_nothing_of_the_voice() -> None:
    found = of(held(answer(0, 1), source="demo"), held(answer(0, 4), days_ago=2, source="file"))
    assert (found.sessions, found.overall.recent) == (1, 4.0)
    assert all(not each.points for each in found.speaking)
    assert any("demo" in note for note in found.notes)


def test_speaking_is_held_against_the_earlier_answers_of_the_same_candidate() -> None:
    earlier = [held(answer(0, 3, words_per_minute=150.0 + n), days_ago=9 - n) for n in range(5)]
    (pace,) = [
        each for each in of(*earlier, held(answer(0, 3, words_per_minute=200.0))).speaking if each.name == "Pace"
    ]
    assert (pace.recent, pace.usual) == (200.0, 152.0)
    assert pace.change == "more than usual for you: 152 words a minute"
    (pace,) = [each for each in of(*earlier[:2], held(answer(0, 3))).speaking if each.name == "Pace"]
    assert (pace.usual, pace.change) == (None, "what is usual for you is known after 3 more answers")


def test_the_weakest_competency_is_practised_first_and_the_reason_is_its_own() -> None:
    low, high = CONFLICT[0], PLANNING[0]
    found = of(held(answer(place(high.id), 5), answer(place(low.id), 1, turn=2), days_ago=3))
    first = found.suggestions[0]
    assert first.question == low.id
    assert first.command == f"interviewer practice --bank any-role --question {low.id}"
    assert "is your weakest so far: 1.0 of 5 in 1 answer." in first.why[0]
    assert first.why[1:] == ("Last answered 3 days ago: 1 of 5.", "To fix then: The story stops.")
    assert any("not tried this question yet" in each.why[-1] for each in found.suggestions)


def test_the_weakest_competency_has_a_question_to_practise_even_on_the_same_day() -> None:
    low, high = CONFLICT[0], PLANNING[0]
    today = held(answer(place(high.id), 5), answer(place(low.id), 1, turn=2), days_ago=0)
    found = of(today).practise_weakest
    assert found is not None
    assert next(iter(BANK.questions[place(found.question)].competencies), "") in low.competencies
    only = progress([today], [BANK.but(questions=(high, low))], NOW).practise_weakest
    assert only is not None
    assert (only.question, only.why[1]) == (low.id, "Last answered today: 1 of 5; due again in 1 day.")


def test_where_no_competency_stands_out_or_no_bank_asks_about_it_none_is_to_be_practised() -> None:
    low, high = CONFLICT[0], PLANNING[0]
    assert of(held(answer(place(low.id), 2))).practise_weakest is None
    assert of(held(answer(place(high.id), 3), answer(place(low.id), 3, turn=2))).practise_weakest is None
    apart = held(answer(place(high.id), 5), answer(place(low.id), 1, turn=2))
    assert progress([apart], [BANK.but(questions=(high,))], NOW).practise_weakest is None


def test_a_question_rests_until_it_is_due_by_its_grade() -> None:
    only = BANK.but(questions=BANK.questions[:2])
    for grade, days in DUE.items():
        sessions = [held(answer(0, grade), answer(1, grade, turn=2), days_ago=days - 1)]
        early = progress(sessions, [only], NOW).suggestions
        assert all("due again in 1 day" in each.why[1] for each in early)
        late = progress([held(*sessions[0].answers, days_ago=days)], [only], NOW).suggestions
        assert all("due again" not in each.why[1] for each in late)


def test_nothing_is_advised_from_a_bank_that_was_never_practised_or_is_gone() -> None:
    assert progress([held(answer(0, 2))], [], NOW).suggestions == ()
    other = BANK.but(id="another")
    assert progress([held(answer(0, 2))], [other], NOW).suggestions == ()


def test_grades_of_two_judges_are_said_to_be_of_two() -> None:
    found = of(held(answer(0, 3), answer(1, 3, turn=2, judged_by="gpt at far.example")))
    assert any("2 judges (judge, gpt at far.example)" in note for note in found.notes)


def test_a_competency_bears_the_name_that_its_bank_gives_it_and_else_its_id() -> None:
    conflict = held(answer(place(CONFLICT[0].id), 2))
    assert "Handling conflict" in [each.name for each in of(conflict).competencies]
    assert "Conflict" in [each.name for each in progress([conflict], [], NOW).competencies]
    without = held(answer(0, 2, competencies=(), category="odd-things"))
    assert [each.name for each in of(without).competencies] == ["Odd things"]


def test_a_summary_holds_the_take_that_counts_and_hides_what_was_asked_to_be_hidden() -> None:
    kept = session(delivery_mode="disfluency-friendly")
    (one,) = summary(kept).answers
    assert (one.overall, one.low, one.parts, one.fix) == (3, 2, {"situation": 2, "result": 0}, "No number.")
    assert (one.words_per_minute, one.fillers_a_minute) == (None, None)
