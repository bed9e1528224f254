"""Taking back an end that came too early: the candidate goes on while the next question begins.

The microphone hears the loudspeaker too, unless there are headphones. So speech that begins with the question is put
to the proof: the voice is stopped, and only what is still heard then is the candidate. A room that fails the proof is
known from then on, and its speech is only believed before the voice begins. Pure: time is counted in sound.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from interviewer.rules.turn_taking import SHORTEST_SPEECH, SPEECH_ENDS, SPEECH_STARTS

WINDOW = 3.2
"""Seconds of the next question in which the answer before can still go on. The profile `relaxed` takes no answer to be
over before 3 s of silence, so that who goes on after 6 s of thought has lost no word whatever was decided."""

ECHO = 0.3
"""Seconds that a voice is still in the room, and on its way through the system, after it was stopped."""

PROOF = 1.2
"""Seconds after the voice was stopped within which the candidate must be heard."""

Verdict = Literal["open", "asking", "goes on", "echo", "shut"]
"""open: nothing yet. asking: the voice must be silent now, to hear who speaks. goes on: the candidate does. echo: it
was the voice itself. shut: too late, the answer is over."""


@dataclass(frozen=True)
class Undo:
    """What was heard since the answer seemed over; `hear` returns the next state."""

    leaky: bool = False
    """Whether the microphone is known to hear the loudspeaker."""

    voice: float = 0.0
    """Seconds since the next question began; 0 before."""

    silenced: float = 0.0
    """Seconds since its voice was stopped."""

    burst: float = 0.0
    """Length of the sound under way that is, or may become, speech."""

    verdict: Verdict = "open"

    def hear(self, seconds: float, speech: float, *, voice_on: bool) -> Undo:
        """After `seconds` more of sound that is speech with this probability, while the voice speaks or not."""
        if self.verdict in ("goes on", "echo", "shut"):
            return self
        is_speech = speech >= (SPEECH_ENDS if self.burst else SPEECH_STARTS)
        if self.verdict == "asking":
            return self if voice_on else self._prove(seconds, is_speech=is_speech)
        burst = self.burst + seconds if is_speech else 0.0
        after = replace(self, burst=burst, voice=self.voice + seconds if voice_on else 0.0)
        if burst >= SHORTEST_SPEECH:
            began_before = after.voice < burst - 1e-6
            if not voice_on or began_before:
                return replace(after, verdict="goes on")
            if not self.leaky:
                return replace(after, verdict="asking", burst=0.0)
        # Speech that began in time is waited for until it is clear whether it is any.
        is_shut = after.voice >= WINDOW and (self.leaky or not burst)
        return replace(after, verdict="shut") if is_shut else after

    def _prove(self, seconds: float, *, is_speech: bool) -> Undo:
        silenced = self.silenced + seconds
        burst = self.burst + seconds if is_speech and silenced > ECHO else 0.0
        after = replace(self, silenced=silenced, burst=burst)
        if burst >= SHORTEST_SPEECH:
            return replace(after, verdict="goes on")
        return replace(after, verdict="echo") if silenced >= PROOF and not burst else after
