"""A tab of a real browser that holds an interview."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, WebSocket

HEAD = struct.Struct("<III")
"""Take, number and flags before every chunk of sound."""


class Tab:
    """A page, what it complained of, and every chunk of sound that it sent."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.sent: dict[tuple[int, int], list[bytes]] = {}
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._said)
        self.page.on("websocket", self._follow)

    def _said(self, message: ConsoleMessage) -> None:
        if "WebSocket" not in message.text:  # a wire that was cut is told by the page itself
            self.complaints.append(message.text)

    def _follow(self, wire: WebSocket) -> None:
        wire.on("framesent", self._sent)

    def _sent(self, payload: object) -> None:
        message = payload["payload"] if isinstance(payload, dict) else payload
        if isinstance(message, bytes):
            take, number, _flags = HEAD.unpack_from(message)
            versions = self.sent.setdefault((take, number), [])
            if message[HEAD.size :] not in versions:
                versions.append(message[HEAD.size :])

    def heard(self, take: int = 1) -> bytes:
        """Every sample that this page sent of a take, in order; no chunk was ever sent with other sound."""
        assert [versions for (of, _), versions in self.sent.items() if of == take and len(versions) > 1] == []
        return b"".join(pcm for (of, _), (pcm, *_) in sorted(self.sent.items()) if of == take)

    def seams(self, sound: bytes) -> int:
        """How many chunks of the first take a reload overtook on their way; all of `sound` is what was sent."""
        at = seams = 0
        for (of, _), versions in sorted(self.sent.items()):
            if of == 1:
                pcm = next(pcm for pcm in versions if sound.startswith(pcm, at))
                at, seams = at + len(pcm), seams + len(versions) - 1
        assert at == len(sound)
        return seams

    def begin(self, link: str, questions: int = 1, answers: str = "The browser's microphone") -> None:
        self.page.goto(link)
        self.page.get_by_label("How many").fill(str(questions))
        self.page.get_by_label(answers).check()
        self.page.get_by_role("button", name="Begin the interview").click()
        self.page.wait_for_url("**/practise/live")

    def until(self, phase: str) -> None:
        self.page.wait_for_selector(f"#live[data-phase={phase}]", timeout=120_000)

    def until_clock(self, seconds: int) -> None:
        """Until so much of the answer is known to be recorded."""
        self.page.wait_for_function(
            """(seconds) => {
                const [minutes, rest] = document.getElementById('clock').textContent.split(':').map(Number);
                return 60 * minutes + rest >= seconds;
            }""",
            arg=seconds,
            timeout=120_000,
        )
