"""The interviewer's own words, left out of what was heard.

A take whose end was taken back holds what the microphone heard of the next question until its voice was stopped. When
that was, and what it said, is known; so a word goes that lies there and is the voice's own, in its order. The ears
mishear, so a passage that is only spelt like the voice's counts as well; and a candidate may say a word of it by
chance, so one word alone goes only where nothing else was heard. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from interviewer.model.speech import Heard, NoSpeech, OwnVoice, Transcript, Word
from interviewer.rules.turn_taking_undo import ECHO

NEAR = 0.5
"""Seconds that a word's times, as recognisers place them, may be off."""

SLACK = 1.0
"""Seconds of a text that may have been spoken before or after the place where its voice is thought to have been."""

ALIKE = 0.7
"""Share of letters in common (`SequenceMatcher.ratio`) from which words are the voice's, misheard."""

_ENDS = re.compile(r"[.?!…]\W*$")


def without_own_voice(heard: Heard, voices: Sequence[OwnVoice]) -> Heard:
    """What was heard without the interviewer's words; the very same where there are none."""
    if not isinstance(heard, Transcript) or not (own := own_words(heard.words, voices)):
        return heard
    kept = tuple(word for place, word in enumerate(heard.words) if place not in own)
    if not kept:
        return NoSpeech(seconds=heard.seconds)
    gone = sum(heard.words[place].end - heard.words[place].start for place in own)
    return heard.but(words=kept, speech_seconds=max(0.0, heard.speech_seconds - gone))


def heard_in(voices: Sequence[OwnVoice]) -> tuple[tuple[float, float], ...]:
    """(start, end) of the sound that may hold the voice, the last of it that is still in the room among it."""
    return tuple((voice.start, voice.end + ECHO) for voice in voices)


def own_words(words: Sequence[Word], voices: Sequence[OwnVoice]) -> frozenset[int]:
    """The places, from 0, of the words that are the interviewer's."""
    return frozenset(place for voice in voices for place in _said_by(voice, words))


def spoken(text: str, start: float, reached: float, seconds: float) -> str:
    """The words of a text of `seconds` that can have been heard from the second `start` to the second `reached`."""
    if seconds <= 0:
        return text
    first, last = ((place / seconds) * len(text) for place in (start - SLACK, reached + SLACK))
    found = re.finditer(r"\S+", text)
    return " ".join(word.group() for word in found if word.end() > first and word.start() < last)


def _said_by(voice: OwnVoice, words: Sequence[Word]) -> frozenset[int]:
    """Looks a little beyond the voice, unless that finds less of it: a candidate may quote the question at once."""
    until = voice.end + ECHO
    inside = _between(words, voice.start, until)
    near = _between(words, voice.start - NEAR, until + NEAR)
    found = (_passages(words, places, inside, _parts(voice.text)) for places in (near, inside))
    return max(found, key=lambda own: len(own.intersection(inside)))


def _between(words: Sequence[Word], start: float, end: float) -> list[int]:
    """The places of the words whose middle lies there."""
    return [place for place, word in enumerate(words) if start <= (word.start + word.end) / 2 <= end]


def _passages(words: Sequence[Word], near: Sequence[int], inside: Sequence[int], said: Sequence[str]) -> frozenset[int]:
    """Of the words `near` the voice those that are its own: two in a row at least, or all that are `inside` it.

    In a row is what follows upon each other in what was heard and in what was said, within what was heard as one
    sentence: where another one begins, somebody else may.
    """
    heard = [(place, part) for place in near for part in _parts(words[place].text)]
    stretches = _alike([part for _, part in heard], said)
    whole = {place for place, _ in heard}.intersection(inside)
    candidates = {place for (place, _), stretch in zip(heard, stretches, strict=True) if stretch is None}
    sentence = 0
    passages: dict[tuple[int, int], set[int]] = {}
    for (place, _), stretch in zip(heard, stretches, strict=True):
        if stretch is not None and place not in candidates:
            passages.setdefault((sentence, stretch), set()).add(place)
        sentence += _ENDS.search(words[place].text) is not None
    own = (places for places in passages.values() if places & whole and (len(places) > 1 or places >= whole))
    return frozenset().union(*own)


def _alike(heard: Sequence[str], said: Sequence[str]) -> list[int | None]:
    """For each word that was heard the number of the unbroken stretch of both texts that it is in; None: in none.

    Words are matched in their order; one misheard counts as the one in whose place it stands, whatever it was taken
    for where it stands for one word between others of the voice, which are no chance.
    """
    found: list[int | None] = [None] * len(heard)
    stretch = 0
    steps = SequenceMatcher(None, heard, said, autojunk=False).get_opcodes()
    lengths = [step[2] - step[1] if step[0] == "equal" else 0 for step in steps]
    for number, (tag, first, last, begin, end) in enumerate(steps):
        stretch += tag in ("insert", "delete")
        around = [*lengths[:number][-1:], *lengths[number + 1 :][:1]]
        in_the_midst = tag == "replace" and last - first == end - begin == 1 and len(around) == 2 and max(around) > 1
        is_own = tag == "equal" or in_the_midst
        same = [True] * (last - first) if is_own else _misheard(heard[first:last], said[begin:end])
        for place, is_same in enumerate(same, start=first):
            stretch += not is_same
            found[place] = stretch if is_same else None
    return found


def _misheard(heard: Sequence[str], said: Sequence[str]) -> list[bool]:
    """Of each word whether it stands for one that was said there: those beside the words that are the same, or all."""
    from_front = {n for n, (one, other) in enumerate(zip(heard, said, strict=False)) if _sounds_like(one, other)}
    backwards = zip(reversed(heard), reversed(said), strict=False)
    from_back = {len(heard) - 1 - n for n, (one, other) in enumerate(backwards) if _sounds_like(one, other)}
    if not from_front | from_back:
        return [_sounds_like("".join(heard), "".join(said))] * len(heard)
    return [n in from_front | from_back for n in range(len(heard))]


def _sounds_like(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def _parts(text: str) -> list[str]:
    """Small letters and figures alone: recognisers write "one-page" and "one page", "It's" and "it’s"."""
    return re.findall(r"[^\W_]+", text.casefold().replace("’", "").replace("'", ""))
