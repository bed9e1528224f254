"""An answer's delivery, put together from its words.

Terms are the field's own:

- *pace* is the speech rate: words without filled pauses, divided by the time from the first word's start to the last
  word's end, pauses included (Goldman-Eisler 1968, "Psycholinguistics: Experiments in Spontaneous Speech");
- the *articulation rate* is the same without the silent pauses;
- *response latency* is the silence before the first word.
"""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.model.audio import Clip
from interviewer.model.delivery import Delivery, DeliveryMode, Moment
from interviewer.model.speech import Heard, Transcript, Word
from interviewer.rules.delivery.commitment import hedges, ownership
from interviewer.rules.delivery.disfluencies import discourse_markers, moment, repairs, repetitions
from interviewer.rules.delivery.filled_pauses import bare, is_filled_pause
from interviewer.rules.delivery.pace import stretches
from interviewer.rules.delivery.pauses import mean_length_of_run, reaches, silences_between, silent_pauses

VERY_LONG_PAUSE = 2.0
"""Seconds; recognisers place the edges of words loosely, and such a pause is one wherever they do."""

ENOUGH_SPEECH = 20.0
"""Seconds of speech below which a pace says more about the sentence than about the speaker."""

UNCERTAIN = 0.5
"""Words that were heard with less probability than this are uncertain."""


def delivery_of(heard: Heard, recording: Clip | None, mode: DeliveryMode) -> Delivery | None:
    """How a take was spoken; None when it was not, or when nothing is to be measured."""
    if mode == "off" or recording is None or not isinstance(heard, Transcript):
        return None
    return delivery(heard, recording.seconds)


def delivery(transcript: Transcript, take_seconds: float) -> Delivery:
    """How a take that lasted `take_seconds` was spoken."""
    words = _within(transcript.words, take_seconds)
    if not words:
        return Delivery(
            seconds=0, words=0, response_latency=0, words_per_minute=None, long_pauses=0, filled_pauses=0, moments=()
        )
    filled = [word for word in words if is_filled_pause(word.text)]
    seconds = max(word.end for word in words) - words[0].start
    count = len(words) - len(filled)
    pauses = silent_pauses(words, list(silences_between(words)))
    phonation = max(seconds - sum(pause.end - pause.start for pause in pauses), 0.0)
    enough = transcript.speech_seconds >= ENOUGH_SPEECH
    singular, plural = ownership(words)
    return Delivery(
        seconds=seconds,
        words=count,
        response_latency=words[0].start,
        words_per_minute=count / seconds * 60 if enough and seconds > 0 else None,
        long_pauses=sum(reaches(pause.end - pause.start, VERY_LONG_PAUSE) for pause in pauses),
        filled_pauses=len(filled),
        phonation_seconds=phonation,
        articulation_rate=count / phonation * 60 if enough and phonation > 0 else None,
        mean_length_of_run=mean_length_of_run(words, pauses),
        first_person_singular=singular,
        first_person_plural=plural,
        moments=_moments(words, filled, pauses, paced=enough),
    )


def _moments(
    words: Sequence[Word], filled: Sequence[Word], pauses: Sequence[Moment], *, paced: bool
) -> tuple[Moment, ...]:
    found = [
        *pauses,
        *(moment("filled pause", [word]) for word in filled),
        *discourse_markers(words),
        *repetitions(words),
        *repairs(words),
        *hedges(words),
        *(moment("uncertain word", [word]) for word in words if word.probability < UNCERTAIN),
        *(stretches(words) if paced else ()),
    ]
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.kind)))


def _within(words: Sequence[Word], take_seconds: float) -> list[Word]:
    """What was said, in order, within the recording: recognisers place some words past its end, or backwards."""
    said = [word for word in words if bare(word.text)]
    kept = []
    for word in sorted(said, key=lambda each: each.start):
        start = min(word.start, take_seconds)
        kept.append(word.but(start=start, end=max(start, min(word.end, take_seconds))))
    return kept
