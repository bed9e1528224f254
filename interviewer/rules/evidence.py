"""Is it really there? A quote counts only when the transcript holds it, and then in the transcript's own words.

Exact matches of three words or more are practically never accidental, and neither are matches of four fifths of six
words or more; a number or a "not" that differs changes the meaning, so those must be the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from interviewer.model.grade import Evidence
from interviewer.model.speech import Heard, Sentence, Transcript, Word
from interviewer.rules.wording import Token, negations, numbers, tokens, words

FEWEST_WORDS = 3
FUZZY_WORDS = 6
FUZZY_SHARE = 0.80
EDGE = 0.05
"""Seconds by which a word may stick out of its sentence."""


def verify(sentence_id: str, quote: str, sentences: Sequence[Sentence], heard: Heard) -> Evidence | None:
    """The evidence behind a quote from one sentence, or None when the transcript does not hold it.

    A quote shorter than three words is accepted only when it is the whole sentence.
    """
    sentence = next((one for one in sentences if one.id == sentence_id), None)
    if sentence is None or not _said(sentence.text, heard):
        return None
    span = _span(words(quote), tokens(sentence.text))
    if span is None:
        return None
    first, last = span
    said = tokens(sentence.text)
    text = sentence.text[said[first].start : _closing(sentence.text, said[last].end)]
    start, end = _times(sentence, [token.word for token in said], first, last, heard)
    return Evidence(sentence=sentence.id, quote=text, start=start, end=end, take=sentence.take)


def whole(sentence: Sentence, heard: Heard) -> Evidence | None:
    """The whole sentence as evidence, or None when the transcript does not hold it."""
    if not words(sentence.text) or not _said(sentence.text, heard):
        return None
    return Evidence(
        sentence=sentence.id,
        quote=sentence.text.strip(),
        start=sentence.start,
        end=sentence.end,
        take=sentence.take,
    )


def is_said(quote: str, text: str) -> bool:
    """Does `text` hold these words in this order, punctuation and case aside?"""
    sought, within = words(quote), words(text)
    return bool(sought) and any(within[at : at + len(sought)] == sought for at in range(len(within) - len(sought) + 1))


def _said(text: str, heard: Heard) -> bool:
    match heard:
        case Transcript():
            return is_said(text, heard.text)
        case _ if heard.kind == "typed":
            return is_said(text, heard.text)
        case _:
            return False


def _span(sought: list[str], said: list[Token]) -> tuple[int, int] | None:
    """First and last word of the sentence that the quote covers."""
    within = [token.word for token in said]
    if not sought or (len(sought) < FEWEST_WORDS and sought != within):
        return None
    for at in range(len(within) - len(sought) + 1):
        if within[at : at + len(sought)] == sought:
            return at, at + len(sought) - 1
    return _fuzzy(sought, within) if len(sought) >= FUZZY_WORDS else None


def _fuzzy(sought: list[str], within: list[str]) -> tuple[int, int] | None:
    best: tuple[float, int, int] | None = None
    for length in range(len(sought) - 1, len(sought) + 2):
        for at in range(max(0, len(within) - length) + 1):
            window = within[at : at + length]
            ratio = SequenceMatcher(None, sought, window, autojunk=False).ratio()
            if ratio >= FUZZY_SHARE and (best is None or ratio > best[0]):
                best = (ratio, at, at + len(window) - 1)
    if best is None:
        return None
    _, first, last = best
    window = within[first : last + 1]
    if numbers(window) != numbers(sought) or negations(window) != negations(sought):
        return None
    return first, last


def _closing(text: str, end: int) -> int:
    """A quote keeps the punctuation that closes it."""
    while end < len(text) and text[end] in "%.,!?\"'”’)":
        end += 1
    return end


def _times(
    sentence: Sentence, said: list[str], first: int, last: int, heard: Heard
) -> tuple[float | None, float | None]:
    """Seconds of the first and last word: of the very words where they can be told apart, else of the sentence."""
    if sentence.start is None or sentence.end is None or not isinstance(heard, Transcript):
        return sentence.start, sentence.end
    inside: list[tuple[str, Word]] = [
        (word, spoken)
        for spoken in heard.words
        if spoken.start >= sentence.start - EDGE and spoken.end <= sentence.end + EDGE
        for word in words(spoken.text)
    ]
    if [word for word, _ in inside] != said:
        return sentence.start, sentence.end
    return inside[first][1].start, inside[last][1].end
