"""The ears: faster-whisper in a warm child process of its own, where a crash costs a retry and never a recording."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

import psutil

from interviewer.adapters.child import TICK, Child, ChildFailed, Message
from interviewer.errors import TranscriptionError
from interviewer.model.audio import BYTES_PER_SAMPLE, RATE, Span
from interviewer.model.speech import Heard, NoSpeech, Transcript, Word
from interviewer.ports import Ears, Progress, silent

SHORTEST_DEADLINE = 60.0
"""Seconds that even a short recording may take: a cold machine reads the weights first."""

SLOWEST = 4.0
"""Times the recording's own length after which a transcription is given up."""

MOST_THREADS = 4
"""More make Whisper slower, not faster, on ordinary machines."""

FLAT = {"ONEDNN_PRIMITIVE_CACHE_CAPACITY": "8", "MALLOC_ARENA_MAX": "1"}
"""What keeps an hour's memory as it was after the first answers, at no cost of time. oneDNN would keep plans for a
thousand shapes, and no two windows are equally long; glibc would keep a heap for every thread, each as large as the
longest window that it ever held."""


class WhisperEars(Ears):
    """Whisper weights of one folder. Calls from several threads wait for each other."""

    def __init__(self, folder: Path, *, name: str, language: str = "en", threads: int = 0) -> None:
        """Starts nothing yet. `threads` 0: one for each physical core, at most four."""
        self.name = name
        self._language = language
        self._folder = folder.resolve()
        self._threads = threads or min(_cores(), MOST_THREADS)
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._warming: threading.Thread | None = None
        self._closed = False

    def start(self) -> None:
        """See Part. Loading takes about a second; a fault is met again, and told, by whoever transcribes."""
        if self._warming is None and not self._closed:
            self._warming = threading.Thread(target=self._warm, name="warming the ears", daemon=True)
            self._warming.start()

    def close(self) -> None:
        """See Part. A transcription under way ends in a TranscriptionError."""
        self._closed = True
        child = self._child
        if child is not None:
            child.close()  # frees whoever waits for it with the lock in hand
        with self._lock:
            self._end()
        if self._warming is not None:
            self._warming.join(timeout=2.0)

    def transcribe(self, wav: Path, progress: Progress = silent, span: Span | None = None) -> Heard:
        """See Ears. A child that dies or hangs is replaced once."""
        try:
            seconds = span.seconds if span else wav.stat().st_size / BYTES_PER_SAMPLE / RATE
        except OSError as error:
            raise TranscriptionError(f"The recording {wav.name} cannot be read: {error.strerror}.") from error
        return self._heard(self._reply(wav, seconds, span, progress))

    def verbatim(self, wav: Path, span: Span, progress: Progress = silent) -> tuple[Word, ...]:
        """See Ears."""
        return _words(self._reply(wav, span.seconds, span, progress, verbatim=True))

    def _reply(
        self, wav: Path, seconds: float, span: Span | None, progress: Progress, *, verbatim: bool = False
    ) -> Message:
        request: Message = {"wav": str(wav.resolve()), "verbatim": verbatim}
        if span is not None:
            request |= {"start": span.start, "end": span.end}
        deadline = max(SHORTEST_DEADLINE, SLOWEST * seconds)
        while not self._lock.acquire(timeout=TICK):
            progress(None)
        try:
            return self._ask(request, deadline, progress)
        finally:
            self._lock.release()

    def _ask(self, request: Message, deadline: float, progress: Progress) -> Message:
        try:
            return self._try(request, deadline, progress)
        except (ChildFailed, OSError):
            self._end()
        try:
            return self._try(request, deadline, progress)
        except (ChildFailed, OSError) as error:
            self._end()
            raise TranscriptionError(
                f"The ears failed twice ({error}); the recording is kept.",
                hint="Type: interviewer regrade last",
            ) from error

    def _try(self, request: Message, deadline: float, progress: Progress) -> Message:
        if self._closed:
            raise TranscriptionError("The ears were closed before the recording was written down.")
        if self._child is None or not self._child.alive:
            self._end()
            self._child = Child(
                "interviewer.adapters.ears_child",
                str(self._folder),
                self._language,
                str(self._threads),
                threads=self._threads,
                native=FLAT,
            )
        return self._child.ask(request, deadline=deadline, told=progress)

    def _warm(self) -> None:
        with self._lock, contextlib.suppress(ChildFailed, OSError, TranscriptionError):
            self._try({"load": True}, SHORTEST_DEADLINE, silent)

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.close()

    def _heard(self, reply: Message) -> Heard:
        if not reply["words"]:
            return NoSpeech(seconds=reply["seconds"], digital_silence=reply["digital_silence"])
        return Transcript(
            words=_words(reply),
            seconds=reply["seconds"],
            speech_seconds=reply["speech_seconds"],
            language=self._language,
            heard_by=self.name,
        )


def _words(reply: Message) -> tuple[Word, ...]:
    return tuple(
        Word(text=text, start=start, end=end, probability=probability)
        for text, start, end, probability in reply["words"]
    )


def _cores() -> int:
    """Physical cores that this process may use."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(psutil.cpu_count(logical=False) or 1, allowed))
