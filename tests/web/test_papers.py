"""A job description and a CV on the page: questions, lines and sentences as in a terminal, and nothing lost."""

from __future__ import annotations

import html
import os
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from interviewer import settings as choices
from interviewer import studio as program
from interviewer.library import bank as banks
from interviewer.model.session import Paper, Session
from interviewer.rules import fitting
from interviewer.rules.rubric import bundle_of
from interviewer.studio import planning
from interviewer.web import papers
from tests.library.files import pdf
from tests.web.studio import chromium, needs_chromium, studio
from tests.web.test_practise import begin, kept, page
from tests.web.walking import Keyboard

DATA = Path(__file__).parents[1] / "data" / "papers"
JOB, CV, HOSTILE = (
    (DATA / name).read_text(encoding="utf-8") for name in ("nurse-job.md", "engineer-cv.txt", "hostile-cv.txt")
)
FORM = {"bank": "any-role", "questions": "3", "answers": "typed"}
BYTES = {"content-type": "application/octet-stream", "accept": "application/json"}


pytestmark = pytest.mark.usefixtures("quiet")


def taken(client: TestClient, paper: Paper, name: str, data: bytes | None = None) -> str:
    """The token of a paper that was chosen as a file."""
    sent = (DATA / name).read_bytes() if data is None else data
    reply = client.post(f"/practise/papers/{paper}?name={name}", content=sent, headers=BYTES)
    assert reply.status_code == 200, reply.text
    assert reply.json()["name"] == name
    return str(reply.json()["token"])


def held(client: TestClient, **fields: str) -> tuple[Session, list[str]]:
    """An interview whose first question is answered, and what was told of the papers."""
    begin(client, **FORM | fields)
    with page(client) as seen:
        seen.until("awaiting-typing")
        seen.send(line="I wrote the tests that were missing.")
        seen.until("question-asked")
        seen.send(key="quit")
        seen.until_status("over")
        notices = list(seen.state["notices"])
    return kept()[-1], notices


def refused(client: TestClient, **fields: str) -> str:
    """The page that says why an interview did not begin."""
    answer = client.post("/practise/begin", data=FORM | fields)
    assert answer.status_code == 422
    assert kept() == []
    return html.unescape(answer.text)


def in_box(text: str, name: str) -> str:
    """What stands in a box for words, as a browser shows it."""
    found = re.search(rf'<textarea id="{name}"[^>]*>\n?(.*?)</textarea>', text, re.DOTALL)
    assert found is not None
    return found[1]


def test_a_pasted_job_description_chooses_the_questions_and_its_lines_are_in_the_report(client: TestClient) -> None:
    session, _ = held(client, job=f"\n\n{JOB}")
    lines = f"\n\n{JOB}".splitlines()
    assert len(session.reasons) == 3
    for reason in session.reasons:
        assert reason.paper == "job"
        assert reason.quote.removesuffix("...") in lines[reason.line - 1]
    first = next(reason for reason in session.reasons if reason.question == session.planned[0].id)
    report = html.unescape(client.get(f"/sessions/{session.id}/report").text)
    assert fitting.because(first) in report


