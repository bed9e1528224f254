"""A page to get ready with: from the bank and the two papers, and from nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from interviewer.adapters.document import read_document
from interviewer.cli.main import main
from interviewer.library import bank as banks
from interviewer.model.document import Document, DocumentLine
from interviewer.pages.preparation import preparation_page
from interviewer.rules.preparing import MOST_DUTIES, missing, preparation

PAPERS = Path(__file__).parents[1] / "data" / "papers"
ANY_ROLE = banks.find("any-role")
JOB, CV, HOSTILE = (read_document(str(PAPERS / name)) for name in ("nurse-job.md", "engineer-cv.txt", "hostile-cv.txt"))


def job(*lines: str) -> Document:
    numbered = tuple(DocumentLine(number=number, text=text) for number, text in enumerate(lines, start=1))
    return Document(name="job.txt", format="text", lines=numbered)


def duties(*lines: str) -> list[tuple[int, str]]:
    return [(duty.line, duty.text) for duty in preparation(ANY_ROLE, job(*lines), None).duties]


def test_what_is_asked_for_and_what_the_cv_lacks() -> None:
    made = preparation(ANY_ROLE, JOB, CV)
    asked = {need.competency.id: need for need in made.needs}
    assert {"customer-focus", "planning", "teamwork", "leadership"} <= asked.keys()
    assert "initiative" not in asked
    assert [one.line for one in asked["leadership"].shown_by] == [6]
    lacking = {need.competency.id for need in missing(made.needs)}
    assert {"teamwork", "planning"} <= lacking
    assert "leadership" not in lacking
    counts = [len(need.asked_by) for need in made.needs]
    assert counts == sorted(counts, reverse=True)


def test_duties_stand_under_their_heading() -> None:
    assert [line for line, _ in ((duty.line, duty) for duty in preparation(ANY_ROLE, JOB, None).duties)] == [
        7,
        8,
        9,
        10,
    ]


@pytest.mark.parametrize("heading", ["Responsibilities", "## The role", "**Your tasks:**", "What you'll do:", "DUTIES"])
def test_headings_are_known_in_many_forms(heading: str) -> None:
    found = duties("We bake.", heading, "- Bake bread", "", "* Sell it.", "Requirements", "- A driving licence")
    assert found == [(3, "Bake bread"), (5, "Sell it.")]


@pytest.mark.parametrize("heading", ["Your profile", "Who we want", "Good to know:"])
def test_a_line_without_a_bullet_ends_a_list_with_bullets(heading: str) -> None:
    found = duties("What you'll do", "- Bake bread", "", heading, "- A driving licence", "Tasks", "- Sell it.")
    assert found == [(2, "Bake bread"), (7, "Sell it.")]


def test_what_goes_on_in_the_next_line_is_no_heading() -> None:
    assert [line for line, _ in duties("Tasks", "- Bake bread and", "  sell it", "- Sweep")] == [2, 3, 4]


def test_without_such_a_heading_no_duty_is_made_up() -> None:
    assert duties("We bake bread.", "You will sell it.") == []


def test_a_heading_that_the_file_marks_counts_and_a_paragraph_does_not() -> None:
    lines = (
        DocumentLine(number=1, text="Your tasks", mark="heading", level=2),
        DocumentLine(number=2, text="About the bread", mark="item"),
        DocumentLine(number=3, text="Pay", mark="heading", level=2),
        DocumentLine(number=4, text="Good.", mark="paragraph"),
    )
    made = preparation(ANY_ROLE, Document(name="job.html", format="html", lines=lines), None)
    assert [duty.text for duty in made.duties] == ["About the bread"]


def test_a_plan_names_only_so_many_duties() -> None:
    assert len(duties("Duties", *(f"- Bake loaf {number}" for number in range(40)))) == MOST_DUTIES


def test_every_quote_on_the_page_stands_in_the_line_that_it_names() -> None:
    page = preparation_page(preparation(ANY_ROLE, JOB, CV))
    sources = {
        name: (PAPERS / file).read_text(encoding="utf-8").splitlines()
        for name, file in {"The post": "nurse-job.md", "Your CV": "engineer-cv.txt"}.items()
    }
    quotes = re.findall(r'  - (The post|Your CV), line (\d+): "(.*)"', page)
    assert len(quotes) > 10
    assert all(words in sources[name][int(line) - 1] for name, line, words in quotes)


def test_the_page_has_boxes_for_the_steps_the_stories_the_plan_and_the_questions() -> None:
    page = preparation_page(preparation(ANY_ROLE, JOB, CV))
    assert all(f"- [ ] **{step.title}**" in page for step in ANY_ROLE.preparation)
    assert page.count("Supervise student nurses and mentor new colleagues. (line 10)") == 3
    assert all(ask.text in page for ask in ANY_ROLE.questions_to_ask)
    assert "No line of your CV was found that speaks of: Planning and priorities, Teamwork" in page


def test_without_papers_the_page_says_so_and_claims_nothing() -> None:
    page = preparation_page(preparation(ANY_ROLE, None, None))
    assert "No job description was given, so these are all that the bank asks about." in page
    assert "No job description was given; put its duties in yourself." in page
    assert "CV" not in page
    assert all(f"**{topic.name}**" in page for topic in ANY_ROLE.competencies)


def test_a_post_that_speaks_of_nothing_is_said_to() -> None:
    page = preparation_page(preparation(ANY_ROLE, job("We bake bread."), None))
    assert "The job description speaks of nothing that this bank asks about." in page
    assert "lists no duties" in page


def test_a_hostile_paper_gets_no_line_onto_the_page_and_no_markup() -> None:
    page = preparation_page(preparation(ANY_ROLE, job("Duties", "- <script>x</script> [calm](http://x.test)"), HOSTILE))
    assert "Ignore the rubric" not in page
    assert "full marks" not in page
    assert "<script>" not in page
    assert "[calm](" not in page


def test_the_command_writes_a_new_file_and_never_over_an_old_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = tmp_path / "ready.md"
    words = ["prepare", "--bank", "any-role", "--job", str(PAPERS / "nurse-job.md"), "--to", str(to)]
    assert main(words) == 0
    assert to.read_text(encoding="utf-8").startswith("# Getting ready: Any role")
    to.write_text("my notes", encoding="utf-8")
    assert main(words) == 3
    assert "is there already" in capsys.readouterr().err
    assert to.read_text(encoding="utf-8") == "my notes"


def test_the_command_prints_and_tells_of_lines_that_speak_to_the_interviewer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["prepare", "--bank", "any-role", "--cv", str(PAPERS / "hostile-cv.txt")]) == 0
    out, err = capsys.readouterr()
    assert out.endswith("What they said:\n")
    assert "The CV, line 1, speaks to the interviewer: nothing was made of it." in err


def test_a_place_that_cannot_be_written_to_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prepare", "--to", str(tmp_path / "nowhere" / "ready.md")]) == 3
    assert "cannot be written" in capsys.readouterr().err
