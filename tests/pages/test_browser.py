"""The page in a real browser, opened from a file: it plays, it asks nobody, and nothing in it runs that is not ours."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interviewer.adapters.folder_store import FolderStore
from interviewer.adapters.opus import OpusEncoder
from interviewer.adapters.waveform import outline
from interviewer.model.audio import Clip
from interviewer.model.session import FollowUp, Session, Turn
from interviewer.model.speech import Transcript
from interviewer.publishing import captions, page
from tests.keep.examples import COMMITTED, FULL, question, session, take, with_sound
from tests.pages.test_pages import PAYLOADS, everywhere
from tests.sounds import hush, tone, write_wav

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


TWO_TAKES = Turn(number=1, question=question(), takes=(take(1), take(2, "Um, I wrote one more test. It holds.")))


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

    def now(self) -> float:
        """The second at which the sound stands, once it has been reached."""
        return float(
            self.page.evaluate(
                """() => new Promise((resolve) => {
                    const audio = document.getElementById("audio");
                    const tell = () => resolve(audio.currentTime);
                    if (audio.seeking) audio.addEventListener("seeked", tell, { once: true });
                    else tell();
                })"""
            )
        )

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
    with closing(OpusEncoder()) as opus:
        (folder / "report.html").write_text(page(kept, sound, opus.encode, outline))
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


def test_the_picture_is_a_slider_that_a_click_and_the_arrow_keys_move(browser: Browser, tmp_path: Path) -> None:
    seen = Watched(browser, _written(tmp_path, session()))
    strip = seen.page.get_by_role("slider", name="Place in answer 1")
    box = strip.bounding_box()
    assert box is not None
    strip.click(position={"x": box["width"] / 2, "y": 20})
    assert 1.5 <= seen.playing_at() <= 3.2
    seen.page.evaluate("() => document.getElementById('audio').pause()")
    strip.press("Home")
    strip.press("ArrowRight")
    assert seen.now() == pytest.approx(3.1, abs=0.05)
    assert strip.get_attribute("aria-valuetext") == "0:03 of 0:03"
    strip.press("ArrowLeft")
    assert seen.now() == 0
    assert (strip.get_attribute("aria-valuetext"), strip.get_attribute("aria-valuenow")) == ("0:00 of 0:03", "0")
    strip.press("Enter")
    assert seen.playing_at() > 0
    assert seen.complaints == []


def test_the_player_goes_back_and_on_and_to_the_next_moment(browser: Browser, tmp_path: Path) -> None:
    long = take().but(answer=Clip(path="turn-01/take-1/answer.wav", seconds=30.0))
    seen = Watched(browser, _written(tmp_path, session(session().turns[0].but(takes=(long,)))))
    seen.page.get_by_role("button", name="Your answer").click()
    seen.playing_at()
    seen.page.evaluate("() => document.getElementById('audio').pause()")
    at = seen.now()
    seen.page.get_by_role("button", name="On 5 s").click()
    assert seen.now() == pytest.approx(at + 5, abs=0.05)
    seen.page.get_by_role("button", name="Back 5 s").click()
    assert seen.now() == pytest.approx(at, abs=0.05)
    seen.page.evaluate("() => { document.getElementById('audio').currentTime = 0; }")
    seen.page.get_by_role("button", name="Next moment").click()
    assert 0.8 <= seen.playing_at() <= 3.2
    seen.page.get_by_label("Speed").select_option("1.5")
    assert seen.page.evaluate("() => document.getElementById('audio').playbackRate") == 1.5
    assert seen.complaints == []


def test_two_takes_are_heard_and_lit_each_for_itself(browser: Browser, tmp_path: Path) -> None:
    seen = Watched(browser, _written(tmp_path, session(TWO_TAKES)))
    seen.page.get_by_text("The takes side by side, to hear and to read").click()
    seen.page.locator(".takes section").nth(0).locator("[data-t]").nth(2).click()
    seen.playing_at()
    assert seen.page.locator("#playing").inner_text() == "Answer 1, take 1"
    assert seen.page.locator(".takes section").nth(0).locator(".lit").count() == 1
    assert seen.page.locator(".takes section").nth(1).locator(".lit").count() == 0
    seen.page.locator(".takes section").nth(1).locator("[data-t]").nth(2).click()
    seen.page.wait_for_function("() => document.querySelectorAll('.takes section')[1].querySelector('.lit')")
    assert seen.page.locator(".takes section").nth(0).locator(".lit").count() == 0
    assert seen.page.locator("#playing").inner_text() == "Answer 1, take 2"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("kept", [session(TWO_TAKES), FolderStore(COMMITTED).find(FULL)], ids=["two takes", "full"])
def test_axe_finds_no_fault(browser: Browser, tmp_path: Path, kept: Session, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed here")
    seen = Watched(browser, _written(tmp_path, kept), width=width, scheme=scheme)
    seen.page.locator("button.hear").first.click()
    seen.playing_at()
    seen.page.evaluate("() => { for (const each of document.querySelectorAll('details')) each.open = true; }")
    found = axe.Axe().run(seen.page)
    assert found.response["violations"] == [], found.generate_report()
    assert found.response["passes"], "axe looked at nothing"


def test_everything_on_the_page_can_be_done_from_the_keyboard(browser: Browser, tmp_path: Path) -> None:
    """Tab comes to every control, once each, and shows where it is."""
    seen = Watched(browser, _written(tmp_path, session(TWO_TAKES)))
    seen.page.evaluate("() => document.querySelector('button.hear').click()")
    controls = "a[href], button:not(:disabled), summary, select, audio, [tabindex]"
    wanted = f"""() => [...document.querySelectorAll('{controls}')]
        .filter((each) => each.checkVisibility()).length"""
    reached = """() => {
        const at = document.activeElement;
        if (at === document.body) return null;
        const style = getComputedStyle(at);
        const all = [...document.querySelectorAll('*')];
        return [all.indexOf(at), at.tagName === 'AUDIO' || style.outlineStyle !== 'none'];
    }"""
    stops = set()
    for _ in range(200):
        seen.page.keyboard.press("Tab")
        stop = seen.page.evaluate(reached)
        if stop is None:
            break
        assert stop[1], "where the focus is cannot be seen"
        stops.add(stop[0])
    assert len(stops) == seen.page.evaluate(wanted)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_hangs_over_the_edge_of_the_screen(browser: Browser, tmp_path: Path, width: int, scheme: str) -> None:
    long = session(TWO_TAKES, role="Pneumonoultramicroscopicsilicovolcanoconiosis" * 3)
    seen = Watched(browser, _written(tmp_path, long), width=width, scheme=scheme)
    assert seen.page.evaluate("() => document.documentElement.scrollWidth") == width
    seen.page.locator("button.hear").first.click()
    seen.page.evaluate("() => { for (const each of document.querySelectorAll('details')) each.open = true; }")
    beyond = """() => [...document.querySelectorAll('body *')]
        .filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5 && !each.closest('.wide, svg, .unseen'))
        .map((each) => each.outerHTML.slice(0, 80))"""
    assert seen.page.evaluate(beyond) == []
    assert seen.complaints == []


def test_paper_shows_what_is_folded_away(browser: Browser, tmp_path: Path) -> None:
    seen = Watched(browser, _written(tmp_path, session()))
    assert not seen.page.get_by_text("An example of mine.").is_visible()
    assert seen.page.pdf(format="A4").startswith(b"%PDF")
    seen.page.emulate_media(media="print")
    seen.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    assert seen.page.get_by_text("An example of mine.").is_visible()
    assert not seen.page.locator("#player").is_visible()


FOLLOWED = Turn(
    number=1,
    question=question(),
    takes=(take(1), take(2, "On Monday. I moved one more test.")),
    follow_ups=(
        FollowUp(to=1, text="And then?", asked=Clip(path="turn-01/asked-2.wav", seconds=1.0), takes=(2,), is_over=True),
    ),
)


@pytest.mark.parametrize(
    "kept",
    [session(FOLLOWED), session(TWO_TAKES), FolderStore(COMMITTED).find(FULL)],
    ids=["followed", "two takes", "full"],
)
def test_paper_invites_nobody_to_hear_and_keeps_the_seconds(browser: Browser, tmp_path: Path, kept: Session) -> None:
    seen = Watched(browser, _written(tmp_path, kept))
    seen.page.evaluate("() => { for (const each of document.querySelectorAll('details')) each.open = true; }")
    read = """() => [...document.querySelectorAll('.hear, summary')].filter((each) => each.checkVisibility())
        .map((each) => each.innerText.trim())"""
    inviting = re.compile(r"\bhear\b", re.IGNORECASE)
    on_screen = seen.page.evaluate(read)
    assert any(inviting.search(words) for words in on_screen)
    seen.page.emulate_media(media="print")
    on_paper = seen.page.evaluate(read)
    assert [words for words in on_paper if not words or inviting.search(words)] == []
    seconds = re.compile(r"\d:\d\d")
    assert any(seconds.search(words) for words in on_paper)


@pytest.mark.parametrize("text", [" ".join(PAYLOADS), " ".join(reversed(PAYLOADS))], ids=["forwards", "backwards"])
def test_no_payload_runs_or_loads_anything(browser: Browser, tmp_path: Path, text: str) -> None:
    seen = Watched(browser, _written(tmp_path, everywhere(text)))
    seen.page.locator("button.hear").first.click()
    assert seen.playing_at() > 0
    assert (seen.complaints, seen.requests) == ([], [])


def hour_of_opus(folder: Path) -> bytes:
    """A synthetic hour: the packets of one minute with a hum in it, sixty times."""
    import av

    with closing(OpusEncoder()) as opus:
        minute = opus.encode(write_wav(folder / "minute.wav", tone(2.0) + hush(58.0)))
    out = io.BytesIO()
    with av.open(io.BytesIO(minute)) as read, av.open(out, "w", format="ogg") as written:
        stream = written.add_stream_from_template(read.streams.audio[0])
        packets = [bytes(packet) for packet in read.demux(audio=0) if packet.size]
        for number in range(len(packets) * 60):
            packet = av.Packet(packets[number % len(packets)])
            packet.stream, packet.time_base = stream, Fraction(1, 48_000)
            packet.pts = packet.dts = number * 960
            packet.duration = 960
            written.mux(packet)
    return out.getvalue()


def test_an_hour_of_ten_thousand_words_opens_and_plays_at_its_end(browser: Browser, tmp_path: Path) -> None:
    long = take(said="word " * 9_999 + "end.")
    assert isinstance(long.heard, Transcript)
    share = 3_600 / len(long.heard.words)
    words = tuple(
        each.but(start=place * share, end=(place + 0.5) * share) for place, each in enumerate(long.heard.words)
    )
    hour = Clip(path="turn-01/take-1/answer.wav", seconds=3_600.0)
    long = long.but(answer=hour, heard=long.heard.but(words=words, seconds=3_600.0), grade=None, coaching=None)
    kept = session(session().turns[0].but(takes=(long,)))
    sound = hour_of_opus(tmp_path)
    (tmp_path / "report.html").write_text(page(kept, tmp_path, lambda _: sound, lambda _: (0.1, 0.5) * 120))
    seen = Watched(browser, tmp_path / "report.html")
    assert seen.page.locator("[data-t]").count() == 10_000
    seen.page.locator("[data-t]").nth(9_990).click()
    assert seen.playing_at() > 3_590
    seen.page.wait_for_function("() => document.querySelector('[data-t].lit')")
    assert (seen.complaints, seen.requests) == ([], [])


@pytest.mark.parametrize("width", [360, 1440])
def test_text_from_right_to_left_stands_as_it_is_read_and_nothing_hidden_is_left(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    said = "\u202eשלום\u202c עולם ze\u200bro <script>alert(1)</script> مرحبا بالعالم"
    seen = Watched(browser, _written(tmp_path, everywhere(said)), width=width)
    line = seen.page.locator(".words").first
    assert line.get_attribute("dir") == "auto"
    assert line.evaluate("(each) => getComputedStyle(each).direction") == "rtl"
    text = seen.page.evaluate("() => document.querySelector('main').textContent")
    assert not set(text) & {"\u200b", "\u202e", "\u202c", "\u2060"}
    assert "zero" in text and "<script>alert(1)</script>" in text
    words = seen.page.locator(".words").first.locator("[data-t]")
    first, last = words.first.bounding_box(), words.nth(1).bounding_box()
    assert first is not None and last is not None
    assert first["x"] > last["x"], "the first word of a line from right to left stands on the right"
    words.nth(1).click()
    assert seen.playing_at() >= 0
    assert seen.page.evaluate("() => document.documentElement.scrollWidth") == width
    assert (seen.complaints, seen.requests) == ([], [])


def test_a_browser_reads_the_captions_as_they_were_written(browser: Browser) -> None:
    tab = browser.new_page()
    cues = tab.evaluate(
        """(text) => new Promise((resolve, reject) => {
            const track = document.createElement("track");
            track.src = URL.createObjectURL(new Blob([text], { type: "text/vtt" }));
            track.addEventListener("load", () => resolve([...track.track.cues].map((cue) =>
                [cue.startTime, cue.endTime, cue.getCueAsHTML().textContent])));
            track.addEventListener("error", () => reject(new Error("refused")));
            document.body.append(document.createElement("video"));
            document.querySelector("video").append(track);
            track.track.mode = "showing";
        })""",
        captions(session(session().turns[0].but(takes=(take(said="I wrote <b>it</b> & ran --> it."),)))).popitem()[1],
    )
    assert cues == [[0, 1.35, "I wrote <b>it</b> & ran --> it."]]
