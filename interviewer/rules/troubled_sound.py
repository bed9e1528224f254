"""What is wrong with the sound while there is still time to put it right: nothing is heard any more, or only badly.

No real microphone is without any noise, so a long run of exact zeros after sound is no quiet room: it was muted, or
another source was put in its place. A device with a noise gate sends zeros too, whenever nobody speaks; it gives itself
away when sound follows them. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from interviewer.model.audio import DEAD_AFTER
from interviewer.rules.delivery.quality import MOST_CLIPPED
from interviewer.rules.turn_taking import SPEECH_STARTS

Trouble = Literal["dead", "quiet", "clipped", "asleep", "replaced"]

TOLD_ONCE: frozenset[Trouble] = frozenset({"quiet", "clipped"})
"""How a voice is heard is told once a session; sound that is not there, or is another's, each time."""

SAID_FROM = 1.0
"""Seconds of sound that are lost at once from which the candidate is told; the session notes every gap."""

ALIVE_AFTER = 0.5
"""Seconds of sound that must have come before, or it was dead from the start."""

GATE = 0.3
"""Seconds of zeros that sound follows: a noise gate."""

JUDGED_AFTER = 5.0
"""Seconds of speech after which its loudness is known."""

USUAL_LEVEL = -26.0
"""dBFS of speech that is recorded well (the nominal active speech level of ITU-T P.56 and P.800 tests)."""

QUIET_LEVEL = USUAL_LEVEL - 26.0
"""dBFS; speech that is as far below the usual level as that is below full scale is lost in any room's noise."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What is known of a microphone; `hear` returns the next state."""

    sound: float = 0.0
    """Seconds of anything but zeros."""

    zeros: float = 0.0
    """Seconds of the run of zeros under way."""

    gated: bool = False
    speech: float = 0.0
    """Seconds of speech; its mean level in dBFS and the share of its samples at full scale follow."""

    level: float = 0.0
    clipped: float = 0.0

    def hear(self, seconds: float, *, is_zero: bool, speech: float, dbfs: float, clipped: float) -> Hearing:
        """After `seconds` more that are nothing but zeros or not, speech with this probability, and so loud.

        `clipped` is the share of samples at full scale, 0 to 1.
        """
        if is_zero:
            return replace(self, zeros=self.zeros + seconds)
        gated = self.gated or (self.sound > 0 and self.zeros >= GATE)
        after = replace(self, sound=self.sound + seconds, zeros=0.0, gated=gated)
        if speech < SPEECH_STARTS:
            return after
        whole = self.speech + seconds
        share = seconds / whole if whole else 0.0
        return replace(
            after,
            speech=whole,
            level=self.level + (dbfs - self.level) * share,
            clipped=self.clipped + (clipped - self.clipped) * share,
        )

    @property
    def troubles(self) -> frozenset[Trouble]:
        """All that is wrong now."""
        found: set[Trouble] = set()
        if self.zeros >= DEAD_AFTER and self.sound >= ALIVE_AFTER and not self.gated:
            found.add("dead")
        if self.speech >= JUDGED_AFTER and self.level < QUIET_LEVEL:
            found.add("quiet")
        if self.speech >= JUDGED_AFTER and self.clipped > MOST_CLIPPED:
            found.add("clipped")
        return frozenset(found)
