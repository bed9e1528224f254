"""What is guessed of a question, and what its advice is cut into."""

from __future__ import annotations

import pytest

from interviewer.library.guide_guesses import kind_of
from interviewer.library.guide_points import points
from interviewer.model.question import Kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Why did you become a nurse?", "introduction"),
        ("Why do you want to work here?", "introduction"),
        ("What motivates you?", "introduction"),
        ("What are your greatest weaknesses?", "introduction"),
        ("Why would a build be slow?", "method"),
        ("What do you do when a bell rings?", "method"),
        ("Tell me about a time when you asked why.", "behavioural"),
    ],
)
def test_a_question_about_the_person_asks_for_no_event(question: str, kind: Kind) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("advice", "cut"),
    [
        (
            "Explain how you decide, what you hand to others, and tell of one shift on which it worked.",
            ["how you decide", "what you hand to others", "one shift on which it worked"],
        ),
        ("Describe the signs, whom you called and what you said.", ["the signs", "whom you called", "what you said"]),
        ("Talk of a failure, and tell about what you learned.", ["a failure", "what you learned"]),
    ],
)
def test_a_point_begins_with_what_is_to_be_told(advice: str, cut: list[str]) -> None:
    assert [point.text for point in points(advice, (), "method")][: len(cut)] == cut
