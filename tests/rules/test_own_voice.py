"""What the interviewer said into an open microphone is left out of the answer, and nothing else is."""

from __future__ import annotations

import pytest

from interviewer.model.speech import NoSpeech, OwnVoice, Transcript, Typed, Word
from interviewer.rules.own_voice import own_words, spoken, without_own_voice

QUESTION = "Can you tell me about a time when the build broke?"
BEFORE = "It has not broken since."
"""Said before the voice, which is heard from 10.0 s on."""


def words(text: str, at: float, step: float = 0.3) -> tuple[Word, ...]:
    """One word after another without a pause, from a second on."""
    return tuple(
        Word(text=each, start=at + n * step, end=at + (n + 1) * step, probability=0.9)
        for n, each in enumerate(text.split())
    )


def transcript(*said: tuple[Word, ...]) -> Transcript:
    return Transcript(
        words=tuple(word for each in said for word in each),
        seconds=60.0,
        speech_seconds=20.0,
        language="en",
        heard_by="test",
    )


def kept(*said: tuple[Word, ...], end: float = 13.0, text: str = QUESTION) -> str:
    left = without_own_voice(transcript(*said), [OwnVoice(start=10.0, end=end, text=text)])
    return left.text if isinstance(left, Transcript) else ""


@pytest.mark.parametrize(
    ("heard", "left"),
    [
        # the voice alone, and misheard in all the ways in which it is
        ("Can you tell me about a time when", ""),
        ("can you tell me, about. A time when", ""),
        ("Can you tell Mia boat a time when", ""),
        ("Can you tell me about a dime then", ""),
        ("Can you tell me a time when", ""),
        ("Can, you tell me about-a time", ""),
        ("Can you tell us about the time when", ""),
        # misheard beyond recognition: it cannot be told from the candidate's
        ("Hand you tell me about a time", "Hand"),
        # the candidate after it, before it and between
        ("Can you tell me and then we moved", "and then we moved"),
        ("And then we Can you tell me about", "And then we"),
        ("Can you and then we tell me about moved", "and then we moved"),
        ("Can you um tell me yes about", "um yes about"),
        # the candidate goes on with a word that the voice would have come to
        ("Can you tell me? About the money I know", "About the money I know"),
        ("Can you tell me, the boss came", "the boss came"),
        # the candidate alone, who shares words with it
        ("And about the people there I can say", "And about the people there I can say"),
        ("when I was there you know it", "when I was there you know it"),
        ("So about my time there", "So about my time there"),
        ("So the time that it took me was", "So the time that it took me was"),
        ("me and you and a broken build", "me and you and a broken build"),
        ("and then we moved to the cloud", "and then we moved to the cloud"),
    ],
)
def test_in_the_time_of_the_voice_only_its_own_passages_go(heard: str, left: str) -> None:
    assert kept(words(BEFORE, 4), words(heard, 10.1)) == f"{BEFORE} {left}".strip()


@pytest.mark.parametrize(("heard", "left"), [("Can", ""), ("Well", "Well"), ("Can and then", "Can and then")])
def test_one_word_goes_only_where_it_is_all_that_was_heard(heard: str, left: str) -> None:
    assert kept(words(BEFORE, 4), words(heard, 10.1), end=10.5) == f"{BEFORE} {left}".strip()


def test_one_word_of_the_voice_goes_though_the_candidate_goes_on_behind_it() -> None:
    assert kept(words("Can", 10.1), words("and then we moved", 11.2), end=10.5) == "and then we moved"


def test_the_question_quoted_after_the_voice_stays() -> None:
    quoted = "Can you tell me about a time when, well, I can."
    assert kept(words("Can you tell", 10.1), words(quoted, 12.0), end=11.0) == quoted


def test_the_question_quoted_as_soon_as_the_voice_is_silent_stays() -> None:
    assert kept(words("Can you", 10.0), words("Can you tell me?", 10.9, 0.1), end=10.5) == "Can you tell me?"


def test_the_question_quoted_behind_a_voice_that_nobody_heard_stays() -> None:
    assert kept(words("Can you tell me?", 10.81, 0.1), end=10.5) == "Can you tell me?"


def test_a_misheard_first_word_behind_one_of_the_candidates_goes_alone() -> None:
    assert kept(words("And explains how you", 10.1), text="Explain how you use data") == "And"


def test_the_question_quoted_before_the_voice_stays() -> None:
    before = f"{QUESTION} That was the question."
    assert kept(words(before, 1), words(QUESTION, 10.1)) == before


def test_words_whose_times_are_a_little_off_go_with_their_passage() -> None:
    assert kept(words("Can you tell me", 9.6), words("and then", 12.0), end=10.5) == "and then"
    assert kept(words("Can you tell me", 10.2), words("and then", 12.0), end=10.5) == "and then"


def test_every_voice_of_a_take_is_left_out() -> None:
    heard = transcript(
        words("One moment.", 10.1), words("And then", 12.0), words("Can you tell", 20.0), words("it held.", 22.0)
    )
    voices = [OwnVoice(start=10, end=10.8, text="Thank you. One moment."), OwnVoice(start=20, end=21, text=QUESTION)]
    left = without_own_voice(heard, voices)
    assert isinstance(left, Transcript)
    assert left.text == "And then it held."
    assert left.speech_seconds == pytest.approx(20.0 - 5 * 0.3)


def test_where_nothing_else_was_said_there_was_no_speech() -> None:
    left = without_own_voice(transcript(words("Can you tell me", 10.1)), [OwnVoice(start=10, end=12, text=QUESTION)])
    assert left == NoSpeech(seconds=60.0)


def test_nothing_changes_where_no_voice_was_heard_or_nothing_was_spoken() -> None:
    heard = transcript(words(QUESTION, 10.1))
    assert without_own_voice(heard, []) is heard
    assert without_own_voice(heard, [OwnVoice(start=30, end=33, text=QUESTION)]) is heard
    voice = OwnVoice(start=0, end=60, text=QUESTION)
    for other in (Typed(text=QUESTION), NoSpeech(seconds=3.0)):
        assert without_own_voice(other, [voice]) is other
    assert own_words((), [voice]) == frozenset()
    assert own_words(words("... —", 1), [voice]) == frozenset()


@pytest.mark.parametrize(
    ("start", "reached", "said"),
    [
        (0.0, 10.0, "One two three four five six seven eight nine ten"),
        (0.0, 0.5, "One two"),
        (4.0, 5.0, "four five six seven"),
        (9.5, 10.0, "nine ten"),
    ],
)
def test_only_what_can_have_been_spoken_by_then_is_looked_for(start: float, reached: float, said: str) -> None:
    assert spoken("One two three four five six seven eight nine ten", start, reached, 10.0) == said


def test_a_text_of_unknown_length_may_have_been_spoken_whole() -> None:
    assert spoken("One two", 0.0, 0.0, 0.0) == "One two"
