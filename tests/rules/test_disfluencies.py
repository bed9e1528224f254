"""Discourse markers, repetitions, repairs and hedges: found where they are, not where a word only looks like one."""

from __future__ import annotations

import pytest

from interviewer.model.delivery import Moment
from interviewer.model.speech import Word
from interviewer.rules.delivery.commitment import hedges, ownership
from interviewer.rules.delivery.disfluencies import discourse_markers, repairs, repetitions


def words(text: str) -> tuple[Word, ...]:
    """A fifth of a second a word, no pause between them; `|` is a pause of a second."""
    made: list[Word] = []
    at = 0.0
    for each in text.split():
        if each == "|":
            at += 1.0
        else:
            made.append(Word(text=each, start=at, end=at + 0.2, probability=0.9))
            at += 0.2
    return tuple(made)


def texts(found: tuple[Moment, ...]) -> list[str]:
    return [moment.text for moment in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("So, we shipped.", ["So"]),
        ("It was, like, three weeks.", ["like"]),
        ("It was | like | three weeks.", ["like"]),
        ("It was um like um three weeks.", ["like"]),
        ("It was, you know, late.", ["you know"]),
        ("I mean, it was late.", ["I mean"]),
        ("We basically rewrote it.", ["basically"]),
        ("We would like to ship.", []),
        ("It looks like rain.", []),
        ("Things like that, yes.", []),
        ("You know how it goes.", []),
        ("I mean that it works.", []),
        ("So we shipped it.", []),
        ("It went well.", []),
        ("The right answer was no.", []),
        ("So that it works, we test.", []),
    ],
)
def test_discourse_markers(text: str, found: list[str]) -> None:
    assert texts(discourse_markers(words(text))) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("we we shipped", ["we we"]),
        ("we need we need it", ["we need we need"]),
        ("I um I shipped", ["I I"]),
        ("the the the plan", ["the the the"]),
        ("very very late", []),
        ("two two one", []),
        ("he had had it", []),
        ("we shipped and we sold", []),
    ],
)
def test_repetitions(text: str, found: list[str]) -> None:
    assert texts(repetitions(words(text))) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("we shipped— we rolled it out", ["we shipped we"]),
        ("we used the ser- a database", ["ser a"]),
        ("on Monday or rather on Friday", ["or rather"]),
        ("the ser- server was down", []),
        ("we— we shipped", []),
        ("it was late— nobody minded", []),
        ("we came, we saw", []),
    ],
)
def test_repairs(text: str, found: list[str]) -> None:
    assert texts(repairs(words(text))) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I think it was kind of late, maybe.", ["I think", "kind of", "maybe"]),
        ("It is what kind of person I think about.", []),
        ("This sort of bug", []),
        ("I feel like it held.", ["I feel like"]),
    ],
)
def test_hedges(text: str, found: list[str]) -> None:
    assert texts(hedges(words(text))) == found


def test_i_acts_only_where_it_does_something() -> None:
    assert ownership(words("I think we shipped, I mean I wrote it and we'd tested it; I've sold it.")) == (2, 2)


def test_a_moment_lasts_from_its_first_word_to_the_end_of_its_last() -> None:
    (found,) = repetitions(words("so we need we need it"))
    assert (found.start, found.end) == (pytest.approx(0.2), pytest.approx(1.0))
