"""One take while it is given: hears every chunk, asks for all evidence of its end, obeys keys and spoken requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from string import Template

from interviewer.errors import MicrophoneError
from interviewer.model import events
from interviewer.model.audio import BYTES_PER_SAMPLE, RATE, Chunk, Gap
from interviewer.model.clock import clock
from interviewer.model.session import EndedBy
from interviewer.ports import Key, LiveEars, Recording, SpeechDetector, TurnDetector
from interviewer.rules.loudness import clipped, dbfs
from interviewer.rules.troubled_sound import SAID_FROM, Hearing, Trouble
from interviewer.rules.turn_taking import MORE_TIME, TurnTaking
from interviewer.sitting import Tell

TROUBLES: dict[Trouble, tuple[str, str]] = {
    "dead": (
        "Nothing has been recorded since $since: the microphone sends only digital silence, so it is muted or another"
        " one has taken its place.",
        "Press p, put it right, and press p again.",
    ),
    "quiet": (
        "You are hard to hear: come closer to the microphone or turn it up.",
        "Try --microphone to choose another one.",
    ),
    "clipped": (
        "Your voice is distorted, for the microphone is set too loud: turn it down or lean back.",
        "Look for the input level in your system's sound settings.",
    ),
    "asleep": (
        "At least $seconds s from $since on were not heard, because this computer slept or was held up. What you said"
        " before is kept.",
        "Go on where you were.",
    ),
    "replaced": (
        "From about $since on another microphone hears you: $name. The one before is gone, or the system chose anew.",
        "If it is not the one you mean: press p, put it right, and press p again.",
    ),
}
"""What is said of each trouble, and what helps."""

_WINDOW = round(TurnDetector.WINDOW * RATE) * BYTES_PER_SAMPLE


@dataclass(frozen=True)
class Around:
    """Who and what is there while an answer is given."""

    detector: SpeechDetector
    turn_detector: TurnDetector | None
    """None: only words and silence tell of an end."""

    live: LiveEars
    tell: Tell
    key: Callable[[], Key | None]
    """The oldest press not yet taken."""

    ask_again: Callable[[], object]
    """Speaks the question again and returns when it has been heard."""

    outcome: Callable[[str], float | None] = lambda _said: None
    """Probability that these words tell how it came out; None where no story was asked for, or nobody can tell."""

    is_all: Callable[[str], bool] = lambda _said: False
    """Whether these words end the answer to this question, beside those that end any."""

    trouble: Callable[[Trouble, MicrophoneError], None] | None = None
    """Told what is wrong with a real microphone; None where the sound comes from a file."""


class Listening:
    """Follows one take from its first sample until it is over."""

    def __init__(self, around: Around, taking: TurnTaking, *, turn: int, take: int) -> None:
        self.taking = taking
        self.gaps: tuple[Gap, ...] = ()
        self._around = around
        self._turn = turn
        self._take = take
        self._begun = False
        self._newest = b""
        self._hearing = Hearing()
        self.chunks: Iterator[Chunk] = iter(())
        """What is still to come of the recording."""

    @property
    def detector(self) -> SpeechDetector:
        """What tells speech from silence in this take."""
        return self._around.detector

    def follow(self, recording: Recording) -> EndedBy:
        """Why the take is over. Raises MicrophoneError and StoreError; what is on disk stays."""
        self.chunks = iter(recording)
        return self._follow(recording)

    def go_on(self, recording: Recording, backlog: Sequence[Chunk]) -> EndedBy:
        """The same take after its end was taken back, with what was heard meanwhile. As `follow`."""
        self.taking = self.taking.reopen()
        self._around.tell(events.Reopened(turn=self._turn, take=self._take))
        self.chunks = chain(backlog, self.chunks)
        return self._follow(recording)

    def _follow(self, recording: Recording) -> EndedBy:
        for chunk in self.chunks:
            if chunk.lost_seconds > 0:
                self._lose(chunk)
            if chunk.moved_to:
                self._tell_trouble("replaced", since=self.taking.seconds, name=chunk.moved_to)
            if chunk.samples:
                self._hear(chunk)
            ended_by = self._verdict() or self._obey(self._around.key(), recording) or self._do_as_asked(recording)
            if ended_by is not None:
                return ended_by
        return "file"

    # -- evidence

    def _hear(self, chunk: Chunk) -> None:
        if not self._begun:
            self._begun = True
            self._around.tell(events.Listening(turn=self._turn, take=self._take))
        speech = self._around.detector.hear(chunk)
        self._look_for_trouble(chunk, speech)
        self._around.live.hear(chunk, speech)
        self._newest = (self._newest + chunk.pcm)[-_WINDOW:]
        before = self.taking
        self._move(before.hear(chunk.seconds, speech))
        if before.verdict == "waiting" and self.taking.verdict == "speaking":
            self._around.tell(events.SpeechHeard(at=self.taking.seconds))
        if before.seconds < self.taking.patience.time_to_answer <= self.taking.seconds:
            self._around.tell(events.TimeToFinish(seconds=self.taking.patience.time_to_answer))
        self._ask_for_more_evidence()
        self._tell_level(chunk)

    def _ask_for_more_evidence(self) -> None:
        around = self._around
        if around.turn_detector is not None and self.taking.wants_score:
            self._move(self.taking.score(around.turn_detector.ended(self._newest)))
        if self.taking.end_is_likely:
            around.live.expect_end()
        if self.taking.wants_words and (text := around.live.tail()) is not None:
            before = self.taking.granted
            self._move(self.taking.read(text, around.outcome(text), is_all=around.is_all(text)))
            if self.taking.granted > before:
                self._tell_more_time()

    def _look_for_trouble(self, chunk: Chunk, speech: float) -> None:
        """Say at once what is wrong with the sound, while it can still be put right."""
        if self._around.trouble is None:
            return
        before = self._hearing.troubles
        self._hearing = self._hearing.hear(
            chunk.seconds,
            is_zero=chunk.pcm.count(0) == len(chunk.pcm),
            speech=speech,
            dbfs=dbfs(chunk.pcm),
            clipped=clipped(chunk.pcm),
        )
        for trouble in sorted(self._hearing.troubles - before):
            self._tell_trouble(trouble, since=round(self.taking.seconds + chunk.seconds - self._hearing.zeros, 1))

    def _tell_trouble(self, trouble: Trouble, *, since: float, seconds: float = 0.0, name: str = "") -> None:
        if self._around.trouble is not None:
            message, hint = TROUBLES[trouble]
            told = Template(message).substitute(since=clock(since), seconds=f"{seconds:.0f}", name=name)
            self._around.trouble(trouble, MicrophoneError(told, hint=hint))

    def _lose(self, chunk: Chunk) -> None:
        """Silence stands in the recording for sound that the device dropped; nobody knows what it was."""
        at = self.taking.seconds
        self.gaps = (*self.gaps, Gap(at=at, seconds=chunk.lost_seconds))
        self._newest = b""
        self._move(self.taking.lose(chunk.lost_seconds))
        if chunk.lost_seconds >= SAID_FROM:
            self._tell_trouble("asleep", since=at, seconds=chunk.lost_seconds)

    def _move(self, after: TurnTaking) -> None:
        before, self.taking = self.taking, after
        if after.verdict == "closing" != before.verdict:
            self._around.tell(events.Finishing(at=after.seconds))
            self._around.live.seems_over()
        elif before.verdict == "closing" and after.verdict in ("speaking", "quiet"):
            self._around.tell(events.NotFinished(at=after.seconds))

    def _tell_level(self, chunk: Chunk) -> None:
        taking = self.taking
        self._around.tell(
            events.Level(
                seconds=taking.seconds,
                dbfs=dbfs(chunk.pcm),
                silence=taking.silence,
                patience=taking.silence_that_ends,
                finishing=taking.closing,
                time_to_answer=taking.patience.time_to_answer,
            )
        )

    def _tell_more_time(self) -> None:
        self._around.tell(events.MoreTime(at=self.taking.seconds, seconds=MORE_TIME))

    # -- what ends a take

    def _verdict(self) -> EndedBy | None:
        match self.taking.verdict:
            case "over":
                return "said" if self.taking.request == "finish" else "silence"
            case "nobody":
                return "silence"
            case "limit":
                return "limit"
            case _:
                return None

    def _do_as_asked(self, recording: Recording) -> EndedBy | None:
        """Follow a request that was spoken, as its key would be; each once."""
        match self.taking.request:
            case "repeat":
                self._move(self.taking.wait_longer())
                return self._obey("repeat", recording)
            case "skip":
                return "skip"
            case _:
                return None

    def _obey(self, key: Key | None, recording: Recording) -> EndedBy | None:
        """Do what a key asks; the reason, when it ends the take."""
        match key:
            case None:
                return None
            case "finish":
                return "enter"
            case "skip":
                return "skip"
            case "again":
                return "again"
            case "quit":
                return "leave"
            case "more":
                self._move(self.taking.wait_longer())
                self._tell_more_time()
                return None
            case "pause":
                return self._pause(recording)
            case "repeat":
                recording.pause()
                self._around.ask_again()
                recording.resume()
                return None

    def _pause(self, recording: Recording) -> EndedBy | None:
        recording.pause()
        self._around.tell(events.Paused())
        ended_by: EndedBy | None = None
        for _chunk in recording:
            match self._around.key():
                case "pause":
                    break
                case "finish":
                    ended_by = "enter"
                    break
                case "skip":
                    ended_by = "skip"
                    break
                case "quit":
                    ended_by = "leave"
                    break
                case _:
                    continue
        recording.resume()
        self._around.tell(events.Resumed())
        return ended_by
