"""Sound files as the microphone: the same blocks, the same disk, in real time or as fast as they can be read."""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from interviewer.adapters.sound_files import check_file, decode
from interviewer.adapters.tape import Tape
from interviewer.errors import BadAudio, MicrophoneError, NoMicrophone
from interviewer.model.audio import Chunk
from interviewer.ports import Microphone, Recording

IDLE_SECONDS = 0.1
"""How often a paused recording gives a sign of life."""


class FileMicrophone(Microphone):
    """File number n is the answer to question n; a question that is answered again hears the same file again.

    So it is with `follow_ups`, counted over the whole interview.
    """

    def __init__(self, files: Sequence[Path], *, fast: bool = False, follow_ups: Sequence[Path] = ()) -> None:
        self.files = tuple(files)
        self.follow_ups = tuple(follow_ups)
        self.fast = fast
        self.name = ", ".join(file.name for file in self.files)

    def __enter__(self) -> Self:
        """Look through every file. Raises BadAudio, or NoMicrophone when there is no file at all."""
        if not self.files:
            raise NoMicrophone("No file to answer from was given.", hint="Try --answer-from answer.wav")
        for file in (*self.files, *self.follow_ups):
            check_file(file)
        return self

    def __exit__(self, *exc: object) -> None:
        """Nothing is held open."""

    @contextmanager
    def record(self, to: Path, *, turn: int) -> Iterator[Recording]:
        """Raises NoMicrophone when there are fewer files than questions."""
        if not 1 <= turn <= len(self.files):
            raise NoMicrophone(
                f"There is no file for question {turn}: only {len(self.files)} to answer from.",
                hint=f"Try --questions {len(self.files)}",
            )
        with self._recorded(self.files[turn - 1], to) as recording:
            yield recording

    @contextmanager
    def record_follow_up(self, to: Path, *, turn: int, number: int) -> Iterator[Recording]:
        """Raises NoMicrophone when there are fewer files than follow-ups."""
        if not 1 <= number <= len(self.follow_ups):
            raise NoMicrophone(
                f"There is no file for follow-up {number}: only {len(self.follow_ups)} to answer from.",
                hint="Try one more --follow-up-from",
            )
        with self._recorded(self.follow_ups[number - 1], to) as recording:
            yield recording

    @contextmanager
    def _recorded(self, file: Path, to: Path) -> Iterator[Recording]:
        pace = _AsFastAsItCan() if self.fast else _RealTime()
        with Tape(to) as tape:
            recording = _FileRecording(file, tape, pace)
            try:
                yield recording
            finally:
                if recording.kept is not None:
                    tape.cut(recording.kept)


class _Pace(ABC):
    """When the next block has been heard."""

    @abstractmethod
    def wait(self, seconds: float) -> None:
        """Until a block of this length has passed."""

    @abstractmethod
    def restart(self) -> None:
        """After a pause."""


class _RealTime(_Pace):
    """By the monotonic clock, counted from the start: a late block does not make the next one late too."""

    def __init__(self) -> None:
        self._due = time.monotonic()

    def wait(self, seconds: float) -> None:
        self._due += seconds
        time.sleep(max(0.0, self._due - time.monotonic()))

    def restart(self) -> None:
        self._due = time.monotonic()


class _AsFastAsItCan(_Pace):
    def wait(self, seconds: float) -> None: ...

    def restart(self) -> None: ...


class _FileRecording(Recording):
    """Like a person, a file waits while the recording is paused: nothing of it is lost."""

    def __init__(self, file: Path, tape: Tape, pace: _Pace) -> None:
        self._file = file
        self._tape = tape
        self._pace = pace
        self._running = threading.Event()
        self._running.set()

    def __iter__(self) -> Iterator[Chunk]:
        self._pace.restart()
        try:
            for block in decode(self._file):
                yield from self._pauses()
                chunk = Chunk(block)
                self._pace.wait(chunk.seconds)
                self._tape.add(block)
                yield chunk
        except BadAudio as fault:
            raise MicrophoneError(fault.message) from fault

    def _pauses(self) -> Iterator[Chunk]:
        while not self._running.is_set():
            if self._running.wait(IDLE_SECONDS):
                self._pace.restart()
            else:
                yield Chunk(b"")

    def pause(self) -> None:
        self._running.clear()

    def resume(self) -> None:
        self._running.set()

    @property
    def seconds(self) -> float:
        return self._tape.seconds
