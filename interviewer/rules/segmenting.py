"""An answer as sentences: what the judge reads, labels and cites.

Whisper puts full stops where it hears them, and none at all when someone talks in one breath. So a sentence ends at its
punctuation, or at a pause after words that could stand alone; and what is still too long is cut where a clause begins.
Every word of the transcript is in exactly one sentence, in order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from interviewer.model.speech import Sentence, Transcript, Typed
from interviewer.rules.cleaning import clean, plain
from interviewer.rules.delivery.filled_pauses import is_filled_pause

LONG = 32
"""Words above which a sentence is cut where a clause begins."""

TOO_LONG = 48
"""Words above which it is cut at the best place there is, even a poor one."""

SHORTEST_PART = 6
"""Words that a part of a cut sentence has at least."""

ENDING_PAUSES = ((5, 1.2), (15, 0.7))
"""(words so far, seconds): a pause that ends a sentence which has no full stop."""

NEW_LINE = 1.5
"""Seconds of pause that a line break in a typed answer stands for."""

CLAUSE_IS_CLEAR = 3.2
"""Score at which a place is a good one to cut; a comma, a conjunction and a subject make 5."""

_TERMINAL = re.compile(r"[.?!…][\"'”’)\]]*$")
_INITIALS = re.compile(r"^(?:[a-z]\.){2,}$")
_LIST_NUMBER = re.compile(r"^\(?\d{1,2}[.)]$")

NEVER_LAST = frozenset("e.g. i.e. mr. mrs. ms. dr. prof. st. vs. approx. no. fig. cf. ca.".split())
"""Abbreviations that stand before something."""

SELDOM_LAST = frozenset("etc. inc. ltd. co. corp. dept. jr. sr. a.m. p.m. u.s. u.k.".split())
"""Abbreviations that end a sentence only when the next word has a capital."""

DANGLING = frozenset(
    """a an the and but or so because if when while which that who where to of in on at for with from by as is are was
    were be been am i we they he she it you my our their your his her its this these not then than about into like
    i'm we're it's i've we've would could should will can very more""".split()
)
"""Words that lean on the next one: a pause after them is a thought, not an end."""

CONJUNCTIONS = frozenset(
    """and but so because then which when while although though until since if after before or plus whereas
    however""".split()
)
SUBJECTS = frozenset(
    """i we they he she it you there this that these those the my our their his her its nobody everybody everyone
    somebody what then i'm i'd i've i'll we're we'd we've we'll it's that's they're they'd""".split()
)
INTERJECTIONS = frozenset(
    """yes yeah yep no sure ok okay right so well oh great good thanks thank you question absolutely definitely
    alright""".split()
)


@dataclass(frozen=True)
class _Token:
    text: str
    start: float | None
    end: float | None
    pause: float
    """Seconds of silence after it."""

    @cached_property
    def is_word(self) -> bool:
        return bool(plain(self.text)) and not is_filled_pause(self.text)


def sentences(heard: Transcript | Typed) -> tuple[Sentence, ...]:
    """The answer in sentences s1, s2, ... with their times, and their text as spoken and cleaned."""
    parts = [part for whole in _merged(_ended(_tokens(heard))) for part in _cut(whole)]
    return tuple(
        Sentence(
            id=f"s{number}",
            text=" ".join(token.text for token in part),
            clean=clean([token.text for token in part]),
            start=part[0].start,
            end=part[-1].end,
        )
        for number, part in enumerate(parts, start=1)
    )


def _tokens(heard: Transcript | Typed) -> list[_Token]:
    if isinstance(heard, Typed):
        lines = [line.split() for line in heard.text.splitlines()]
        return [
            _Token(word, None, None, NEW_LINE if last else 0.0)
            for line in lines
            for word, last in ((word, index == len(line) - 1) for index, word in enumerate(line))
        ]
    pauses = [max(after.start - word.end, 0.0) for word, after in zip(heard.words, heard.words[1:], strict=False)]
    return [
        _Token(word.text, word.start, word.end, pause) for word, pause in zip(heard.words, [*pauses, 0.0], strict=True)
    ]


def _ended(tokens: Sequence[_Token]) -> list[list[_Token]]:
    """Split at full stops and at pauses that end something."""
    parts: list[list[_Token]] = []
    current: list[_Token] = []
    for index, token in enumerate(tokens):
        current.append(token)
        after = tokens[index + 1].text if index + 1 < len(tokens) else ""
        if not after or _stops(current, after) or _rests(current):
            parts.append(current)
            current = []
    return parts


def _stops(current: Sequence[_Token], after: str) -> bool:
    """Whether punctuation ends the sentence here."""
    text = current[-1].text
    if not _TERMINAL.search(text):
        return False
    bare = text.strip("\"'“”‘’()[]").casefold()
    opens_new = after.lstrip("\"'“‘([")[:1].isupper()
    if bare in NEVER_LAST or (len(current) == 1 and _LIST_NUMBER.match(text)):
        return bare == "no." and opens_new
    if bare in SELDOM_LAST or _INITIALS.match(bare):
        return opens_new
    if bare.endswith(("...", "…")):
        return opens_new and plain(after).split("'")[0] != "i"
    return True


def _rests(current: Sequence[_Token]) -> bool:
    """Whether a pause ends the sentence here."""
    if all(current[-1].pause < seconds for _, seconds in ENDING_PAUSES):
        return False
    words = [token for token in current if token.is_word]
    if not words or plain(words[-1].text) in DANGLING or not current[-1].is_word:
        return False
    return any(len(words) >= count and current[-1].pause >= seconds for count, seconds in ENDING_PAUSES)


def _merged(parts: Sequence[list[_Token]]) -> list[list[_Token]]:
    """ "Sure." and "Um." are no sentences: they go with the next one, or with the last."""
    merged: list[list[_Token]] = []
    pending: list[_Token] = []
    for part in parts:
        pending = [*pending, *part]
        if not _only_a_noise(part):
            merged.append(pending)
            pending = []
    if pending:
        if merged:
            merged[-1] = [*merged[-1], *pending]
        else:
            merged.append(pending)
    return merged


def _only_a_noise(part: Sequence[_Token]) -> bool:
    words = [plain(token.text) for token in part if token.is_word]
    return len(words) <= 3 and all(word in INTERJECTIONS for word in words)


def _cut(part: list[_Token]) -> list[list[_Token]]:
    """The same, or its two halves cut in turn while they are too long and there is a good place."""
    words = sum(token.is_word for token in part)
    if words <= LONG:
        return [part]
    before = list(accumulate((token.is_word for token in part), initial=0))
    places = [
        (_place(part, at), -at)
        for at in range(1, len(part))
        if SHORTEST_PART <= before[at] <= words - SHORTEST_PART and not is_filled_pause(part[at - 1].text)
    ]
    if not places:
        return [part]
    score, at = max(places)
    if score < CLAUSE_IS_CLEAR and words <= TOO_LONG:
        return [part]
    return [*_cut(part[:-at]), *_cut(part[-at:])]


def _place(part: Sequence[_Token], at: int) -> float:
    """How good it is to cut before token `at`."""
    before = part[at - 1]
    following = [plain(token.text) for token in part[at : at + 4] if token.is_word]
    opens = following[0] if following else ""
    score = 3.0 * min(before.pause, 1.0)
    if re.search(r"[,;:—–]$", before.text):
        score += 1.5
    if opens in CONJUNCTIONS:
        score += 1.5
        if len(following) > 1 and following[1] in SUBJECTS:
            score += 2.0
    if plain(before.text) in DANGLING:
        score -= 2.0
    return score - 2.0 * abs(at - len(part) / 2) / len(part)
