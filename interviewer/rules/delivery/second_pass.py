"""Filled pauses of a second, verbatim pass of the ears: where somebody sounds and the first transcript has no word.

A recogniser that is shown "um, uh" before it listens writes down more of them, and sometimes makes them up, or loses
whole sentences. So such a pass never becomes the transcript: it is asked only where there is sound without a word, and
nothing of it is taken but filled pauses that lie there.
"""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.model.delivery import Delivery, Moment
from interviewer.model.sound import Contours
from interviewer.model.speech import OwnVoice, Transcript, Word
from interviewer.rules.delivery.filled_pauses import is_filled_pause
from interviewer.rules.delivery.pauses import Silence, without
from interviewer.rules.delivery.sounding import detected_silences, hushed
from interviewer.rules.own_voice import heard_in

SHORTEST, LONGEST = 0.12, 1.6
"""Seconds of sound without a word that may be a filled pause."""

LOOSE = 0.1
"""Seconds that a word's edges, as recognisers place them, may be off."""

NEAR = 0.25
"""Seconds between such a sound and a filled pause of the second pass that is heard in it."""

CONTEXT = 4.0
"""Seconds around such a sound that the ears are given with it."""


def sounds_without_words(
    heard: Transcript, contours: Contours | None, spoken: Delivery, voices: Sequence[OwnVoice] = ()
) -> tuple[Silence, ...]:
    """(start, end) of what the ears may be asked about again; none where the sound is not good enough to say.

    `voices`: where the interviewer may be heard; nothing of that is asked about.
    """
    if contours is None or not spoken.sounded:
        return ()
    silent = detected_silences(hushed(contours, heard_in(voices)))
    return unexplained(heard.words, silent, contours.seconds, spoken.of("filled pause"))


def with_fillers(spoken: Delivery, found: Sequence[Moment]) -> Delivery:
    """The same with these filled pauses among the others."""
    moments = sorted([*(spoken.moments or ()), *found], key=lambda each: (each.start, each.end, each.kind))
    count = sum(each.kind == "filled pause" for each in moments)
    return spoken.but(moments=tuple(moments), filled_pauses=count)


def unexplained(
    words: Sequence[Word], silent: Sequence[Silence], seconds: float, found: Sequence[Moment]
) -> tuple[Silence, ...]:
    """(start, end) of every sound that may be a filled pause and has neither a word nor a moment of `found`."""
    taken = [(word.start - LOOSE, word.end + LOOSE) for word in words]
    taken += [(moment.start - LOOSE, moment.end + LOOSE) for moment in found]
    left = without(_between(silent, seconds), sorted(taken))
    return tuple((start, end) for start, end in left if SHORTEST <= end - start <= LONGEST)


def to_hear_again(sounds: Sequence[Silence], seconds: float) -> tuple[Silence, ...]:
    """What the ears should listen to once more: the sounds with their surroundings, none twice."""
    spans: list[Silence] = []
    for start, end in sorted(sounds):
        wide = (max(start - CONTEXT, 0.0), min(end + CONTEXT, seconds))
        if spans and wide[0] <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], wide[1]))
        else:
            spans.append(wide)
    return tuple(spans)


def heard_again(again: Sequence[Word], sounds: Sequence[Silence]) -> tuple[Moment, ...]:
    """The filled pauses of the second pass that lie in such a sound; each sound once, at its own times."""
    said = [word for word in again if is_filled_pause(word.text)]
    return tuple(
        Moment(kind="filled pause", start=start, end=end, text="", source="sound")
        for start, end in sounds
        if any(word.start < end + NEAR and word.end > start - NEAR for word in said)
    )


def _between(silent: Sequence[Silence], seconds: float) -> list[Silence]:
    """What is not silent."""
    edges = [0.0, *(edge for silence in silent for edge in silence), seconds]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if end > start]
