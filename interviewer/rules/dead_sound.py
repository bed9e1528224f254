"""A microphone that dies while it goes on delivering: muted, suspended, or another one put in its place.

No real microphone is without any noise, so a long run of exact zeros after sound is no quiet room. A device with a
noise gate sends them too, whenever nobody speaks; it gives itself away when sound follows them. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

DEAD_AFTER = 2.0
"""Seconds of exact zeros."""

ALIVE_AFTER = 0.5
"""Seconds of sound that must have come before, or it was dead from the start."""

GATE = 0.3
"""Seconds of zeros that sound follows: a noise gate."""


@dataclass(frozen=True, slots=True)
class Liveness:
    """What is known of a microphone; `hear` returns the next state."""

    sound: float = 0.0
    zeros: float = 0.0
    """Seconds of the run of zeros under way."""

    gated: bool = False

    def hear(self, seconds: float, *, is_zero: bool) -> Liveness:
        """After `seconds` more, of nothing but zeros or not."""
        if is_zero:
            return replace(self, zeros=self.zeros + seconds)
        return Liveness(self.sound + seconds, 0.0, self.gated or (self.sound > 0 and self.zeros >= GATE))

    @property
    def is_dead(self) -> bool:
        """Whether it has stopped hearing anything."""
        return self.zeros >= DEAD_AFTER and self.sound >= ALIVE_AFTER and not self.gated
