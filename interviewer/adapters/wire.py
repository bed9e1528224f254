"""The wire from the device's callback to the writer: bounded, and never in the callback's way."""

from __future__ import annotations

import queue
import threading
import time
from contextlib import suppress
from dataclasses import dataclass

WIRE_SECONDS = 10.0
"""How far the disk may fall behind before sound is dropped, and said to be."""

LONGEST_GAP = 60.0
"""No gap is filled with more silence than this: a laptop that slept all night must not fill the disk."""

BELIEVABLE_DELAY = 3.0
"""Seconds from the air to the callback; PortAudio's own figure is not believed beyond (some drivers give none)."""

GATE_SECONDS = 0.5
"""Zeros for so long and then sound: the device has a noise gate, so that zeros from it mean a quiet room."""

ASLEEP_SECONDS = 1.5
"""Shorter sleep of the computer is none. Only sleep counts: to a program that was merely held up, by a busy machine or
by a signal, the sound server brings what it has kept, late and whole.
"""

_NEVER = float("inf")


def boot_clock() -> float:
    """Seconds of a clock that goes on while the computer sleeps, which `time.monotonic` does not on every system."""
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"):  # Linux; macOS, where this one counts sleep too
        if hasattr(time, name):
            return time.clock_gettime(getattr(time, name))
    return time.monotonic()


def asleep() -> float:
    """Seconds for which the computer has slept since it was started; on Windows always the same."""
    return boot_clock() - time.monotonic()


@dataclass(frozen=True, slots=True)
class Block:
    """Sound as the device sent it."""

    pcm: bytes
    seconds: float
    begun: float
    """When its first sample was in the air, by the monotonic clock."""

    lost_seconds: float
    """Sound dropped just before it."""

    wanted: bool
    """False for sound of before the take, of a pause, or of after the take."""


class Wire:
    """Puts come from PortAudio's thread, gets from the writer; between takes nothing is kept."""

    def __init__(self, bytes_a_second: int) -> None:
        self.first_block = threading.Event()
        self.first_sound = threading.Event()
        """Set once anything but zeros has come."""

        self.gated = False
        self.ended = False
        """Whether PortAudio says that the stream is over."""

        self._bytes_a_second = bytes_a_second
        self._blocks: queue.SimpleQueue[Block] = queue.SimpleQueue()
        self._put_seconds = 0.0
        self._got_seconds = 0.0
        self._dropped = 0.0
        self._due = _NEVER
        self._last_put = time.monotonic()
        self._slept = asleep()
        self._from = _NEVER
        self._until = _NEVER
        self._passed = False
        self._zeros = 0.0

    # -- PortAudio's side

    def put(self, pcm: bytes, delay: float, *, overflow: bool) -> None:
        """One block that entered the device `delay` seconds ago; `overflow`: some was lost before it."""
        seconds = len(pcm) / self._bytes_a_second
        now_asleep = asleep()
        slept, self._slept = now_asleep - self._slept, now_asleep
        self._last_put = time.monotonic()
        begun = self._last_put - (delay if 0 < delay < BELIEVABLE_DELAY else seconds)
        if overflow:
            self._dropped += max(seconds, begun - self._due)
        if slept > ASLEEP_SECONDS:
            self._dropped = max(self._dropped, slept)
        self._due = begun + seconds
        self._notice(pcm, seconds)
        if self._from == _NEVER:
            self._dropped = 0.0
        elif self._put_seconds - self._got_seconds > WIRE_SECONDS:
            self._dropped += seconds
        else:
            wanted = self._from <= begun < self._until
            self._blocks.put(Block(pcm, seconds, begun, min(self._dropped, LONGEST_GAP), wanted))
            self._put_seconds += seconds
            self._dropped = 0.0

    def end(self) -> None:
        """The stream is over: stopped by us, or because its device or its server is gone."""
        self.ended = True

    def _notice(self, pcm: bytes, seconds: float) -> None:
        self.first_block.set()
        if self.first_sound.is_set():
            return
        if any(pcm):
            self.gated = self._zeros >= GATE_SECONDS
            self.first_sound.set()
        else:
            self._zeros += seconds

    # -- the writer's side

    def listen(self) -> None:
        """Sound that is in the air from now on is wanted."""
        self._from = time.monotonic()
        self._until = _NEVER
        self._passed = False

    def hush(self) -> None:
        """Sound that is in the air from now on is not wanted; what is still under way is."""
        if self._until == _NEVER:
            self._until = time.monotonic()

    def forget(self) -> None:
        """The take is over: keep nothing until the next one."""
        self._from = _NEVER
        with suppress(queue.Empty):
            while True:
                self._blocks.get_nowait()
        self._got_seconds = self._put_seconds

    def get(self, timeout: float) -> Block | None:
        """The oldest block, or None when none came in time."""
        try:
            block = self._blocks.get(timeout=timeout)
        except queue.Empty:
            return None
        self._got_seconds += block.seconds
        self._passed = self._passed or block.begun >= self._until
        return block

    def is_through(self, longest_wait: float) -> bool:
        """After `hush`: whether everything that was wanted has been got, or has not come for too long."""
        waited = time.monotonic() - self._until
        return self._passed or (self._blocks.empty() and waited >= longest_wait)

    def seconds_since_block(self) -> float:
        return time.monotonic() - self._last_put
