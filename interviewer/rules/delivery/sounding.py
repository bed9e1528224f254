"""Where a recording sounds of somebody, and where it is silent: sound and recogniser together, for either alone errs.

Recognisers stretch words over the silence next to them; a speech detector leaves out the hum of an "mm". So somebody
sounds where the detector hears speech, and where there is a pitch well above the noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from interviewer.model.sound import Contours
from interviewer.rules.delivery.pauses import Silence

SPEECH = 0.6
"""Probability from which a frame is speech."""

PITCHED = 0.6
"""Voicing from which a frame has a pitch."""

ABOVE_NOISE = 8.0
"""dB over the noise that a pitch without speech must have."""

BLIP = 3
"""Frames; a sound that is shorter lies within the silence around it."""

RELEASE_GAP, RELEASE = 8, 14
"""Frames: a stop at the end of a word is silent for so long at most, and over after so many."""

HIDES = 30.0
"""dB from the noise up to the speech below which noise hides the quiet ends of words."""

LEANS_TO_SPEECH, HIDDEN = 0.3, 3
"""There, up to so many frames more belong to a word, as long as the detector leans towards speech so much."""

SWING, LASTS = 3.0, 6
"""And so many frames at most after the last one that is so many dB over the noise: detectors lag behind."""

Mask = npt.NDArray[np.bool_]


def hushed(contours: Contours, stretches: Sequence[Silence]) -> Contours:
    """The same with nothing but the room in these stretches, so that nothing of whoever sounds there is measured."""
    if not stretches:
        return contours
    level, speech, voicing = contours.level.copy(), contours.speech.copy(), contours.voicing.copy()
    for start, end in stretches:
        at = contours.between(start, end)
        level[at], speech[at], voicing[at] = noise_level(contours), 0.0, 0.0
    return replace(contours, level=level, speech=speech, voicing=voicing)


def silences(contours: Contours) -> tuple[Silence, ...]:
    """All stretches in which nobody sounds, in order; where noise hides the ends of words, as they probably are."""
    sounds = _sounds(contours)
    if _hides_ends(contours):
        _mend_ends(sounds, contours)
    return _silent(sounds, contours)


def detected_silences(contours: Contours) -> tuple[Silence, ...]:
    """The same as they are detected, noise or not: what is next to a sound that is looked at for itself."""
    return _silent(_sounds(contours), contours)


def _sounds(contours: Contours) -> Mask:
    """Frame by frame, whether somebody sounds; blips are silent, and the release of a stop sounds."""
    sounds = sounding(contours)
    for start, end in runs(sounds):
        if end - start < BLIP:
            sounds[start:end] = False
    audible = contours.level > noise_level(contours) + ABOVE_NOISE
    for start, end in runs(~sounds):
        sounds[start : _released(audible, start, end)] = True
    return sounds


def _silent(sounds: Mask, contours: Contours) -> tuple[Silence, ...]:
    return tuple((start * contours.hop, end * contours.hop) for start, end in runs(~sounds))


def sounding(contours: Contours) -> Mask:
    """Frame by frame, whether somebody sounds."""
    audible = contours.level > noise_level(contours) + ABOVE_NOISE
    found: Mask = (contours.speech >= SPEECH) | ((contours.voicing >= PITCHED) & audible)
    return found


def _released(audible: Mask, start: int, end: int) -> int:
    """Where a word really ends that seems to end at `start`: detectors miss the release of its last stop."""
    over = start
    for frame in range(start, min(end, start + RELEASE)):
        if frame - over > RELEASE_GAP:
            break
        if audible[frame]:
            over = frame + 1
    return over


def _hides_ends(contours: Contours) -> bool:
    spoken = speech_level(contours)
    return spoken is not None and spoken - noise_level(contours) < HIDES


def _mend_ends(sounds: Mask, contours: Contours) -> None:
    """Let sounds end where they probably did, in noise that hides it; `sounds` is changed in place."""
    for start, end in runs(~sounds):
        over = start
        while over < min(end, start + HIDDEN) and contours.speech[over] >= LEANS_TO_SPEECH:
            over += 1
        sounds[start:over] = True
    smooth = np.convolve(contours.level, np.full(3, 1 / 3))[1:-1]
    heard = (smooth > noise_level(contours) + SWING) | (contours.voicing >= PITCHED)
    for start, _ in runs(~sounds):
        before = np.flatnonzero(heard[:start])
        if len(before):
            sounds[int(before[-1]) + LASTS : start] = False


def noise_level(contours: Contours) -> float:
    """dBFS of what is heard when nobody speaks: the median there, or the quietest twentieth of it all."""
    quiet = contours.level[contours.speech < 0.1]
    return float(np.median(quiet) if len(quiet) * contours.hop >= 0.2 else np.percentile(contours.level, 5))


def speech_level(contours: Contours) -> float | None:
    """dBFS of speech, the median; None when there is none."""
    loud = contours.level[contours.speech >= SPEECH]
    return float(np.median(loud)) if len(loud) else None


def runs(mask: Mask) -> list[tuple[int, int]]:
    """(first, after the last) of every run of true frames."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]])))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
