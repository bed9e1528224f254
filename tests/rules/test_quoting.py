"""What proves a claim on a page: the best evidence, one or two places of it, and no task that poses as an outcome."""

from __future__ import annotations

import pytest

from interviewer.model.grade import Evidence, Part, PartScore, PointScore
from interviewer.rules.quoting import of_part, of_point

PLAYS: dict[str, tuple[Part, ...]] = {"s1": ("task",), "s2": ("action",), "s3": ("result",), "s4": ("action", "result")}


def proof(*names: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(sentence=name, quote=name, start=1.0, end=2.0) for name in names)


def shown(point: str, score: int, *names: str) -> list[str]:
    found = of_point(PointScore(point=point, score=score, evidence=proof(*names)), PLAYS)
    return [each.sentence for each in found]


@pytest.mark.parametrize(("score", "names"), [(1, ["s1"]), (2, ["s1", "s2"])])
def test_as_many_places_as_the_score_says_the_first_ones(score: int, names: list[str]) -> None:
    assert shown("the tools that are used", score, "s1", "s2", "s3") == names


@pytest.mark.parametrize("point", ["the outcome of the decision", "one Result, with a figure", "says what it led to"])
def test_an_outcome_is_proved_by_what_tells_one(point: str) -> None:
    assert shown(point, 2, "s1", "s2", "s3") == ["s3"]
    assert shown(point, 2, "s1", "s4", "s3") == ["s4", "s3"]
    assert shown(point, 1, "s1", "s4", "s3") == ["s4"]


def test_where_nothing_tells_an_outcome_the_best_place_stands_alone() -> None:
    assert shown("the outcome of the decision", 2, "s1", "s2") == ["s1"]
    assert shown("the outcome of the decision", 0) == []


@pytest.mark.parametrize(("score", "count"), [(1, 1), (2, 2), (3, 2)])
def test_a_part_shows_two_places_at_most(score: int, count: int) -> None:
    assert len(of_part(PartScore(part="action", score=score, evidence=proof("s1", "s2", "s3", "s4")))) == count


def test_a_part_that_is_not_asked_shows_nothing() -> None:
    assert of_part(PartScore(part="action", score=None)) == ()
