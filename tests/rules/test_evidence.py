"""A quote counts only when it was said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.rules.evidence import is_said, verify, whole
from interviewer.rules.wording import words
from tests.rules.answers import STORY, said, spoken, typed

SENTENCES, HEARD = spoken(*STORY)


def test_an_exact_quote_comes_back_with_the_seconds_of_its_own_words() -> None:
    found = verify("s2", "I had to stop that", SENTENCES, HEARD)
    assert found is not None
    assert found.quote == "I had to stop that"
    first = len(STORY[0].split()) + 6
    assert (found.start, found.end) == (first * 0.5, (first + 5) * 0.5)


def test_case_and_punctuation_are_the_transcripts_own() -> None:
    found = verify("s1", "OUR checkout app, in lyon; lost", SENTENCES, HEARD)
    assert found is not None
    assert found.quote == "our checkout app in Lyon lost"


def test_a_nearly_right_quote_is_snapped_to_what_was_said() -> None:
    found = verify("s4", "Then I asked the bank for another second connection", SENTENCES, HEARD)
    assert found is not None
    assert found.quote == "Then I asked the bank for a second connection"


REFUSED = {
    "an id that is not there": ("s9", "our checkout app in Lyon"),
    "words from another sentence": ("s1", "we read the logs of three hundred orders"),
    "another number": ("s3", "I sat with five engineers and we read the logs of three hundred orders"),
    "a not that was not said": ("s4", "Then I did not ask the bank for a second connection"),
    "two words": ("s1", "our checkout"),
    "nothing": ("s1", ""),
    "no words": ("s1", "..."),
    "made up": ("s1", "the app crashed on every phone in the country"),
}


@pytest.mark.parametrize(("name", "quote"), REFUSED.values(), ids=REFUSED)
def test_what_was_not_said_is_no_evidence(name: str, quote: str) -> None:
    assert verify(name, quote, SENTENCES, HEARD) is None


def test_a_sentence_that_the_transcript_does_not_hold_is_no_evidence() -> None:
    (invented,) = said("I doubled the revenue in a week.")
    assert whole(invented, HEARD) is None
    assert verify("s1", "I doubled the revenue", [invented], HEARD) is None


def test_a_typed_answer_has_quotes_without_seconds() -> None:
    found = whole(said(*STORY)[2], typed(*STORY))
    assert found is not None
    assert (found.quote, found.start, found.end) == (STORY[2], None, None)


@given(st.integers(0, len(STORY) - 1), st.data())
def test_every_run_of_three_words_is_found_word_for_word(number: int, data: st.DataObject) -> None:
    spoken_words = STORY[number].split()
    first = data.draw(st.integers(0, len(spoken_words) - 3))
    last = data.draw(st.integers(first + 3, len(spoken_words)))
    found = verify(f"s{number + 1}", " ".join(spoken_words[first:last]), SENTENCES, HEARD)
    assert found is not None
    assert words(found.quote) == words(" ".join(spoken_words[first:last]))


@given(st.text(max_size=200))
def test_whatever_is_quoted_is_verbatim(quote: str) -> None:
    found = verify("s3", quote, SENTENCES, HEARD)
    assert found is None or found.quote in STORY[2]


def test_is_said_wants_the_words_in_order() -> None:
    assert is_said("two engineers and we", STORY[2])
    assert not is_said("engineers two", STORY[2])
    assert not is_said("", STORY[2])
