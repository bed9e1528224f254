"""The studio as a user starts it, in a process of its own, and a real Chromium that comes to it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserType

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed here")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


BEHIND_A_WIRE = """
import sys
from interviewer.web.doorway import Doorway
from interviewer.web.serving import listen, serve
port, shown = map(int, sys.argv[1:])
doorway = Doorway(shown)
serve(listen(port), doorway, lambda: print(doorway.link(), flush=True))
"""
"""Serves on one port and believes that it is another, as browsers do which come through a wire."""


@dataclass
class Studio:
    """`interviewer web`, running."""

    port: int
    settings: dict[str, str] = field(default_factory=dict)
    shown_port: int = 0
    """The port that browsers come to, where something stands between. 0: the same."""

    program: subprocess.Popen[str] | None = None
    link: str = ""

    def start(self) -> None:
        environment = {**os.environ, **{f"INTERVIEWER_{name.upper()}": text for name, text in self.settings.items()}}
        arguments = ["-c", BEHIND_A_WIRE, str(self.port), str(self.shown_port)]
        if not self.shown_port:
            arguments = ["-m", "interviewer", "web", "--no-open", "--port", str(self.port)]
        self.program = subprocess.Popen(
            [sys.executable, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=_ctrl_c_works,
        )
        assert self.program.stdout is not None
        said = ""
        for line in self.program.stdout:
            said += line
            if found := re.search(r"http://\S+token=\S+", line):
                self.link = found[0]
                return
        raise AssertionError(f"the studio did not start: {said}")

    def stop(self, how: signal.Signals = signal.SIGINT) -> str:
        """End it, and return what it printed."""
        assert self.program is not None
        self.program.send_signal(how)
        try:
            return self.program.communicate(timeout=30)[0]
        finally:
            self.program.kill()
            self.program.wait()

    @property
    def recordings(self) -> Path:
        return Path(os.environ["INTERVIEWER_RECORDINGS"])


def _ctrl_c_works() -> None:
    """A shell that runs things in the background makes children deaf to it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def studio(shown_port: int = 0, port: int = 0, **settings: str) -> Iterator[Studio]:
    """The program with these settings, ended in any case."""
    opened = Studio(port or free_port(), settings, shown_port)
    opened.start()
    try:
        yield opened
    finally:
        if opened.program is not None and opened.program.poll() is None:
            opened.stop()


@contextmanager
def chromium(sound: Path | None = None) -> Iterator[Browser]:
    """A browser whose microphone is `sound`, once and from the start; without it, a beep now and then."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed here")
    with playwright.sync_playwright() as driver, another(driver.chromium, sound) as opened:
        yield opened


@contextmanager
def another(kind: BrowserType, sound: Path | None = None) -> Iterator[Browser]:
    """One more browser of the same driver, as `chromium` opens it."""
    fakes = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    if sound is not None:
        fakes.append(f"--use-file-for-fake-audio-capture={sound}%noloop")
    opened = kind.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required", *fakes]
    )
    try:
        yield opened
    finally:
        opened.close()
