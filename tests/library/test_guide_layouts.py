"""Other layouts of the family: numbered headings, labels in bold, bullets, broken lines, groups of questions."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.errors import BadGuide
from interviewer.library.guide import Guide
from interviewer.library.guide_bank import bank_files, bank_id, write_bank
from interviewer.library.guide_lists import parse_any
from interviewer.model.plain import printable
from interviewer.model.question import Bank, Question
from tests.library.banks import poor
from tests.library.guides import document, guide_text


def imported(name: str) -> Guide:
    return parse_any(document(guide_text(name), name=name))


@pytest.mark.parametrize(
    ("name", "role", "counts"),
    [
        ("baker.txt", "Baker", (3, 3, 2, 2, 3, 1)),
        ("nurse.md", "Nurse", (4, 3, 3, 2, 3, 2)),
        ("software-engineer.txt", "Software Engineer", (3, 3, 2, 2, 3, 0)),
    ],
)
def test_a_guide_of_another_role_imports_whole(name: str, role: str, counts: tuple[int, ...], tmp_path: Path) -> None:
    guide = imported(name)
    sections = (guide.questions, guide.types, guide.competencies, guide.to_ask, guide.steps, guide.faq)
    assert (guide.role, guide.role_is_guess) == (role, False)
    assert tuple(len(section) for section in sections) == counts
    assert guide.not_understood == ()
    assert guide.about
    assert all(question.why and question.how for question in guide.questions)
    assert all(point.source for question in guide.questions for point in question.points)
    write_bank(guide, tmp_path / "bank", id=bank_id(guide))
    assert poor(tmp_path / "bank") == []


def test_headings_over_questions_say_their_type() -> None:
    guide = imported("nurse.md")
    assert [(one.type, one.type_is_guess) for one in guide.questions] == [
        ("Clinical questions", False),
        ("Clinical questions", False),
        ("Communication questions", False),
        ("Teamwork and workload questions", False),
    ]


def test_advice_in_bullets_is_cut_where_its_writer_cut_it() -> None:
    worse, medicine, *_ = imported("nurse.md").questions
    assert [point.text for point in worse.points] == [
        "the signs that you noticed, with numbers where you have them",
        "whom you called, when, and what you told them",
        "how the patient did, and what you took from it",
    ]
    assert medicine.example.endswith(
        "begin again. I once gave a tablet an hour late, and wrote a report the same night."
    )


def test_lines_broken_by_their_writer_are_whole_again() -> None:
    guide = imported("software-engineer.txt")
    assert guide.about.endswith("Here is what comes up in it, and what they hope to hear.")
    assert guide.types[0].about.endswith("before you draw the first box.")
    assert guide.questions[0].how.endswith("and how you would prove that the new design holds.")
    assert [one.kind for one in guide.questions] == ["method", "behavioural", "knowledge"]
    assert guide.to_ask[0].about == "You learn how much of your day will be waiting."


PIECES = st.sampled_from(
    [
        "## Interview Questions and Answers",
        "Types of Questions to Expect",
        "How to Prepare",
        "Questions to Ask the Interviewer",
        "Interview FAQs",
        "What Does a Good Cook Candidate Look Like?",
        "How do you cook?",
        '"Tell me about a time when you burnt something."',
        "How to Answer It",
        "Example Answer:",
        "Name the pan, and say what you did.",
        '"It was a Sunday.',
        "- Pans: Know them.",
        "1. Why do you cook?",
        "**Bold and alone**",
        "Up Next",
        "Sign up today",
        "---",
        "====",
        '"',
        ":",
        "",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=25))
def test_whatever_stands_in_a_file_is_a_guide_or_refused(pieces: list[str]) -> None:
    # The reader hands over printable text only.
    text = "\n".join(printable(" ".join(piece.splitlines())) for piece in pieces)
    try:
        guide = parse_any(document(text))
    except BadGuide:
        return
    assert guide.questions
    assert all(2 <= len(question.points) <= 5 for question in guide.questions)
    head, *_ = [tomllib.loads(text) for name, text in bank_files(guide, id="x").items() if name == "bank.toml"]
    Bank.model_validate(head)
    for name, text in bank_files(guide, id="x").items():
        if name != "bank.toml":
            data = tomllib.loads(text)
            Question.model_validate(data | {"points": [{"text": point} for point in data["points"]]})
