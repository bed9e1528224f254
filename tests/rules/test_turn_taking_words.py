"""What the newest words say about the end of an answer."""

from __future__ import annotations

import pytest

from interviewer.model.speech import Heard, NoSpeech, Transcript, Typed, Word
from interviewer.rules.turn_taking_words import answer_only, read

TOLD = "In March our build broke twice a week. I wrote the tests."

REQUESTS = {
    "finish": [
        "That's my answer.",
        "And that’s my answer.",
        "That is my full answer.",
        "So, that's it.",
        "That's all from me, thank you.",
        "That's everything I wanted to say.",
        "I'm done.",
        "I have nothing more to add.",
    ],
    "time": [
        "Give me a moment.",
        "Could you give me a moment to think, please?",
        "Let me think about that.",
        "Hmm, let me see.",
        "One moment, please.",
        "I need a bit more time.",
        "Can I have a few seconds?",
        "Hold on a second.",
        "Bear with me.",
    ],
    "repeat": [
        "Could you repeat the question?",
        "Sorry, can you say that again, please?",
        "What was the question again?",
        "I didn't catch the question.",
    ],
    "skip": [
        "Let's skip this one.",
        "Can we skip this question, please?",
        "I'd like to skip it.",
        "Let's move on to the next question.",
        "Next question, please.",
    ],
}
ALL = [(wish, text) for wish, texts in REQUESTS.items() for text in texts]

NO_REQUESTS = [
    "I told her, let's skip this one.",
    "She said give me a moment.",
    "The client asked, could you repeat the question?",
    "I let the team think about that for a week.",
    "We had two days and that's it.",
    "I was done with the migration.",
    "We need more time than that for a release.",
    "Say it.",
]


def transcript(text: str) -> Transcript:
    words = tuple(Word(text=word, start=n / 2, end=n / 2 + 0.4, probability=0.9) for n, word in enumerate(text.split()))
    return Transcript(
        words=words, seconds=len(words) / 2, speech_seconds=len(words) / 2, language="en", heard_by="test"
    )


def kept(text: str) -> str:
    heard = answer_only(transcript(text))
    return heard.text if isinstance(heard, Transcript) else ""


@pytest.mark.parametrize(("wish", "text"), ALL)
def test_a_request_is_read_and_is_no_part_of_the_answer(wish: str, text: str) -> None:
    for said in (text, f"{TOLD} {text}"):
        assert read(said).request == wish
    assert read(text).words == 0
    assert kept(f"{TOLD} {text}") == TOLD
    assert kept(f"{text} {TOLD}") == TOLD


@pytest.mark.parametrize("text", NO_REQUESTS)
def test_telling_what_was_said_is_no_request(text: str) -> None:
    assert read(text).request is None
    assert kept(text) == text


def test_a_request_in_the_middle_is_left_out_and_asks_for_nothing_any_more() -> None:
    said = "In March our build broke. Let me think. I wrote the tests."
    assert read(said).request is None
    assert kept(said) == "In March our build broke. I wrote the tests."


def test_the_end_may_be_said_in_the_last_sentence_itself() -> None:
    said = "We cut the failures by a third, and that's my answer."
    assert read(said).request == "finish"
    assert read(said).words == 7
    assert kept(said) == "We cut the failures by a third."


def test_who_has_told_a_lot_does_not_mean_all_of_it_by_skip_it() -> None:
    assert read(f"{TOLD} {TOLD} {TOLD} Skip it.").request is None


def test_only_requests_are_no_answer_at_all() -> None:
    assert answer_only(transcript("Let me think. Next question, please.")) == NoSpeech(seconds=3.0)


@pytest.mark.parametrize("heard", [NoSpeech(seconds=3.0), Typed(text="Next question, please.")])
def test_what_was_typed_or_not_said_stays_as_it_is(heard: Heard) -> None:
    assert answer_only(heard) is heard


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        (TOLD, False),
        ("We shipped it.", False),
        ("That was what we moved on.", False),
        ("We shipped it in March because", True),
        ("We shipped it in March because.", True),
        ("They had forty calls about.", True),
        ("We shipped it, um...", True),
        ("We shipped it, um.", True),
        ("We shipped it in", True),
        ("And then we,", True),
        ("We shipped it in March", True),
        ("We shipped it -", True),
        ("", False),
    ],
)
def test_words_that_lean_on_the_next_ones_are_not_the_last(text: str, leans: bool) -> None:
    assert read(text).leans is leans


def test_times_and_words_of_the_answer_stay_as_they_were() -> None:
    heard = transcript(f"Hmm, let me see. {TOLD}")
    only = answer_only(heard)
    assert isinstance(only, Transcript)
    assert only.words == heard.words[4:]
    assert only.seconds == heard.seconds