@pytest.mark.parametrize("way", ["pasted", "file"])
def test_the_page_chooses_what_the_terminal_chooses(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(planning, "fresh_seed", lambda: 7)
    files: dict[Paper, str] = {"job": "nurse-job.md", "cv": "engineer-cv.txt"}
    said, _ = fitting.read({paper: program.read_document(str(DATA / name)) for paper, name in files.items()})
    expected = program.planned(choices.load(bank="any-role", questions=3), papers=said)
    if way == "pasted":
        fields = {"job": JOB, "cv": CV}
    else:
        fields = {f"{paper}_file": taken(client, paper, name) for paper, name in files.items()}
    session, _ = held(client, **fields)
    assert session.planned == expected.questions
    assert session.reasons == expected.reasons


def test_orders_in_a_paper_choose_nothing_and_are_told(client: TestClient) -> None:
    session, notices = held(client, cv_file=taken(client, "cv", "hostile-cv.txt"))
    assert notices[:3] == [
        f"hostile-cv.txt line {line} speaks to the interviewer: it chooses no question." for line in (1, 2, 3)
    ]
    assert [reason.line for reason in session.reasons] == [4]
    own = {bundle_of(question).sha256 for question in banks.find("any-role").questions}
    assert {bundle_of(question).sha256 for question in session.planned} <= own


def test_pasted_orders_are_told_by_the_name_of_the_box(client: TestClient) -> None:
    session, notices = held(client, cv=HOSTILE)
    assert notices[0] == "Your CV line 1 speaks to the interviewer: it chooses no question."
    assert [reason.line for reason in session.reasons] == [4]


def test_a_chosen_file_says_at_once_what_is_made_of_it(client: TestClient) -> None:
    reply = client.post("/practise/papers/cv?name=hostile-cv.txt", content=HOSTILE.encode(), headers=BYTES)
    assert reply.json()["notices"][1] == "hostile-cv.txt line 2 speaks to the interviewer: it chooses no question."


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("scan.pdf", pdf([[]]), "has no text (a scan?)"),
        ("cut.pdf", b"%PDF-1.4\n1 0 obj\n<<", "is damaged"),
        ("empty.txt", b"", "is empty"),
        ("long.txt", b"A sentence. " * (fitting.MOST_SENTENCES + 1), "has a line of more than 20000 characters"),
        ("longer.txt", b"A sentence.\n" * (fitting.MOST_SENTENCES + 1), "is longer than any job description or CV"),
    ],
)
def test_a_file_that_cannot_be_used_gets_its_sentence(
    client: TestClient, name: str, content: bytes, sentence: str
) -> None:
    reply = client.post(f"/practise/papers/job?name={name}", content=content, headers=BYTES)
    assert reply.status_code == 422
    assert sentence in reply.json()["message"]
    assert reply.json()["hint"]


def test_a_pasted_paper_that_is_too_large_meets_a_page_like_that_of_any_error(client: TestClient) -> None:
    answer = client.post("/practise/begin", data=FORM | {"job": "We need a nurse. " * 70_000})
    assert answer.status_code == 413
    assert kept() == []
    assert "<h1>Something is in the way</h1>" in answer.text
    assert '<a href="/practise" aria-current="page">' in answer.text
    assert '<p class="lead" dir="auto">What you sent is larger than 1 MB.</p>' in answer.text
    assert "Go back and paste only the pages that matter, or choose a file there." in answer.text


WRITTEN = {"questions": "4", "manner": "pressing", "time_to_answer": "180", "opening": "yes"}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"job": "https://example.com/job"}, "I do not fetch addresses"),
        ({"cv": " www.example.com/me\n"}, "I do not fetch addresses"),
        ({"job": JOB, "closing": "yes", "company": "https://example.com"}, "I do not fetch addresses"),
        ({"job": "We bake bread."}, "Nothing in these papers"),
        ({"job": "{\\rtf1 a}", "cv": CV}, "The job description is an RTF file"),
        ({"cv": "A line.\n" * (fitting.MOST_SENTENCES + 1)}, "Your CV is longer than any job description or CV"),
        ({"job": JOB, "bank": "no-such-bank"}, "no-such-bank"),
        ({"job_file": "long-gone"}, "The job description was read from a file too long ago"),
    ],
)
def test_what_cannot_be_is_one_sentence_above_the_form_and_nothing_written_is_lost(
    client: TestClient, fields: dict[str, str], sentence: str
) -> None:
    text = refused(client, **WRITTEN | fields)
    notice = text.partition('role="alert"')[2].partition("</div>")[0]
    assert sentence in notice
    assert notice.count("<p ") == 2, "one sentence and one hint"
    for name in ("job", "cv"):
        assert in_box(text, name).strip() == fields.get(name, "").strip()
    assert in_box(text, "company") == fields.get("company", "")
    assert 'name="questions" min="1" max="50" value="4"' in text
    assert '<option value="pressing" selected>' in text
    assert '<option value="180" selected>' in text
    assert 'name="opening" value="yes" checked' in text
    assert ('name="closing" value="yes" checked' in text) == ("closing" in fields)
    assert 'value="typed" checked' in text
    assert ('class="papers" open' in text) == bool({"job", "cv", "job_file"} & set(fields))


