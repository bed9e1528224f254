"""When an answer is over. Pure: time is counted in sound that was heard, never on a clock.

An interview answer is not a voice command. People think in the middle of it: pauses of several seconds are normal in
spontaneous speech, so the key is the usual way to finish and silence is only the safety net. Nothing here can end an
answer while its speaker speaks, or before there is a little of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

SPEECH_STARTS = 0.5
"""A probability from here on is speech (the threshold that Silero VAD is trained and shipped with)."""

SPEECH_ENDS = 0.35
"""Once speaking, only a probability below this is silence (Silero's own hysteresis: threshold - 0.15)."""

SHORTEST_SPEECH = 0.25
"""Seconds; a shorter burst is a click, a key or a cough and no speech (Silero's `min_speech_duration_ms`)."""

Verdict = Literal["waiting", "speaking", "quiet", "over", "limit", "nobody"]
"""waiting: no speech yet. speaking. quiet: silence after speech. over: silent for long enough after enough speech.
limit: the longest answer was reached. nobody: silent for very long with hardly a word."""


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds."""

    silence_to_finish: float = 5.0
    """Silence after which the answer is taken to be over."""

    speech_before_patience: float = 3.0
    """Speech that must have been heard before silence can end the answer: who has only said "hmm" is thinking."""

    longest_answer: float = 600.0
    """The recording ends here whatever is going on."""

    longest_wait: float = 90.0
    """Silence after which nobody seems to be there, when less than `speech_before_patience` was said."""


@dataclass(frozen=True)
class TurnTaking:
    """What has been heard of one take so far. `hear` returns the next state; a verdict that ends the take stays."""

    patience: Patience = field(default_factory=Patience)
    seconds: float = 0.0
    """Length of the take."""

    speech: float = 0.0
    """How much of it was speech."""

    silence: float = 0.0
    """Seconds since speech was last heard, or since the start."""

    burst: float = 0.0
    """Length of the sound under way that is, or may become, speech; 0 in silence."""

    verdict: Verdict = "waiting"

    def hear(self, seconds: float, speech_probability: float) -> TurnTaking:
        """After `seconds` more of sound that is speech with this probability."""
        if self.ended:
            return self
        threshold = SPEECH_ENDS if self.burst else SPEECH_STARTS
        heard = self._voice(seconds) if speech_probability >= threshold else self._hush(seconds)
        return heard._judged()

    def lose(self, seconds: float) -> TurnTaking:
        """After `seconds` that the device dropped: time passes, but nobody knows whether it was silence."""
        if self.ended:
            return self
        return replace(self, seconds=self.seconds + seconds)._judged()

    @property
    def ended(self) -> bool:
        """Whether the take is over, for whatever reason."""
        return self.verdict in ("over", "limit", "nobody")

    @property
    def silence_that_ends(self) -> float:
        """Seconds of silence that will end this answer; 0 while silence is not counted against it yet."""
        return self.patience.silence_to_finish if self._enough_said else 0.0

    @property
    def _enough_said(self) -> bool:
        return self.speech >= self.patience.speech_before_patience

    def _voice(self, seconds: float) -> TurnTaking:
        """Sound that may be speech. Until it has lasted it only holds the verdict back; then it counts in full."""
        burst = self.burst + seconds
        after = replace(self, seconds=self.seconds + seconds, burst=burst)
        if burst < SHORTEST_SPEECH:
            return replace(after, silence=self.silence + seconds)
        newly = seconds if self.burst >= SHORTEST_SPEECH else burst
        return replace(after, speech=self.speech + newly, silence=0.0)

    def _hush(self, seconds: float) -> TurnTaking:
        return replace(self, seconds=self.seconds + seconds, silence=self.silence + seconds, burst=0.0)

    def _judged(self) -> TurnTaking:
        return replace(self, verdict=self._verdict())

    def _verdict(self) -> Verdict:
        if self.seconds >= self.patience.longest_answer:
            return "limit"
        if self.burst:
            return "speaking" if self.burst >= SHORTEST_SPEECH else self.verdict
        if self._enough_said:
            return "over" if self.silence >= self.patience.silence_to_finish else "quiet"
        if self.silence >= self.patience.longest_wait:
            return "nobody"
        return "quiet" if self.speech else "waiting"
