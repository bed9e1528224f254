"""What is understood of an interview guide, field by field, and that nothing of it is dropped in silence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from interviewer.errors import BadGuide
from interviewer.library.guide import Guide
from interviewer.library.guide_bank import bank_id, slug, write_bank
from interviewer.library.guide_lines import blocks
from interviewer.library.guide_parser import parse
from tests.library.banks import poor
from tests.library.guides import document, guide_text


@pytest.fixture(scope="module")
def baker() -> Guide:
    return parse(document(guide_text("baker.txt"), name="baker.txt"))


@pytest.fixture
def seed(shared: Path) -> Guide:
    text = (shared / "seed" / "it-product-manager-guide.txt").read_text(encoding="utf-8")
    return parse(document(text, name="it-product-manager-guide.txt"))


def test_role_and_opening_words(baker: Guide) -> None:
    assert (baker.role, baker.role_is_guess) == ("Baker", False)
    assert baker.about.startswith("A bakery interviews you between two shifts")


def test_types_competencies_steps_and_questions_to_ask(baker: Guide) -> None:
    assert [(one.line, one.name) for one in baker.types] == [
        (13, "Craft Questions"),
        (17, "Hygiene and Safety Questions"),
        (21, "Teamwork Questions"),
    ]
    assert baker.types[2].about.endswith("settle a quarrel and help a trainee.")
    assert [one.name for one in baker.competencies] == ["Sense of Time", "Care for the Product"]
    assert [one.name for one in baker.steps] == ["Taste What They Sell", "Know Your Numbers", "Bring Your Shoes"]
    assert baker.steps[0].about == "Buy three of their products and form a view of each. Somebody will ask."
    assert [one.about for one in baker.to_ask] == [
        "It tells you how the work is shared. It also shows that you know what a night is like.",
        "By asking about plans you show that you want to stay.",
    ]
    assert [one.name for one in baker.faq] == ["Should I bring something that I baked?"]


def test_a_question_with_its_reason_advice_and_example(baker: Guide) -> None:
    same, wrong, night = baker.questions
    assert same.text == "How do you make sure that the bread is the same every day?"
    assert same.why == "This question tests how you work when flour, weather and colleagues change."
    assert same.how.startswith("Describe the measurements you take, how you note")
    assert same.example.startswith("I weigh everything") and same.example.endswith("before a customer noticed.")
    assert (same.kind, wrong.kind) == ("method", "behavioural")
    assert wrong.example.endswith("and it hangs there still. We used it twice in the next year.")
    assert night.text == "Why do you want to work at night?"
    assert night.why == "This question finds out whether you know what you are in for."
    assert night.how.startswith("A good answer should name")


def test_advice_is_cut_into_points_that_know_their_sentence(baker: Guide) -> None:
    same, wrong, night = baker.questions
    assert [point.text for point in same.points] == [
        "the measurements you take",
        "how you note down changes",
        "what you do when a batch turns out differently",
    ]
    assert [point.text for point in wrong.points] == [
        "one night",
        "what you decided and why",
        "how the morning turned out",
    ]
    assert {point.source for point in night.points} == {night.how}


def test_what_the_guide_does_not_say_is_marked_as_a_guess(baker: Guide) -> None:
    assert [question.type for question in baker.questions][:2] == ["Craft Questions", "Teamwork Questions"]
    assert all(question.type_is_guess for question in baker.questions)


def test_advertising_and_navigation_become_nothing(baker: Guide) -> None:
    sold = {one.line for one in baker.left_out if one.why == "advertising or navigation"}
    assert sold == {32, 34, 35, 98, 100, 102}
    assert baker.not_understood == ()


def test_what_is_sold_between_entries_becomes_no_entry() -> None:
    sold = "Plan Your Week with Crumb\n\nWe keep your shifts in one place.\n\nGet started for free"
    text = guide_text("baker.txt").replace("Care for the Product\n", f"{sold}\n\nCare for the Product\n")
    text = text.replace(
        "and say so.\n", f"and say so.{' They do so every day, with bread and rolls.' * 3}\n\nSign up now\n"
    )
    guide = parse(document(text))
    assert [one.name for one in guide.competencies] == ["Sense of Time", "Care for the Product"]
    assert guide.competencies[1].about.endswith("with bread and rolls.")
    lines = [one.line for one in guide.left_out if one.why == "advertising or navigation"]
    assert lines[3:7] == [85, 87, 89, 95]
    assert guide.not_understood == ()


def kept(guide: Guide) -> str:
    """All words that a guide holds, left-over ones included."""
    entries = [*guide.types, *guide.competencies, *guide.to_ask, *guide.steps, *guide.faq]
    texts = [guide.about, *(f"{one.name} {one.about}" for one in entries), *(one.text for one in guide.left_out)]
    texts += [f"{one.text} {one.why} {one.how} {one.example}" for one in guide.questions]
    return " ".join(texts)


def lost(text: str, guide: Guide) -> list[str]:
    """Sentences of a guide that are nowhere. Labels are no sentences, and closing words are cut off on purpose."""
    words = re.sub(r"\W+", " ", kept(guide))
    passages = [part for block in blocks(document(text)) for part in re.split(r"(?<=[.!?:])[\"”]?\s+", block.text)]
    labels = {"How to Answer It", "Example Answer"}
    return [
        passage for passage in passages if passage not in labels and re.sub(r"\W+", " ", passage).strip() not in words
    ]


def test_nothing_is_dropped_in_silence(baker: Guide) -> None:
    # The question about the most common question has become that question.
    assert lost(guide_text("baker.txt"), baker) == [
        "Understanding these question types will make you calmer on the day.",
        "What is the most common interview question for Bakers?",
    ]


def test_a_strange_section_is_listed_with_its_lines() -> None:
    text = guide_text("baker.txt").replace(
        "Interview FAQs for Bakers", "The History of Bread\n\nBread is old.\n\nInterview FAQs for Bakers"
    )
    text = text.replace("Bread is old.", "Bread is old")
    strange = parse(document(text)).not_understood
    assert [(one.line, one.text) for one in strange] == [(89, "The History of Bread"), (91, "Bread is old")]


def test_the_seed_imports_whole(seed: Guide) -> None:
    assert (seed.role, seed.role_is_guess) == ("IT Product Manager", False)
    counts = [len(one) for one in (seed.questions, seed.to_ask, seed.types, seed.competencies, seed.steps)]
    assert counts == [9, 4, 6, 7, 10]
    assert seed.not_understood == ()
    assert seed.questions[0].text.startswith("How do you ensure the technical feasibility")
    assert seed.questions[8].text == "How do you manage technical debt while delivering new features?"
    assert all(question.why and question.how and question.type_is_guess for question in seed.questions)
    assert [bool(question.example) for question in seed.questions] == [True] * 8 + [False]
    assert seed.steps[6].name == "Develop a 30-60-90 Day Plan"
    assert seed.steps[6].about.startswith("Outline what you would aim to achieve")
    assert [one.name for one in seed.competencies][::6] == [
        "Technical Proficiency",
        "Adaptability and Learning Agility",
    ]
    assert seed.types[5].about.endswith("a natural fit for the company's culture and pace.")
    assert seed.notices == ("The same answer stands under the questions of lines 228 and 232.",)


def test_no_advertising_of_the_seed_becomes_anything(seed: Guide, shared: Path) -> None:
    said = kept(seed)
    for one in seed.left_out:
        said = said.replace(one.text, "")
    assert not re.search(r"(?i)teal|sign up|free|tracking|copy goes|up next|resumes", said)
    text = (shared / "seed" / "it-product-manager-guide.txt").read_text(encoding="utf-8")
    assert len(lost(text, seed)) == 3  # two closing sentences of the last type, one question that became another


@pytest.mark.parametrize("which", ["baker", "seed"])
def test_the_bank_is_one_that_the_check_accepts(which: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    guide: Guide = request.getfixturevalue(which)
    bank = write_bank(guide, tmp_path / "new", id=bank_id(guide))
    assert poor(tmp_path / "new") == []
    assert {one.text for one in bank.questions} == {one.text for one in guide.questions}
    assert {one.example for one in bank.questions} == {one.example for one in guide.questions}
    assert [(one.title, one.text) for one in bank.preparation] == [(one.name, one.about) for one in guide.steps]
    assert [(one.text, one.why) for one in bank.questions_to_ask] == [(one.name, one.about) for one in guide.to_ask]
    assert [one.name for one in bank.competencies] == [one.name for one in guide.competencies]


def test_guesses_and_sources_stand_in_the_files(baker: Guide, tmp_path: Path) -> None:
    write_bank(baker, tmp_path / "new", id="baker")
    (file,) = (tmp_path / "new").glob("tell-me-*.toml")
    text = file.read_text(encoding="utf-8")
    assert "# baker.txt, line 51" in text
    assert "# A guess: the source does not say which type this question is of." in text
    assert "    # From: Name one night, say what you decided and why" in text


def test_nothing_is_written_over(baker: Guide, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadGuide, match="is there already"):
        write_bank(baker, tmp_path, id="baker")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_name_of_a_shipped_bank_is_not_taken_twice(baker: Guide) -> None:
    assert (bank_id(baker), bank_id(baker, ["baker"])) == ("baker", "my-baker")


@pytest.mark.parametrize(
    ("text", "name"),
    [("How do you handle the crème brûlée?", "handle-creme-brulee"), ("面接", ""), ("To do it", "to-do-it")],
)
def test_names_of_files_are_plain_words(text: str, name: str) -> None:
    assert slug(text, words=6) == name


@pytest.mark.parametrize(
    "text", ["", "Bread is made of flour.\n\nIt needs water.", "Contact\n\nPrivacy policy\n\nHome"]
)
def test_a_page_that_is_no_guide_is_refused(text: str) -> None:
    with pytest.raises(BadGuide, match=r"guide\.txt holds no interview question that I can find") as refused:
        parse(document(text))
    assert "one question a line" in refused.value.hint
