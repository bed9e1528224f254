"""From the start page to the weakest competency with the mouse alone, heard by the real ears, judged by the real judge.

The microphone is Chromium's own, and what it hears is a spoken answer that comes with the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interviewer.adapters.folder_store import FolderStore
from interviewer.library import bank as banks
from interviewer.model.grade import Graded
from interviewer.model.session import Turn
from interviewer.model.speech import Transcript
from tests.keep.examples import session, take
from tests.spoken import demo_answer
from tests.web.studio import chromium, needs_chromium, studio
from tests.web.walking import Mouse
from tests.weights import weights_file

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [needs_chromium, pytest.mark.real]

SPOKEN = 20
"""Seconds of the answer that are spoken: enough to tell a situation and what was promised."""

LISTENED = re.compile("0:1[5-9]|0:[2-5]|[1-9]:")
"""What the clock shows once enough of it is recorded."""


@pytest.fixture
def weights() -> None:
    for name, file in (("whisper-base", "model.bin"), ("qwen-1.5b", "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf")):
        weights_file(name, file)


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    with chromium(demo_answer(1, tmp_path, until=SPOKEN)) as opened:
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    """An earlier interview that went very well, so that there is something to be weaker than."""
    kept = FolderStore(tmp_path / "recordings")
    mistake = next(each for each in banks.find("any-role").questions if each.id == "own-mistake")
    turn = Turn(number=1, question=mistake, takes=(take(overall=5).but(answer=None),))
    earlier = session(turn, bank="any-role", role="Any role", planned=(mistake,))
    kept.begin(earlier)
    kept.end(earlier)
    return kept


@pytest.mark.usefixtures("weights")
def test_an_interview_its_report_and_the_weakest_competency_by_the_mouse_alone(
    browser: Browser, store: FolderStore, tmp_path: Path
) -> None:
    with studio(recordings=str(tmp_path / "recordings"), profile="manual", follow_ups="0", voice="off") as opened:
        person = Mouse(browser.new_page())
        page = person.page
        page.set_default_timeout(280_000)
        page.goto(opened.link)
        person.follow("Banks")
        person.follow("IT Product Manager")
        person.follow("Practise it", within="#q-scope-decision")
        person.click(page.get_by_text("The browser's microphone"))
        person.follow("Begin the interview")
        person.until("recording")
        page.locator("#clock", has_text=LISTENED).wait_for()
        person.click(page.get_by_role("button", name="That's my answer"))
        person.until("over")
        assert person.heading == "That was it"

        (held,) = (each for each in store.list() if each.bank == "it-product-manager")
        given = held.turns[0].take
        assert given is not None
        assert isinstance(given.heard, Transcript)
        assert "new calendar" in given.heard.text.lower()
        assert isinstance(given.grade, Graded)
        assert page.locator("#given").inner_text().count(f"{given.grade.overall} of 5") == 1

        person.follow("Read the report")
        report = page.frame_locator("iframe")
        person.click(report.locator("[href='#answer-1']").first)
        assert "new calendar" in (report.locator("#answer-1").text_content() or "").lower()
        person.follow("Your progress over all sessions")
        weakest = page.get_by_role("region", name="Your weakest competency").locator(".lead").inner_text()
        assert weakest.startswith("Weakest competency so far: ")
        named = weakest.removeprefix("Weakest competency so far: ").partition(",")[0]
        assert named in {topic.name for topic in banks.find("it-product-manager").competencies}
        person.follow("Practise it", within="[aria-labelledby=weakest]")
        assert page.locator("[name=bank]").get_attribute("value") == "it-product-manager"
        assert page.get_by_role("button", name="Begin the interview").is_visible()
        assert person.complaints == []
