"""Sessions and progress in a real Chromium: with the mouse alone, with the keyboard alone, and at any width."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interviewer.adapters.folder_store import FolderStore
from interviewer.model.session import Take
from tests.keep.examples import session, take, with_sound
from tests.pages.test_pages import PAYLOADS, everywhere
from tests.web.studio import Studio, chromium, needs_chromium, studio

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = needs_chromium

ID = session().id
PATHS = (
    "/sessions",
    "/sessions?q=missing+tests",
    f"/sessions/{ID}",
    f"/sessions/{ID}/answers/1",
    f"/sessions/{ID}/compare",
    f"/sessions/{ID}/delete",
    "/progress",
)


@dataclass
class Visit:
    """The program, a page that was let in, and what went wrong on it."""

    studio: Studio
    page: Page
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(f"http://127.0.0.1:{self.studio.port}{path}")

    def tab_to(self, words: str) -> None:
        """Press Tab until what has the focus is called so."""
        called = """() => {
            const at = document.activeElement;
            return at.getAttribute("aria-label") || at.labels?.[0]?.textContent || at.textContent;
        }"""
        for _ in range(80):
            self.page.keyboard.press("Tab")
            if words in self.page.evaluate(called):
                return
        raise AssertionError(f"{words!r} cannot be reached with the Tab key")

    @property
    def take(self) -> Take:
        found = FolderStore(self.studio.recordings).find(ID).turns[0].take
        assert found is not None
        return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    store = FolderStore(Path(os.environ["INTERVIEWER_RECORDINGS"]))
    two = session().turns[0].but(takes=(take(1), take(2, "Um, I wrote the missing tests. It holds.")))
    earlier = session(id="2026-11-22T10-00-00-small-bank", started_at=datetime(2026, 11, 22, 10, tzinfo=UTC))
    for kept in (session(two), earlier):
        store.begin(kept)
        with_sound(store, kept)
        store.end(kept)
    with studio() as running:
        context = browser.new_context(viewport={"width": 1000, "height": 800}, reduced_motion="reduce")
        visit = Visit(running, context.new_page())
        visit.page.on("console", lambda message: visit.complaints.append(message.text))
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        visit.page.on("dialog", lambda dialog: (visit.complaints.append(dialog.message), dialog.dismiss()))
        visit.page.goto(running.link)
        visit.complaints.clear()
        yield visit
        context.close()


def test_with_the_mouse_alone(visit: Visit) -> None:
    """Report, a word put right, a note at its second, takes compared, the weakest found, saved, away with it."""
    page = visit.page
    page.get_by_role("link", name="Sessions", exact=True).click()
    page.get_by_role("link", name="Tester, 23 November 2026").click()
    report = page.frame_locator("iframe.report")
    report.locator("button.hear.said").first.click()
    report.locator("#player").wait_for(state="visible")
    page.get_by_role("link", name="Words and notes").click()
    page.locator("#pick [data-n='4']").click()
    assert page.locator("#heard").input_value() == "missing"
    page.locator("#said").fill("unit")
    page.get_by_role("button", name="Put it right").click()
    page.get_by_text("(heard: missing)").wait_for()
    assert [(each.heard, each.said) for each in visit.take.corrections] == [("missing", "unit")]
    assert page.get_by_text("Words were corrected after this was judged.").is_visible()
    page.get_by_label("A note").fill("Say how many.")
    page.get_by_role("button", name="Where the sound stands").click()
    page.get_by_role("button", name="Keep the note").click()
    page.get_by_text("Say how many.").wait_for()
    assert [note.text for note in visit.take.notes] == ["Say how many."]
    assert visit.take.notes[0].at is not None
    page.get_by_role("link", name="23 November").click()
    page.get_by_role("link", name="Compare takes").click()
    assert page.get_by_role("columnheader").count() == 3
    page.get_by_role("link", name="Progress", exact=True).click()
    assert page.get_by_role("heading", name="Your weakest competency").is_visible()
    page.get_by_text("The same as a table: Overall").click()
    page.get_by_role("link", name="23 November 2026").first.click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as .zip").click()
    assert saved.value.suggested_filename == f"{ID}.zip"
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete it for good").click()
    page.wait_for_url("**/sessions")
    assert FolderStore(visit.studio.recordings).names() == ["2026-11-22T10-00-00-small-bank"]
    assert visit.complaints == []


def test_with_the_keyboard_alone(visit: Visit) -> None:
    """The same way round without a mouse."""
    page, keys = visit.page, visit.page.keyboard
    visit.go("/sessions")
    visit.tab_to("Search in titles")
    keys.type("missing")
    keys.press("Enter")
    page.get_by_text("2 sessions with “missing”").wait_for()
    visit.tab_to("Tester, 23 November 2026")
    keys.press("Enter")
    page.get_by_role("heading", name="The report").wait_for()
    visit.tab_to("Words and notes")
    keys.press("Enter")
    page.locator("#pick [role=button]").first.wait_for()
    visit.tab_to("Um,")
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        keys.press(key)
    keys.press("ArrowRight")
    keys.press("Shift+Enter")
    assert page.locator("#heard").input_value() == "wrote the"
    visit.tab_to("What you said")
    keys.type("added a")
    keys.press("Enter")
    page.get_by_text("(heard: wrote the)").wait_for()
    assert [(each.heard, each.said) for each in visit.take.corrections] == [("wrote the", "added a")]
    visit.tab_to("A note")
    keys.type("Breathe.")
    visit.tab_to("Keep the note")
    keys.press("Enter")
    page.get_by_text("Breathe.").wait_for()
    assert [(note.at, note.text) for note in visit.take.notes] == [(None, "Breathe.")]
    visit.go("/sessions")
    visit.tab_to("Progress")
    keys.press("Enter")
    page.get_by_role("heading", name="Your weakest competency").wait_for()
    visit.tab_to("The same as a table: Overall")
    keys.press("Enter")
    assert page.get_by_role("link", name="23 November 2026").first.is_visible()
    visit.go(f"/sessions/{ID}/delete")
    visit.tab_to("Delete it for good")
    keys.press("Enter")
    page.wait_for_url("**/sessions")
    assert FolderStore(visit.studio.recordings).names() == ["2026-11-22T10-00-00-small-bank"]
    assert visit.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_no_fault_and_nothing_hangs_over_the_edge(visit: Visit, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed here")
    visit.page.set_viewport_size({"width": width, "height": 800})
    visit.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for path in PATHS:
        visit.go(path)
        visit.page.evaluate("() => { for (const each of document.querySelectorAll('details')) each.open = true; }")
        assert visit.page.evaluate("() => document.documentElement.scrollWidth") == width, path
        found = axe.Axe().run(visit.page)
        assert found.response["violations"] == [], (path, found.generate_report())
        assert found.response["passes"], "axe looked at nothing"
    assert visit.complaints == []


def test_no_payload_runs_or_asks_anybody(visit: Visit) -> None:
    kept = everywhere(" ".join(PAYLOADS))
    store = FolderStore(visit.studio.recordings)
    store.begin(kept)
    with_sound(store, kept)
    store.end(kept)
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    for path in (
        "/sessions",
        "/sessions?q=script",
        f"/sessions/{kept.id}",
        f"/sessions/{kept.id}/answers/1",
        "/progress",
    ):
        visit.go(path)
        visit.page.wait_for_load_state("networkidle")
    assert [
        url for url in asked if not url.startswith((f"http://127.0.0.1:{visit.studio.port}/", "blob:", "data:"))
    ] == []
    assert visit.complaints == []
