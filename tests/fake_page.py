"""A page in the browser without a browser: does what the ports of a page ask, in a thread of its own."""

from __future__ import annotations

import threading
import time
from typing import Self

from interviewer.adapters.page_microphone import LARGEST_CHUNK, PageMicrophone
from interviewer.adapters.page_speaker import PageSpeaker


class FakePage:
    """Sends `sound` chunk by chunk, again for every take; plays clips in real time without a sound."""

    def __init__(self, sound: bytes) -> None:
        self._chunks = [sound[at : at + LARGEST_CHUNK] for at in range(0, len(sound), LARGEST_CHUNK)]
        self._microphone: PageMicrophone | None = None
        self._speaker: PageSpeaker | None = None
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._live, daemon=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._leaving.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> None:
        """Called when there is something else to do; this page looks all the time."""

    def lend(self, microphone: PageMicrophone) -> None:
        self._microphone = microphone
        self._thread.start()

    def hear(self, speaker: PageSpeaker) -> None:
        self._speaker = speaker
        self._thread.start()

    def _live(self) -> None:
        begun, playing = 0.0, 0
        while not self._leaving.wait(0.005):
            self._send()
            clip = self._speaker.clip if self._speaker is not None else None
            if clip is None or self._speaker is None:
                continue
            if clip.number != playing:
                begun, playing = time.monotonic(), clip.number
            reached = clip.start + time.monotonic() - begun
            self._speaker.heard(clip.number, reached, over=reached >= clip.length)

    def _send(self) -> None:
        wanted = self._microphone.wanted if self._microphone is not None else None
        if wanted is None or self._microphone is None or (wanted.paused and not wanted.closing):
            return
        last = wanted.closing
        pcm = b"" if last else self._chunks[wanted.next % len(self._chunks)]
        self._microphone.feed(wanted.take, wanted.next, pcm, last=last)
