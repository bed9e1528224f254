"""Words as the house wants them, from words as Whisper gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

LOOP = 4
"""A phrase said this often in a row, in text that compresses too well, is Whisper going round in circles."""

LONGEST_LOOP = 12
"""Words of the longest phrase that is looked for."""

COMPRESSES_TOO_WELL = 2.4
"""Length of a segment's text by its length when zipped; Whisper's own limit for text that repeats itself."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One word with its times in the recording (seconds) and how sure Whisper is of it (0 to 1)."""

    text: str
    start: float
    end: float
    probability: float


def joined(pieces: Sequence[Heard]) -> list[Heard]:
    """Whole words: Whisper splits `one-page` and `20%`, and marks a word's beginning with a space."""
    words: list[Heard] = []
    for piece in pieces:
        text = piece.text.strip()
        if not text:
            continue
        if words and not piece.text.startswith(" "):
            before = words.pop()
            words.append(Heard(before.text + text, before.start, piece.end, min(before.probability, piece.probability)))
        else:
            words.append(replace(piece, text=text))
    return words


def without_loops(words: Sequence[Heard]) -> list[Heard]:
    """The same with any phrase that comes `LOOP` times in a row or more left standing once."""
    kept: list[Heard] = []
    at = 0
    while at < len(words):
        kept_length, skipped = 1, 1
        for length in range(1, LONGEST_LOOP + 1):
            times = _times_in_a_row(words, at, length)
            if times >= LOOP:
                kept_length, skipped = length, length * times
                break
        kept += words[at : at + kept_length]
        at += skipped
    return kept


def in_order(words: Sequence[Heard], seconds: float) -> list[Heard]:
    """The same with times inside the recording, in order and not overlapping.

    Whisper's times come from attention weights and may touch, cross or coincide: where words begin together they share
    the time up to the next one.
    """
    starts: list[float] = []
    for word in words:
        starts.append(min(max(word.start, starts[-1] if starts else 0.0), seconds))
    spread = _apart(starts, max((word.end for word in words), default=0.0), seconds)
    mended = []
    for index, word in enumerate(words):
        ceiling = spread[index + 1] if index + 1 < len(words) else seconds
        end = min(max(word.end, spread[index]), ceiling)
        if end <= spread[index]:
            end = ceiling if ceiling - spread[index] < 0.5 else spread[index] + 0.1
        mended.append(replace(word, start=round(spread[index], 3), end=round(end, 3)))
    return mended


def _apart(starts: Sequence[float], last_end: float, seconds: float) -> list[float]:
    """Starts that coincide, spread evenly up to the next different one."""
    spread = list(starts)
    index = 0
    while index < len(spread):
        run = index
        while run < len(spread) and spread[run] - spread[index] < 0.001:
            run += 1
        count = run - index
        if count > 1:
            until = starts[run] if run < len(starts) else min(max(last_end, starts[index] + 0.1), seconds)
            for place in range(1, count):
                spread[index + place] = starts[index] + (until - starts[index]) * place / count
        index = run
    return spread


def _times_in_a_row(words: Sequence[Heard], at: int, length: int) -> int:
    phrase = [_plain(word) for word in words[at : at + length]]
    times = 1
    while [_plain(word) for word in words[at + times * length : at + (times + 1) * length]] == phrase:
        times += 1
    return times if len(phrase) == length else 0


def _plain(word: Heard) -> str:
    return word.text.casefold().strip(".,!?;:…\"'")
