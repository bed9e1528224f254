"""Plain lists, CSV and JSON of other tools: each question with its line, and what is strange is listed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewer.errors import BadGuide
from interviewer.library.guide_bank import write_bank
from interviewer.library.guide_lists import parse_any
from interviewer.model.document import Document, DocumentLine, Format
from tests.library.banks import poor
from tests.library.guides import document


def file_of(text: str, format: Format, name: str) -> Document:
    lines = tuple(DocumentLine(number=number, text=line) for number, line in enumerate(text.split("\n"), 1))
    return Document(name=name, format=format, lines=lines)


LIST = """\
What do you like about teaching?
Tell me about a time when a lesson failed.

3. How do you plan a week?
- What would you do if a child cried?
What do you like about teaching?
"""


def test_one_question_a_line() -> None:
    guide = parse_any(document(LIST, name="teacher-questions.txt"))
    assert [(one.line, one.text, one.kind) for one in guide.questions] == [
        (1, "What do you like about teaching?", "method"),
        (2, "Tell me about a time when a lesson failed.", "behavioural"),
        (4, "How do you plan a week?", "method"),
        (5, "What would you do if a child cried?", "situational"),
    ]
    assert [(one.line, one.why) for one in guide.left_out] == [(6, "said before")]
    assert (guide.role, guide.role_is_guess) == ("Teacher", True)


def test_headings_in_a_list_are_its_types() -> None:
    text = "Chef Interview Questions\n\nKitchen\n\nHow do you plan a menu?\n\nTeam\n\nWho taught you to cook?"
    guide = parse_any(
        document(f"{text}\nWhat is a roux?\nWhom did you teach to cook?\nWhy do you cook at all?\nWhere do you shop?")
    )
    assert [one.name for one in guide.types] == ["Kitchen", "Team"]
    assert [(one.type, one.type_is_guess) for one in guide.questions][:2] == [("Kitchen", False), ("Team", False)]
    assert (guide.role, guide.role_is_guess) == ("Chef", False)


def test_what_is_no_question_in_a_list_is_listed() -> None:
    guide = parse_any(document(LIST.replace("\n\n", "\nPlease answer all of them.\n")))
    assert [(one.line, one.text) for one in guide.not_understood] == [(3, "Please answer all of them.")]


def test_a_bank_of_a_bare_list_says_what_was_added(tmp_path: Path) -> None:
    bank = write_bank(parse_any(document(LIST)), tmp_path / "list", id="teacher")
    assert poor(tmp_path / "list") == []
    assert bank.categories[0].name == "Questions"
    written = (tmp_path / "list" / "plan-week.toml").read_text(encoding="utf-8")
    assert "# Written by the program: the source does not say how to answer." in written
    assert "# Added by the program: the source names too few." in written
    assert "The source does not say why this is asked." in written


CSV = """\
Question;Category;Sample answer;Tips;Difficulty
"How do you ""proof"" a dough; and when?";Craft;"I look at it, and
then I press it.";"Name the signs you watch, and how you learned them";3
Tell me about a burnt batch.;Trouble;;;5
;Trouble;;;1
"""


def test_csv_with_the_columns_of_another_tool() -> None:
    guide = parse_any(file_of(CSV, "csv", "baker.csv"))
    proof, burnt = guide.questions
    assert (proof.text, proof.type, proof.type_is_guess) == ('How do you "proof" a dough; and when?', "Craft", False)
    assert proof.example == "I look at it, and then I press it."
    assert [point.text for point in proof.points] == ["the signs you watch", "how you learned them"]
    assert (burnt.line, burnt.example) == (4, "")
    assert [(one.line, one.text) for one in guide.not_understood] == [
        (1, "the column 'Difficulty'"),
        (5, "(no question)"),
    ]


def test_csv_without_a_head_has_its_questions_in_front() -> None:
    guide = parse_any(file_of("How do you rest?\nWhy do you bake?", "csv", "a.csv"))
    assert [one.text for one in guide.questions] == ["How do you rest?", "Why do you bake?"]


@pytest.mark.parametrize(
    "data",
    [
        ["How do you rest?", "Why do you bake?"],
        {"role": "Baker", "questions": [{"question": "How do you rest?"}, {"question": "Why do you bake?"}]},
        {"Sleep": ["How do you rest?"], "Work": ["Why do you bake?"]},
        [{"id": 1, "front": "How do you rest?", "back": "In a chair."}, {"id": 2, "front": "Why do you bake?"}],
    ],
)
def test_json_of_other_tools(data: object) -> None:
    guide = parse_any(file_of(json.dumps(data, indent=1), "json", "baker.json"))
    assert [one.text for one in guide.questions] == ["How do you rest?", "Why do you bake?"]
    assert guide.role == "Baker"
    assert guide.not_understood == ()
    first, second = guide.questions
    assert 1 < first.line < second.line


def test_json_that_is_strange_is_listed() -> None:
    guide = parse_any(file_of('["How do you rest?", 7, {"question": "Why bake?", "stars": 3}]', "json", "a.json"))
    assert [one.text for one in guide.not_understood] == ["7", "the key 'stars'"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[" * 1_000 + "]" * 1_000, "a.json is nested deeper than 20"),
        ('["How do you rest?",\n oh]', "a.json line 2 column 2: not JSON"),
        ('{"a": 1}', "a.json holds no interview question"),
        ("[" + "9" * 5_000 + "]", "a.json line 1 column 1: not JSON"),
    ],
)
def test_bad_json_gets_its_sentence(text: str, sentence: str) -> None:
    with pytest.raises(BadGuide) as refused:
        parse_any(file_of(text, "json", "a.json"))
    assert refused.value.message.startswith(sentence)
    assert refused.value.hint


def test_a_text_that_no_bank_can_hold_is_listed() -> None:
    text = f"question,answer,category\nWhy do you bake?,{'x' * 4001},\nWhen do you bake?,At six.,{'y' * 300}"
    guide = parse_any(file_of(text, "csv", "a.csv"))
    assert [(one.text, len(one.type)) for one in guide.questions] == [("When do you bake?", 100)]
    assert [(one.line, one.text) for one in guide.not_understood] == [(2, "Why do you bake? (too long)")]


def test_bad_csv_gets_its_sentence() -> None:
    with pytest.raises(BadGuide, match=r"a\.csv line 1: field larger than field limit"):
        parse_any(file_of("x" * 140_000, "csv", "a.csv"))
    with pytest.raises(BadGuide, match="holds no interview question"):
        parse_any(file_of("question\n", "csv", "a.csv"))


def test_more_questions_than_a_bank_may_hold(tmp_path: Path) -> None:
    guide = parse_any(document("\n".join(f"How do you bake loaf number {number}?" for number in range(5_001))))
    with pytest.raises(BadGuide, match="holds 5001 questions; the limit is 5000"):
        write_bank(guide, tmp_path / "many", id="many")
    assert not (tmp_path / "many").exists()
