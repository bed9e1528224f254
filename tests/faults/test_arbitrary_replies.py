"""Whatever a language model replies, a grade that is stored is a valid one, or there is none (F36).

Half of the replies are what was asked for with something wrong in it; the others are anything at all.
"""

from __future__ import annotations

import json
import os
import random
import string
from collections.abc import Callable
from typing import Any

import pytest

from interviewer.model.grade import Graded, Ungraded
from interviewer.model.speech import Typed
from interviewer.ports import Ask
from interviewer.rules.judging import RubricJudge
from interviewer.rules.segmenting import sentences
from tests.fake_chat import FakeChat, ListLedger, first_values, last_values
from tests.faults.test_endpoint_scenarios import SAID
from tests.keep.examples import question

GRADES_A_CASE = 5

SAMPLES: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    3,
    11,
    1e308,
    float("nan"),
    "",
    "s1",
    "s99",
    "with substance",
    [],
    {},
    [[]],
)


def judge(chance: random.Random) -> tuple[RubricJudge, FakeChat]:
    chat = FakeChat(lambda ask: reply(ask, chance))
    return RubricJudge(chat, clock=lambda: 0.0), chat


def reply(ask: Ask, chance: random.Random) -> str:
    """What was asked for, or what only looks like it, or anything."""
    good = chance.choice((first_values, last_values))(ask.schema)
    return chance.choice(WAYS)(good, chance)


def _good(good: Any, _chance: random.Random) -> str:
    return json.dumps(good)


def _wrong_value(good: Any, chance: random.Random) -> str:
    name = chance.choice(list(good))
    return json.dumps({**good, name: chance.choice((*SAMPLES, [chance.choice(SAMPLES)], {name: good[name]}))})


def _wrong_name(good: Any, chance: random.Random) -> str:
    name = chance.choice(list(good))
    return json.dumps({key + "x" * (key == name): value for key, value in good.items()})


def _missing(good: Any, chance: random.Random) -> str:
    return json.dumps({key: value for key, value in good.items() if chance.random() < 0.7})


def _twice(good: Any, _chance: random.Random) -> str:
    text = json.dumps(good)
    return text[:-1] + ", " + text[1:]


def _bytes_changed(good: Any, chance: random.Random) -> str:
    letters = list(json.dumps(good))
    for _ in range(chance.randint(1, 5)):
        letters[chance.randrange(len(letters))] = chance.choice(string.printable)
    return "".join(letters)


def _cut(good: Any, chance: random.Random) -> str:
    text = json.dumps(good)
    return text[: chance.randrange(len(text))]


def _fenced(good: Any, _chance: random.Random) -> str:
    return f"Here you are:\n```json\n{json.dumps(good)}\n```\nI would give it 11 of 10."


def _deep(_good: Any, chance: random.Random) -> str:
    return "{" * chance.choice((1, 100, 100_000)) + "[" * chance.choice((0, 100_000))


def _anything(_good: Any, chance: random.Random) -> str:
    return "".join(chr(chance.choice((chance.randrange(32, 127), chance.randrange(1, 0xD800)))) for _ in range(40))


def _score(_good: Any, chance: random.Random) -> str:
    return json.dumps({"overall": chance.choice(SAMPLES), "score": chance.choice(SAMPLES)})


WAYS: tuple[Callable[[Any, random.Random], str], ...] = (
    *(_good,) * 8,
    *(_wrong_value, _wrong_name, _missing, _twice, _bytes_changed, _cut, _fenced, _deep, _anything, _score),
)


def invalid(seed: int) -> tuple[int, int, int]:
    """(replies, grades, invalid grades) of one case."""
    chance = random.Random(seed)
    replies = graded = wrong = 0
    for _ in range(GRADES_A_CASE):
        the_judge, chat = judge(chance)
        heard, ledger = Typed(text=SAID.strip()), ListLedger()
        found = the_judge.grade(question(), sentences(heard), heard, ledger)
        if isinstance(found, Graded):
            graded += 1
            wrong += not _is_valid(found, [text["text"] for text in ledger.of("reply")])
            the_judge.coach(question(), sentences(heard), found, ledger)
        else:
            wrong += not (isinstance(found, Ungraded) and found.again and found.code == "reply-unusable")
        replies += len(chat.asked)
    return replies, graded, wrong


def _is_valid(grade: Graded, replies: list[str]) -> bool:
    """The grade reads as one, its range holds it, and every quote in it was said."""
    Graded.model_validate_json(grade.model_dump_json())
    quotes = [one.quote for scored in (*grade.parts, *grade.points) for one in scored.evidence]
    proved = all(scored.evidence or not scored.score for scored in (*grade.parts, *grade.points))
    return grade.low <= grade.overall <= grade.high and proved and all(quote in SAID for quote in quotes)


@pytest.mark.parametrize("seed", range(int(os.environ.get("FAULT_CASES", "200")) // 10))
def test_no_reply_whatever_it_is_stores_an_invalid_grade(seed: int) -> None:
    replies, _, wrong = invalid(seed)
    assert replies > 0
    assert wrong == 0


def test_some_of_it_is_graded_and_some_is_not() -> None:
    """Or nothing would be tried."""
    replies, graded, _ = (sum(each) for each in zip(*(invalid(seed) for seed in range(40)), strict=True))
    assert 0 < graded < 40 * GRADES_A_CASE < replies
