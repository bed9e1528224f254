"""Choosing what to practise: worked examples, no clock, no dice that cannot be thrown again."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.errors import SetupError
from interviewer.model.history import SessionSummary
from interviewer.model.question import Bank, GuidancePoint, Question, Topic
from interviewer.model.session import Session, Take, Turn
from interviewer.model.session_id import session_id
from interviewer.model.speech import Typed
from interviewer.rules.practice import begun_with, choose, last_practised
from interviewer.rules.summarizing import summary

LETTERS = "abcdefgh"
MONDAY = date(2026, 11, 23)


def question(id: str) -> Question:
    return Question(
        id=id,
        text=f"What about {id}?",
        category="early" if id < "d" else "late",
        kind="method",
        guidance="Say it.",
        points=(GuidancePoint(text="it is said"),),
        probes="Whether it is said.",
    )


def topic(id: str) -> Topic:
    return Topic(id=id, name=id, about=id)


BANK = Bank(
    id="letters",
    role="Speller",
    about="Letters.",
    categories=(topic("early"), topic("late"), topic("silent")),
    questions=tuple(question(id) for id in LETTERS),
)


def drawn(count: int = 3, seed: int = 0, category: str | None = None, past: dict[str, date] | None = None) -> list[str]:
    chosen = choose(BANK, count=count, category=category, seed=seed, last_practised=past or {})
    return [question.id for question in chosen]


def test_named_questions_come_in_the_order_named_and_once_each() -> None:
    chosen = choose(BANK, count=1, ids=("e", "b", "e"), seed=0, last_practised={})
    assert [question.id for question in chosen] == ["e", "b"]


def test_the_same_seed_draws_the_same_questions_and_another_seed_others() -> None:
    assert drawn(seed=7) == drawn(seed=7)
    assert len({tuple(drawn(seed=seed)) for seed in range(20)}) > 10


def test_the_drawing_does_not_depend_on_how_the_bank_lists_its_questions() -> None:
    turned = BANK.but(questions=tuple(reversed(BANK.questions)))
    chosen = choose(turned, count=3, seed=7, last_practised={})
    assert [question.id for question in chosen] == drawn(seed=7)


@given(count=st.integers(1, 30), seed=st.integers(0, 2**32))
def test_no_question_comes_twice_and_asking_for_too_many_gives_all(count: int, seed: int) -> None:
    chosen = drawn(count=count, seed=seed)
    assert len(chosen) == len(set(chosen)) == min(count, len(LETTERS))


@given(count=st.integers(1, 9), seed=st.integers(0, 2**32))
def test_a_longer_session_begins_like_a_shorter_one(count: int, seed: int) -> None:
    assert drawn(count=count, seed=seed) == drawn(count=9, seed=seed)[:count]


def test_a_category_is_kept_to() -> None:
    assert sorted(drawn(count=9, category="early")) == ["a", "b", "c"]


def test_what_was_practised_long_ago_comes_before_what_was_practised_today() -> None:
    past = {"a": MONDAY, "b": MONDAY - timedelta(days=30)}
    first = Counter(drawn(count=1, seed=seed, category="early", past=past)[0] for seed in range(2_000))
    # Weights 1, 31 and 60 of 92.
    assert first["a"] / 2_000 == pytest.approx(1 / 92, abs=0.02)
    assert first["b"] / 2_000 == pytest.approx(31 / 92, abs=0.04)
    assert first["c"] / 2_000 == pytest.approx(60 / 92, abs=0.04)


def test_after_every_question_was_practised_on_one_day_none_is_favoured() -> None:
    past = dict.fromkeys(LETTERS, MONDAY)
    first = Counter(drawn(count=1, seed=seed, past=past)[0] for seed in range(2_000))
    assert min(first.values()) > 0.7 * 2_000 / len(LETTERS)


def test_practice_of_other_banks_changes_nothing() -> None:
    assert drawn(past={"elsewhere": MONDAY + timedelta(days=900), "a": MONDAY}) == drawn(past={"a": MONDAY})


@pytest.mark.parametrize(
    ("wish", "message", "hint"),
    [
        ({"ids": ("z",)}, 'The bank "letters" has no question "z"', "Its questions: a, b, c, d, e, f, g, h."),
        (
            {"category": "erly"},
            'The bank "letters" has no category "erly" (did you mean "early"?)',
            "Categories with questions: early, late.",
        ),
        (
            {"category": "silent"},
            'The category "silent" of the bank "letters" has no question yet',
            "Categories with questions: early, late.",
        ),
        (
            {"ids": ("a",), "category": "early"},
            "Questions can be chosen by id or by category, not by both",
            "Leave one of the two out.",
        ),
        ({"count": 0}, "The number of questions must be at least 1 (got 0)", "Ask for 1 or more."),
    ],
)
def test_a_wish_that_cannot_be_met_says_what_can(wish: dict[str, object], message: str, hint: str) -> None:
    with pytest.raises(SetupError) as caught:
        choose(BANK, **{"count": 3, "seed": 0, "last_practised": {}} | wish)  # type: ignore[arg-type]
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_a_long_list_of_questions_is_shortened_in_the_hint() -> None:
    bank = BANK.but(questions=tuple(question(f"q{number}") for number in range(100)))
    with pytest.raises(SetupError) as caught:
        choose(bank, count=1, ids=("q200",), seed=0, last_practised={})
    assert caught.value.hint.endswith("q19 and 80 more.")


def session(started: datetime, *turns: Turn) -> SessionSummary:
    held = Session(
        id=session_id(started, "letters"),
        bank="letters",
        role="Speller",
        status="complete",
        started_at=started,
        planned=BANK.questions,
        source="keyboard",
        turns=turns,
    )
    return summary(held)


def turn(id: str, *, takes: int = 1, skipped: bool = False) -> Turn:
    said = None if skipped else Typed(text="It is a letter.")
    made = tuple(Take(number=number, ended_by="typed", heard=said) for number in range(1, takes + 1))
    return Turn(number=1, question=question(id), takes=made, skipped=skipped)


def test_the_last_answer_counts_whatever_the_order_of_the_sessions() -> None:
    older = session(datetime(2026, 11, 20, 9, tzinfo=UTC), turn("a"), turn("b"))
    newer = session(datetime(2026, 11, 22, 9, tzinfo=UTC), turn("a"))
    expected = {"a": date(2026, 11, 22), "b": date(2026, 11, 20)}
    assert last_practised([older, newer]) == last_practised([newer, older]) == expected


def test_a_question_that_was_skipped_or_never_answered_was_not_practised() -> None:
    held = session(datetime(2026, 11, 20, 9, tzinfo=UTC), turn("a", skipped=True), turn("b", takes=0), turn("c"))
    assert last_practised([held]) == {"c": date(2026, 11, 20)}


def test_the_day_is_the_candidates_own() -> None:
    late = datetime(2026, 11, 20, 23, 30, tzinfo=timezone(timedelta(hours=-8)))
    assert last_practised([session(late, turn("a"))]) == {"a": date(2026, 11, 20)}


OPENED = BANK.but(opening=question("hello").but(kind="introduction"))


def test_an_opening_is_never_drawn_but_can_be_named() -> None:
    drawn_ids = {one.id for one in choose(OPENED, count=50, seed=1, last_practised={})}
    assert drawn_ids == set(LETTERS)
    assert [one.id for one in choose(OPENED, count=1, ids=("b", "hello"), seed=0, last_practised={})] == ["b", "hello"]


def test_whoever_wishes_begins_with_the_opening_and_hears_it_once() -> None:
    chosen = choose(OPENED, count=1, ids=("b", "hello"), seed=0, last_practised={})
    assert [one.id for one in begun_with(OPENED.opening, chosen)] == ["hello", "b"]
    assert begun_with(None, chosen) == chosen
