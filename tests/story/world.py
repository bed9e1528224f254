"""A small world to hold interviews in: real recording, real folders, and a cast that follows a script."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import soundfile

from interviewer.adapters.file_microphone import FileMicrophone
from interviewer.adapters.folder_store import FolderStore
from interviewer.crew import Crew
from interviewer.errors import TranscriptionError
from interviewer.interview import Interview
from interviewer.model import events
from interviewer.model.audio import RATE, Chunk, Span
from interviewer.model.grade import Coaching, Evidence, Grade, Graded, JudgedBy, Labelled, PartScore, PointScore
from interviewer.model.question import GuidancePoint, Question
from interviewer.model.session import Session
from interviewer.model.speech import Heard, NoSpeech, Sentence, Transcript, Word
from interviewer.ports import (
    Ears,
    Judge,
    Key,
    Keys,
    Ledger,
    Microphone,
    Progress,
    Speaker,
    SpeechDetector,
    TurnDetector,
    Voice,
    silent,
)
from interviewer.rules.following.choice import Budget
from interviewer.rules.loudness import dbfs
from interviewer.rules.turn_taking import Patience

NOW = datetime(2026, 11, 23, 9, 14, 3, tzinfo=UTC)
SAID = "In March our build broke twice a week. I wrote the tests that were missing. It has not broken since."


def tone(seconds: float) -> list[float]:
    return [0.3 if (n // 40) % 2 else -0.3 for n in range(int(seconds * RATE))]


def hush(seconds: float) -> list[float]:
    return [0.0004 if n % 2 else -0.0004 for n in range(int(seconds * RATE))]


def wav(path: Path, *sounds: list[float]) -> Path:
    soundfile.write(path, [sample for sound in sounds for sample in sound], RATE, subtype="PCM_16")
    return path


def question(number: int) -> Question:
    return Question(
        id=f"question-{number}",
        text=f"Tell me about time number {number}.",
        category="behaviour",
        kind="behavioural",
        guidance="Name one event and what you did.",
        points=(GuidancePoint(text="names one event"), GuidancePoint(text="says what was done")),
        probes="Whether there was an event.",
    )


def session(questions: int, **changes: object) -> Session:
    made = Session(
        id="2026-11-23T09-14-03-small-bank",
        bank="small-bank",
        role="Tester",
        status="in progress",
        started_at=NOW,
        planned=tuple(question(n + 1) for n in range(questions)),
        source="file",
    )
    return made.but(**changes)


class LoudnessDetector(SpeechDetector):
    """Whatever is louder than a whisper is speech."""

    def hear(self, chunk: Chunk) -> float:
        return 1.0 if dbfs(chunk.pcm) > -40 else 0.0


class BeepVoice(Voice):
    name = "beep"

    def __init__(self) -> None:
        self.rendered: list[str] = []

    def render(self, text: str, to: Path) -> float:
        self.rendered.append(text)
        wav(to, tone(0.2))
        return 0.2


class ListeningSpeaker(Speaker):
    """Remembers what was played; `while_playing` may press a key."""

    def __init__(self) -> None:
        self.played: list[Path] = []

    def play(self, wav: Path, *, start: float = 0.0, stop: Callable[[], bool] = lambda: False) -> float:
        self.played.append(wav)
        return 0.0 if stop() else 0.2


class ScriptedEars(Ears):
    """Hears the same words wherever it is loud; fails as often as it is told to."""

    name = "scripted"

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.said = SAID
        self.heard: list[Path] = []

    def transcribe(self, wav: Path, progress: Progress = silent, span: Span | None = None) -> Heard:
        self.heard.append(wav)
        progress(0.5)
        if self.failures:
            self.failures -= 1
            raise TranscriptionError("The ears stopped.")
        start = span.start if span else 0
        samples, _rate = soundfile.read(wav, start=start, stop=span.end if span else None)
        seconds = len(samples) / RATE
        if not len(samples) or abs(samples).max() < 0.01:
            return NoSpeech(seconds=seconds)
        words = self.said.split()
        step, at = seconds / len(words), start / RATE
        return Transcript(
            words=tuple(
                Word(text=text, start=at + n * step, end=at + (n + 1) * step, probability=0.9)
                for n, text in enumerate(words)
            ),
            seconds=seconds,
            speech_seconds=seconds,
            language="en",
            heard_by=self.name,
        )


class ScriptedJudge(Judge):
    """Gives every answer three of five, with its first sentence as evidence."""

    name = "scripted"

    def __init__(self) -> None:
        self.warmed: list[str] = []
        self.read_along: list[Sequence[Sentence]] = []
        self.graded: list[str] = []
        self.read: list[Sequence[Sentence]] = []

    def warm(self, question: Question, said: Sequence[Sentence] = ()) -> None:
        if said:
            self.read_along.append(said)
        else:
            self.warmed.append(question.id)

    def grade(
        self,
        question: Question,
        sentences: Sequence[Sentence],
        heard: Heard,
        ledger: Ledger,
        progress: Progress = silent,
    ) -> Grade:
        self.graded.append(question.id)
        self.read.append(sentences)
        ledger.note("verdict", part="situation", score=2)
        first = sentences[0]
        evidence = Evidence(sentence=first.id, quote=first.text, start=first.start, end=first.end)
        return Graded(
            overall=3,
            low=2,
            high=4,
            parts=(PartScore(part="situation", score=2, evidence=(evidence,)),),
            points=tuple(PointScore(point=point.text, score=1, evidence=(evidence,)) for point in question.points),
            sentences=tuple(Labelled(id=s.id, text=s.text, parts=(), start=s.start, end=s.end) for s in sentences),
            judged_by=JudgedBy(model=self.name, host="this computer", rubric="0" * 64, prompts=()),
            seconds=0.1,
        )

    def coach(
        self,
        question: Question,
        sentences: Sequence[Sentence],
        graded: Graded,
        ledger: Ledger,
        progress: Progress = silent,
    ) -> Coaching:
        return Coaching(strength=None, fixes=(), worded_by="template")


class ScriptedKeys(Keys):
    """Presses a key when the interview tells the event that the script waits for."""

    def __init__(self, *script: tuple[Callable[[events.Event], bool], Key], typed: Iterable[str] = ()) -> None:
        self._script = deque(script)
        self._waiting: deque[Key] = deque()
        self._typed = deque(typed)

    def watch(self, event: events.Event) -> None:
        if self._script and self._script[0][0](event):
            self._waiting.append(self._script.popleft()[1])

    def pressed(self) -> Key | None:
        return self._waiting.popleft() if self._waiting else None

    def line(self, prompt: str) -> str:
        if not self._typed:
            raise EOFError
        return self._typed.popleft()


def recorded(seconds: float, turn: int = 0) -> Callable[[events.Event], bool]:
    """True once so much of an answer has been recorded."""
    return lambda event: isinstance(event, events.Level) and event.seconds >= seconds


def asked(turn: int) -> Callable[[events.Event], bool]:
    return lambda event: isinstance(event, events.QuestionAsked) and event.turn == turn


class World:
    """Everything for one interview; parts may be replaced before `hold`."""

    def __init__(self, folder: Path, *answers: Path, keys: ScriptedKeys | None = None) -> None:
        self.store = FolderStore(folder / "recordings")
        self.voice = BeepVoice()
        self.speaker = ListeningSpeaker()
        self.loudspeaker: Speaker | None = None
        """One that takes as long as a clip lasts, in the stead of `speaker`."""

        self.microphone: Microphone | None = FileMicrophone(answers, fast=True) if answers else None
        self.ears = ScriptedEars()
        self.judge = ScriptedJudge()
        self.keys = keys or ScriptedKeys()
        self.patience = Patience()
        self.turn_detector: TurnDetector | None = None
        self.follow_ups = Budget()
        self.told: list[events.Event] = []

    def hold(self, planned: Session) -> Session:
        return self._interview(planned).run()

    def resume(self, cut_off: Session) -> Session:
        return self._interview(cut_off).resume()

    def types(self) -> list[str]:
        """What was told, without levels and progress, which come as they come."""
        return [event.type for event in self.told if event.type not in ("level", "working")]

    def of_loop(self) -> list[str]:
        """The same without what the desk tells from its own threads."""
        return [name for name in self.types() if name not in ("transcribed", "judged", "coached")]

    def _interview(self, planned: Session) -> Interview:
        crew = Crew(
            store=self.store,
            voice=self.voice,
            speaker=self.loudspeaker or self.speaker,
            microphone=self.microphone,
            detector=LoudnessDetector,
            ears=self.ears if self.microphone else None,
            judge=self.judge,
            keys=self.keys,
            clock=lambda: NOW,
            patience=self.patience,
            turn_detector=self.turn_detector,
            follow_ups=self.follow_ups,
        )
        return Interview(crew, planned, self._listen)

    def _listen(self, event: events.Event) -> None:
        self.told.append(event)
        self.keys.watch(event)
