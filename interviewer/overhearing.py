"""A take that seems over, kept open until the next question has begun: speech takes the end back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from interviewer.errors import InterviewerError
from interviewer.model.audio import Chunk
from interviewer.model.speech import OwnVoice
from interviewer.ports import Recording, SpeechDetector
from interviewer.rules.own_voice import spoken
from interviewer.rules.turn_taking_undo import Undo

BACK = 0.3
"""Seconds of a question that are spoken again where it was cut short for its own echo: about a word."""


class Overhearing:
    """Hears on while the next question is spoken. Used by the loop alone, also from within the loudspeaker's wait."""

    def __init__(
        self,
        recording: Recording,
        chunks: Iterator[Chunk],
        detector: SpeechDetector,
        *,
        at: float,
        leaky: bool,
        noted: Callable[[tuple[OwnVoice, ...]], None],
        shut: Callable[[InterviewerError | None], None],
    ) -> None:
        """`at`: seconds of the take that were heard; the rest is to come in `chunks`.

        `noted` is told where the voice will have been before it begins, so that a recording that is cut off has it too.
        `shut` is called once, with what went wrong if anything did, when it is clear that the answer is over.
        """
        self.backlog: list[Chunk] = []
        """What was heard since the answer seemed over, for whoever goes on with it."""

        self.own_voice: tuple[OwnVoice, ...] = ()
        """Where the voice may be in the recording; the end of one that speaks is where it will have said it all."""

        self.undo = Undo(leaky=leaky)
        self.is_open = True
        self._recording = recording
        self._chunks = chunks
        self._detector = detector
        self._noted = noted
        self._shut = shut
        self._at = at
        self._end = at
        self._voice_from = float("inf")

    def voice_begins(self, text: str, seconds: float) -> None:
        """The next question is about to be heard, `seconds` of it."""
        self._voice_from = at = self._recording.seconds
        self.own_voice = (*self.own_voice, OwnVoice(start=at, end=at + seconds, text=text))
        if self.is_open:
            self._noted(self.own_voice)

    def voice_ends(self, start: float, reached: float, seconds: float) -> None:
        """It is silent: of its `seconds` those from `start` to `reached` were heard."""
        *before, last = self.own_voice
        said = spoken(last.text, start, reached, seconds)
        self.own_voice = (*before, last.but(end=max(last.start, self._recording.seconds), text=said))

    def interrupts(self) -> bool:
        """Hear the next chunk; whether the voice must stop for it. Waits for a tenth of a second at most."""
        if not self.is_open:
            return False
        self._step(voice_on=True)
        return self.undo.verdict in ("asking", "goes on")

    def goes_on(self) -> bool:
        """Once the voice is silent: whether the candidate goes on with the answer. If not, the take is shut."""
        silent_from = self._recording.seconds
        while self.is_open and self.undo.verdict == "asking":
            self._step(voice_on=False, silent_from=silent_from)
        if self.undo.verdict == "goes on":
            return True
        self.close()
        return False

    @property
    def was_echo(self) -> bool:
        """Whether what was heard was the voice itself, out of the loudspeaker."""
        return self.undo.verdict == "echo"

    def close(self, fault: InterviewerError | None = None) -> None:
        """The answer is over: the recording ends where it seemed to. May be called twice."""
        if self.is_open:
            self.is_open = False
            self._recording.kept = self._end
            self._shut(fault)

    def _step(self, *, voice_on: bool, silent_from: float = 0.0) -> None:
        try:
            chunk = next(self._chunks, None)
        except InterviewerError as fault:
            self.close(fault)
            return
        if chunk is None:
            self.close()
            return
        self.backlog.append(chunk)
        before, self._at = self._at, self._at + chunk.seconds + chunk.lost_seconds
        speech = self._detector.hear(chunk)
        if before >= silent_from:
            self.undo = self.undo.hear(chunk.seconds, speech, voice_on=voice_on and before >= self._voice_from)
        if self.undo.verdict in ("shut", "echo"):
            self.close()
