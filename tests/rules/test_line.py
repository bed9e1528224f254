"""What a model's words for a choice say of how probable it found each value."""

from __future__ import annotations

import math

import pytest

from interviewer.ports import Reply
from interviewer.rules.line import chances

YES, NO, OTHER = math.log(0.6), math.log(0.2), math.log(0.05)
DECIDING = (("yes", YES), ("no", NO), ("Yes", OTHER), ("true", OTHER))
"""Alternatives where the choice falls: "yes" has .65 of .85, with its capital."""


def spelled(*tokens: str, deciding: int, alternatives: tuple[tuple[str, float], ...] = DECIDING) -> Reply:
    """A reply of these tokens, of which the one at `deciding` had alternatives."""
    logprobs = [
        alternatives if place == deciding else ((token, -0.01), ("yes", -9.0)) for place, token in enumerate(tokens)
    ]
    return Reply(text="".join(tokens), logprobs=tuple(logprobs))


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(spelled('{"', "answer", '":"', "yes", '"}', deciding=3), id="compact"),
        pytest.param(spelled('{"', "answer", '":', ' "', "yes", '"}', deciding=4), id="blank and quote before it"),
        pytest.param(spelled("{", '"', "answer", '"', ":", " ", '"', "yes", '"', "}", deciding=7), id="single signs"),
        pytest.param(spelled('{"', "answer", '":\n', '"', "yes", '"}', deciding=4), id="on two lines"),
        pytest.param(
            spelled(
                '{"', "answer", '":', ' "yes', '"}', deciding=3, alternatives=tuple((f' "{t}', p) for t, p in DECIDING)
            ),
            id="the quote in the same token",
        ),
    ],
)
def test_the_token_that_decides_is_found_however_the_reply_is_spelled(reply: Reply) -> None:
    found = chances(reply, {"answer": "yes"}, ["yes", "no"])["answer"]
    assert found == pytest.approx({"yes": 0.65 / 0.85, "no": 0.2 / 0.85})


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(text='{"answer":"yes"}'), id="no probabilities"),
        pytest.param(spelled("Sure. ", "yes", deciding=1), id="no such key"),
        pytest.param(spelled('{"answer":"yes"}', deciding=0), id="all in one token"),
    ],
)
def test_where_no_token_decides_what_was_chosen_is_certain(reply: Reply) -> None:
    assert chances(reply, {"answer": "yes"}, ["yes", "no"]) == {"answer": {"yes": 1.0}}


def test_each_name_has_its_own_token() -> None:
    second = (("no", math.log(0.9)), ("yes", math.log(0.1)))
    tokens = ['{"', "s1", '": "', "yes", '", "', "s2", '": "', "no", '"}']
    logprobs = tuple({3: DECIDING, 7: second}.get(place, ((token, 0.0),)) for place, token in enumerate(tokens))
    found = chances(Reply("".join(tokens), logprobs), {"s1": "yes", "s2": "no"}, ["yes", "no"])
    assert found["s1"]["yes"] == pytest.approx(0.65 / 0.85)
    assert found["s2"] == pytest.approx({"yes": 0.1, "no": 0.9})
