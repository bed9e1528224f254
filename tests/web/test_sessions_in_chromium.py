"""Sessions in a real Chromium: found, read, heard, put right, compared, saved and deleted, by mouse and by keyboard."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interviewer.adapters.folder_store import FolderStore
from interviewer.model.session import Take
from tests.keep.examples import session, take, with_sound
from tests.web.studio import Studio, chromium, needs_chromium, studio
from tests.web.walking import Keyboard, Mouse

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

pytestmark = needs_chromium

ID = session().id
ANSWER = f"/sessions/{ID}/answers/1"
OTHER = "2026-11-24T10-00-00-small-bank"


@dataclass
class House:
    """The program, a browser that was let in, and the sessions that are there."""

    studio: Studio
    context: BrowserContext
    store: FolderStore

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.studio.port}{path}"

    def kept_take(self) -> Take:
        return self.store.find(ID).turns[0].takes[-1]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Studio, BrowserContext, FolderStore]]:
    home = tmp_path_factory.mktemp("sessions")
    (home / "interviewer.toml").touch()
    folders = {name: str(home / name) for name in ("banks", "recordings", "cache")}
    with studio(config=str(home / "interviewer.toml"), judge="off", **folders) as program, chromium() as browser:
        context = browser.new_context(reduced_motion="reduce")
        context.set_default_timeout(120_000)
        context.new_page().goto(program.link)
        yield program, context, FolderStore(home / "recordings")


@pytest.fixture
def house(opened: tuple[Studio, BrowserContext, FolderStore]) -> Iterator[House]:
    program, context, store = opened
    two = session().turns[0].but(takes=(take(1), take(2, "Um, I wrote one more test. It holds.")))
    later = session(id=OTHER, started_at=session().started_at + timedelta(days=1))
    for kept in (session(two), later):
        store.begin(kept)
        with_sound(store, kept)
        store.end(kept)
    yield House(program, context, store)
    for name in store.names():
        store.delete(name)
    for page in context.pages[1:]:
        page.close()


def test_a_session_is_worked_through_with_the_mouse(house: House, tmp_path: Path) -> None:
    person = Mouse(house.context.new_page())
    page = person.page
    page.goto(house.at("/sessions"))
    person.follow("Tester, 23 November 2026, 10:00")
    person.click(page.get_by_role("link", name="Read the report"))
    report = page.frame_locator("iframe")
    report.get_by_role("heading", name="What you said").first.wait_for()
    person.follow("Compare takes")
    assert page.locator("thead th").all_inner_texts() == [
        "23 November 2026, 10:00, question 1, take 1",
        "23 November 2026, 10:00, question 1, take 2",
        "24 November 2026, 10:00, question 1, take 1",
    ]
    person.follow("23 November 2026, 10:00")

    person.follow("Words and notes of answer 1")
    person.click(page.locator("#pick [data-n='5']"))
    assert page.locator("#heard").input_value() == "test."
    page.locator("#said").fill("check.")
    person.follow("Put it right")
    assert [(one.heard, one.said) for one in house.kept_take().corrections] == [("test.", "check.")]
    assert page.get_by_text("(heard: test.)").is_visible()
    assert page.get_by_text("Words were corrected after this was judged.").is_visible()

    page.locator("#sound").evaluate("(sound) => { sound.currentTime = 1.25; }")
    person.click(page.get_by_role("button", name="Use the player's time"))
    page.locator("#text").fill("Name the number here.")
    person.follow("Keep the note")
    assert [(note.at, note.text) for note in house.kept_take().notes] == [(1.0, "Name the number here.")]
    person.click(page.get_by_role("link", name="Hear it at 0:01"))
    page.wait_for_function("() => document.getElementById('sound').currentTime >= 1")
    person.follow("Remove note 1")
    assert house.kept_take().notes == ()

    person.follow("Practise this question again")
    assert page.locator("main li").all_inner_texts() == ["Tell me about a bug."]
    page.goto(house.at(f"/sessions/{ID}"))
    with page.expect_download() as saving:
        person.click(page.get_by_role("button", name="Save as .zip"))
    saving.value.save_as(tmp_path / "kept.zip")
    assert "session.json" in {Path(name).name for name in zipfile.ZipFile(tmp_path / "kept.zip").namelist()}
    person.follow("Delete")
    person.follow("Delete it for good")
    assert house.store.names() == [OTHER]
    assert page.locator("ul.rows > li").count() == 1
    assert person.complaints == []


def test_a_session_is_worked_through_with_the_keyboard_alone(house: House) -> None:
    person = Keyboard(house.context.new_page())
    page = person.page
    page.goto(house.at("/sessions"))
    person.tab_to("#q")
    person.type("one more test")
    with page.expect_navigation():
        person.press("Enter")
    assert page.get_by_role("status").inner_text().startswith("1 session with “one more test”.")
    person.follow(f"a.lead[href='/sessions/{ID}']")
    person.follow(f"a[href='{ANSWER}']")

    person.tab_to("#pick [data-n]")
    for _ in range(5):
        person.press("ArrowRight")
    person.press("Enter")
    assert page.locator("#heard").input_value() == "test."
    person.tab_to("#said")
    person.type("check.")
    with page.expect_navigation():
        person.press("Enter")
    assert [(one.heard, one.said) for one in house.kept_take().corrections] == [("test.", "check.")]
    person.type_anew("#text", "Name the number here.")
    person.type_anew("#at", "0:01")
    with page.expect_navigation():
        person.press("Enter")
    assert [(note.at, note.text) for note in house.kept_take().notes] == [(1.0, "Name the number here.")]

    page.goto(house.at(f"/sessions/{ID}"))
    person.tab_to("a[href='#keep']")
    person.press("Enter")
    person.tab_to("button[value=zip]")
    with page.expect_download() as saving:
        person.press("Enter")
    assert saving.value.suggested_filename == f"{ID}.zip"
    person.follow("a.danger")
    person.follow("form button")
    assert house.store.names() == [OTHER]
    assert person.complaints == []


PAGES = (
    "/sessions",
    "/sessions?q=test",
    "/sessions?q=zebra",
    f"/sessions/{ID}",
    ANSWER,
    f"{ANSWER}?take=1",
    f"/sessions/{ID}/compare",
    f"/sessions/{ID}/delete",
    "/sessions/nobody",
    "/progress",
    f"/practise?retry={ID}",
    f"/practise?retry={ID}&question=bug",
    "/practise?bank=any-role&question=own-mistake",
    "/practise",
)


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (768, "dark")])
def test_every_page_of_sessions_is_fit_for_who_reads_or_hears_it(house: House, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed here")
    page = house.context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found = {}

    def look(path: str) -> None:
        page.goto(house.at(path))
        for folded in page.locator("summary").all():
            folded.click()
        if (closing := page.locator("[name=closing]")).count():
            closing.check()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        rows = page.locator("nav.rooms li").evaluate_all("(all) => new Set(all.map((one) => one.offsetTop)).size")
        assert rows in (0, 1), "the rooms stand in one row"
        found[path] = [each["id"] for each in axe.Axe().run(page).response["violations"]]

    for path in PAGES:
        look(path)
    for name in house.store.names():
        house.store.delete(name)
    for path in ("/sessions", "/progress"):
        look(path)
    assert found == {path: [] for path in found}
