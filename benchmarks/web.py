"""The studio in a real browser, measured. Prints a table; `--to FILE` keeps it as Markdown.

    python -m benchmarks.web [--to benchmarks/web.md] [--times N]

Chromium's microphone is the demo's own synthetic speech. Sound lost is what the page heard and the disk does not hold:
for a killed browser against the wall clock at the kill, for a network that is away for ten seconds against every
sample that the page sent. A caption is late by the time from the end of its last word to its appearance. The page is
usable when its first button can be pressed, counted from the start of the command. The attack rows are those of
tests/web/test_guard.py, against the running server.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import platform
import statistics
import struct
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Page

from interviewer import settings as choices
from interviewer.adapters.folder_store import FolderStore
from tests.sounds import read_wav
from tests.spoken import demo_answer
from tests.web.lossy import LossyWire
from tests.web.studio import Studio, chromium, free_port, studio
from tests.web.test_guard import ALL, HOSTILE_HOSTS, HOSTILE_ORIGINS, REFUSED

ABSENT_SECONDS = 10.0
BYTES_A_SECOND = 32_000
HEAD = struct.Struct("<III")
SETTINGS = {"voice": "off", "judge": "off", "profile": "manual", "follow_ups": "0"}

WATCH_SOUND = """
    window.sends = [];
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
        if (typeof data !== 'string') window.sends.push([Date.now(), data.byteLength - 12]);
        return send.call(this, data);
    };
"""

WATCH_CAPTIONS = """() => {
    window.captions = [];
    new MutationObserver((changes) => {
        for (const change of changes) for (const node of change.addedNodes) window.captions.push(Date.now());
    }).observe(document.getElementById('captions'), { childList: true });
}"""


@dataclass
class Tab:
    """A page, and every chunk of sound that it sent."""

    page: Page
    sent: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.page.add_init_script(WATCH_SOUND)
        self.page.on("websocket", lambda wire: wire.on("framesent", self._sent))

    def _sent(self, payload: Any) -> None:
        message = payload["payload"] if isinstance(payload, dict) else payload
        if isinstance(message, bytes):
            take, number, _flags = HEAD.unpack_from(message)
            self.sent[take, number] = message[HEAD.size :]

    def begin(self, link: str) -> None:
        self.page.goto(link)
        self.page.get_by_label("How many").fill("1")
        self.page.get_by_label("The browser's microphone").check()
        self.page.get_by_role("button", name="Begin the interview").click()
        self.page.wait_for_selector("#live[data-phase=recording]", timeout=120_000)

    def begun(self) -> float:
        """When the first sample was in the air, at the latest: no chunk is sent before its last sample was."""
        ends, seconds = [], 0.0
        for at, size in self.page.evaluate("() => window.sends"):
            seconds += size / BYTES_A_SECOND
            ends.append(at / 1000 - seconds)
        return min(ends)

    def heard(self) -> bytes:
        return b"".join(pcm for _, pcm in sorted(self.sent.items()))


@contextmanager
def own_folders() -> Iterator[Path]:
    """Recordings and settings of the measurement's own."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "interviewer.toml").touch()
        for name in ("recordings", "cache", "banks"):
            os.environ[f"INTERVIEWER_{name.upper()}"] = str(home / name)
        os.environ["INTERVIEWER_CONFIG"] = str(home / "interviewer.toml")
        yield home


def recorded(opened: Studio) -> bytes:
    store = FolderStore(opened.recordings)
    return read_wav(store.folder(store.names()[-1]) / "turn-01/take-1/answer.wav")


def killed_tab(sound: Path) -> float:
    """Seconds of sound lost when the whole browser is killed in mid-answer: heard by the page, and not on disk."""
    with studio(**SETTINGS) as opened:
        with chromium(sound) as browser:
            tab = Tab(browser.new_context().new_page())
            tab.begin(opened.link)
            tab.page.wait_for_timeout(3_000)
            begun = tab.begun()
            _kill()
            spoken = time.time() - begun
        time.sleep(0.5)  # what was on its way has come
        return max(0.0, spoken - len(recorded(opened)) / BYTES_A_SECOND)


def _kill() -> None:
    """End the processes of the browser without any word to its pages."""
    for child in psutil.Process().children(recursive=True):
        if "chrom" in child.name():
            child.kill()


def absent_network(sound: Path) -> float:
    """Seconds of sound lost when nothing goes through for ten seconds in mid-answer."""
    port, shown = free_port(), free_port()
    with LossyWire(shown, port) as wire, studio(shown, port, **SETTINGS) as opened, chromium(sound) as browser:
        tab = Tab(browser.new_context().new_page())
        tab.begin(opened.link)
        tab.page.wait_for_timeout(3_000)
        wire.cut()
        tab.page.wait_for_timeout(round(1000 * ABSENT_SECONDS))
        wire.mend()
        tab.page.wait_for_selector("#trouble", state="hidden", timeout=60_000)
        tab.page.wait_for_timeout(2_000)
        tab.page.keyboard.press("Enter")
        tab.page.wait_for_selector("#live[data-phase=over]", timeout=120_000)
        on_disk, heard = recorded(opened), tab.heard()
        if on_disk != heard:
            return max(0.1, (len(heard) - len(on_disk)) / BYTES_A_SECOND)
        return max(0.0, ABSENT_SECONDS + 5.0 - len(on_disk) / BYTES_A_SECOND)


