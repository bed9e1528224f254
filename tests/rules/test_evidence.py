"""A sentence counts only when it was said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.model.speech import NoSpeech
from interviewer.rules.evidence import is_said, whole
from tests.rules.answers import STORY, said, spoken, typed

SENTENCES, HEARD = spoken(*STORY)


@pytest.mark.parametrize("number", range(len(STORY)))
def test_a_sentence_that_was_said_is_evidence_in_its_own_words_and_at_its_own_seconds(number: int) -> None:
    sentence = SENTENCES[number]
    found = whole(sentence, HEARD)
    assert found is not None
    assert (found.sentence, found.quote) == (sentence.id, STORY[number])
    assert (found.start, found.end) == (sentence.start, sentence.end)


@pytest.mark.parametrize(
    "text",
    [
        "I doubled the revenue in a week.",
        STORY[2].replace("two", "five"),
        STORY[3].replace("Then I", "Then I did not"),
        " ".join(reversed(STORY[0].split())),
        "...",
    ],
    ids=["made up", "another number", "a not that was not said", "another order", "no words"],
)
def test_what_was_not_said_is_no_evidence(text: str) -> None:
    assert text not in STORY
    (invented,) = said(text)
    assert whole(invented, HEARD) is None


def test_nothing_is_evidence_where_nothing_was_heard() -> None:
    assert whole(SENTENCES[0], NoSpeech(seconds=3.0)) is None


def test_a_typed_answer_has_quotes_without_seconds() -> None:
    found = whole(said(*STORY)[2], typed(*STORY))
    assert found is not None
    assert (found.quote, found.start, found.end) == (STORY[2], None, None)


@given(st.integers(0, len(STORY) - 1), st.data())
def test_every_run_of_words_is_said_and_none_with_a_word_more(number: int, data: st.DataObject) -> None:
    told = STORY[number].split()
    first = data.draw(st.integers(0, len(told) - 1))
    last = data.draw(st.integers(first + 1, len(told)))
    run = told[first:last]
    assert is_said(" ".join(run).upper(), STORY[number])
    at = data.draw(st.integers(0, len(run)))
    assert not is_said(" ".join([*run[:at], "unheard", *run[at:]]), STORY[number])


def test_is_said_wants_the_words_in_order() -> None:
    assert is_said("two engineers and we", STORY[2])
    assert not is_said("engineers two", STORY[2])
    assert not is_said("", STORY[2])
