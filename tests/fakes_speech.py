"""Stand-ins for voice and ears; they pass the contract tests of the real ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from interviewer.adapters.voice_text import LONGEST, spoken
from interviewer.errors import TranscriptionError, VoiceError
from interviewer.model.audio import BYTES_PER_SAMPLE, RATE, Chunk, Span
from interviewer.model.speech import Heard, NoSpeech, Transcript, Word
from interviewer.ports import Ears, LiveEars, Progress, Voice, silent
from tests.sounds import tone, write_wav


class FakeVoice(Voice):
    """Hums for as long as the text would take; `rendered` holds what it was asked for."""

    def __init__(self, *, name: str = "fake voice", recipe: str = "", fault: VoiceError | None = None) -> None:
        self.name = name
        self.recipe = recipe
        self.fault = fault
        self.rendered: list[str] = []
        self.is_closed = False

    def render(self, text: str, to: Path) -> float:
        if self.fault is not None:
            raise self.fault
        line = spoken(text)
        if not line or len(line) > LONGEST or self.is_closed:
            raise VoiceError("The fake voice cannot say this.")
        if not to.parent.is_dir():
            raise VoiceError("The fake voice cannot write there.")
        pcm = tone(0.5 + len(line) / 15)
        write_wav(to, pcm)
        self.rendered.append(text)
        return len(pcm) / BYTES_PER_SAMPLE / RATE

    def close(self) -> None:
        self.is_closed = True


class FakeEars(Ears):
    """Hears the words it was given, evenly spread over whatever is loud in the recording."""

    def __init__(self, text: str = "I fixed the build.", *, fault: TranscriptionError | None = None) -> None:
        self.name = "fake ears"
        self.text = text
        self.fault = fault
        self.is_closed = False

    def transcribe(self, wav: Path, progress: Progress = silent, span: Span | None = None) -> Heard:
        if self.fault is not None or self.is_closed:
            raise self.fault or TranscriptionError("The fake ears were closed.")
        try:
            start = span.start if span else 0
            sound, rate = soundfile.read(wav, start=start, stop=span.end if span else None, dtype="float32")
        except soundfile.LibsndfileError as error:
            raise TranscriptionError("The fake ears cannot read this.") from error
        if span is not None and len(sound) != span.end - span.start:
            raise TranscriptionError("The fake ears find less sound than they are asked about.")
        seconds = len(sound) / rate
        loud = (np.flatnonzero(np.abs(sound) > 0.01) + start) / rate
        if not len(loud):
            return NoSpeech(seconds=seconds, digital_silence=not np.any(sound))
        words = self.text.split()
        edges = np.linspace(loud[0], loud[-1], len(words) + 1).tolist()
        progress(1.0)
        return Transcript(
            words=tuple(
                Word(text=word, start=edges[index], end=edges[index + 1], probability=0.9)
                for index, word in enumerate(words)
            ),
            seconds=seconds,
            speech_seconds=edges[-1] - edges[0],
            language="en",
            heard_by=self.name,
        )

    def close(self) -> None:
        self.is_closed = True


class FakeLiveEars(LiveEars):
    """Has written down what `known` holds; counts what it is told."""

    def __init__(self, known: str | None = None) -> None:
        self.known = known
        self.chunks: list[Chunk] = []
        self.ends_expected = 0
        self.seemed_over = 0

    def hear(self, chunk: Chunk, speech: float) -> None:
        self.chunks.append(chunk)

    def expect_end(self) -> None:
        self.ends_expected += 1

    def seems_over(self) -> None:
        self.seemed_over += 1

    def tail(self) -> str | None:
        return self.known
