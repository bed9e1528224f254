"""How far the words commit the speaker: hedges, and whether "I" or "we" acts. Shown; ownership is never graded.

Hedges after Hyland 1998, "Hedging in Scientific Research Articles", cut down to what is one in speech. Studies disagree
about I and we: interviewers ask "what did you do?", and yet Naim et al. 2015, "Automated prediction and analysis of job
interview performance", found "we" in answers that were rated well. So the share is told and left to the speaker.
"""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.model.delivery import Moment
from interviewer.model.speech import Word
from interviewer.rules.cleaning import plain
from interviewer.rules.delivery.disfluencies import moment, phrases

HEDGES = tuple(
    tuple(phrase.split())
    for phrase in (
        "i think",
        "i guess",
        "i suppose",
        "i believe",
        "i feel like",
        "maybe",
        "perhaps",
        "probably",
        "possibly",
        "hopefully",
        "somewhat",
        "sort of",
        "kind of",
        "more or less",
        "a little bit",
        "it seems",
        "it seemed like",
        "i'm not sure",
    )
)

_NOT_BEFORE_OF = frozenset(
    """a an the this that these those what which some any every each all no same different new other certain right
    wrong best first one two many few various similar""".split()
)
""" "What kind of", "this sort of": a kind of something, no hedge."""

_NOT_AFTER: dict[tuple[str, ...], set[str]] = {("i", "think"): {"about", "of", "through"}, ("i", "believe"): {"in"}}

_I = frozenset({"i", "i'm", "i've", "i'd", "i'll"})
_WE = frozenset({"we", "we're", "we've", "we'd", "we'll"})
_NO_ACT = {("i", verb) for verb in ("think", "mean", "guess", "suppose", "believe")}


def hedges(words: Sequence[Word]) -> tuple[Moment, ...]:
    """Words that lower commitment, such as "I think" and "sort of"."""
    return tuple(
        moment("hedge", words[start:end]) for start, end in phrases(words, HEDGES) if _lowers(words, start, end)
    )


def ownership(words: Sequence[Word]) -> tuple[int, int]:
    """How often (I, we) is who acts; "I think" and its kin are no act."""
    said = [plain(word.text) for word in words]
    return len(_own_acts(said)), sum(word in _WE for word in said)


def first_own_act(said: Sequence[str]) -> int | None:
    """Where in these plain words "I" first acts; None when it does nowhere."""
    return next(iter(_own_acts(said)), None)


def _own_acts(said: Sequence[str]) -> list[int]:
    return [at for at, word in enumerate(said) if word in _I and tuple(said[at : at + 2]) not in _NO_ACT]


def _lowers(words: Sequence[Word], start: int, end: int) -> bool:
    phrase = tuple(plain(word.text) for word in words[start:end])
    before = plain(words[start - 1].text) if start else ""
    after = plain(words[end].text) if end < len(words) else ""
    if phrase[-1] == "of" and before in _NOT_BEFORE_OF:
        return False
    return after not in _NOT_AFTER.get(phrase, set())
