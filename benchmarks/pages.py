"""How large the page of a long interview is, and how quick to open. Prints a table; `--to FILE` keeps it as Markdown.

    python -m benchmarks.pages [--to benchmarks/pages.md]

Ten questions of the first bank, each with an answer of 90 seconds. The sound is the demo's own synthetic speech, again
and again, and not a compressor's delight: three quarters of it is speech. Words and grades are made up, as many as such
an answer has. Chromium opens the page from a file, five times, each time in a new profile.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from playwright.sync_api import Browser, sync_playwright

import interviewer
from interviewer.adapters.folder_store import FolderStore
from interviewer.adapters.opus import OpusEncoder
from interviewer.adapters.waveform import outline
from interviewer.library import bank as banks
from interviewer.model.audio import RATE, Clip
from interviewer.model.grade import PARTS, Evidence, Graded, JudgedBy, Labelled, PartScore, PointScore
from interviewer.model.question import Question
from interviewer.model.session import Session, Take, Turn
from interviewer.model.speech import Sentence, Transcript, Word
from interviewer.publishing import page
from interviewer.rules.delivery.measure import delivery
from interviewer.rules.segmenting import sentences

ANSWERS, SECONDS, TRIES = 10, 90.0, 5

TEXT = (
    "In March our build broke twice and nobody knew why. I took it on, because the release was mine to ship. First I "
    "read the log of each night and wrote down what they had in common. Then I moved the two slow tests and ran "
    "them alone. After that it held for nine weeks, and we shipped on the day that we had named."
).split()

DEMO = Path(interviewer.__file__).parent / "demo"


def speech(number: int) -> np.ndarray[Any, np.dtype[np.int16]]:
    """An answer of the wanted length; no two begin alike."""
    parts = [soundfile.read(file, dtype="int16")[0] for file in sorted(DEMO.glob("answer-*.ogg"))]
    whole = np.concatenate(parts)
    return np.resize(np.roll(whole, -number * 7 * RATE), round(SECONDS * RATE))


def take(number: int, question: Question) -> Take:
    """An answer of 2.5 words a second with a claim for each part and each point."""
    words = tuple(
        Word(text=text, start=n * 0.4, end=n * 0.4 + 0.35, probability=0.3 if n % 23 == 0 else 0.9)
        for n, text in enumerate(islice(cycle(TEXT), round(SECONDS / 0.4)))
    )
    heard = Transcript(words=words, seconds=SECONDS, speech_seconds=SECONDS * 0.75, language="en", heard_by="none")
    said = sentences(heard)

    def evidence(place: int) -> tuple[Evidence, ...]:
        found = [said[(place + step) % len(said)] for step in range(3)]
        return tuple(Evidence(sentence=one.id, quote=one.text, start=one.start, end=one.end) for one in found)

    def labelled(place: int, one: Sentence) -> Labelled:
        part = PARTS[place * len(PARTS) // len(said)]
        return Labelled(id=one.id, text=one.text, parts=(part,), start=one.start, end=one.end)

    return Take(
        number=1,
        answer=Clip(path=f"turn-{number:02d}/take-1/answer.wav", seconds=SECONDS),
        ended_by="file",
        heard=heard,
        delivery=delivery(heard, SECONDS),
        grade=Graded(
            overall=4,
            low=3,
            high=4,
            parts=tuple(PartScore(part=part, score=2, evidence=evidence(n * 3)) for n, part in enumerate(PARTS)),
            points=tuple(
                PointScore(point=point.text, score=1, evidence=evidence(n * 4))
                for n, point in enumerate(question.points)
            ),
            sentences=tuple(labelled(n, one) for n, one in enumerate(said)),
            judged_by=JudgedBy(model="none", host="this computer", rubric="0" * 64, prompts=()),
            seconds=1.0,
        ),
    )


def session() -> Session:
    bank = banks.find("it-product-manager")
    asked = tuple(islice(cycle(bank.questions), ANSWERS))
    return Session(
        id="2026-11-23T10-00-00-pages",
        bank=bank.id,
        role=bank.role,
        status="complete",
        started_at=datetime(2026, 11, 23, 10, 0, tzinfo=UTC),
        planned=asked,
        source="file",
        turns=tuple(
            Turn(number=number, question=question, takes=(take(number, question),))
            for number, question in enumerate(asked, start=1)
        ),
    )


def opened(browser: Browser, file: Path) -> tuple[float, float, int, int]:
    """(seconds to open, seconds from a click to sound, claims that open at a playable second, claims)"""
    tab = browser.new_context().new_page()
    tab.goto(file.as_uri(), wait_until="load")
    tab.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    shown = tab.evaluate("() => performance.now() / 1000")
    begun = time.perf_counter()
    tab.locator("button.hear.said").first.click()
    tab.wait_for_function("() => document.getElementById('audio').currentTime > 0 && !audio.paused")
    heard = time.perf_counter() - begun
    playable, claims = tab.evaluate(
        """async () => {
            const audio = document.getElementById("audio");
            const lengths = {};
            let good = 0;
            const buttons = [...document.querySelectorAll("button.hear.said")];
            for (const each of buttons) {
                if (!(each.dataset.sound in lengths)) {
                    each.click();
                    await new Promise((done) => audio.addEventListener("playing", done, { once: true }));
                    lengths[each.dataset.sound] = audio.duration;
                }
                good += Number(each.dataset.at) < lengths[each.dataset.sound];
            }
            return [good, buttons.length];
        }"""
    )
    tab.context.close()
    return shown, heard, playable, claims


def spent() -> float:
    """Seconds of processor time of this process and of its children that have ended."""
    now = os.times()
    return now.user + now.system + now.children_user + now.children_system


def rows(folder: Path) -> list[tuple[str, str, str, str]]:
    """(measure, ours, floor, aim)"""
    kept = session()
    store = FolderStore(folder / "recordings")
    store.begin(kept)
    for turn in kept.turns:
        wav = store.folder(kept.id) / f"turn-{turn.number:02d}" / "take-1" / "answer.wav"
        wav.parent.mkdir(parents=True)
        soundfile.write(wav, speech(turn.number), RATE, subtype="PCM_16")
    begun = spent()
    with closing(OpusEncoder()) as opus:
        text = page(kept, store.folder(kept.id), opus.encode, outline)
    made = spent() - begun
    with closing(OpusEncoder()) as opus:
        again = page(kept, store.folder(kept.id), opus.encode, outline)
    (folder / "report.html").write_text(text, encoding="utf-8")
    store.end(kept)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tries = [opened(browser, folder / "report.html") for _ in range(TRIES)]
        browser.close()
    size = len(text.encode()) / 1e6
    pictures = sum(len(part.split("</svg>\n</div>")[0]) for part in text.split('<svg class="strip"')[1:]) / 1e6
    playable, claims = tries[0][2:]
    return [
        (f"size of {ANSWERS} answers of {SECONDS:.0f} s", f"{size:.1f} MB", "8 MB", "4 MB"),
        ("of it, pictures", f"{pictures:.2f} MB", "", ""),
        (f"time to open (median of {TRIES})", f"{statistics.median(each[0] for each in tries):.2f} s", "2 s", "1 s"),
        (
            f"from a click to its sound (median of {TRIES})",
            f"{statistics.median(each[1] for each in tries):.2f} s",
            "",
            "",
        ),
        ("claims that open at a playable second", f"{playable} of {claims}", "all", "all"),
        ("processor time to make it, sound to Opus included", f"{made:.1f} s", "", ""),
        ("made again, byte for byte the same", "yes" if again == text else "no", "yes", "yes"),
    ]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--to", type=Path)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        table = rows(Path(name))
    where = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    lines = [
        f"Measured {datetime.now().astimezone():%Y-%m-%d} on {where}, Python {platform.python_version()}.",
        "",
        "| measure | ours | floor | aim |",
        "| --- | --- | --- | --- |",
        *(f"| {' | '.join(row)} |" for row in table),
    ]
    print("\n".join(lines))
    if given.to:
        given.to.write_text(
            "# The page\n\n`python -m benchmarks.pages`; what is measured, and on what, is told at its head.\n\n"
            + "\n".join(lines)
            + "\n",
            encoding="utf-8",
        )
    print(json.dumps(table))


if __name__ == "__main__":
    main()
