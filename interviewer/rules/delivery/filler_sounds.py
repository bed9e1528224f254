"""Filled pauses that a recogniser left out, found by their sound: a held vowel or hum that stands alone.

Speech recognition is trained to drop um and uh. What it drops still sounds: the voice holds one vowel or nasal, at an
even pitch at or below the speaker's own (Goto, Itou and Hayamizu 1999, "A real-time filled pause detection system for
spontaneous speech recognition"; Shriberg and Lickley 1993 on the pitch), with a silence on one side at least and a dip
on the other. A breath has no pitch, a cough does not last, and a word does not stand still. Where the transcript has a
word that fits the sound, it is that word; a word that is stretched over it and more is not: recognisers stretch the
word beside a sound that they drop.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from interviewer.model.delivery import Moment
from interviewer.model.sound import Contours
from interviewer.model.speech import Word
from interviewer.rules.delivery.filled_pauses import is_filled_pause
from interviewer.rules.delivery.pauses import Silence
from interviewer.rules.delivery.sounding import runs

VOICED = 0.5
"""Voicing from which SwiftF0 calls a frame voiced."""

SHORTEST, LONGEST = 0.11, 1.4
"""Seconds of a held sound."""

MOST_CHANGE = 0.35
"""Median change of the spectrum; most words have more."""

MOST_BEND = 1.8
"""Standard deviation of the pitch, in semitones."""

ABOVE_OWN_PITCH = 1.5
"""Semitones that a filled pause may lie over the speaker's median."""

PARTED = 0.12
"""Seconds of silence that part a held sound from what is beside it."""

DIP = 13.0
"""dB under the held sound; so weak for the better part of an eighth of a second, it is parted from what follows."""

_DIP_FRAMES, _DIP_WITHIN = 5, 8

FITS = 0.6
"""Seconds that word and sound share, by the seconds that either takes: from here on it is that word."""

SAME = 0.2
"""Seconds between a filled pause in the transcript and a sound that are one and the same."""


def filler_sounds(contours: Contours, words: Sequence[Word], silent: Sequence[Silence]) -> tuple[Moment, ...]:
    """Held sounds that are no word of the transcript, in order. `silent` are the recording's silences."""
    sure = contours.pitch[contours.voicing >= VOICED]
    if not len(sure):
        return ()
    semitones = 12 * np.log2(np.maximum(contours.pitch, 1.0) / np.median(sure))
    said = [word for word in words if not is_filled_pause(word.text)]
    found = []
    for first, after in runs(contours.voicing >= VOICED):
        start, end = first * contours.hop, after * contours.hop
        if (
            SHORTEST <= end - start <= LONGEST
            and np.median(contours.change[first:after]) <= MOST_CHANGE
            and np.std(semitones[first:after]) <= MOST_BEND
            and np.mean(semitones[first:after]) <= ABOVE_OWN_PITCH
            and _stands_alone(contours, first, after, silent)
            and not any(_shared(start, end, word) >= FITS for word in said)
        ):
            found.append(Moment(kind="filled pause", start=start, end=end, text="", source="sound"))
    return tuple(found)


def together(written: Sequence[Moment], sounded: Sequence[Moment]) -> tuple[Moment, ...]:
    """The filled pauses of transcript and sound; those in both only once, at the sound's times, which are exact."""
    found = []
    left = list(sounded)
    for each in written:
        same = [sound for sound in left if sound.start < each.end + SAME and sound.end > each.start - SAME]
        left = [sound for sound in left if sound not in same]
        if same:
            each = each.but(source="both", start=same[0].start, end=same[-1].end)
        found.append(each)
    return tuple(sorted([*found, *left], key=lambda each: each.start))


def _stands_alone(contours: Contours, first: int, after: int, silent: Sequence[Silence]) -> bool:
    """A silence on one side, and on the other a silence or a dip."""
    start, end = first * contours.hop, after * contours.hop
    slack = PARTED / 2
    long = [(one, other) for one, other in silent if other - one >= PARTED]
    silence_before = any(one <= start <= other + slack for one, other in long)
    silence_after = any(one - slack <= end <= other for one, other in long)
    weak = contours.level < np.median(contours.level[first:after]) - DIP
    dip_before = weak[max(first - _DIP_WITHIN, 0) : first].sum() >= _DIP_FRAMES
    dip_after = weak[after : after + _DIP_WITHIN].sum() >= _DIP_FRAMES
    alone = (silence_before or dip_before) and (silence_after or dip_after)
    return bool(alone and (silence_before or silence_after))


def _shared(start: float, end: float, word: Word) -> float:
    """Time that sound and word share, as a part of the time that they take together."""
    shared = min(end, word.end) - max(start, word.start)
    return max(shared, 0.0) / max(max(end, word.end) - min(start, word.start), 1e-6)
