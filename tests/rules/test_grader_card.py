"""The grader card: what an evaluation found, and the line that a report has of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from interviewer.model.card import Card, SetFigures
from interviewer.model.grade import PARTS
from interviewer.rules.grader_card import FEWEST, GAP, OTHER_QUESTION, UNKNOWN, card_of, misses, told

DAY = date(2026, 11, 30)


def measured(n: int = 30, qwk: float | None = 0.7, **more: Any) -> dict[str, Any]:
    one = {"qwk": qwk}
    star = dict.fromkeys(PARTS, one)
    return {"n": n, "overall": one, "star": star, "guidance": one, "labels macro-F1": 0.6, **more}


def test_the_line_names_each_set_what_it_misses_and_the_day() -> None:
    bare = {"parts": {}, "points": None, "labels": None}
    sets = (
        SetFigures(answers="answers of ours", n=58, overall=0.81, other_question=0.46, falls=0.97, again=0.98, **bare),
        SetFigures(answers="answers of others", n=59, overall=0.6712, falls=0.78, again=0.89, **bare),
    )
    assert told(Card(date=DAY, sets=sets)) == (
        "On labelled answers that the judge had not seen, its overall grade agrees with the labels to "
        "0.81 (58 answers of ours) and 0.67 (59 answers of others): 1 is always, 0 is chance, and two independent "
        "passes of labelling agree to 0.98 and 0.89. It often takes an answer to another question for an answer to "
        "this one and does not always see that a part is missing. Measured 2026-11-30."
    )


def test_where_nothing_more_is_known_the_line_says_no_more() -> None:
    card = card_of({"mine": measured()}, DAY)
    assert card is not None
    line = told(card)
    assert "0.70 (30 answers of mine): 1 is always, 0 is chance. Measured 2026-11-30." in line
    assert told(None) == UNKNOWN


@pytest.mark.parametrize(
    "found", [measured(n=FEWEST - 1), measured(qwk=None), {}], ids=["too few", "all the same", "none"]
)
def test_figures_that_say_next_to_nothing_make_no_card(found: dict[str, Any]) -> None:
    assert card_of({"mine": found}, DAY) is None


def test_a_small_set_stands_in_no_card_and_a_large_one_beside_it_does() -> None:
    card = card_of({"small": measured(n=3), "large": measured(n=FEWEST)}, DAY)
    assert card is not None
    assert [one.answers for one in card.sets] == ["answers of large"]
    assert card.sets[0].parts == dict.fromkeys(PARTS, 0.7)


def test_a_name_cannot_break_the_line() -> None:
    card = card_of({"a\nb": measured()}, DAY)
    assert card is not None and "\n" not in told(card)


@pytest.mark.parametrize(
    ("other_question", "falls", "wanted"),
    [(0.94, 0.89, [OTHER_QUESTION, GAP]), (0.95, 0.89, [GAP]), (0.95, 0.9, []), (None, None, [])],
)
def test_what_was_measured_below_its_floor_is_a_miss(
    other_question: float | None, falls: float | None, wanted: list[str]
) -> None:
    families = {"other-question": {"share at 1": other_question}, "deletion": {"falls, all": {"share": falls}}}
    card = card_of({"mine": measured(**families)}, DAY)
    assert card is not None and misses(card) == wanted


def test_what_was_not_measured_is_no_miss() -> None:
    card = card_of({"mine": measured()}, DAY)
    assert card is not None and misses(card) == []
