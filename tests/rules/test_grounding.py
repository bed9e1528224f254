"""Numbers and names that nobody said."""

from __future__ import annotations

import pytest

from interviewer.rules.grounding import invented
from tests.rules.answers import STORY

CLEAN = {
    "own words": "I sat with two engineers in Lyon.",
    "a gap": "Say that it fell from [before] to [after, such as 12 %] in Lyon.",
    "an ordinary opening": "Tell how the bank reacted.",
    "after a colon": "Say: Then I asked the bank.",
    "I": "Say what I did and what I'd do again.",
}


@pytest.mark.parametrize("text", CLEAN.values(), ids=CLEAN)
def test_what_was_said_is_no_invention(text: str) -> None:
    assert invented(text, STORY) == ()


INVENTED = {
    "a number": ("It fell by 40 percent.", "40"),
    "a number word": ("I sat with seven engineers.", "seven"),
    "a name": ("I asked Marie for help.", "Marie"),
    "a tool": ("I put it into Jira.", "Jira"),
    "a tool with inner capitals": ("GitHub showed it.", "GitHub"),
    "a month": ("It was in October.", "October"),
    "a year": ("That was in 2019.", "2019"),
}


@pytest.mark.parametrize(("text", "word"), INVENTED.values(), ids=INVENTED)
def test_what_nobody_said_is_found(text: str, word: str) -> None:
    assert word in invented(text, STORY)
