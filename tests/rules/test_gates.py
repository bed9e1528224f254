"""What is never sent to a model, and why."""

from __future__ import annotations

import pytest

from interviewer.model.speech import NoSpeech
from interviewer.rules.gates import distinct, flags, gate
from tests.rules.answers import STORY, question, said, spoken, typed

SHUT = {
    "one word": (("Yes.",), "too-short"),
    "I don't know": (("I don't know, sorry.",), "too-short"),
    "punctuation": (("... !",), "nothing-said"),
    "one phrase over and over": ((" ".join(["I did my best"] * 12),), "too-short"),
    "the same sentence again and again": (("I did my very best there.",) * 9, "too-short"),
    "German": (
        ("Also ich habe damals mit den Kollegen zusammen die ganze Software neu geschrieben und getestet.",),
        "not-english",
    ),
    "keyboard noise": (
        ("qwer asdf yxcv uiop hjkl bnmt zuio ghjk vbnm rtzu fghj cvbn erti dfgh xcvb wert",),
        "not-english",
    ),
    "the question": (
        ("Tell me about a time you repaired something that customers suffered from.", "What was broken and for whom."),
        "reads-the-question",
    ),
    "the guidance": (
        ("Say what was broken, what you did about it and how you knew that it worked.",),
        "reads-the-question",
    ),
}


@pytest.mark.parametrize(("texts", "code"), SHUT.values(), ids=SHUT)
def test_what_cannot_be_judged_is_told_so(texts: tuple[str, ...], code: str) -> None:
    shut = gate(question(), said(*texts), typed(*texts))
    assert shut is not None
    assert shut.code == code
    assert shut.reason.endswith(".")
    assert not shut.again


def test_a_recording_without_speech_is_nothing_said() -> None:
    shut = gate(question(), (), NoSpeech(seconds=14.0))
    assert shut is not None
    assert shut.code == "nothing-said"


def test_a_transcript_in_another_language_is_not_judged() -> None:
    sentences, heard = spoken(*STORY, language="de")
    shut = gate(question(), sentences, heard)
    assert shut is not None
    assert shut.code == "not-english"


def test_an_answer_passes() -> None:
    assert gate(question(), said(*STORY), typed(*STORY)) is None


def test_an_answer_that_begins_with_the_question_passes() -> None:
    texts = (question().text, *STORY)
    assert gate(question(), said(*texts), typed(*texts)) is None


def test_fillers_and_case_shut_nothing() -> None:
    texts = tuple(f"um, uh, {text.lower()}" for text in STORY)
    assert gate(question(), said(*texts), typed(*texts)) is None


def test_a_sentence_said_twice_counts_once() -> None:
    texts = (*STORY, STORY[2].upper())
    assert [sentence.id for sentence in distinct(said(*texts))] == ["s1", "s2", "s3", "s4", "s5"]
    assert "repeated" in " ".join(flags(said(*texts), typed(*texts), frozenset()))


def test_unclear_words_raise_a_flag() -> None:
    sentences, heard = spoken(*STORY, probability=0.3)
    assert "uncertain transcript" in " ".join(flags(sentences, heard, frozenset()))
    assert gate(question(), sentences, heard) is None


def test_a_short_answer_raises_a_flag() -> None:
    texts = STORY[:2]
    assert "thin answer" in " ".join(flags(said(*texts), typed(*texts), frozenset()))
