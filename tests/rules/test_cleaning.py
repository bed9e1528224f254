"""What was only sound goes; what was meant stays."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.rules.cleaning import NUMBERS, clean, plain
from interviewer.rules.delivery.filled_pauses import is_filled_pause

WORDS = st.sampled_from("I we the um, uh not no twenty 24 24/7 had that very Google t-test w- Hmm. and, so".split())


@pytest.mark.parametrize(
    ("said", "cleaned"),
    [
        ("Um, I I I think, uh, we should.", "I think, we should."),
        ("So in the end, um, we shipped", "So in the end, we shipped"),
        ("We need we need to we need to ship", "We need to ship"),
        ("The the the client left, erm.", "The client left."),
        ("I... I decided to wait", "I decided to wait"),
        ("w- we asked th- the team", "we asked the team"),
        ("w-w-we asked, I-I mean it", "we asked, I mean it"),
        ("um, last spring I left", "last spring I left"),
        ("Hmm.", ""),
    ],
)
def test_what_was_only_sound_goes(said: str, cleaned: str) -> None:
    assert clean(said.split()) == cleaned


@pytest.mark.parametrize(
    "said",
    [
        "He had had enough, and that that cost us is clear.",
        "No, no, it was very very good.",
        "We did not not ship; we shipped twenty twenty times.",
        "The number was five five one, at 24 24 and 10% 10%.",
        "We ran a t-test for a win-win in Walla Walla.",
        "I re-read the e-mail, bit by bit.",
        "You know, like, I mean it was kind of hard.",
    ],
)
def test_what_was_meant_stays(said: str) -> None:
    assert clean(said.split()) == said


def test_a_stutter_on_a_word_that_can_double_leaves_one() -> None:
    assert clean("it had had had no effect".split()) == "it had no effect"


@given(st.lists(WORDS, min_size=1, max_size=40))
def test_no_number_and_no_kind_of_word_is_lost(words: list[str]) -> None:
    kept = clean(words).split()
    said = [word for word in words if not is_filled_pause(word) and word != "w-"]
    assert {plain(word) for word in kept} >= {plain(word) for word in said}
    numbers = {word for word in said if plain(word) in NUMBERS or any(letter.isdigit() for letter in word)}
    before, after = Counter(map(plain, said)), Counter(map(plain, kept))
    assert all(before[plain(number)] == after[plain(number)] for number in numbers)


@given(st.lists(WORDS, min_size=1, max_size=40))
def test_what_is_clean_stays_as_it_is(words: list[str]) -> None:
    once = clean(words)
    assert clean(once.split()) == once
