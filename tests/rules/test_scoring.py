"""The arithmetic of grades."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.model.grade import PARTS, Part
from interviewer.model.question import Kind
from interviewer.rules.scoring import overall
from interviewer.rules.strength import part_strength

FULL: dict[Part, int] = dict.fromkeys(PARTS, 3)
NONE: dict[Part, int] = dict.fromkeys(PARTS, 0)


def test_all_of_everything_is_excellent() -> None:
    assert overall("behavioural", FULL, [2, 2, 2]).score == 5


@pytest.mark.parametrize("kind", ["behavioural", "method"])
def test_a_story_that_answers_another_question_is_no_usable_answer(kind: Kind) -> None:
    found = overall(kind, FULL, [0, 0, 0])
    assert found.score == 1
    assert found.caps == ("Nothing in it answers what was asked.",)


CAPPED = {
    "no own action": ({**FULL, "action": 1}, 3, "What you did yourself does not come out."),
    "no action": ({**FULL, "action": 0}, 3, "What you did yourself does not come out."),
    "no result": ({**FULL, "result": 0}, 3, "What came of it is not said."),
    "a result without a measure": ({**FULL, "result": 2}, 4, "The result has no measure that someone could check."),
    "no situation": ({**FULL, "situation": 0}, 4, "Where and when it happened is not said."),
    "no task": ({**FULL, "task": 0}, 4, "What was yours to achieve is not said."),
}


@pytest.mark.parametrize(("parts", "most", "why"), CAPPED.values(), ids=CAPPED)
def test_a_hole_in_the_story_caps_the_grade_and_says_so(parts: dict[Part, int], most: int, why: str) -> None:
    found = overall("behavioural", parts, [2, 2, 2])
    assert found.score == most
    assert why in found.caps


def test_a_method_without_an_example_is_fair_at_best_and_costs_one_sentence() -> None:
    found = overall("method", NONE, [2, 2, 2])
    assert (found.score, found.caps) == (3, ("No real example was told.",))


def test_knowledge_has_no_story_to_miss() -> None:
    assert overall("knowledge", {}, [2, 2]).score == 5
    assert overall("knowledge", {}, [1, 1]).score == 3
    assert overall("introduction", {}, [2, 2, 2]).caps == ()


def test_more_of_any_one_thing_never_lowers_the_grade() -> None:
    for parts in product(range(4), repeat=4):
        before = overall("behavioural", dict(zip(PARTS, parts, strict=True)), [1, 1, 1]).score
        for at in range(4):
            if parts[at] < 3:
                more = [*parts[:at], parts[at] + 1, *parts[at + 1 :]]
                assert overall("behavioural", dict(zip(PARTS, more, strict=True)), [1, 1, 1]).score >= before
        assert overall("behavioural", dict(zip(PARTS, parts, strict=True)), [2, 1, 1]).score >= before


@given(
    st.sampled_from(["behavioural", "method", "situational", "introduction", "knowledge"]),
    st.lists(st.integers(0, 3), min_size=4, max_size=4),
    st.lists(st.integers(0, 2), min_size=1, max_size=6),
)
def test_every_grade_is_on_its_scale(kind: Kind, parts: list[int], points: list[int]) -> None:
    asked = dict(zip(PARTS, parts, strict=True)) if kind in ("behavioural", "method") else {}
    assert 1 <= overall(kind, asked, points).score <= 5


@pytest.mark.parametrize("part", PARTS)
def test_no_evidence_is_no_part(part: Part) -> None:
    assert part_strength(part, []) == 0
