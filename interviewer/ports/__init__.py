"""The seams, and nothing else: what the house asks of the world outside. Adapters and fakes inherit them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, ClassVar, Literal, Self

from interviewer.model.audio import Chunk, Span
from interviewer.model.events import Event
from interviewer.model.grade import Coaching, Grade, Graded
from interviewer.model.question import Question
from interviewer.model.session import Sent, Session
from interviewer.model.sound import Contours
from interviewer.model.speech import Heard, Sentence, Word
from interviewer.ports.chat import Ask as Ask
from interviewer.ports.chat import ChatModel as ChatModel
from interviewer.ports.chat import Encoder as Encoder
from interviewer.ports.chat import Reply as Reply
from interviewer.ports.chat import Spendings as Spendings
from interviewer.ports.chat import Toll as Toll
from interviewer.ports.part import Part as Part
from interviewer.ports.part import Progress as Progress
from interviewer.ports.part import silent as silent


class Voice(Part):
    """Turns text into sound."""

    name: str
    """Engine and voice, such as `piper-joe` or `espeak:en-gb`; part of the cache key."""

    recipe: str = ""
    """All that decides the sound besides the text (engine, version, voice, rate); empty: `name` says it all."""

    @abstractmethod
    def render(self, text: str, to: Path) -> float:
        """Write `text` as a mono 16-bit WAV (any rate) at `to` and return its length in seconds.

        Raises VoiceError when nothing audible came of it.
        """

    def prepare(self, text: str) -> None:
        """Start rendering `text` in the background, where the voice can; returns at once, never raises."""


class Speaker(ABC):
    """Makes sound heard."""

    @abstractmethod
    def play(self, wav: Path, *, start: float = 0.0, stop: Callable[[], bool] = lambda: False) -> float:
        """Play from `start` seconds and return when it has been heard, or soon after `stop()` turns true.

        Returns the second of the file that was reached. Raises VoiceError.
        """


class Recording(ABC):
    """One take while it is being recorded. Iterate to follow it: every chunk given is on disk already."""

    kept: float | None = None
    """Seconds. Set to a length, the file is cut back to it on leaving: what was heard after that is no answer."""

    @abstractmethod
    def __iter__(self) -> Iterator[Chunk]:
        """Chunks of at most 0.1 s. Ends when a file ends; a device never ends. Raises MicrophoneError, StoreError."""

    @abstractmethod
    def pause(self) -> None:
        """From here on sound is thrown away; chunks of no length keep the iterator alive."""

    @abstractmethod
    def resume(self) -> None: ...

    @property
    @abstractmethod
    def seconds(self) -> float:
        """Length of what is on disk."""


class Microphone(ABC):
    """Gives sound in the house format. Between enter and exit the device is open, for a whole session."""

    name: str
    notice: str = ""
    """What the candidate should know about the device once it is open, such as a rate that had to be converted."""

    @abstractmethod
    def __enter__(self) -> Self:
        """Open the device. Raises NoMicrophone."""

    @abstractmethod
    def __exit__(self, *exc: object) -> None:
        """Let go of the device; returns within two seconds even when the device hangs."""

    @abstractmethod
    def record(self, to: Path, *, turn: int) -> AbstractContextManager[Recording]:
        """Record one take as a WAV at `to`, appended and synced at least every 250 ms, and complete on leaving.

        `turn`: the question's number; files play that question's. Sound from before this call is not in it.
        """

    def record_follow_up(self, to: Path, *, turn: int, number: int) -> AbstractContextManager[Recording]:
        """As `record`, for the answer to the interview's follow-up `number` (from 1), which question `turn` led to."""
        return self.record(to, turn=turn)


class SpeechDetector(ABC):
    """Voice activity detection on a stream."""

    @abstractmethod
    def hear(self, chunk: Chunk) -> float:
        """Probability (0 to 1) that the newest sound is speech. Stateful: one detector a take."""


class TurnDetector(ABC):
    """Hears from the melody of speech whether its speaker has finished or only pauses."""

    name: str

    WINDOW: ClassVar[float] = 8.0
    """Seconds of sound before the pause, the pause included, that are listened to."""

    @abstractmethod
    def ended(self, pcm: bytes) -> float:
        """Probability (0 to 1) that the answer is over, whose newest sound this is: up to `WINDOW` seconds of it."""


class Ears(Part):
    """Turns a recording into timed words."""

    name: str

    @abstractmethod
    def transcribe(self, wav: Path, progress: Progress = silent, span: Span | None = None) -> Heard:
        """A `Transcript`, or `NoSpeech` when the recording holds none. Raises TranscriptionError.

        With a `span` only that part is heard, which may still be growing behind it; times stay those of the whole.
        """

    def verbatim(self, wav: Path, span: Span, progress: Progress = silent) -> tuple[Word, ...]:
        """What is heard in a part when um and uh are asked for; no words where that cannot be. Otherwise as above.

        Such words are never judged: a recogniser that is asked for something hears more of it than there is.
        """
        return ()


