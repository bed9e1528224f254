"""The banks that come with the program: whole, fit, and in our own words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from interviewer.library import bank as banks
from interviewer.model.question import Bank
from tests.library.banks import lint


@pytest.fixture(scope="module")
def bank() -> Bank:
    return banks.find("it-product-manager")


@pytest.fixture(scope="module")
def any_role() -> Bank:
    return banks.find("any-role")


@pytest.fixture(scope="module", params=banks.banks())
def each(request: pytest.FixtureRequest) -> Bank:
    return banks.find(request.param)


@pytest.mark.parametrize("name", banks.banks())
def test_every_shipped_bank_is_named_after_its_folder_and_has_no_complaints(name: str) -> None:
    assert lint(banks.folder_of(name)) == ()
    assert banks.find(name).id == name


def test_the_bank_holds_all_that_its_guide_holds(bank: Bank) -> None:
    assert len(bank.questions) == 9
    assert len(bank.categories) == 6
    assert len(bank.competencies) == 7
    assert len(bank.questions_to_ask) == 4
    assert len(bank.preparation) == 10
    assert len(bank.advice) == 2


def test_every_competency_is_called_for_by_some_question_or_is_about_learning(bank: Bank) -> None:
    used = {competency for question in bank.questions for competency in question.competencies}
    assert {topic.id for topic in bank.competencies} - used == {"adaptability-and-learning"}


def test_one_question_asks_for_an_event_and_the_others_for_a_method(bank: Bank) -> None:
    assert Counter(question.kind for question in bank.questions) == {"method": 8, "behavioural": 1}


def test_the_bank_for_any_role_asks_for_events_two_for_each_competency(any_role: Bank) -> None:
    assert len(any_role.competencies) == 12
    assert len(any_role.questions) == 24
    assert {question.kind for question in any_role.questions} == {"behavioural"}
    assert Counter(question.competencies[0] for question in any_role.questions) == {
        topic.id: 2 for topic in any_role.competencies
    }
    assert {question.category for question in any_role.questions} == {topic.id for topic in any_role.categories}


def test_every_question_has_two_follow_ups_and_a_bank_says_what_to_ask_and_to_prepare(each: Bank) -> None:
    assert {len(question.follow_ups) for question in each.questions} == {2}
    assert len(each.questions_to_ask) >= 4
    assert len(each.preparation) >= 8
    assert each.advice
    assert each.opening
    assert each.opening.kind == "introduction"


def test_example_answers_last_about_a_minute_and_name_figures(each: Bank) -> None:
    for question in each.all_questions:
        assert 120 <= len(question.example.split()) <= 180, question.id
        assert re.search(r"\bI\b", question.example), question.id
        assert re.search(r"\d|\b(two|three|four|five|six|seven|eight|nine|eleven|half)\b", question.example), (
            question.id
        )


def test_all_can_be_shown_on_a_terminal_that_knows_only_ascii(each: Bank) -> None:
    assert all(text.isascii() for text in texts(each.model_dump()))


def test_questions_and_kinds_are_those_of_the_labelled_answers(bank: Bank, shared: Path) -> None:
    labelled = {
        (answer["question"], answer["kind"], len(answer["guidance_points"]))
        for answer in answers(shared / "eval" / "dev.jsonl")
        if answer["role"] == bank.role
    }
    assert {(question.text, question.kind, len(question.points)) for question in bank.questions} == labelled


def test_nothing_but_the_questions_is_in_the_words_of_the_guide(each: Bank, shared: Path) -> None:
    guide = runs((shared / "seed" / "it-product-manager-guide.txt").read_text(encoding="utf-8"))
    ours = each.model_dump()
    for question in ours["questions"]:
        del question["text"]
    assert not {run for text in texts(ours) for run in runs(text) & guide}


def test_no_example_is_taken_from_the_labelled_answers(each: Bank, shared: Path) -> None:
    theirs = {
        run
        for name in ("dev", "real")
        for answer in answers(shared / "eval" / f"{name}.jsonl")
        for run in runs(" ".join(answer["sentences"]))
    }
    assert not {run for question in each.all_questions for run in runs(question.example) & theirs}


def answers(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    """All runs of `length` words."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from texts(member)
    elif isinstance(value, (list, tuple)):
        for member in value:
            yield from texts(member)
