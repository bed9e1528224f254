"""An answer's delivery, put together from its words and its sound.

Terms are the field's own:

- *pace* is the speech rate: words without filled pauses, divided by the time from the first word's start to the last
  word's end, pauses included (Goldman-Eisler 1968, "Psycholinguistics: Experiments in Spontaneous Speech");
- the *articulation rate* is the same without the silent pauses;
- *response latency* is the time before the first word that is no filled pause.
"""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.model.audio import Gap
from interviewer.model.delivery import Delivery, Moment
from interviewer.model.sound import Contours
from interviewer.model.speech import OwnVoice, Transcript, Word
from interviewer.rules.delivery.commitment import hedges, ownership
from interviewer.rules.delivery.disfluencies import discourse_markers, moment, repairs, repetitions
from interviewer.rules.delivery.filled_pauses import bare, is_filled_pause
from interviewer.rules.delivery.filler_sounds import filler_sounds, together
from interviewer.rules.delivery.pace import stretches
from interviewer.rules.delivery.pauses import (
    Silence,
    mean_length_of_run,
    reaches,
    silences_between,
    silent_pauses,
    without,
)
from interviewer.rules.delivery.prosody import flat_stretches, prosody, sentence_count, trailing_off
from interviewer.rules.delivery.quality import sound_quality
from interviewer.rules.delivery.sounding import detected_silences, hushed, silences
from interviewer.rules.own_voice import heard_in

VERY_LONG_PAUSE = 2.0
"""Seconds; recognisers place the edges of words loosely, and such a pause is one wherever they do."""

ENOUGH_SPEECH = 20.0
"""Seconds of speech below which a pace says more about the sentence than about the speaker."""

SHORTEST_RATED = 1.0
"""Seconds that a rate is taken over at least: word times that crowd into less than that are wrong."""


def delivery(
    transcript: Transcript,
    take_seconds: float,
    contours: Contours | None = None,
    gaps: Sequence[Gap] = (),
    voices: Sequence[OwnVoice] = (),
) -> Delivery:
    """How a take that lasted `take_seconds` was spoken.

    From a recording's curves come exact pauses, filled pauses that the transcript leaves out, and the voice, when the
    recording is good enough; without them all is measured from the words' times.
    Where the interviewer may be heard (`voices`), nothing is taken from the sound: there the candidate speaks in the
    words that are theirs, and is silent beside them.
    """
    words = _within(transcript.words, take_seconds)
    if contours is not None:
        contours = hushed(contours, heard_in(voices))
    quality = sound_quality(contours, gaps) if contours is not None else None
    if not words:
        return Delivery(
            seconds=0,
            words=0,
            response_latency=0,
            words_per_minute=None,
            long_pauses=0,
            filled_pauses=0,
            moments=(),
            recording=quality,
        )
    sound = contours if quality is not None and not quality.problem else None
    silent = _silent(sound, words, voices) if sound is not None else tuple(silences_between(words))
    lexical = [word for word in words if not is_filled_pause(word.text)]
    start, end = words[0].start, max(word.end for word in words)
    pauses = silent_pauses(words, silent, "sound" if sound is not None else "words")
    phonation = max(end - start - sum(pause.end - pause.start for pause in pauses), 0.0)
    enough = transcript.speech_seconds >= ENOUGH_SPEECH
    singular, plural = ownership(words)
    found = _moments(words, pauses, silent, paced=enough)
    if sound is not None:
        found = [*_with_sound(found, sound, words), *flat_stretches(sound, start, end)]
    return Delivery(
        seconds=end - start,
        words=len(lexical),
        response_latency=_onset((lexical or words)[0], silent),
        words_per_minute=_a_minute(len(lexical), end - start) if enough else None,
        long_pauses=sum(reaches(pause.end - pause.start, VERY_LONG_PAUSE) for pause in pauses),
        filled_pauses=sum(each.kind == "filled pause" for each in found),
        phonation_seconds=phonation,
        articulation_rate=_a_minute(len(lexical), phonation) if enough else None,
        mean_length_of_run=mean_length_of_run(words, pauses),
        first_person_singular=singular,
        first_person_plural=plural,
        moments=tuple(sorted(found, key=lambda each: (each.start, each.end, each.kind))),
        sentences=sentence_count(words) if sound is not None else None,
        recording=quality,
        voice=prosody(sound, start, end) if sound is not None else None,
    )


def _silent(sound: Contours, words: Sequence[Word], voices: Sequence[OwnVoice]) -> tuple[Silence, ...]:
    """Where the candidate is silent: not in a word that has its middle where the interviewer may be heard."""
    spoken = [
        (word.start, word.end)
        for word in words
        if any(start <= (word.start + word.end) / 2 <= end for start, end in heard_in(voices))
    ]
    return without(silences(sound), spoken)


def _a_minute(words: int, seconds: float) -> float | None:
    """A rate; None where the words' times leave so little that it would say nothing."""
    return words / seconds * 60 if seconds >= SHORTEST_RATED else None


def _moments(
    words: Sequence[Word], pauses: Sequence[Moment], silent: Sequence[Silence], *, paced: bool
) -> list[Moment]:
    """What the words show."""
    return [
        *pauses,
        *(moment("filled pause", [word]) for word in words if is_filled_pause(word.text)),
        *discourse_markers(words),
        *repetitions(words),
        *repairs(words),
        *hedges(words),
        *(moment("uncertain word", [word]) for word in words if word.unsure),
        *(stretches(words, silent) if paced else ()),
    ]


def _with_sound(found: Sequence[Moment], sound: Contours, words: Sequence[Word]) -> list[Moment]:
    """The same with the filled pauses that only sound, and with the ends of sentences that cannot be heard."""
    written = [each for each in found if each.kind == "filled pause"]
    others = [each for each in found if each.kind != "filled pause"]
    heard = together(written, filler_sounds(sound, words, detected_silences(sound)))
    return [*others, *heard, *trailing_off(sound, words)]


def _onset(word: Word, silent: Sequence[Silence]) -> float:
    """Where a word begins: recognisers let the first one begin in the silence before it."""
    return next((end for start, end in silent if start <= word.start < end <= word.end), word.start)


def _within(words: Sequence[Word], take_seconds: float) -> list[Word]:
    """What was said, in order, within the recording: recognisers place some words past its end, or backwards."""
    said = [word for word in words if bare(word.text)]
    kept = []
    for word in sorted(said, key=lambda each: each.start):
        start = min(word.start, take_seconds)
        kept.append(word.but(start=start, end=max(start, min(word.end, take_seconds))))
    return kept
