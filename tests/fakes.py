"""Stand-ins for microphone, loudspeaker, speech and turn detector; they pass the contract tests of the real ones."""

from __future__ import annotations

import wave
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from interviewer.adapters.tape import Tape
from interviewer.errors import BadAudio, InterviewerError, NoMicrophone, VoiceError
from interviewer.model.audio import BYTES_PER_SAMPLE, RATE, Chunk
from interviewer.model.sound import Contours
from interviewer.ports import Microphone, Recording, SoundMeter, Speaker, SpeechDetector, TurnDetector
from tests.sounds import samples

CHUNK_BYTES = RATE // 10 * BYTES_PER_SAMPLE


@dataclass(frozen=True)
class Lost:
    """So many seconds are dropped by the device here."""

    seconds: float


@dataclass(frozen=True)
class Moved:
    """Here the system puts another microphone in the place of this one."""

    to: str


Script = Sequence[bytes | Lost | Moved | InterviewerError]
"""What a microphone gives in one take: sound, a gap, another microphone, or the error that ends it."""


class FakeMicrophone(Microphone):
    """Gives the script of question n, again for every take of it; its disk is real."""

    def __init__(self, *scripts: Script, name: str = "fake microphone") -> None:
        self.name = name
        self.scripts = scripts
        self.is_open = False

    def __enter__(self) -> Self:
        if not self.scripts:
            raise NoMicrophone("There is no microphone on this computer.", hint="Try --typed")
        self.is_open = True
        return self

    def __exit__(self, *exc: object) -> None:
        self.is_open = False

    @contextmanager
    def record(self, to: Path, *, turn: int) -> Iterator[Recording]:
        if turn > len(self.scripts):
            raise NoMicrophone(f"There is no script for question {turn}.")
        with Tape(to) as tape:
            recording = _FakeRecording(self.scripts[turn - 1], tape)
            try:
                yield recording
            finally:
                if recording.kept is not None:
                    tape.cut(recording.kept)


class _FakeRecording(Recording):
    def __init__(self, script: Script, tape: Tape) -> None:
        self._script = script
        self._tape = tape
        self._paused = False

    def __iter__(self) -> Iterator[Chunk]:
        lost, moved_to = 0.0, ""
        for item in self._script:
            match item:
                case InterviewerError():
                    raise item
                case Lost():
                    lost = item.seconds
                case Moved():
                    moved_to = item.to
                case bytes():
                    for start in range(0, len(item), CHUNK_BYTES):
                        yield self._keep(item[start : start + CHUNK_BYTES], lost, moved_to)
                        lost, moved_to = 0.0, ""

    def _keep(self, pcm: bytes, lost: float, moved_to: str) -> Chunk:
        if self._paused:
            return Chunk(b"")
        if lost:
            self._tape.add_silence(lost)
        self._tape.add(pcm)
        return Chunk(pcm, lost_seconds=lost, moved_to=moved_to)

    def pause(self) -> None:
        self._paused = True

    def resume(self) -> None:
        self._paused = False

    @property
    def seconds(self) -> float:
        return self._tape.seconds


@dataclass(frozen=True)
class Played:
    """What a speaker was asked to play, and how far it got."""

    wav: Path
    start: float
    reached: float


class FakeSpeaker(Speaker):
    """Plays in no time; asks `stop` at every tenth of a second of sound, as a patient speaker would."""

    def __init__(self) -> None:
        self.played: list[Played] = []

    def play(self, wav: Path, *, start: float = 0.0, stop: Callable[[], bool] = lambda: False) -> float:
        try:
            with wave.open(str(wav), "rb") as clip:
                length = clip.getnframes() / clip.getframerate()
        except (OSError, EOFError, wave.Error) as fault:
            raise VoiceError(f"{wav.name} cannot be played.") from fault
        reached = start
        while reached < length and not stop():
            reached = min(length, reached + 0.1)
        self.played.append(Played(wav, start, reached))
        return reached


class FakeDetector(SpeechDetector):
    """Takes whatever is loud for speech."""

    def hear(self, chunk: Chunk) -> float:
        sound = samples(chunk.pcm)
        return 0.99 if sound.size and abs(sound.astype(int)).mean() > 300 else 0.01


class FakeMeter(SoundMeter):
    """Gives the curves it was made with; without any it says that the sound cannot be read."""

    def __init__(self, contours: Contours | None = None) -> None:
        self.contours = contours
        self.measured: list[Path] = []

    def measure(self, wav: Path) -> Contours:
        self.measured.append(wav)
        if self.contours is None:
            raise BadAudio(f"{wav.name} is damaged.")
        return self.contours


class FakeTurnDetector(TurnDetector):
    """Says what it is told to, once there is sound; remembers how much sound it was given."""

    name = "fake turn detector"

    def __init__(self, *answers: float) -> None:
        """The last answer is given again and again; none: always 0.9."""
        self._answers = list(answers) or [0.9]
        self.seconds: list[float] = []

    def ended(self, pcm: bytes) -> float:
        self.seconds.append(len(pcm) / BYTES_PER_SAMPLE / RATE)
        if not any(pcm):
            return 0.0
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
