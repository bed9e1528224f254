"""From the start page to the weakest competency and back into an interview, without a mouse and without a hint."""

from __future__ import annotations

import json
from pathlib import Path

from tests.library.banks import HEAD, QUESTION, question, write_bank
from tests.stub_llm import compromised, obliging, stub_llm
from tests.web.studio import chromium, needs_chromium, studio
from tests.web.walking import Keyboard

pytestmark = needs_chromium

SPILL = "Tell me about a time when you spilled something."
HURRY = "Tell me about a time when everybody wanted something at once."
ANSWERS = {
    SPILL: "I would just be calm about it, I think that is what matters in this work.",
    HURRY: "Last June at the harbour cafe forty people came off one ferry and I was alone at the bar. I had to serve"
    " them before the ferry left again. I took ten orders at a time, made the milk drinks together, and asked the cook"
    " to carry cups. Thirty-eight of the forty got their coffee before the ferry left.",
}
BANK = {
    "head": f'{HEAD}\n[[competencies]]\nid = "speed"\nname = "Keeping pace"\nabout = "Serves many."\n',
    "spill": QUESTION,
    "hurry": question(
        "hurry", text=f'"{HURRY}"', points='["how many waited", "what was done"]', competencies='["speed"]'
    ),
}


def test_an_interview_its_report_and_the_weakest_competency_by_the_keyboard_alone(tmp_path: Path) -> None:
    write_bank(tmp_path, **BANK)
    settings = {"voice": "off", "follow_ups": "0", "banks": str(tmp_path), "model": "stub"}
    strict = stub_llm(answer=lambda body: compromised(body) if "ferry" in json.dumps(body) else obliging(body))
    with strict as judge, studio(base_url=judge.url, **settings) as opened, chromium() as browser:
        person = Keyboard(browser.new_page())
        page = person.page
        page.goto(opened.link)
        person.tab_to("[name=bank]")
        person.type("Bar")
        person.type_anew("[name=questions]", "2")
        person.tab_to("[name=answers]")
        person.press("ArrowDown")
        person.press("ArrowDown")
        person.follow("form[action='/practise/begin'] button")
        for number in (1, 2):
            asked = person.until_question(number)
            person.until("typing")
            person.type(ANSWERS[asked])
            person.press("Control+Enter")
        person.until("over")
        assert person.heading == "That was it"
        person.follow("#end a")

        person.tab_to("iframe")
        report = page.frame_locator("iframe")
        assert "forty people came off one ferry" in report.locator("body").inner_text()
        page.keyboard.press("Tab")
        assert report.locator(":focus").count() == 1, "whatever is in the report can be reached too"

        person.back_to("main a[href='/progress']")
        with page.expect_navigation():
            person.press("Enter")
        weakest = page.get_by_role("region", name="Your weakest competency")
        assert weakest.locator(".lead").inner_text().startswith("Weakest competency so far: Patience, ")
        person.follow("[aria-labelledby=weakest] a")
        assert page.locator(".lead").inner_text() == SPILL
        person.tab_to("[name=answers]")
        person.press("ArrowUp")
        person.follow("form[action='/practise/begin'] button")
        assert person.until_question(1) == SPILL
        person.until("typing")
        person.tab_to("[data-key=quit]")
        person.press("Enter")
        person.press("Tab")
        person.press("Enter")
        person.until("over")
        assert person.complaints == []
