"""What the interviewer says before a question, in each manner."""

from __future__ import annotations

from itertools import pairwise
from typing import get_args

import pytest

from interviewer.model.question import Bank
from interviewer.model.session import Manner, Turn
from interviewer.rules.closing.plan import with_close
from interviewer.rules.manners import SAYINGS, wording
from tests.story.world import session

BANK = Bank(id="small-bank", role="Tester", about="About testing.")
MANNERS: tuple[Manner, ...] = get_args(Manner)


def said(manner: Manner, questions: int) -> list[str]:
    held = session(questions, manner=manner)
    return [wording(held, number) for number in range(1, questions + 1)]


def test_neutral_only_asks() -> None:
    assert said("neutral", 3) == [question.text for question in session(3).planned]


@pytest.mark.parametrize("manner", MANNERS)
def test_every_question_is_asked_in_its_own_words_and_last(manner: Manner) -> None:
    texts = said(manner, 9)
    assert all(text.endswith(question.text) for text, question in zip(texts, session(9).planned, strict=True))
    assert all(text == text.strip() and text.isascii() for text in texts)


@pytest.mark.parametrize("manner", ["friendly", "pressing"])
def test_it_greets_ends_and_never_says_the_same_twice_in_a_row(manner: Manner) -> None:
    texts, sayings = said(manner, 12), SAYINGS[manner]
    before = [text.split(" Tell me about time")[0] for text in texts]
    assert (before[0], before[-1]) == (sayings.first, sayings.last)
    assert set(before[1:-1]) == set(sayings.between)
    assert all(one != two for one, two in pairwise(before))
    assert said(manner, 1) == [f"{sayings.first} Tell me about time number 1."]


@pytest.mark.parametrize("manner", MANNERS)
def test_after_a_skipped_question_nothing_is_said_of_an_answer(manner: Manner) -> None:
    planned = session(3, manner=manner)
    skipped = planned.but(turns=(Turn(number=1, question=planned.planned[0], skipped=True),))
    assert wording(skipped, 2) == planned.planned[1].text
    assert wording(skipped, 3) == wording(planned, 3)


@pytest.mark.parametrize("manner", MANNERS)
def test_no_manner_claims_to_have_judged_the_answer(manner: Manner) -> None:
    verdicts = {"good", "great", "excellent", "well", "perfect", "right", "wrong", "bad", "weak", "strong", "best"}
    sayings = SAYINGS[manner]
    assert not verdicts & {word.strip(".,?").lower() for text in sayings.between for word in text.split()}


@pytest.mark.parametrize("manner", MANNERS)
def test_an_opening_is_greeted_and_the_close_speaks_for_itself(manner: Manner) -> None:
    hello = session(1).planned[0].but(kind="introduction", text="Tell me about yourself.")
    held = with_close(session(1, manner=manner).but(planned=(hello, *session(2).planned)), BANK, ())
    assert wording(held, 1).startswith("Hello")
    assert wording(held, 1).endswith("Tell me about yourself.")
    assert wording(held, 3).startswith(SAYINGS[manner].last)
    assert wording(held, 4) == held.planned[3].text
