"""A page in the browser as the microphone.

The page numbers its chunks from the first sample of a take and keeps each until it is acknowledged; here a chunk is on
disk before it is acknowledged, one that came twice is dropped, and one that comes too early is asked for again in its
turn. So what is on disk is what the page heard, byte by byte, however often the connection or the page was lost.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from interviewer.adapters.tape import Tape
from interviewer.errors import MicrophoneError, NoMicrophone, StoreError
from interviewer.model.audio import BYTES_PER_SAMPLE, RATE, Chunk
from interviewer.ports import Microphone, Recording

LARGEST_CHUNK = RATE // 10 * BYTES_PER_SAMPLE
"""Bytes in a tenth of a second."""

OPENING_SECONDS = 60.0
"""How long the page may take: somebody has to read the browser's question and answer it."""

TAIL_SECONDS = 0.5
"""How long to wait, on leaving, for what was said before and is still under way; with every chunk anew."""

_ALIVE_SECONDS = 0.25

REFUSALS = {
    "NotAllowedError": (
        "The browser does not allow this page to use the microphone.",
        "Click the sign beside the address, allow the microphone, and begin again.",
    ),
    "NotFoundError": (
        "The browser finds no microphone.",
        "Plug one in, or answer with this computer's microphone or by typing.",
    ),
    "NotReadableError": (
        "Another program holds the microphone.",
        "Close what is using it, and begin again.",
    ),
    "InsecureContext": (
        "The browser gives its microphone only to a page on this computer.",
        "Open the studio under http://127.0.0.1 and its port.",
    ),
}
"""By the name of the browser's own error: what is said of it, and what helps."""


@dataclass(frozen=True)
class Wanted:
    """What the page has to do: send take `take` from chunk `next` on."""

    take: int
    next: int
    paused: bool
    closing: bool
    """The take is over: send what is left, and mark the last chunk."""


class PageMicrophone(Microphone):
    """The microphone that a page lends."""

    def __init__(self, changed: Callable[[], None]) -> None:
        """`changed` is called, from any thread, when the page has something else to do."""
        self.name = "the browser's microphone"
        self._changed = changed
        self._answered = threading.Event()
        self._refused = ""
        self._left = False
        self._take = 0
        self._recording: PageRecording | None = None

    def __enter__(self) -> Self:
        """Wait until the page has opened its microphone. Raises NoMicrophone when it may not, or does not."""
        if not self._answered.wait(OPENING_SECONDS):
            raise NoMicrophone(
                "The page has not opened its microphone.", hint="Allow it in the browser, and try again."
            )
        if self._left:
            raise KeyboardInterrupt
        if self._refused:
            usual = (f"The browser's microphone cannot be opened ({self._refused}).", "Answer with another one.")
            message, hint = REFUSALS.get(self._refused, usual)
            raise NoMicrophone(message, hint=hint)
        return self

    def __exit__(self, *exc: object) -> None:
        """Nothing is held open here; the page lets go of its device when the interview is over."""

    @contextmanager
    def record(self, to: Path, *, turn: int) -> Iterator[Recording]:
        with Tape(to) as tape:
            self._take += 1
            recording = self._recording = PageRecording(self._take, tape, self._changed)
            self._changed()
            try:
                yield recording
            finally:
                recording.leave()
                self._recording = None
                self._changed()
                if recording.kept is not None:
                    tape.cut(recording.kept)
            recording.raise_what_the_disk_said()

    # -- the page's side

    def opened(self, name: str) -> None:
        """The page hears its microphone, which bears this name."""
        self.name = name[:200] or self.name
        self._answered.set()

    def refused(self, error: str) -> None:
        """The page could not open one: the name of the browser's error."""
        self._refused = error[:60] or "unknown"
        self._answered.set()

    def leave(self) -> None:
        """Nobody will open it any more."""
        self._left = True
        self._answered.set()

    @property
    def wanted(self) -> Wanted | None:
        recording = self._recording
        return recording.wanted if recording is not None else None

    def feed(self, take: int, number: int, pcm: bytes, *, last: bool) -> int | None:
        """One chunk; the number that is wanted next, or None when that take is over.

        Returns once the chunk is on disk. Raises MicrophoneError for what can be no chunk.
        """
        if len(pcm) > LARGEST_CHUNK or len(pcm) % BYTES_PER_SAMPLE:
            raise MicrophoneError(f"A chunk holds at most {LARGEST_CHUNK} bytes, two a sample (got {len(pcm)}).")
        recording = self._recording
        if recording is None or recording.take != take:
            return None
        return recording.feed(number, pcm, last=last)


class PageRecording(Recording):
    """One take: fed from the page's thread, followed from the interview's."""

    def __init__(self, take: int, tape: Tape, changed: Callable[[], None]) -> None:
        self.take = take
        self._tape = tape
        self._changed = changed
        self._handed: queue.SimpleQueue[Chunk | StoreError] = queue.SimpleQueue()
        self._feeding = threading.Lock()
        self._came = threading.Event()
        self._next = 0
        self._is_paused = False
        self._is_closing = False
        self._is_home = False
        self._disk_fault: StoreError | None = None

    def __iter__(self) -> Iterator[Chunk]:
        while True:
            try:
                handed = self._handed.get(timeout=_ALIVE_SECONDS)
            except queue.Empty:
                yield Chunk(b"")
                continue
            if isinstance(handed, StoreError):
                self._disk_fault = None
                raise handed
            yield handed

    def pause(self) -> None:
        self._is_paused = True
        self._changed()

    def resume(self) -> None:
        self._is_paused = False
        self._changed()

    @property
    def seconds(self) -> float:
        return self._tape.seconds

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.take, self._next, self._is_paused, self._is_closing)

    def feed(self, number: int, pcm: bytes, *, last: bool) -> int | None:
        with self._feeding:
            if self._is_home or self._disk_fault is not None:
                return None
            if number != self._next:
                return self._next
            if pcm:
                try:
                    self._tape.add(pcm)
                except StoreError as fault:
                    self._disk_fault = fault
                    self._handed.put(fault)
                    return None
                self._handed.put(Chunk(pcm))
            self._next += 1
            self._is_home = last and self._is_closing
            self._came.set()
            return self._next

    def leave(self) -> None:
        """Let the page bring home what is under way. Returns in any case."""
        if not self._next:
            self._is_home = True  # no page has sent anything yet, so nothing of the answer is under way
        self._is_closing = True
        self._changed()
        while not self._is_home and self._disk_fault is None:
            self._came.clear()
            if not self._came.wait(TAIL_SECONDS):
                break
        with self._feeding:
            self._is_home = True

    def raise_what_the_disk_said(self) -> None:
        """Raises StoreError when writing failed and nobody was told."""
        if self._disk_fault is not None:
            raise self._disk_fault