class LiveEars(ABC):
    """Follows one take while it is recorded. Calls return at once and never raise; one thread makes them."""

    @abstractmethod
    def hear(self, chunk: Chunk, speech: float) -> None:
        """Every chunk of the take in order, once it is on disk; `speech`: the probability (0 to 1) that it is some."""

    @abstractmethod
    def expect_end(self) -> None:
        """The end is likely: write down the newest words now. Cheap to call often."""

    def seems_over(self) -> None:  # noqa: B027
        """The answer was softly closed: whoever works on its words may begin, though its speaker may still go on."""

    @abstractmethod
    def tail(self) -> str | None:
        """All that was said up to the pause under way; None while speech goes on or its words are not known yet."""


class SoundMeter(ABC):
    """Measures a recording."""

    @abstractmethod
    def measure(self, wav: Path) -> Contours:
        """Its curves. Raises BadAudio when it cannot be read or holds no sound."""


Key = Literal["finish", "more", "repeat", "skip", "again", "pause", "quit"]
"""What the candidate asked for with a key or a button."""


class Keys(ABC):
    """The buttons in the candidate's hand."""

    @abstractmethod
    def pressed(self) -> Key | None:
        """The oldest press not yet taken, or None; never waits."""

    @abstractmethod
    def line(self, prompt: str) -> str:
        """A typed answer: lines until an empty one. Raises EOFError when the keyboard is gone."""


Button = Literal["next", "again", "pause", "back", "moment", "faster", "slower", "filler", "quit"]
"""What who hears a session again asked for. `moment`: the next place that is worth hearing; `filler`: there is one just
here that was not found, or one was found that is none."""


class Remote(ABC):
    """The buttons in the hand of who hears a session again."""

    @abstractmethod
    def pressed(self) -> Button | None:
        """The oldest press not yet taken, or None; never waits."""


Stretch = Callable[[Path, float], Path]
"""The same recording (a WAV) so many times as fast, its pitch kept. Raises VoiceError."""


class Ledger(ABC):
    """Where prompts, replies, verdicts and dropped quotes of one take are written down, a line each."""

    @abstractmethod
    def note(self, kind: str, **facts: Any) -> None:
        """Append one line. Raises StoreError."""


class Judge(Part):
    """Judges an answer. Never raises for the model's sake: says `Ungraded`."""

    name: str
    fingerprint: str = ""
    """Of all that decides a grade besides the answer: model, weights, prompts, seed."""

    def warm(self, question: Question, said: Sequence[Sentence] = ()) -> None:
        """Get ready for an answer to `question` while it is being given, of which `said` stands; never raises."""

    def grade_ahead(
        self,
        question: Question,
        sentences: Sequence[Sentence],
        heard: Heard,
        ledger: Ledger,
        progress: Progress = silent,
    ) -> Grade | None:
        """`grade` of an answer that may go on; None where it could cost money. What `progress` raises ends it."""
        return None

    @abstractmethod
    def grade(
        self,
        question: Question,
        sentences: Sequence[Sentence],
        heard: Heard,
        ledger: Ledger,
        progress: Progress = silent,
    ) -> Grade: ...

    @abstractmethod
    def coach(
        self,
        question: Question,
        sentences: Sequence[Sentence],
        graded: Graded,
        ledger: Ledger,
        progress: Progress = silent,
    ) -> Coaching:
        """Advice from verified evidence only; falls back to templates, so that there always is some."""

    def sent(self) -> tuple[Sent, ...]:
        """As `ChatModel.sent`, of all the models that it asks."""
        return ()


class Store(ABC):
    """Remembers sittings, each in its own folder. What `save` has returned from survives a power cut."""

    @abstractmethod
    def begin(self, session: Session) -> None:
        """Make the folder and take the lock. Raises RecordingsUnusable."""

    @abstractmethod
    def resume(self, name: str) -> Session:
        """Find a session and take its lock, to go on with it. Raises what `find` raises, and SessionBusy."""

    @abstractmethod
    def folder(self, session_id: str) -> Path: ...

    @abstractmethod
    def save(self, session: Session) -> None:
        """Write session.json whole and atomically. Raises StoreError."""

    @abstractmethod
    def tell(self, session_id: str, event: Event) -> None:
        """Append the event to events.jsonl (levels and progress are left out). Raises StoreError."""

    @abstractmethod
    def ledger(self, session_id: str, turn: int, take: int) -> Ledger: ...

    @abstractmethod
    def end(self, session: Session) -> None:
        """Save for the last time and let go of the lock."""

    @abstractmethod
    def list(self) -> list[Session]:
        """All readable sessions, oldest first."""

    @abstractmethod
    def find(self, name: str) -> Session:
        """By id, unique prefix or `last`. Raises SessionNotFound, SessionDamaged or SessionTooNew."""

    @abstractmethod
    def delete(self, session_id: str) -> None:
        """Remove the folder and everything in it. Raises SessionNotFound or StoreError."""
