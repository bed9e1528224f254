"""What was heard."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from interviewer.model.base import Fact

Seconds = Annotated[float, Field(ge=0)]

UNSURE = 0.5
"""A word that was heard with less probability is in doubt: shown as such, and never held against the candidate."""


class Word(Fact):
    """One spoken word, without surrounding spaces, punctuation attached."""

    text: Annotated[str, Field(min_length=1)]
    start: Seconds
    end: Seconds
    probability: Annotated[float, Field(ge=0, le=1)]

    @property
    def unsure(self) -> bool:
        """Whether the ears were in doubt about it."""
        return self.probability < UNSURE


class Transcript(Fact):
    """The words of a recording, as spoken: fillers kept."""

    kind: Literal["spoken"] = "spoken"
    words: Annotated[tuple[Word, ...], Field(min_length=1)]
    seconds: Seconds
    """Length of the recording."""

    speech_seconds: Seconds
    """How much of it the voice activity detector took for speech."""

    language: str
    heard_by: str
    """The model, such as `whisper-base`."""

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


class Typed(Fact):
    """An answer from the keyboard: judged the same, nothing about delivery is claimed."""

    kind: Literal["typed"] = "typed"
    text: Annotated[str, Field(min_length=1)]


class NoSpeech(Fact):
    """The recording holds no speech: it is never decoded and never judged."""

    kind: Literal["no-speech"] = "no-speech"
    seconds: Seconds
    digital_silence: bool = False
    """True when every sample is zero: the microphone was not allowed or not connected."""


Heard = Annotated[Transcript | Typed | NoSpeech, Field(discriminator="kind")]


class OwnVoice(Fact):
    """The interviewer's voice while a recording was open: its words may be in the sound, and are none of the answer."""

    start: Seconds
    """In the recording; as `end`, before which the voice fell silent."""

    end: Seconds
    text: str
    """The words that can have been heard by then."""


class Sentence(Fact):
    """A sentence (or a clause of a long one) of the answer: what the judge reads and cites."""

    id: Annotated[str, Field(pattern=r"^s[0-9]+$")]
    """s1, s2, ... in the order spoken."""

    text: Annotated[str, Field(min_length=1)]
    """The speaker's own words as they stand in the transcript."""

    clean: str
    """The same without filled pauses and immediate repetitions, by rule; what the judge reads."""

    start: float | None
    """Seconds in the take; None when the answer was typed."""

    end: float | None
    take: int | None = None
    """The take that it was said in, where that is the answer to a follow-up; None: the answer itself."""
