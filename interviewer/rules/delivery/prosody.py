"""Pitch and loudness of a voice: how much they move, where they do not, and where a sentence trails off.

Pitch is counted in semitones from the speaker's own median, so that high and low voices compare (Hincks and Edlund
2009, "Promoting increased pitch variation in oral presentations with transient visual feedback": the standard
deviation in semitones is what practice can change).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from interviewer.model.delivery import Moment, Prosody
from interviewer.model.sound import Contours, Curve
from interviewer.model.speech import Word
from interviewer.rules.delivery.filled_pauses import is_filled_pause
from interviewer.rules.delivery.sounding import sounding

SURE = 0.6
"""Voicing from which a pitch is counted; SwiftF0 calls a frame voiced from a half on."""

FARTHEST = 10.0
"""Semitones from the median beyond which it is the tracker that fell into another octave."""

ENOUGH_PITCH = 3.0
"""Seconds of sure pitch below which nothing is said about it."""

FLAT = 2.0
"""Semitones of standard deviation below which a stretch sounds monotonous."""

WINDOW, STEP = 10.0, 5.0
"""Seconds."""

TAIL = 0.7
"""Seconds at the end of a sentence."""

TRAILS_OFF = 8.0
"""dB that the tail lies under the sentence: most listeners lose it."""

SHORTEST_SENTENCE = 2.5
"""Seconds."""

Indices = npt.NDArray[np.intp]


def prosody(contours: Contours, start: float, end: float) -> Prosody | None:
    """How pitch and loudness move between two seconds; None when there is too little of a voice."""
    frames, semitones = _pitch(contours, start, end)
    inside = np.zeros(len(contours.level), np.bool_)
    inside[contours.between(start, end)] = True
    loud = contours.level[sounding(contours) & inside]
    if len(frames) * contours.hop < ENOUGH_PITCH or not len(loud):
        return None
    low, high = np.percentile(semitones, [10, 90])
    return Prosody(
        pitch=float(np.median(contours.pitch[frames])),
        pitch_variation=float(np.std(semitones)),
        pitch_range=float(high - low),
        loudness=float(np.median(loud)),
        loudness_variation=float(np.std(loud)),
    )


def flat_stretches(contours: Contours, start: float, end: float) -> tuple[Moment, ...]:
    """Where the pitch moves less than two semitones around its mean for ten seconds or more."""
    frames, semitones = _pitch(contours, start, end)
    at = frames * contours.hop
    found: list[Moment] = []
    begin = start
    while begin + WINDOW <= end:
        inside = semitones[(at >= begin) & (at < begin + WINDOW)]
        if len(inside) * contours.hop >= ENOUGH_PITCH and np.std(inside) < FLAT:
            goes_on = bool(found) and found[-1].end >= begin
            begun = found.pop().start if goes_on else begin
            moved = np.std(semitones[(at >= begun) & (at < begin + WINDOW)])
            found.append(Moment(kind="flat stretch", start=begun, end=begin + WINDOW, text=f"{moved:.1f} semitones"))
        begin += STEP
    return tuple(found)


def trailing_off(contours: Contours, words: Sequence[Word]) -> tuple[Moment, ...]:
    """The ends of sentences that are much softer than the sentence."""
    heard = sounding(contours)
    found = []
    for sentence in _sentences(words):
        start, end = sentence[0].start, sentence[-1].end
        if end - start < SHORTEST_SENTENCE:
            continue
        whole, tail = contours.between(start, end), contours.between(end - TAIL, end)
        body, last = contours.level[whole][heard[whole]], contours.level[tail][heard[tail]]
        if len(body) and len(last) and np.median(body) - np.median(last) >= TRAILS_OFF:
            text = " ".join(word.text for word in sentence if word.end > end - TAIL)
            found.append(Moment(kind="trailing off", start=max(end - TAIL, start), end=end, text=text))
    return tuple(found)


def sentence_count(words: Sequence[Word]) -> int:
    """Sentences that are long enough to trail off."""
    return sum(one[-1].end - one[0].start >= SHORTEST_SENTENCE for one in _sentences(words))


def _pitch(contours: Contours, start: float, end: float) -> tuple[Indices, Curve]:
    """Frames with a sure pitch, and that pitch in semitones from their median; other octaves left out."""
    inside = contours.between(start, end)
    frames = np.flatnonzero(contours.voicing[inside] >= SURE) + inside.start
    if not len(frames):
        return frames, np.zeros(0)
    semitones = 12 * np.log2(np.maximum(contours.pitch[frames], 1.0))
    semitones -= np.median(semitones)
    kept = np.abs(semitones) <= FARTHEST
    return frames[kept], semitones[kept]


def _sentences(words: Sequence[Word]) -> Iterator[list[Word]]:
    sentence: list[Word] = []
    for word in words:
        if not is_filled_pause(word.text):
            sentence.append(word)
        if sentence and word.text.rstrip("\"'”’)]")[-1:] in set(".?!"):
            yield sentence
            sentence = []
    if sentence:
        yield sentence
