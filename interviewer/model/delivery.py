"""How an answer was spoken: observable things with their seconds, shown and never graded."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from interviewer.model.base import Fact

Seconds = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=0)]

MomentKind = Literal[
    "filled pause",
    "discourse marker",
    "repetition",
    "repair",
    "hedge",
    "pause at a boundary",
    "pause in mid-clause",
    "uncertain word",
    "fast stretch",
    "slow stretch",
]

DeliveryMode = Literal["standard", "non-native", "disfluency-friendly", "off"]
"""What is made of how an answer was spoken.

- `standard`: figures, and at most two remarks an answer;
- `non-native`: pace, pauses, filled pauses, repetitions and repairs are shown, and never remarked on;
- `disfluency-friendly`: those are measured and kept in the session, but no page shows them;
- `off`: nothing is measured.
"""


class Moment(Fact):
    """Something in an answer that can be heard."""

    kind: MomentKind
    start: Seconds
    """In the take's recording, as every time here."""

    end: Seconds
    text: str
    """What was said; of a pause its length, of a stretch its pace."""


class Delivery(Fact):
    """How the answer was spoken. A field that is None was not measured, or could not be."""

    seconds: Seconds
    """From the first word to the end of the last."""

    words: Count
    """Without filled pauses."""

    response_latency: Seconds
    """Seconds of silence before the first word."""

    words_per_minute: float | None
    """None under 20 seconds of speech."""

    long_pauses: Count
    """Silences between words of at least two seconds."""

    filled_pauses: Count
    """um, uh and the like that the transcript shows: a lower bound, speech recognition drops many."""

    phonation_seconds: Seconds | None = None
    """`seconds` without the silent pauses."""

    articulation_rate: float | None = None
    """Words a minute of `phonation_seconds`; None under 20 seconds of speech."""

    mean_length_of_run: float | None = None
    """Words between silent pauses."""

    first_person_singular: Count | None = None
    """I as a subject, without "I think" and "I mean"."""

    first_person_plural: Count | None = None
    """We as a subject."""

    moments: tuple[Moment, ...] | None = None
    """All that was found, in the order of time; None in sessions of before it was kept."""

    def of(self, *kinds: MomentKind) -> tuple[Moment, ...]:
        """The moments of these kinds."""
        return tuple(moment for moment in self.moments or () if moment.kind in kinds)
