"""What is heard in the candidate's turn to ask: questions, what leads up to them, and the end."""

from __future__ import annotations

import pytest

from interviewer.model.speech import Typed
from interviewer.rules.closing.asked import MOST_QUESTIONS, Turned, asks, ends, is_done, turned
from interviewer.rules.segmenting import sentences


def heard(text: str) -> Turned:
    return turned(sentences(Typed(text=text)))


@pytest.mark.parametrize(
    "text",
    [
        "No.",
        "No, thank you.",
        "Nope, that's all.",
        "That\u2019s all, thank you very much.",
        "No, I think that's it.",
        "I don't have any more questions.",
        "I have no further questions, thank you.",
        "No questions from me.",
        "Nothing else.",
        "Not at the moment.",
        "I'm good, thanks.",
        "Well, no, you answered all my questions already.",
        "Thanks, that's everything I wanted to ask.",
        "No, I don't.",
        "Thank you.",
    ],
)
def test_no_and_no_more_are_an_end(text: str) -> None:
    assert is_done(text)
    assert heard(text) == Turned((), True)


@pytest.mark.parametrize(
    "text",
    [
        "No one told me how the team works.",
        "That's all about the team.",
        "Thank you for the answer about the team.",
        "Yes.",
        "Yes, I have.",
        "I have a question.",
        "I like what you said about the rye.",
        " ".join(["no"] * 200),
    ],
)
def test_what_only_begins_like_an_end_is_none(text: str) -> None:
    assert not is_done(text)


@pytest.mark.parametrize(
    "text",
    [
        "How big is the team",
        "And what about holidays?",
        "I was wondering how you decide what to build.",
        "I'd like to know who I would work with.",
        "Could you tell me about the last release.",
        "My first question is how the team works.",
        "You work in shifts?",
    ],
)
def test_a_question_is_one_without_its_mark_too(text: str) -> None:
    assert asks(text)


def test_what_is_said_before_a_question_leads_up_to_it_and_not_to_the_next() -> None:
    found = heard("I read that you moved to rye last year. What did your customers say? And how is the team?")
    assert [one.question.text for one in found.questions] == ["What did your customers say?", "And how is the team?"]
    assert [[lead.text for lead in one.lead] for one in found.questions] == [
        ["I read that you moved to rye last year."],
        [],
    ]
    assert not found.done


def test_a_question_and_that_is_all_is_answered_and_then_it_is_over() -> None:
    found = heard("How big is the team? That's all I wanted to ask. It was nice to meet you.")
    assert len(found.questions) == 1
    assert found.done


def test_an_end_that_is_taken_back_by_a_question_is_none() -> None:
    assert not heard("No, I think that's it. Oh, how big is the team?").done


def test_nothing_said_is_an_end_and_a_remark_is_none() -> None:
    assert turned(()).done
    assert heard("I like what you said about the rye.").remark
    assert not heard("Thanks. I like what you said about the rye.").done


def test_no_more_are_answered_at_once_than_can_be_listened_to() -> None:
    assert len(heard("How? " * 9).questions) == MOST_QUESTIONS


@pytest.mark.parametrize(
    "text",
    [
        "No, thank you.",
        "No. Thank you!",
        "What is the pay? That's all, thanks.",
        "Well, no, you have answered everything. Thank you very much.",
    ],
)
def test_a_plain_no_needs_no_silence_to_end_the_round(text: str) -> None:
    assert ends(text)


@pytest.mark.parametrize(
    "text",
    ["Thank you.", "What is the pay? Thank you.", "No", "I have no", "No, but who leads it?", "Is that all?", ""],
)
def test_thanks_and_half_a_sentence_may_be_followed_by_a_question(text: str) -> None:
    assert not ends(text)