def test_what_was_pasted_for_the_close_of_the_same_questions_is_not_lost_either(client: TestClient) -> None:
    session, _ = held(client)
    fields = {"answers": "typed", "retry": session.id, "closing": "yes", "company": "https://example.com/about"}
    answer = client.post("/practise/begin", data=fields)
    assert answer.status_code == 422
    assert "The same questions once more" in answer.text
    assert in_box(answer.text, "company") == "https://example.com/about"


def test_an_address_in_the_place_of_a_guide_is_not_fetched_either(client: TestClient) -> None:
    answer = client.post("/banks/-/import", data={"words": "https://example.com/guide"})
    assert answer.status_code == 422
    assert "I do not fetch addresses" in answer.text


def test_a_file_and_pasted_words_for_one_paper_are_one_too_many(client: TestClient) -> None:
    token = taken(client, "job", "nurse-job.md")
    text = refused(client, job="We need a nurse.", job_file=token, cv=CV)
    assert "The job description is given twice, as a file and as pasted words" in text
    assert "Empty the box, or leave the file out." in text
    assert in_box(text, "job") == "We need a nurse."
    assert in_box(text, "cv") == CV
    assert f'name="job_file" value="{token}"' in text
    assert "nurse-job.md is used." in text
    session, _ = held(client, job="", job_file=token, cv=CV)
    assert session.reasons


def test_a_file_is_used_once_and_can_be_left_out(client: TestClient) -> None:
    token = taken(client, "job", "nurse-job.md")
    held(client, job_file=token)
    again = client.post("/practise/begin", data=FORM | {"job_file": token})
    assert again.status_code == 422
    assert "too long ago" in again.text
    other = taken(client, "job", "nurse-job.md")
    assert client.post(f"/practise/papers/{other}/leave").status_code == 204
    assert client.post("/practise/begin", data=FORM | {"job_file": other}).status_code == 422


def test_only_so_many_files_wait(client: TestClient) -> None:
    first, *_, last = [taken(client, "job", "nurse-job.md") for _ in range(papers.MOST_WAITING + 1)]
    assert "too long ago" in refused(client, job_file=first)
    assert held(client, job_file=last)[0].reasons


def test_the_close_answers_from_the_job_description_too(client: TestClient) -> None:
    session, notices = held(client, job=JOB, closing="yes")
    assert session.closing is not None
    assert {line.source for line in session.closing.sheet} == {"job"}
    assert papers.NOTHING_TO_ANSWER_FROM not in notices


