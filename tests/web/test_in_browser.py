"""Whole interviews in a real Chromium, with its microphone: what is on disk is what the page heard."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from interviewer.adapters.folder_store import FolderStore
from interviewer.model import events
from interviewer.model.session import Session
from interviewer.model.speech import Transcript
from tests.pulse import Pulse
from tests.sounds import read_wav
from tests.spoken import demo_answer
from tests.web.lossy import LossyWire
from tests.web.studio import Studio, another, chromium, free_port, needs_chromium, studio
from tests.web.tab import Tab
from tests.weights import weights_file

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = needs_chromium

QUIET = {
    "voice": "off",
    "judge": "off",
    "delivery": "off",
    "follow_ups": "0",
    "ears": "whisper-tiny.en",
    "profile": "manual",
}
"""Nobody speaks, judges or measures, and only a key ends an answer."""


@pytest.fixture
def ears() -> None:
    weights_file("whisper-tiny.en", "model.bin")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(demo_answer(1, tmp_path_factory.mktemp("sound"), until=60)) as opened:
        yield opened


def kept(opened: Studio) -> tuple[Session, Path]:
    store = FolderStore(opened.recordings)
    (session,) = store.list()
    return session, store.folder(session.id)


def recorded(opened: Studio, take: int = 1) -> bytes:
    _, folder = kept(opened)
    return read_wav(folder / f"turn-01/take-{take}/answer.wav")


@pytest.mark.usefixtures("ears")
def test_a_whole_interview_with_the_browsers_microphone(browser: Browser) -> None:
    with studio(**QUIET | {"voice": "auto"}) as opened:
        tab = Tab(browser.new_context())
        tab.begin(opened.link)
        tab.until("asking")
        tab.until("recording")
        tab.until_clock(4)
        tab.page.keyboard.press("Enter")
        tab.until("over")
        assert tab.page.locator("#question").inner_text() == "That was it"
        session, folder = kept(opened)
        report = tab.page.get_by_role("link", name="Read the report").get_attribute("href")
        assert report == f"/sessions/{session.id}#report"
        take = session.turns[0].take
        assert session.status == "complete"
        assert take is not None
        assert isinstance(take.heard, Transcript)
        assert len(take.heard.text.split()) > 5
        assert recorded(opened) == tab.heard()
        assert (folder / "report.html").is_file()
        assert tab.complaints == []


@pytest.mark.pulse
@pytest.mark.usefixtures("ears")
def test_a_whole_interview_with_this_computers_microphone(browser: Browser, pulse: Pulse, tmp_path: Path) -> None:
    answer = read_wav(demo_answer(1, tmp_path, until=8))
    with studio(**QUIET) as opened:
        tab = Tab(browser.new_context())
        with pulse.murmur():
            tab.begin(opened.link, answers="This computer's microphone")
            tab.until("recording")
        with pulse.heard(answer):
            tab.until_clock(8)
            tab.page.keyboard.press("Enter")
            tab.until("over")
        take = kept(opened)[0].turns[0].take
        assert take is not None
        assert isinstance(take.heard, Transcript)
        assert len(take.heard.text.split()) > 5
        assert tab.heard() == b"", "the page lent no microphone"
        assert tab.complaints == []


@pytest.mark.usefixtures("ears")
def test_a_network_that_fails_in_mid_answer_loses_nothing(browser: Browser) -> None:
    port, shown = free_port(), free_port()
    with LossyWire(shown, port) as wire, studio(shown, port, **QUIET) as opened:
        tab = Tab(browser.new_context())
        tab.begin(opened.link)
        tab.until("recording")
        for second in (2, 4, 6):
            tab.until_clock(second)
            wire.cut()
            tab.page.wait_for_timeout(2_500)
            tab.page.wait_for_selector("#trouble:has-text('The program does not answer.')")
            wire.mend()
            tab.page.wait_for_selector("#trouble", state="hidden")
        tab.until_clock(15)  # three times two and a half seconds were spoken while nothing went through
        tab.page.keyboard.press("Enter")
        tab.until("over")
        assert recorded(opened) == tab.heard()
        session, _ = kept(opened)
        assert session.turns[0].takes[0].gaps == ()


@pytest.mark.usefixtures("ears")
def test_a_tab_that_is_reloaded_goes_on_with_the_same_answer(browser: Browser) -> None:
    with studio(**QUIET) as opened:
        tab = Tab(browser.new_context())
        tab.begin(opened.link)
        tab.until("recording")
        tab.until_clock(3)
        tab.page.reload()
        tab.until("recording")
        tab.until_clock(6)
        tab.page.keyboard.press("Enter")
        tab.until("over")
        assert tab.seams(recorded(opened)) <= 1
        assert len(kept(opened)[0].turns[0].takes) == 1


@pytest.mark.usefixtures("ears")
def test_a_browser_that_is_killed_loses_less_than_half_a_second(browser: Browser, tmp_path: Path) -> None:
    with studio(**QUIET) as opened:
        others = {child.pid for child in psutil.Process().children(recursive=True)}
        with another(browser.browser_type, demo_answer(1, tmp_path, until=60)) as doomed:
            tab = Tab(doomed.new_context())
            tab.begin(opened.link)
            tab.until("recording")
            tab.until_clock(3)
            cookies = tab.page.context.cookies()
            for child in psutil.Process().children(recursive=True):
                if child.pid not in others and "chrom" in child.name():
                    child.kill()
        browser.new_context().new_page().wait_for_timeout(1_000)  # what was on its way has come, and has been told
        before, heard = len(recorded(opened)), tab.heard()
        assert 0 <= len(heard) - before < 16_000
        context = browser.new_context()
        context.add_cookies(cookies)
        after = Tab(context)
        after.page.goto(f"http://127.0.0.1:{opened.port}/practise/live")
        after.until("recording")
        after.page.keyboard.press("Enter")
        after.until("over")
        assert recorded(opened).startswith(heard[:before])
        assert kept(opened)[0].status == "complete"


@pytest.mark.usefixtures("ears")
def test_a_program_that_is_killed_offers_what_was_said(browser: Browser) -> None:
    with studio(**QUIET) as opened:
        tab = Tab(browser.new_context())
        tab.begin(opened.link, questions=2)
        tab.until("recording")
        tab.until_clock(3)
        opened.stop(signal.SIGKILL)
        said = len(recorded(opened))
        tab.page.wait_for_selector("#trouble:has-text('The program does not answer.')")
        assert tab.heard().startswith(recorded(opened)[:said])
        opened.start()
        other = tab.page.context.new_page()
        other.goto(opened.link)
        tab.page.wait_for_url("**/practise")
        assert "was cut off in question 1: 0:03 are recorded" in tab.page.locator("main").inner_text()
        tab.page.get_by_label("I type them").first.check()
        tab.page.get_by_role("button", name="Keep what was recorded and go on").click()
        tab.until("typing")
        tab.page.locator("#answer").fill("I wrote the tests that were missing.")
        tab.page.keyboard.press("Control+Enter")
        tab.until("over")
        session, _ = kept(opened)
        assert session.status == "complete"
        assert [turn.takes[0].ended_by for turn in session.turns] == ["recovered", "typed"]
        assert session.turns[0].takes[0].heard is None, "who types has no ears; regrade writes down what was recovered"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("NotAllowedError", "does not allow this page to use the microphone"),
        ("NotFoundError", "finds no microphone"),
        ("InsecureContext", "only to a page on this computer"),
    ],
)
def test_without_a_microphone_there_is_one_sentence_and_one_hint(browser: Browser, error: str, words: str) -> None:
    with studio(**QUIET) as opened:
        context = browser.new_context()
        refusing = f"() => Promise.reject(new DOMException('', '{error}'))"
        context.add_init_script(
            "Object.defineProperty(window, 'isSecureContext', { value: false });"
            if error == "InsecureContext"
            else f"navigator.mediaDevices.getUserMedia = {refusing};"
        )
        tab = Tab(context)
        tab.begin(opened.link)
        tab.until("over")
        assert words in tab.page.locator("#status").inner_text()
        assert FolderStore(opened.recordings).list() == []


def test_an_interview_by_the_keyboard_alone(browser: Browser) -> None:
    with studio(**QUIET) as opened:
        tab = Tab(browser.new_context())
        page = tab.page
        page.goto(opened.link)
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.className") == "skip"
        _tab_to(page, "[name=questions]")
        page.keyboard.press("Control+a")
        page.keyboard.type("2")
        _tab_to(page, "[name=answers]")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        _tab_to(page, "form[action='/practise/begin'] button")
        page.keyboard.press("Enter")
        tab.until("typing")
        page.keyboard.type("I wrote the tests that were missing.")
        page.keyboard.press("Control+Enter")
        page.wait_for_function("() => document.getElementById('place').textContent.startsWith('Question 2')")
        tab.until("typing")
        _tab_to(page, "#keys")
        page.keyboard.press("Space")
        page.evaluate("() => document.activeElement.blur()")
        page.keyboard.press("q")
        assert not page.locator("#leaving").is_visible(), "single keys are switched off"
        _tab_to(page, "#keys")
        page.keyboard.press("Space")
        page.evaluate("() => document.activeElement.blur()")
        page.keyboard.press("q")
        page.locator("#leaving").wait_for()
        page.keyboard.press("Escape")
        _tab_to(page, "[data-key=quit]")
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        assert not page.locator("#leaving").is_visible()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        tab.until("over")
        assert kept(opened)[0].status == "left early"
        assert page.evaluate("() => document.activeElement.id") == "question"
        assert tab.complaints == []


@pytest.mark.parametrize(
    ("heard", "sentence", "line"),
    [
        (
            events.Transcribed(turn=1, take=1, text="I mended it.", to_judge=True),
            "Your answer is written down, and is being judged.",
            "Answer 1 · 3 words · being judged",
        ),
        (
            events.Transcribed(turn=1, take=1, text="I mended it."),
            "Your answer is written down.",
            "Answer 1 · 3 words · not judged",
        ),
        (
            events.Transcribed(turn=1, take=1, text="", note="no speech found in 4.0 s"),
            "No speech found in 4.0 s.",
            "Answer 1 · no speech found in 4.0 s · not judged",
        ),
    ],
)
def test_the_page_says_what_became_of_an_answer(
    browser: Browser, heard: events.Transcribed, sentence: str, line: str
) -> None:
    with studio(**QUIET) as opened:
        tab = Tab(browser.new_context())
        # The page's own wire would tell the next event before anybody can look at this one.
        tab.page.route_web_socket(
            "**/practise/wire*", lambda wire: wire.send(json.dumps({"events": [heard.model_dump(mode="json")]}))
        )
        tab.begin(opened.link, answers="I type them")
        tab.page.wait_for_selector("#given li")
        assert tab.page.locator("#status").inner_text() == sentence
        assert tab.page.locator("#given li").inner_text() == line
        assert tab.complaints == []


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, and see that it can be seen."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"{selector} cannot be reached")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_axe_finds_no_fault_and_nothing_hangs_over(browser: Browser, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed here")
    with studio(**QUIET) as opened:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
        )
        tab = Tab(context)
        page = tab.page

        def look() -> None:
            found = axe.Axe().run(page)
            assert found.response["violations"] == [], found.generate_report()
            assert page.evaluate("() => document.documentElement.scrollWidth") == width

        page.goto(opened.link)
        look()
        page.goto(f"http://127.0.0.1:{opened.port}/nowhere")
        look()
        page.goto(f"http://127.0.0.1:{opened.port}/practise")
        page.get_by_label("I type them").check()
        page.get_by_label("How many").fill("1")
        page.get_by_role("button", name="Begin the interview").click()
        tab.until("typing")
        look()
        page.locator("#answer").fill("Once.")
        page.keyboard.press("Control+Enter")
        tab.until("over")
        look()


def test_scripts_and_styles_are_small(browser: Browser) -> None:
    with studio(**QUIET) as opened:
        page = browser.new_context().new_page()
        sent: list[int] = []
        page.on("response", lambda answer: sent.append(len(answer.body())) if "/static/" in answer.url else None)
        page.goto(opened.link)
        assert sum(sent) < 150_000
