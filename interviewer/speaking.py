"""The interviewer's voice, and what may cut it short: a key, or the candidate who goes on with the answer before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from interviewer.crew import Crew
from interviewer.errors import StoreError, VoiceError
from interviewer.model.audio import Clip
from interviewer.overhearing import Overhearing
from interviewer.ports import Key
from interviewer.sitting import Sitting


class Speaking:
    """Used by the loop's thread alone."""

    def __init__(self, crew: Crew, sitting: Sitting) -> None:
        self.open: Overhearing | None = None
        """The take that seems over, as long as its end can be taken back."""

        self._crew = crew
        self._sitting = sitting
        self._key: Key | None = None

    def render(self, text: str, wav: Callable[[], Path], turn: int) -> Clip | None:
        """The text as sound in the session's folder; a voice that fails is noted, and the words are shown."""
        if self._crew.voice is None:
            return None
        try:
            path = wav()
            seconds = self._crew.voice.render(text, path)
        except (VoiceError, StoreError) as error:
            self._sitting.stumble(error, turn=turn)
            return None
        return Clip(path=self.relative(path), seconds=seconds)

    def prepare(self, text: str) -> None:
        """Have a text rendered in the background, where a voice can."""
        if self._crew.voice is not None:
            self._crew.voice.prepare(text)

    def play(self, clip: Clip | None, text: str, turn: int, start: float = 0.0) -> float:
        """Let a clip that says `text` be heard, until a key or the candidate stops it.

        Returns the second of it that was reached.
        """
        if clip is None:
            return 0.0
        overhearing, reached = self.open, clip.seconds
        if overhearing is not None:
            overhearing.voice_begins(text, max(0.0, clip.seconds - start))
        try:
            reached = self._crew.speaker.play(self._sitting.folder / clip.path, start=start, stop=self.must_be_silent)
        except VoiceError as error:
            self._sitting.stumble(error, turn=turn)
            return 0.0
        finally:
            if overhearing is not None:
                overhearing.voice_ends(start, reached, clip.seconds)
        return reached

    def relative(self, path: Path) -> str:
        """The path as the session keeps it."""
        return path.relative_to(self._sitting.folder).as_posix()

    def key_waits(self) -> bool:
        """Whether a key was pressed; it stays to be taken."""
        if self._key is None:
            self._key = self._crew.keys.pressed()
        return self._key is not None

    def must_be_silent(self) -> bool:
        """Whether a key, or the candidate who goes on, stops the voice."""
        return self.key_waits() or (self.open is not None and self.open.interrupts())

    def take_key(self) -> Key | None:
        """The oldest press not yet taken."""
        key, self._key = (self._key, None) if self._key is not None else (self._crew.keys.pressed(), None)
        return key