def test_papers_go_through_the_question_whether_words_may_be_sent(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEWER_JUDGE", "on")
    monkeypatch.setenv("INTERVIEWER_BASE_URL", "https://judge.example/v1")
    token = taken(client, "job", "nurse-job.md")
    asked = client.post("/practise/begin", data=FORM | {"job_file": token, "cv": CV})
    assert "judge.example" in asked.text
    assert f'name="job_file" value="{token}"' in asked.text
    assert html.escape(CV.splitlines()[0]) in asked.text


def test_papers_do_not_go_with_questions_that_are_named(client: TestClient) -> None:
    session, _ = held(client)
    fields = {"answers": "typed", "retry": session.id, "job": JOB}
    assert client.post("/practise/begin", data=fields).status_code == 400
    assert client.post("/practise/papers/letter?name=a.txt", content=b"Words.", headers=BYTES).status_code == 404
    assert 'name="job"' not in client.get(f"/practise?retry={session.id}").text
    assert 'name="job"' not in client.get("/practise?bank=any-role&question=own-mistake").text


def test_what_stands_in_a_paper_is_neither_kept_nor_logged(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    session, _ = held(client, job_file=taken(client, "job", "nurse-job.md"), cv=CV)
    quoted = " ".join(reason.quote for reason in session.reasons)
    unquoted = [
        words for words in ("St Brannock's", "Willing to learn new procedures", "Lindqvist") if words not in quoted
    ]
    assert unquoted
    home = Path(os.environ["INTERVIEWER_RECORDINGS"]).parent
    for file in (each for each in home.rglob("*") if each.is_file()):
        assert [words for words in unquoted if words.encode() in file.read_bytes()] == [], file
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("http")]  # the test's client
    assert [said for said in ours if re.search("Brannock|Lindqvist|nurse-job", said)] == []


@needs_chromium
def test_papers_by_the_keyboard_alone_in_a_browser(tmp_path: Path) -> None:
    broken = tmp_path / "cut.pdf"
    broken.write_bytes(b"%PDF-1.4\n1 0 obj\n<<")
    with studio() as opened, chromium() as browser:
        person = Keyboard(browser.new_page())
        shown = person.page
        shown.goto(opened.link)
        person.tab_to("[name=bank]")
        person.type("Any")
        person.type_anew("[name=questions]", "1")
        person.tab_to("details.papers > summary")
        person.press("Enter")
        person.tab_to("#job")
        person.type("We need a nurse.")
        person.tab_to("#job-chooser")
        shown.set_input_files("#job-chooser", broken)
        shown.get_by_text("cut.pdf is damaged").wait_for()
        shown.set_input_files("#job-chooser", DATA / "nurse-job.md")
        shown.get_by_text("nurse-job.md is used.").wait_for()
        person.tab_to("[name=answers]")
        person.press("ArrowDown")
        person.press("ArrowDown")
        person.follow("#begin")
        alert = shown.locator("[role=alert]")
        assert "The job description is given twice" in alert.inner_text()
        assert shown.locator("#job").input_value() == "We need a nurse."
        assert shown.get_by_text("nurse-job.md is used.").is_visible()
        person.tab_to("#job-chooser")
        person.press("Tab")
        person.press("Enter")
        assert shown.get_by_text("nurse-job.md is used.").count() == 0
        assert shown.evaluate("() => document.activeElement.id") == "job-chooser"
        shown.set_input_files("#job-chooser", DATA / "nurse-job.md")
        shown.get_by_text("nurse-job.md is used.").wait_for()
        person.back_to("#job")
        person.press("ControlOrMeta+a")
        person.press("Delete")
        person.follow("#begin")
        person.until("typing")
        person.type("I wrote the tests that were missing.")
        person.press("Control+Enter")
        person.until("over")
        person.follow("#end a")
        report = shown.frame_locator("iframe")
        report.get_by_text("of the job description").first.wait_for(state="attached")
        assert [complaint for complaint in person.complaints if "422" not in complaint] == []


@needs_chromium
def test_the_papers_are_fit_for_who_reads_or_hears_them() -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed here")
    with studio() as opened, chromium() as browser:
        shown = browser.new_page(reduced_motion="reduce")
        shown.set_default_timeout(120_000)
        shown.goto(opened.link)
        shown.locator("details.papers > summary").click()
        shown.set_input_files("#cv-chooser", DATA / "hostile-cv.txt")
        shown.get_by_text("hostile-cv.txt is used.").wait_for()
        shown.locator("#cv").fill("Worked in a team of five.")
        shown.get_by_label("I type them").check()
        for look in ("chosen", "refused"):
            for width in (360, 800, 1280):
                for scheme in ("light", "dark"):
                    shown.set_viewport_size({"width": width, "height": 900})
                    shown.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                    found = axe.Axe().run(shown)
                    assert found.response["violations"] == [], (look, width, scheme, found.generate_report())
                    assert shown.evaluate("() => document.documentElement.scrollWidth") == width, (look, width)
            if look == "chosen":
                with shown.expect_navigation():
                    shown.get_by_role("button", name="Begin the interview").click()
                assert "Your CV is given twice" in shown.locator("[role=alert]").inner_text()
