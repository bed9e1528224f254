"""What a candidate says that they said, where the ears wrote something else.

The transcript is never changed: a correction names words of it and what was said instead. Judge, report and captions
read both together (`said`); how the answer was spoken stays measured on what was heard.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from interviewer.errors import CorrectionRefused
from interviewer.model.clock import clock
from interviewer.model.plain import one_line
from interviewer.model.session import Correction, Note, Session, Take
from interviewer.model.speech import Heard, Transcript, Word
from interviewer.rules.cleaning import in_the_case_of, plain

LISTED = 8
"""Places that a hint names at most."""

_ENDING = re.compile(r"[.,;:?!…]+$")
_SENTENCE_END = re.compile(r"[.?!…]+$")

Kept = TypeVar("Kept", Correction, Note)


@dataclass(frozen=True, slots=True)
class Told:
    """One word as it counts."""

    word: Word
    first: int
    """Place in the transcript of the first word that it stands for, counted from 0."""

    last: int
    heard: str
    """What the ears wrote there; empty: just this word. Only the first word of a correction has it."""


def told(take: Take) -> tuple[Told, ...]:
    """The words of a spoken answer as they count, in order; empty when nothing was heard.

    The words of a correction share its time evenly, and nothing about them is in doubt.
    """
    return tuple(_told(take.heard.words, take.corrections)) if isinstance(take.heard, Transcript) else ()


def said(take: Take) -> Heard | None:
    """What was heard, with what the candidate has corrected in it."""
    if not isinstance(take.heard, Transcript) or not take.corrections:
        return take.heard
    return take.heard.but(words=tuple(each.word for each in told(take)))


def corrected(take: Take, first: int, last: int, text: str) -> Take:
    """The take in which its words `first` to `last`, counted in `told(take)` from 0, are `text`.

    A full stop or comma that ended them stays when none is given. An empty text strikes them out: then a word beside
    them stands for them too, so that what was heard there can still be given back. Words that are given back as they
    were heard are not corrected any more. Raises CorrectionRefused.
    """
    words, text = told(take), one_line(text)
    if not words or not isinstance(take.heard, Transcript):
        raise CorrectionRefused(
            "There are no heard words to correct in that answer.", hint="`interviewer report` shows what was heard."
        )
    if not 0 <= first <= last < len(words):
        raise CorrectionRefused(
            f"The answer has {len(words)} words; {first + 1} to {last + 1} are not among them.",
            hint="Count from the first word of the transcript.",
        )
    if not text:
        first, last, text = _without([each.word.text for each in words], first, last)
    if not any(plain(each) for each in text.split()):
        raise CorrectionRefused(
            "What was said instead must be at least one word.", hint="Leave it empty to strike the word out."
        )
    ending = _ENDING.search(words[last].word.text)
    text += ending.group() if ending and not _ENDING.search(text) else ""
    start, end = words[first].first, words[last].last
    # Words of older corrections that reach over the edge stay as they were corrected.
    before = [each.word.text for each in words[:first] if each.last >= start]
    after = [each.word.text for each in words[last + 1 :] if each.first <= end]
    whole = " ".join([*before, text, *after])
    heard = _text(take.heard.words, start, end)
    others = [each for each in _valid(take.heard.words, take.corrections) if each.last < start or each.first > end]
    if whole != heard:
        others.append(_checked(Correction, first=start, last=end, heard=heard, said=whole))
    return take.but(corrections=tuple(sorted(others, key=lambda each: each.first)))


def find(take: Take, words: str, near: float | None = None) -> tuple[int, int]:
    """Where `words` stand in an answer, as `corrected` wants it; upper case and punctuation do not matter.

    `near` is a second of the answer and chooses among several places. Raises CorrectionRefused.
    """
    wanted = [plain(each) for each in words.split() if plain(each)]
    there = told(take)
    texts = [plain(each.word.text) for each in there]
    size = len(wanted)
    places = [at for at in range(len(texts) - size + 1) if size and texts[at : at + size] == wanted]
    if not places:
        raise CorrectionRefused(
            f"“{one_line(words)[:80]}” does not stand in that answer.",
            hint="`interviewer report` shows what was heard.",
        )
    if near is not None:
        places = [min(places, key=lambda at: abs(there[at].word.start - near))]
    if len(places) > 1:
        seconds = [clock(there[at].word.start) for at in places]
        more = ", ..." if len(places) > LISTED else ""
        raise CorrectionRefused(
            f"“{one_line(words)[:80]}” stands there {len(places)} times: at {', '.join(seconds[:LISTED])}{more}.",
            hint=f"Say which: --at {seconds[0]}",
        )
    return places[0], places[0] + size - 1


def noted(take: Take, at: float | None, text: str, now: datetime) -> Take:
    """The take with one more note, at a second of its recording or about the whole answer. Raises CorrectionRefused."""
    text = one_line(text)
    if not text:
        raise CorrectionRefused("A note needs a word at least.", hint="Write what you want to remember.")
    longest = take.answer.seconds if take.answer is not None else 0.0
    if at is not None and at > longest:
        raise CorrectionRefused(
            f"{clock(at)} is after the end of the answer, which lasts {clock(longest)}.",
            hint="Name a second within it, or none.",
        )
    made = _checked(Note, at=at, text=text, written_at=now)
    # Python's sort is stable: notes at the same second stay in the order in which they were written.
    notes = sorted([*take.notes, made], key=lambda note: -1.0 if note.at is None else note.at)
    return take.but(notes=tuple(notes))


def unnoted(take: Take, number: int) -> Take:
    """The take without its note of that number, counted from 1. Raises CorrectionRefused."""
    if not 1 <= number <= len(take.notes):
        how_many = {0: "no note", 1: "1 note"}.get(len(take.notes), f"{len(take.notes)} notes")
        raise CorrectionRefused(f"That answer has {how_many}; there is no number {number}.", hint="Count from 1.")
    return take.but(notes=tuple(note for place, note in enumerate(take.notes, start=1) if place != number))


def _without(texts: Sequence[str], first: int, last: int) -> tuple[int, int, str]:
    """Words `first` to `last` with the word beside them that is closest, and what is left of all that.

    Closest is the word before in the same sentence, which takes over its end; else the one after, which takes over its
    beginning. Raises CorrectionRefused where there is no other word.
    """
    if first and not _SENTENCE_END.search(texts[first - 1]):
        ending = _ENDING.search(texts[last])
        kept = texts[first - 1]
        return first - 1, last, _ENDING.sub("", kept) + ending.group() if ending else kept
    if last + 1 < len(texts):
        return first, last + 1, in_the_case_of(texts[first], texts[last + 1])
    if first:
        return first - 1, last, texts[first - 1]
    raise CorrectionRefused("No word of the answer would be left.", hint="Write what was said instead.")


def _told(words: Sequence[Word], corrections: Sequence[Correction]) -> Iterator[Told]:
    by_first = {each.first: each for each in _valid(words, corrections)}
    at = 0
    while at < len(words):
        change = by_first.get(at)
        if change is None:
            yield Told(word=words[at], first=at, last=at, heard="")
            at += 1
            continue
        start, end = words[change.first].start, max(words[change.last].end, words[change.first].start)
        parts = change.said.split()
        step = (end - start) / len(parts)
        for place, text in enumerate(parts):
            word = Word(text=text, start=start + place * step, end=start + (place + 1) * step, probability=1.0)
            heard = change.heard if place == 0 else ""
            yield Told(word=word, first=change.first, last=change.last, heard=heard)
        at = change.last + 1


def _valid(words: Sequence[Word], corrections: Sequence[Correction]) -> list[Correction]:
    """Those that speak of words that stand there, in order; of two that overlap, the first."""
    kept: list[Correction] = []
    for each in sorted(corrections, key=lambda each: each.first):
        free = not kept or kept[-1].last < each.first
        if free and each.first <= each.last < len(words) and _text(words, each.first, each.last) == each.heard:
            kept.append(each)
    return kept


def _text(words: Sequence[Word], first: int, last: int) -> str:
    return " ".join(word.text for word in words[first : last + 1])


def _checked(kind: type[Kept], **facts: Any) -> Kept:
    """Raises CorrectionRefused when it is longer than may be kept."""
    try:
        return kind(**facts)
    except ValueError as error:
        raise CorrectionRefused("That is too long to be kept.", hint="Write less.") from error


def amended(session: Session, turn: int, take: int | None, change: Callable[[Take], Take]) -> Session:
    """The session with one of its takes changed: the one that counts, unless another is named.

    Raises CorrectionRefused, also for a turn or a take that is not there.
    """
    asked = next((each for each in session.turns if each.number == turn), None)
    if asked is None or asked.take is None:
        answered = ", ".join(str(each.number) for each in session.turns if each.take is not None)
        raise CorrectionRefused(
            f"Question {turn} has no answer in this session.", hint=f"Answered questions: {answered or 'none'}."
        )
    meant = next((each for each in asked.takes if each.number == (take or asked.take.number)), None)
    if meant is None:
        numbers = ", ".join(str(each.number) for each in asked.takes)
        raise CorrectionRefused(f"Question {turn} has no take {take}.", hint=f"Its takes: {numbers}.")
    takes = tuple(change(each) if each is meant else each for each in asked.takes)
    return session.but(turns=tuple(each.but(takes=takes) if each is asked else each for each in session.turns))


def turn_with(session: Session, words: str) -> int:
    """The number of the only answer in which `words` stand. Raises CorrectionRefused."""
    found = []
    for turn in session.turns:
        with suppress(CorrectionRefused):
            if turn.take is not None and find(turn.take, words, near=0.0):
                found.append(turn.number)
    if not found:
        raise CorrectionRefused(
            f"“{one_line(words)[:80]}” stands in no answer of this session.",
            hint="`interviewer report` shows what was heard.",
        )
    if len(found) > 1:
        raise CorrectionRefused(
            f"“{one_line(words)[:80]}” stands in {len(found)} answers: {', '.join(map(str, found))}.",
            hint=f"Say which: --turn {found[0]}",
        )
    return found[0]
