"""Where a recording is cut while it still grows, so that each part can be written down once and then stands.

A part is cut off in a pause, 10 to 25 seconds after its first word: the longer it is already, the shorter a pause will
do, and one long breath is cut where it is quietest. What comes after the last cut is the tail. A tail ends a little
after its last word, so that it stays the same while the silence after it grows: its place in the recording is the key
under which its words are kept. Pure: time is counted in samples that were heard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from interviewer.model.audio import RATE, Span
from interviewer.model.speech import Heard, NoSpeech, Transcript
from interviewer.rules.turn_taking import SPEECH_ENDS, SPEECH_STARTS

PAUSES = ((10.0, 0.7), (15.0, 0.5), (20.0, 0.3))
"""(seconds since the first word, seconds of silence): what is so long is cut in a pause of this length."""

SETTLED = (3.0, 2.0)
"""The same for a tail whose words are known already: cutting it costs nothing, and it need not be decoded again."""

LONGEST = 25.0
"""Seconds; one breath that is longer is cut at its quietest."""

LOOK_BACK = 8.0
"""Seconds of one long breath in which its quietest moment is looked for."""

AROUND = 0.35
"""Seconds of quiet that a part has behind its last word, where there is so much."""

BEFORE = 0.15
"""Seconds of quiet that are left to the next part at least; its first sound may be soft."""

LEAD = 0.5
"""Seconds before the newest sound that are left uncut in silence: a soft first sound may be in them."""

END_IS_LIKELY = 1.0
"""Seconds of silence after which the tail is worth writing down, though more may come."""


@dataclass(frozen=True, slots=True)
class Cutting:
    """What is known of a growing recording; `hear` returns the next state. All places are in samples."""

    heard: int = 0
    """Length of the recording."""

    committed: int = 0
    """Everything before this is cut off for good."""

    speech_from: int | None = None
    """Where the first speech after the cut began."""

    speech_until: int = 0
    """Where the newest speech ended, or the newest sound while it goes on."""

    speaking: bool = False
    recent: tuple[tuple[float, int], ...] = ()
    """(loudness in dBFS, its middle) of the chunks of the last seconds."""

    def hear(self, samples: int, speech: float, dbfs: float) -> Cutting:
        """After so many more samples, which are speech with this probability and so loud."""
        heard = self.heard + samples
        speaking = samples > 0 and speech >= (SPEECH_ENDS if self.speaking else SPEECH_STARTS)
        since = heard - round(LOOK_BACK * RATE)
        recent = tuple(each for each in self.recent if each[1] >= since)
        after = replace(
            self,
            heard=heard,
            speaking=speaking,
            speech_from=self.heard if speaking and self.speech_from is None else self.speech_from,
            speech_until=heard if speaking else self.speech_until,
            recent=(*recent, (dbfs, heard - samples // 2)),
        )
        cut = after._cut()
        return after if cut is None else after._committed(cut)

    def lose(self, samples: int) -> Cutting:
        """After samples that the device dropped; silence stands in their stead."""
        return self.hear(samples, 0.0, -96.0) if samples else self

    @property
    def tail(self) -> Span | None:
        """What was said since the last cut; None while it is being said, and when it is nothing."""
        if self.speech_from is None or self.silence < AROUND:
            return None
        return Span(self.committed, self.speech_until + round(AROUND * RATE))

    @property
    def silence(self) -> float:
        """Seconds since the newest speech, or since the start."""
        return 0.0 if self.speaking else (self.heard - self.speech_until) / RATE

    @property
    def end_is_likely(self) -> bool:
        """Whether it has been silent for so long that the tail is worth writing down."""
        return self.silence >= END_IS_LIKELY

    def _cut(self) -> int | None:
        if self.speech_from is None:
            idle = self.heard - self.committed
            return self.heard - round(LEAD * RATE) if idle >= LONGEST * RATE else None
        length = (self.speech_until - self.speech_from) / RATE
        if any(length >= least and self.silence >= pause for least, pause in (*PAUSES, SETTLED)):
            return self.speech_until + round(min(self.silence - BEFORE, AROUND) * RATE)
        if length >= LONGEST:
            return min((each for each in self.recent if each[1] > self.speech_from), default=(0.0, self.heard))[1]
        return None

    def _committed(self, cut: int) -> Cutting:
        """What was cut in mid-speech goes on in the next part."""
        rest = cut if self.speech_until > cut else None
        return replace(self, committed=cut, speech_from=rest)


def joined(parts: Sequence[Heard], seconds: float) -> Heard:
    """The parts of a recording of `seconds`, each heard by itself, as if it had been heard in one go."""
    spoken = [part for part in parts if isinstance(part, Transcript)]
    if not spoken:
        silent = bool(parts) and all(isinstance(part, NoSpeech) and part.digital_silence for part in parts)
        return NoSpeech(seconds=seconds, digital_silence=silent)
    return spoken[0].but(
        words=tuple(word for part in spoken for word in part.words),
        seconds=seconds,
        speech_seconds=sum(part.speech_seconds for part in spoken),
    )
