"""What was said without what was only sound: filled pauses, stutters and immediate repetitions go, by rule.

Nothing is reworded. Numbers, negations, emphasis ("very, very") and doublings that English uses ("had had") stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviewer.rules.delivery.filled_pauses import is_filled_pause

LONGEST_REPETITION = 4
"""Words of the longest phrase whose immediate repetition is taken for a restart."""

DOUBLED = frozenset({"had", "that", "is", "her", "do"})
"""Two in a row may be grammar; three are a stutter."""

EMPHASIS = frozenset(
    """no yes not never very really so too much many more far long way such again ever super quite always all ha
    oh""".split()
)
"""Said twice on purpose, or too dangerous to drop."""

NUMBERS = frozenset(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion percent
    point double half""".split()
)

_END = re.compile(r"([.?!…]+)[\"'”’)\]]*$")
_STUTTER = re.compile(r"^(?:(?P<letter>[a-z])-)(?:(?P=letter)-)+(?=(?P=letter))", re.IGNORECASE)
_CUT_OFF = re.compile(r"^(\w+)(?:-|—|–)+[,.…]*$")


def clean(words: Sequence[str]) -> str:
    """The words of one sentence as text for the judge."""
    kept = [word for word in words if not is_filled_pause(word)]
    kept = _without_cut_off_words(kept)
    kept = [_unstuttered(word) for word in kept]
    kept = _without_repetitions(kept)
    return _with_first_and_last_as_before(kept, words)


def plain(word: str) -> str:
    """Small letters and no punctuation around the word, to compare it with others."""
    return re.sub(r"^\W+|\W+$", "", word.replace("’", "'")).casefold()


def _without_cut_off_words(words: Sequence[str]) -> list[str]:
    """ "w- we" is "we": a word that was broken off and then said."""
    kept = []
    for index, word in enumerate(words):
        broken = _CUT_OFF.match(word)
        said = plain(words[index + 1]) if index + 1 < len(words) else ""
        if broken is None or not said.startswith(broken.group(1).casefold()):
            kept.append(word)
    return kept


def _unstuttered(word: str) -> str:
    """ "w-w-we" is "we" and "I-I" is "I"; "t-test" and "win-win" are words."""
    if re.fullmatch(r"(?:I-)+I(?:'\w+)?\W*", word):
        return word[word.rindex("-") + 1 :]
    return _STUTTER.sub("", word)


def _without_repetitions(words: Sequence[str]) -> list[str]:
    """Until nothing changes: "we I I we I" hides one repetition in another."""
    kept = list(words)
    while True:
        before = len(kept)
        for length in range(LONGEST_REPETITION, 0, -1):
            _collapse(kept, length)
        if len(kept) == before:
            return kept


def _collapse(words: list[str], length: int) -> None:
    """Leave the last of every run of a phrase of `length` words, in place."""
    at = 0
    while at + length < len(words):
        times = _times_in_a_row(words, at, length)
        if times > 1 and _is_restart(words[at : at + length], times, opens=at == 0):
            first = words[at]
            del words[at : at + length * (times - 1)]
            words[at] = in_the_case_of(first, words[at])
        at += 1


def _times_in_a_row(words: Sequence[str], at: int, length: int) -> int:
    phrase = [plain(word) for word in words[at : at + length]]
    times = 1
    while [plain(word) for word in words[at + times * length : at + (times + 1) * length]] == phrase:
        times += 1
    return times


def _is_restart(phrase: Sequence[str], times: int, *, opens: bool) -> bool:
    said = [plain(word) for word in phrase]
    if any(not word or word in NUMBERS or any(letter.isdigit() for letter in word) for word in said):
        return False
    if len(said) > 1:
        return len(set(said)) > 1 and not all(word in EMPHASIS for word in said)
    (word,) = said
    is_name = phrase[0][:1].isupper() and not opens and word.split("'")[0] != "i"
    return word not in EMPHASIS and not is_name and (word not in DOUBLED or times > 2)


def in_the_case_of(first: str, word: str) -> str:
    """The word, with a capital where the `first` one, in whose place it comes, had one."""
    return word[:1].upper() + word[1:] if first[:1].isupper() else word


def _with_first_and_last_as_before(kept: list[str], words: Sequence[str]) -> str:
    """One line that begins and ends as the sentence did, even when its first or last word went."""
    if not kept:
        return ""
    ended, ends = _END.search(words[-1]), _END.search(kept[-1])
    if ended and not ends:
        kept[-1] = kept[-1].rstrip(",;:-–—") + ended.group(1)
    elif kept[-1].endswith(",") and not words[-1].endswith(","):
        kept[-1] = kept[-1].rstrip(",")
    kept[0] = in_the_case_of(words[0], kept[0])
    return " ".join(kept)
