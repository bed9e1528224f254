"""Words find the sessions that hold them."""

from __future__ import annotations

import pytest

from interviewer.rules.corrections import corrected, find
from interviewer.rules.searching import best, fold, holds, passages, wanted
from tests.keep.examples import session, take


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("build", True),
        ("BUILD twice", True),
        ("tester", True),
        ("small-bank", True),
        ("tell bug", True),
        ("november 2026", True),
        ("miss", True),
        ("issing", False),
        ("build kubernetes", False),
        ("", True),
    ],
)
def test_all_words_must_begin_a_word_somewhere(query: str, found: bool) -> None:
    folded = "\n".join(fold(each.text) for each in passages(session()))
    assert holds(folded, wanted(query)) is found


def test_accents_case_and_apostrophes_do_not_matter() -> None:
    assert fold("Café, I'm “naïve”!") == " cafe im naive"


def test_a_corrected_word_is_found_as_it_was_said_and_as_it_was_heard() -> None:
    answer = take()
    kept = session(session().turns[0].but(takes=(corrected(answer, *find(answer, "build"), "pipeline"),)))
    folded = "\n".join(fold(each.text) for each in passages(kept))
    assert holds(folded, wanted("pipeline"))
    assert holds(folded, wanted("build"))


def test_the_passages_with_most_of_the_words_are_shown_in_their_order() -> None:
    assert best([" a", " b", " a b", " c", " a c b"], wanted("a b")) == (0, 2, 4)
    assert best([" c"], wanted("a")) == ()
