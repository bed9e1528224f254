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
    "flat stretch",
    "trailing off",
]

Source = Literal["words", "sound", "both", "candidate"]
"""Whether the transcript or the sound shows something, or the candidate heard it."""

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
    """What was said; of a pause its length, of a stretch its pace; empty when no word was heard there."""

    source: Source = "words"
    """Whether transcript or sound shows it."""


class SoundQuality(Fact):
    """What a recording is like."""

    snr: Annotated[float, Field(ge=0)]
    """dB from the noise up to the speech."""

    clipped: Annotated[float, Field(ge=0, le=1)]
    """Share of the samples at full scale."""

    dropouts: Count
    """Holes in the sound."""

    problem: Literal["", "noise", "clipping", "dropouts"]
    """Why nothing is said about the voice; empty: the recording is good enough."""


class Prosody(Fact):
    """How a voice moves."""

    pitch: Annotated[float, Field(gt=0)]
    """Median, in Hz."""

    pitch_variation: Annotated[float, Field(ge=0)]
    """Standard deviation in semitones."""

    pitch_range: Annotated[float, Field(ge=0)]
    """From the 10th to the 90th percentile, in semitones."""

    loudness: float
    """Median of speech, in dBFS."""

    loudness_variation: Annotated[float, Field(ge=0)]
    """Standard deviation in speech, in dB."""


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
    """um, uh and the like: those of the transcript, and those that only the sound shows where `sounded` is true."""

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

    taken_off: tuple[Moment, ...] = ()
    """Fillers that were found and that the candidate says are none."""

    sentences: Count | None = None
    """Those that are long enough to trail off."""

    recording: SoundQuality | None = None
    voice: Prosody | None = None
    """None also when the recording is not good enough."""

    @property
    def sounded(self) -> bool:
        """Whether pauses and filled pauses come from the sound too: the transcript alone leaves many out."""
        return self.recording is not None and not self.recording.problem

    def of(self, *kinds: MomentKind) -> tuple[Moment, ...]:
        """The moments of these kinds."""
        return tuple(moment for moment in self.moments or () if moment.kind in kinds)


class Baseline(Fact):
    """What is usual for a candidate: medians of their last answers. None: too few of them tell."""

    answers: Annotated[int, Field(ge=1)]
    words_per_minute: float | None = None
    fillers_a_minute: float | None = None
    """Filled pauses and discourse markers, where the sound was measured."""

    mid_clause_pauses_a_minute: float | None = None
    hedges_in_a_hundred: float | None = None
    pitch_variation: float | None = None
    """In semitones."""
