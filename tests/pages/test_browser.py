"""The page in a real browser, opened from a file: it plays, it asks nobody, and nothing in it runs that is not ours."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interviewer.adapters.folder_store import FolderStore
from interviewer.adapters.opus import encode
from interviewer.model.session import Session
from interviewer.publishing import page
from tests.keep.examples import session, take, with_sound
from tests.pages.test_pages import PAYLOADS, everywhere

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed here")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed here")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


class Watched:
    """A page and everything that it did besides being read."""

    def __init__(self, browser: Browser, file: Path, *, width: int = 1000, scheme: str = "light") -> None:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))
        self.page.on("request", self._asked)
        self.requests: list[str] = []
        self.page.goto(file.as_uri())

    def _asked(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith(("file:", "blob:")):
            self.requests.append(url)

    def playing_at(self) -> float:
        """The second that is being played, once sound comes."""
        return float(
            self.page.evaluate(
                """() => new Promise((resolve) => {
                    const audio = document.getElementById("audio");
                    const tell = () => { if (audio.currentTime > 0) resolve(audio.currentTime); };
                    audio.addEventListener("timeupdate", tell);
                    tell();
                })"""
            )
        )


def _written(folder: Path, kept: Session) -> Path:
    """The page of a session with real recordings, as a file."""
    store = FolderStore(folder / "recordings")
    store.begin(kept)
    sound = with_sound(store, kept)
    (folder / "report.html").write_text(page(kept, sound, encode))
    return folder / "report.html"


def test_a_quote_plays_at_its_second_and_the_page_asks_nobody(browser: Browser, tmp_path: Path) -> None:
    seen = Watched(browser, _written(tmp_path, session()))
    quote = seen.page.locator("button.hear.said").first
    quote.click()
    assert 0.8 <= seen.playing_at() <= 3.2
    assert float(quote.get_attribute("data-at") or 0) == pytest.approx(0.9)
    assert seen.page.locator("#playing").inner_text() == "Answer 1"
    assert (seen.complaints, seen.requests) == ([], [])


def test_a_word_plays_from_the_keyboard_alone(browser: Browser, tmp_path: Path) -> None:
    seen = Watched(browser, _written(tmp_path, session()))
    stops = 0
    while seen.page.evaluate("() => !document.activeElement.closest('.transcript')"):
        seen.page.keyboard.press("Tab")
        stops += 1
        assert stops < 60, "the transcript cannot be reached"
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        seen.page.keyboard.press(key)
    assert seen.page.evaluate("() => document.activeElement.textContent") == "I"
    seen.page.keyboard.press("Enter")
    assert seen.playing_at() >= 1.1
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("() => document.activeElement.closest('.transcript')") is None
    assert seen.complaints == []


def test_the_word_that_is_heard_is_lit(browser: Browser, tmp_path: Path) -> None:
    seen = Watched(browser, _written(tmp_path, session()))
    seen.page.locator(".words [data-t]").nth(3).click()
    seen.playing_at()
    place = "() => [...document.querySelectorAll('[data-t]')].findIndex((word) => word.classList.contains('lit'))"
    assert seen.page.evaluate(place) >= 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_hangs_over_the_edge_of_the_screen(browser: Browser, tmp_path: Path, width: int, scheme: str) -> None:
    long = session(role="Pneumonoultramicroscopicsilicovolcanoconiosis" * 3)
    seen = Watched(browser, _written(tmp_path, long), width=width, scheme=scheme)
    assert seen.page.evaluate("() => document.documentElement.scrollWidth") == width
    assert seen.complaints == []


def test_paper_shows_what_is_folded_away(browser: Browser, tmp_path: Path) -> None:
    seen = Watched(browser, _written(tmp_path, session()))
    assert not seen.page.get_by_text("An example of mine.").is_visible()
    assert seen.page.pdf(format="A4").startswith(b"%PDF")
    seen.page.emulate_media(media="print")
    seen.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    assert seen.page.get_by_text("An example of mine.").is_visible()
    assert not seen.page.locator("#player").is_visible()


@pytest.mark.parametrize("text", [" ".join(PAYLOADS), " ".join(reversed(PAYLOADS))], ids=["forwards", "backwards"])
def test_no_payload_runs_or_loads_anything(browser: Browser, tmp_path: Path, text: str) -> None:
    seen = Watched(browser, _written(tmp_path, everywhere(text)))
    seen.page.locator("button.hear").first.click()
    assert seen.playing_at() > 0
    assert (seen.complaints, seen.requests) == ([], [])


def test_an_answer_of_ten_thousand_words_opens_and_plays(browser: Browser, tmp_path: Path) -> None:
    long = take(said="word " * 9_999 + "end.")
    turn = session().turns[0].but(takes=(long,))
    seen = Watched(browser, _written(tmp_path, session(turn)))
    assert seen.page.locator("[data-t]").count() == 10_000
    seen.page.locator("button.hear").first.click()
    assert seen.playing_at() > 0
