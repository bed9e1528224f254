"""Banks and settings in a real Chromium: with the mouse alone, with the keyboard alone, and with hostile words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from interviewer.library import bank as banks
from tests.keep.examples import FULL, committed
from tests.library.banks import QUESTION, write_bank
from tests.library.guides import guide_text
from tests.pages.test_pages import PAYLOADS
from tests.stub_llm import stub_llm
from tests.web.studio import Studio, chromium, needs_chromium, studio
from tests.web.test_banks_pages import hostile

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = needs_chromium

PAGES = (
    "/banks",
    "/banks/-/new",
    "/banks/-/import",
    "/banks/any-role",
    "/banks/any-role/questions/bad-news",
    "/banks/any-role/new-question",
    "/settings",
    "/settings/judge",
    "/settings/models",
    "/settings/data",
)


@dataclass
class Visit:
    """The program, a browser that was let in, and what the browser complained of."""

    studio: Studio
    context: BrowserContext
    home: Path
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(self.at(path))
        return page

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.studio.port}{path}"

    @property
    def banks(self) -> Path:
        return self.home / "banks"

    @property
    def config(self) -> Path:
        return self.home / "interviewer.toml"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Studio, Any, Path]]:
    home = tmp_path_factory.mktemp("visited")
    (home / "interviewer.toml").touch()
    folders = {name: str(home / name) for name in ("banks", "recordings", "cache")}
    with studio(config=str(home / "interviewer.toml"), **folders) as program, chromium() as browser:
        context = browser.new_context(reduced_motion="reduce")
        context.set_default_timeout(120_000)  # a computer that does other things too is no fault of the page
        context.new_page().goto(program.link)
        yield program, context, home


@pytest.fixture
def visit(opened: tuple[Studio, Any, Path]) -> Iterator[Visit]:
    program, context, home = opened
    made = Visit(program, context, home)
    made.config.write_text("", encoding="utf-8")
    yield made
    for page in context.pages[1:]:
        page.close()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")


def type_anew(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def press_enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_question_is_changed_with_the_keyboard_alone(visit: Visit) -> None:
    write_bank(visit.banks)
    page = visit.open("/banks")
    tab_to(page, "a[href='/banks/barista']")
    press_enter(page)
    tab_to(page, "a[href='/banks/barista/questions/spill']")
    press_enter(page)
    type_anew(page, "#text", "Tell me about a time when you broke a cup.")
    type_anew(page, "[name=points]", "what was broken")
    tab_to(page, "button[value=save]")
    press_enter(page)
    assert page.locator("[role=status]").inner_text() == "Saved spill."
    changed = banks.load(visit.banks / "barista").questions[0]
    assert changed.text == "Tell me about a time when you broke a cup."
    assert [point.text for point in changed.points] == ["what was broken", "how it was cleaned up"]


def test_the_lint_stands_beside_the_field_while_it_is_written_and_nothing_is_saved(visit: Visit) -> None:
    folder = write_bank(visit.banks)
    page = visit.open("/banks/barista/questions/spill")
    page.locator("#kind").select_option("method")
    told = page.locator("#lint-kind li")
    told.wait_for()
    assert 'kind is "method", but "a time when" reads as "behavioural"' in told.inner_text()
    assert told.get_attribute("class") == "warning"
    assert page.locator("#kind").get_attribute("aria-invalid") is None, "advice keeps nothing from being saved"
    text = page.locator("#text").input_value()
    page.locator("#text").fill("")
    page.locator("#lint-text li.error").wait_for()
    assert page.locator("#text").get_attribute("aria-invalid") == "true"
    page.locator("#text").fill(text)
    points = page.locator("[name=points]")
    points.nth(0).fill("")
    points.nth(3).fill("how it was cleaned up fast")
    page.locator("#lint-points-3 li").wait_for()
    assert "points overlap" in page.locator("#lint-points-3").inner_text(), "beside the row in which it stands"
    page.locator("#kind").select_option("behavioural")
    points.nth(3).fill("who helped")
    page.get_by_text("No complaints.").wait_for()
    assert page.locator(".lint li").count() == 0
    assert (folder / "spill.toml").read_text(encoding="utf-8") == QUESTION


def test_a_guide_is_imported_and_removed_with_the_mouse_alone(visit: Visit, tmp_path: Path) -> None:
    guide = tmp_path / "baker.txt"
    guide.write_text(guide_text("baker.txt"), encoding="utf-8")
    page = visit.open("/banks")
    page.get_by_role("link", name="Import a guide or a list").click()
    page.locator("#file").set_input_files(guide)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("heading", name="What was understood").wait_for()
    page.get_by_text("What belongs to it").first.click()
    page.get_by_role("button", name="Save the bank").click()
    page.get_by_role("heading", name="Baker", exact=True).wait_for()
    assert banks.load(visit.banks / "baker").role == "Baker"
    page.get_by_text("Delete it for good").click()
    page.get_by_role("button", name="Delete the bank").click()
    page.get_by_role("heading", name="Question banks").wait_for()
    assert not (visit.banks / "baker").exists()
    assert visit.complaints == []


def test_a_file_that_is_no_guide_is_a_sentence_on_the_same_page(visit: Visit, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.pdf"
    nothing.write_bytes(b"%PDF-1.4 nothing")
    page = visit.open("/banks/-/import")
    page.locator("#file").set_input_files(nothing)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_text(re.compile(r"^nothing\.pdf ")).wait_for()
    assert page.get_by_role("button", name="Read the file").is_enabled()


def test_a_setting_is_changed_and_taken_back_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit.open("/settings")
    type_anew(page, "#questions", "0")
    press_enter(page)
    assert "questions must be a whole number from 1 to 50" in page.locator("#from-questions").inner_text()
    type_anew(page, "#questions", "7")
    press_enter(page)
    assert visit.config.read_text(encoding="utf-8") == "questions = 7\n"
    tab_to(page, "button[value=questions]")
    press_enter(page)
    assert visit.config.read_text(encoding="utf-8") == ""


def test_the_judge_is_tried_from_the_page(visit: Visit) -> None:
    with stub_llm(answer=lambda _body: '{"answer": "yes"}') as stub:
        visit.config.write_text(f'base_url = "{stub.url}"\nmodel = "stub"\n', encoding="utf-8")
        page = visit.open("/settings/judge")
        page.get_by_role("button", name="Try it").click()
        page.get_by_text("Works: judge.").wait_for()
        assert "stub on this computer replied in" in page.locator("#trials").inner_text()
        assert visit.complaints == []


@pytest.mark.real
def test_weights_are_checked_while_the_page_follows(visit: Visit) -> None:
    page = visit.open("/settings/models")
    page.get_by_role("button", name="Check minilm").click()
    page.get_by_text("Right, every byte: minilm.").wait_for()


def test_everything_is_deleted_with_the_keyboard_alone(visit: Visit) -> None:
    committed(visit.home / "recordings")
    page = visit.open("/settings/data")
    type_anew(page, "#word", "no")
    page.keyboard.press("Enter")
    assert (visit.home / "recordings" / FULL).is_dir()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("delete")
    press_enter(page)
    assert "Deleted 2 sessions." in page.locator("[role=status]").inner_text()
    assert not (visit.home / "recordings" / FULL).exists()


def test_hostile_words_do_nothing_in_a_real_browser(visit: Visit) -> None:
    every = "".join(PAYLOADS)
    written = hostile(every)[:1800].rsplit("\\", 1)[0] + '"'
    text = QUESTION
    for key in ("text", "guidance", "probes", "example"):
        text = "\n".join(f"{key} = {written}" if line.startswith(f"{key} =") else line for line in text.splitlines())
    write_bank(visit.banks, spill=text + "\n")
    for path in ("/banks", "/banks/barista", "/banks/barista/questions/spill"):
        page = visit.open(path)
        page.locator("main").click(position={"x": 5, "y": 5})
        for summary in page.locator("summary").all():
            summary.click()
    assert visit.complaints == []
    assert {url for url in visit.requests if not url.startswith(visit.at("/"))} == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_every_page_is_fit_for_who_reads_or_hears_it(visit: Visit, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed here")
    page = visit.open("/banks")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found = {}
    for path in PAGES:
        page.goto(visit.at(path))
        for summary in page.locator("summary").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        found[path] = [violation["id"] for violation in axe.Axe().run(page).response["violations"]]
    assert found == {path: [] for path in PAGES}
