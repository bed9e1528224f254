"""What is handed to a speech engine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.adapters.voice_text import spoken


@pytest.mark.parametrize(
    ("text", "handed"),
    [
        ("How do you use MoSCoW?", "How do you use Moscow?"),
        ("your last A/B test", "your last A-B test"),
        ("CI/CD and the DAU/MAU ratio", "CI CD and the DAU MAU ratio"),
        ("up 24/7, on 1/2 of days", "up 24 7, on 1/2 of days"),
        ("$3.5M or £2,000 or €40k", "3.5 million dollars or 2,000 pounds or 40 thousand euros"),
        ("$5 may be", "5 dollars may be"),
        ("users, e.g. nurses, i.e. people w/ no time", "users, for example, nurses, that is, people with no time"),
        ("a SaaS product", "a sass product"),
        ("KPIs, OKRs, 30-60-90, v2.5 and 10%", "KPIs, OKRs, 30-60-90, v2.5 and 10%"),
        ("[[h@'loU]] <b>you</b>\n{now}", "h@'loU b you /b now"),
        ("…!", ""),
    ],
)
def test_what_engines_misread_is_spelt_otherwise(text: str, handed: str) -> None:
    assert spoken(text) == handed


@given(st.text())
def test_it_is_one_line_without_control_characters_and_said_twice_stays_the_same(text: str) -> None:
    handed = spoken(text)
    assert handed.isprintable()
    assert not set(handed) & set("[]<>{}|\\")
    assert handed == "" or any(letter.isalnum() for letter in handed)
    assert "  " not in handed
