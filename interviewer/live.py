"""Ears that follow an answer while it is given, so that at its end hardly anything is left to write down.

The loop's thread tells what it hears and never waits; the ears' worker decodes one part after another. Words that were
written down for good never change. The recording stays the truth: when anything fails here, all of it is heard again.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path

from interviewer.errors import InterviewerError
from interviewer.model.audio import RATE, Chunk, Span
from interviewer.model.speech import Heard, OwnVoice, Transcript
from interviewer.ports import Ears, LiveEars, Progress, silent
from interviewer.rules.cutting import Cutting, joined
from interviewer.rules.loudness import dbfs
from interviewer.rules.own_voice import without_own_voice

Caption = Callable[[Transcript], None]
"""Told each part with words once they stand."""


class AlongReader(ABC):
    """Whoever works on the words of an answer while it is given. Calls return at once."""

    @abstractmethod
    def stands(self, heard: Heard) -> None:
        """All that was written down for good so far, from the first word on."""

    @abstractmethod
    def seems_over(self, heard: Heard, is_silent: Callable[[], bool]) -> None:
        """All that was said, if nothing more is; `is_silent`: whether that still holds."""


class NoLiveEars(LiveEars):
    """Where there are no ears at all."""

    def hear(self, chunk: Chunk, speech: float) -> None: ...

    def expect_end(self) -> None: ...

    def tail(self) -> str | None:
        return None


class Following(LiveEars):
    """The ears on one take. `finish` is for the worker's thread; it may be called once, after all else."""

    def __init__(
        self,
        ears: Ears,
        wav: Path,
        work: Callable[[Callable[[], None]], None],
        caption: Caption,
        reader: AlongReader | None = None,
        own_voice: Callable[[], Sequence[OwnVoice]] = tuple,
    ) -> None:
        """`work` takes jobs and runs them later, one after another, in the order in which they came.

        `own_voice`: where the interviewer may be in the recording so far; nobody is told those words.
        """
        self._ears = ears
        self._wav = wav
        self._work = work
        self._caption = caption
        self._reader = reader
        self._own_voice = own_voice
        self._progress: Progress = silent
        self._lock = threading.Lock()
        self._cutting = Cutting()
        self._asked: Span | None = None
        self._parts: list[tuple[Span, Heard]] = []
        self._guess: tuple[Span, Heard] | None = None
        self._failed = False

    def hear(self, chunk: Chunk, speech: float) -> None:
        """See LiveEars."""
        with self._lock:
            before = self._cutting
            after = before.lose(round(chunk.lost_seconds * RATE))
            if chunk.samples:
                after = after.hear(chunk.samples, speech, dbfs(chunk.pcm))
            self._cutting = after
        if after.committed > before.committed:
            part = Span(before.committed, after.committed)
            self._work(lambda: self._commit(part))
        elif after.end_is_likely:
            self.expect_end()

    def expect_end(self) -> None:
        """See LiveEars."""
        with self._lock:
            tail = self._cutting.tail
            if tail is None or tail == self._asked:
                return
            self._asked = tail
        self._work(lambda: self._try(tail))

    def seems_over(self) -> None:
        """See LiveEars. The words may still be under way."""
        if self._reader is not None:
            self._work(self._tell_reader)

    def tail(self) -> str | None:
        """See LiveEars."""
        known = self._known()
        if known is None:
            return None
        heard = self._joined(known, self._cutting.speech_until / RATE)
        return heard.text if isinstance(heard, Transcript) else ""

    def so_far(self) -> Transcript | None:
        """What `tail` says, with the time of every word; None also where it says nothing."""
        until, known = self._cutting.speech_until, self._known()
        heard = self._joined(known, until / RATE) if known else None
        return heard if isinstance(heard, Transcript) else None

    def _known(self) -> list[Heard] | None:
        """All parts up to the pause under way; None while speech goes on or its words are not known yet."""
        with self._lock:
            cutting, tail = self._cutting, self._cutting.tail
            known = list(self._parts)
            if self._guess is not None and self._guess[0] == tail:
                known.append(self._guess)
        reached = known[-1][0].end if known else 0
        needed = cutting.committed if cutting.speech_from is None else cutting.speech_until
        if cutting.speaking or reached < needed:
            return None
        return [heard for _, heard in known]

    def watch(self, progress: Progress) -> None:
        """The answer is over: from here on somebody waits for it."""
        self._progress = progress

    def finish(self, seconds: float) -> Heard | None:
        """All that was said in the recording, which is `seconds` long; None when it must be heard from the start."""
        end = round(seconds * RATE)
        at, tail = self._cutting.committed, self._cutting.tail
        if tail is not None and self._guess is not None and self._guess[0] == tail:
            self._keep(tail)
            at = tail.end
        if at < end:  # silence, as a rule, which costs next to nothing; but that is known only when it was heard
            self._keep(Span(at, end))
        if self._failed or at > end:
            return None
        return self._joined([heard for _, heard in self._parts], seconds)

    def _commit(self, part: Span) -> None:
        heard = self._keep(part)
        said = without_own_voice(heard, self._own_voice()) if heard is not None else None
        if isinstance(said, Transcript):
            self._caption(said)
            if self._reader is not None and not self._failed:
                self._reader.stands(self._joined([each for _, each in self._parts], part.end / RATE))

    def _tell_reader(self) -> None:
        """All words so far, if they are known and nobody has gone on meanwhile."""
        until, known = self._cutting.speech_until, self._known()
        if self._reader is not None and known and not self._failed:
            heard = self._joined(known, until / RATE)
            self._reader.seems_over(heard, lambda: self._cutting.speech_until == until)

    def _joined(self, parts: Sequence[Heard], seconds: float) -> Heard:
        return without_own_voice(joined(parts, seconds), self._own_voice())

    def _keep(self, part: Span) -> Heard | None:
        """Hear a part for good, unless its very samples were heard already."""
        heard = self._guess[1] if self._guess is not None and self._guess[0] == part else self._hear(part)
        with self._lock:
            self._guess = None
            if heard is not None:
                self._parts.append((part, heard))
        return heard

    def _try(self, tail: Span) -> None:
        """Hear the tail before anybody knows whether it is one; speech that went on has made it out of date."""
        if self._cutting.tail != tail or (heard := self._hear(tail)) is None:
            return
        with self._lock:
            self._guess = tail, heard

    def _hear(self, span: Span) -> Heard | None:
        """One failure is enough: what follows would be thrown away with it."""
        if self._failed:
            return None
        try:
            return self._ears.transcribe(self._wav, self._tell, span)
        except InterviewerError:
            self._failed = True
            return None

    def _tell(self, share: float | None) -> None:
        self._progress(share)
