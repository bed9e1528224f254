"""A page in the browser as the loudspeaker: it is told which clip to play, and says how far it came."""

from __future__ import annotations

import threading
import wave
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from interviewer.errors import VoiceError
from interviewer.ports import Speaker

ASKED_SECONDS = 0.05
"""How often `stop` is asked."""


@dataclass
class Clip:
    """What the page plays now; a page that comes later plays it from `start` again."""

    number: int
    wav: Path
    start: float
    length: float
    reached: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)
    failed: bool = False


class PageSpeaker(Speaker):
    """Plays on the page that is there. Without any it waits for one, until `stop`: a question is asked of somebody."""

    def __init__(self, changed: Callable[[], None]) -> None:
        """`changed` is called, from any thread, when the page has something else to play."""
        self.name = "the browser"
        self.clip: Clip | None = None
        self._changed = changed
        self._number = 0

    def play(self, wav: Path, *, start: float = 0.0, stop: Callable[[], bool] = lambda: False) -> float:
        length = _length(wav)
        if start >= length:
            return start
        self._number += 1
        clip = self.clip = Clip(self._number, wav, start, length, reached=start)
        self._changed()
        try:
            while not clip.over.wait(ASKED_SECONDS):
                if stop():
                    return clip.reached
        finally:
            self.clip = None
            self._changed()
        if clip.failed:
            raise VoiceError("The browser cannot play the question.", hint="Read it, and look at the browser's sound.")
        return clip.reached

    def heard(self, number: int, seconds: float, *, over: bool, failed: bool = False) -> None:
        """What the page says of clip `number`; of any other than the present one nothing is believed."""
        clip = self.clip
        if clip is None or clip.number != number:
            return
        clip.reached = clip.length if over and not failed else min(max(clip.start, seconds), clip.length)
        clip.failed = failed
        if over or failed:
            clip.over.set()


def _length(wav: Path) -> float:
    try:
        with wave.open(str(wav), "rb") as clip:
            return clip.getnframes() / clip.getframerate()
    except (OSError, EOFError, wave.Error) as fault:
        raise VoiceError(f"{wav.name} cannot be played ({fault}).") from fault
