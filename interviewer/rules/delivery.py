"""How an answer was spoken, from the words' times alone. Shown to the candidate, never graded.

Terms are the field's own:

- *pace* is the speech rate: words without filled pauses, divided by the time from the first word's start to the last
  word's end, pauses included (Goldman-Eisler 1968, "Psycholinguistics: Experiments in Spontaneous Speech").
- a *long pause* is a silence between words of at least two seconds: well into the third, "long" group of pauses (over
  1 s) of Campione and Véronis 2002, "A large-scale multilingual study of silent pause duration"; recognisers place the
  edges of words too loosely for less.
- *filled pauses* are the sounds um, uh and their kin (Clark and Fox Tree 2002, "Using uh and um in spontaneous
  speaking"); "like" or "you know" are words.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from interviewer.model.clock import length
from interviewer.model.question import Kind
from interviewer.model.speech import Delivery, Transcript, Word

LONG_PAUSE = 2.0
"""Seconds."""

ENOUGH_SPEECH = 20.0
"""Seconds of speech below which a pace says more about the sentence than about the speaker."""

FILLED_PAUSES = frozenset(
    {"ah", "ahm", "eh", "ehm", "em", "er", "erm", "hm", "hmm", "mm", "mmm", "uh", "uhm", "um", "umm"}
)

# Usual bands, as (short, long) in seconds and words a minute. Lengths: the one to two minutes that career advice agrees
# on for STAR answers, half a minute of grace below and a minute above; an introduction in a minute or a little more;
# explanations shorter. Pace: outside 100 to 190 words a minute listeners of talks notice it (practice tools flag from
# 110 and 190; audio books are read at 150 to 160). They are conventions, no laws, and no grade depends on them.
USUAL_SECONDS: dict[Kind, tuple[float, float]] = {
    "behavioural": (45.0, 180.0),
    "method": (45.0, 180.0),
    "situational": (45.0, 180.0),
    "introduction": (30.0, 150.0),
    "knowledge": (15.0, 120.0),
}
USUAL_PACE = (100.0, 190.0)


def delivery(transcript: Transcript, take_seconds: float) -> Delivery:
    """Length, latency, pace, long pauses and filled pauses of a take that lasted `take_seconds`."""
    spoken = [word for word in transcript.words if _said(word)]
    if not spoken:
        return Delivery(seconds=0, words=0, response_latency=0, words_per_minute=None, long_pauses=0, filled_pauses=0)
    filled = sum(is_filled_pause(word.text) for word in spoken)
    first = min(spoken[0].start, take_seconds)
    last = min(max(word.end for word in spoken), take_seconds)
    seconds = max(last - first, 0.0)
    words = len(spoken) - filled
    enough = transcript.speech_seconds >= ENOUGH_SPEECH and seconds > 0
    return Delivery(
        seconds=seconds,
        words=words,
        response_latency=first,
        words_per_minute=words / seconds * 60 if enough else None,
        long_pauses=sum(pause >= LONG_PAUSE or math.isclose(pause, LONG_PAUSE) for pause in pauses(spoken)),
        filled_pauses=filled,
    )


def pauses(words: Iterable[Word]) -> Iterable[float]:
    """Seconds of silence between each word and the next; words that overlap have none between them."""
    silence_from: float | None = None
    for word in words:
        if silence_from is not None:
            yield max(word.start - silence_from, 0.0)
        silence_from = max(word.end, silence_from or 0.0)


def is_filled_pause(text: str) -> bool:
    """True for um, uh and their kin, however they are punctuated."""
    return _bare(text) in FILLED_PAUSES


def _said(word: Word) -> bool:
    """False for a token that is only punctuation."""
    return bool(_bare(word.text))


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def remarks(spoken: Delivery, kind: Kind) -> tuple[str, ...]:
    """What is worth saying about length and pace: nothing inside the usual bands, at most two sentences outside."""
    shortest, longest = USUAL_SECONDS[kind]
    slowest, fastest = USUAL_PACE
    found = []
    if spoken.seconds < shortest:
        found.append(f"Shorter than usual: most good answers to such a question take {_span(shortest, longest)}.")
    elif spoken.seconds > longest:
        found.append(f"Longer than usual: most good answers to such a question take {_span(shortest, longest)}.")
    if spoken.words_per_minute is not None and spoken.words_per_minute > fastest:
        found.append("Quick: most listeners follow best below 190 words a minute. Pause at the end of each sentence.")
    elif spoken.words_per_minute is not None and spoken.words_per_minute < slowest:
        found.append("Slow, pauses included: most people speak at 100 to 190 words a minute in an interview.")
    return tuple(found)


def _span(shortest: float, longest: float) -> str:
    return f"{length(shortest)} to {length(longest)}"