def captions(sound: Path) -> list[float]:
    """For each caption, seconds from the end of its last word to its appearance on the page."""
    with studio(**SETTINGS) as opened, chromium(sound) as browser:
        tab = Tab(browser.new_context().new_page())
        tab.begin(opened.link)
        tab.page.evaluate(WATCH_CAPTIONS)
        tab.page.wait_for_timeout(55_000)
        tab.page.keyboard.press("Enter")
        tab.page.wait_for_selector("#live[data-phase=over]", timeout=240_000)
        shown = tab.page.evaluate("() => window.captions")
        store = FolderStore(opened.recordings)
        journal = (store.folder(store.names()[-1]) / "events.jsonl").read_text(encoding="utf-8")
        ends = [event["end"] for event in _events(journal) if event.get("type") == "captioned"]
        begun = tab.begun()
        return [at / 1000 - begun - end for at, end in zip(shown, ends, strict=False)]


def _events(journal: str) -> Iterator[dict[str, Any]]:
    for line in journal.splitlines():
        yield json.loads(line)["event"]


def usable() -> float:
    """Seconds from the start of the command until the first button can be pressed."""
    with chromium() as browser:
        page = browser.new_context().new_page()
        begun = time.monotonic()
        with studio(**SETTINGS) as opened:
            page.goto(opened.link)
            page.get_by_role("button", name="Begin the interview").wait_for(state="visible")
            return time.monotonic() - begun


def sent_bytes() -> tuple[int, int]:
    """(compressed bytes of every script and style, how many files)"""
    static = Path(__file__).parents[1] / "interviewer" / "web" / "static"
    files = [file for file in sorted(static.iterdir()) if file.suffix in (".js", ".css")]
    files.append(Path(__file__).parents[1] / "interviewer" / "pages" / "templates" / "report.css")
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files), len(files)


def attacks() -> tuple[int, int]:
    """(rows that the guard did not refuse, rows) against the running server, over raw connections."""
    through = rows = 0
    with studio(**SETTINGS) as opened:
        here = f"127.0.0.1:{opened.port}"
        token = opened.link.partition("/enter")[2]
        cookie = _asked(opened.port, "GET", f"/enter{token}", {"Host": here})[1].partition(";")[0]
        for method, path in ALL:
            verb = "GET" if method == "WS" else method
            usual = {"Host": here, "Origin": f"http://{here}", "Cookie": cookie}
            if method == "WS":
                usual |= {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
                usual |= {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
            for hostile in _hostile(method, path, here):
                headers = {name: text for name, text in (usual | hostile).items() if text is not None}
                status, _ = _asked(opened.port, verb, path, headers)
                rows += 1
                through += status not in REFUSED
    return through, rows


def _hostile(method: str, path: str, here: str) -> Iterator[dict[str, str | None]]:
    port = here.rpartition(":")[2]
    for host in (each.replace("8700", port) for each in HOSTILE_HOSTS):
        if host.strip() != here:  # white space at the end of a header is no part of it
            yield {"Host": host, "Origin": f"http://{host}"}
    for site in ("cross-site", "same-site"):
        yield {"Sec-Fetch-Site": site}
    if method not in ("GET", "HEAD"):
        for origin in HOSTILE_ORIGINS:
            yield {"Origin": None if origin is None else origin.replace("8700", port)}
    if path != "/enter" and not path.startswith("/static"):
        yield {"Cookie": None}
        yield {"Cookie": f"interviewer-{port}=guess"}


def _asked(port: int, method: str, path: str, headers: dict[str, str]) -> tuple[int, str]:
    """(status, cookie set); a connection that is closed without a word is a refusal."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, text in headers.items():
            connection.putheader(name, text)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.headers.get("set-cookie", "")
    except (OSError, http.client.HTTPException):
        return 400, ""
    finally:
        connection.close()


def _ms(seconds: list[float]) -> str:
    return f"{1000 * max(seconds):.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, metavar="FILE")
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    with own_folders() as home:
        ears = choices.load().ears
        sound = demo_answer(1, home, until=60)
        tabs = [killed_tab(sound) for _ in range(given.times)]
        network = [absent_network(sound) for _ in range(max(1, given.times // 2))]
        spoken = (sound, demo_answer(2, home, until=60))
        late = sorted(seconds for each in spoken for seconds in captions(each))
        ready = [usable() for _ in range(given.times + 1)][1:]
        size, files = sent_bytes()
        through, rows = attacks()
    p95 = late[min(len(late) - 1, round(0.95 * (len(late) - 1)))] if late else float("nan")
    lines = [
        ("measure", "found", "floor", "aim"),
        ("---", "---", "---", "---"),
        (f"sound lost when the browser is killed, worst of {len(tabs)}", _ms(tabs), "500 ms", "200 ms"),
        (f"sound lost when the network drops for 10 s, worst of {len(network)}", _ms(network), "0", "0"),
        (f"caption behind the voice, p95 of {len(late)}", f"{p95:.1f} s", "6 s", "3 s"),
        (f"page usable, warm, median of {len(ready)}", f"{statistics.median(ready):.2f} s", "3 s", "1 s"),
        (f"attack rows that get through, of {rows}", str(through), "0", "0"),
        (f"script and style, all {files} files, compressed", f"{size / 1000:.1f} kB", "150 kB", "60 kB"),
    ]
    table = "\n".join("| " + " | ".join(row) + " |" for row in lines)
    print(table)
    if given.to:
        where = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        measured = f"Measured {time.strftime('%Y-%m-%d')} on {where}; ears {ears}."
        text = f"# The studio in the browser\n\n`python -m benchmarks.web`\n\n{measured}\n\n{table}\n"
        given.to.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
