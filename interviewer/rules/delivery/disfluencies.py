"""Discourse markers, repetitions and repairs, each by its own rule: one number for all of them would mislead.

The rules look for certainty: a marker that could be an ordinary word is left alone. Repetitions and repairs are kept
apart as in Shriberg 1994, "Preliminaries to a Theory of Speech Disfluencies". What tells a discourse marker from the
word it looks like is its neighbours first, and pauses next (Popescu-Belis and Zufferey 2011, "Automatic identification
of discourse markers in dialogues").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interviewer.model.delivery import Moment, MomentKind
from interviewer.model.speech import Word
from interviewer.rules.cleaning import DOUBLED, EMPHASIS, LONGEST_REPETITION, NUMBERS, plain
from interviewer.rules.delivery.filled_pauses import is_filled_pause

SET_OFF = 0.15
"""Seconds of silence that set a word off from its neighbour as a comma does."""

MARKERS = (("you", "know"), ("i", "mean"), ("like",), ("so",), ("well",), ("right",), ("actually",), ("okay",))
"""Discourse markers where they are set off on both sides: by a comma, a pause, a filled pause or the answer's edge."""

ALWAYS_MARKERS = frozenset({"basically", "literally"})
"""That seldom say anything wherever they stand."""

_COMMA = ",;:.?!…—–-"
_BROKEN_OFF = ("-", "—", "–", "…", "...")

EDITING_TERMS = (
    ("or", "rather"),
    ("no", "wait"),
    ("wait", "no"),
    ("scratch", "that"),
    ("let", "me", "rephrase"),
    ("let", "me", "start", "again"),
    ("let", "me", "start", "over"),
    ("sorry", "i", "mean"),
)
"""With which a speaker takes something back (Levelt 1983, "Monitoring and self-repair in speech")."""

RESTART_WITHIN = 5
"""Words before a break among which a restart begins again."""


def discourse_markers(words: Sequence[Word]) -> tuple[Moment, ...]:
    """ "Like", "you know" and others that carry no meaning where they stand."""
    found = []
    at = 0
    while at < len(words):
        length = next((len(each) for each in MARKERS if _matches(words, at, each)), 0)
        if (length and _is_set_off(words, at, at + length)) or plain(words[at].text) in ALWAYS_MARKERS:
            found.append(moment("discourse marker", words[at : at + max(length, 1)]))
            at += max(length, 1)
        else:
            at += 1
    return tuple(found)


def repetitions(words: Sequence[Word]) -> tuple[Moment, ...]:
    """The same one to four words said again at once ("we we", "we need we need"); filled pauses may lie between."""
    spoken = [word for word in words if not is_filled_pause(word.text)]
    said = [plain(word.text) for word in spoken]
    found = []
    at = 0
    while at < len(said):
        for length in range(LONGEST_REPETITION, 0, -1):
            times = 1
            while said[at + times * length : at + (times + 1) * length] == said[at : at + length]:
                times += 1
            if times > 1 and _is_stumble(said[at : at + length], times):
                found.append(moment("repetition", spoken[at : at + times * length]))
                at += times * length
                break
        else:
            at += 1
    return tuple(found)


def repairs(words: Sequence[Word]) -> tuple[Moment, ...]:
    """What was begun and said anew: "we shipped — we rolled out", a word that was cut off, "or rather"."""
    spoken = [word for word in words if not is_filled_pause(word.text)]
    found = [
        moment("repair", spoken[at : at + len(each)])
        for at in range(len(spoken))
        for each in EDITING_TERMS
        if _matches(spoken, at, each)
    ]
    for at, word in enumerate(spoken[:-1]):
        if word.text.endswith(_BROKEN_OFF) and (begin := _restarts(spoken, at)) is not None:
            found.append(moment("repair", spoken[begin : at + 2]))
    return tuple(found)


def moment(kind: MomentKind, words: Sequence[Word]) -> Moment:
    """What these words are, from the first to the last."""
    return Moment(
        kind=kind,
        start=words[0].start,
        end=max(words[0].start, *(word.end for word in words)),
        text=" ".join(word.text.strip(_COMMA) for word in words),
    )


def _matches(words: Sequence[Word], at: int, phrase: tuple[str, ...]) -> bool:
    return tuple(plain(word.text) for word in words[at : at + len(phrase)]) == phrase


def _is_set_off(words: Sequence[Word], start: int, end: int) -> bool:
    inside = words[start : end - 1]
    return (
        not any(word.text[-1] in _COMMA for word in inside)
        and (start == 0 or _parted(words[start - 1], words[start]))
        and (end == len(words) or _parted(words[end - 1], words[end]))
    )


def _parted(before: Word, after: Word) -> bool:
    return (
        before.text[-1] in _COMMA
        or is_filled_pause(before.text)
        or is_filled_pause(after.text)
        or after.start - before.end >= SET_OFF
    )


def _is_stumble(phrase: Sequence[str], times: int) -> bool:
    """ "Very, very", "two two" and "had had" are said on purpose."""
    if any(not word or word in NUMBERS or any(letter.isdigit() for letter in word) for word in phrase):
        return False
    if len(phrase) == 1:
        return phrase[0] not in EMPHASIS and (phrase[0] not in DOUBLED or times > 2)
    return not all(word in EMPHASIS for word in phrase)


def _restarts(words: Sequence[Word], at: int) -> int | None:
    """Where what breaks off with word `at` had begun, when the next word begins it again; of a cut-off word, itself.

    A break after which the same words follow is a repetition, and so is a cut-off word that is then said whole.
    """
    broken, again = plain(words[at].text), plain(words[at + 1].text)
    if not broken or not again:
        return None
    for begin in range(at, max(at - RESTART_WITHIN, -1), -1):
        if plain(words[begin].text) == again:
            count = at + 1 - begin
            same = [plain(word.text) for word in words[at + 1 : at + 1 + count]]
            return None if same == [plain(word.text) for word in words[begin : at + 1]] else begin
    hyphen = words[at].text.endswith("-") and not words[at].text.endswith("--")
    return at if hyphen and not again.startswith(broken) else None


def phrases(words: Sequence[Word], wanted: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """(first, after the last) of each wanted phrase, the longest first, none overlapping."""
    longest_first = sorted(wanted, key=len, reverse=True)
    at = 0
    while at < len(words):
        length = next((len(each) for each in longest_first if _matches(words, at, each)), 0)
        if length:
            yield at, at + length
        at += max(length, 1)
