"""What a guide does not say and the program guesses: kind, type and competencies of a question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log
from typing import get_args

from interviewer.library.bank_check import WORDINGS
from interviewer.library.guide import Entry
from interviewer.model.question import Kind

MOST_COMPETENCIES = 3

_KINDS: tuple[tuple[str, Kind], ...] = (
    # About the person and no event: an example must not be asked for.
    (
        r"^why (do|did|are|should|would|have) (you|we)\b|^what (motivates|interests|attracts|drives|drew) you\b|"
        r"^where do you see yourself\b|^what are your (\w+ )?(strengths|weaknesses|goals|expectations)\b",
        "introduction",
    ),
    (r"^(describe|discuss|tell (me|us) about|share|talk about) (your|an?|the|one|some)\b", "behavioural"),
    (r"^(give|share) (me|us|an example)|\ban example of\b|^have you\b|^(what|which) (was|were|did)\b", "behavioural"),
    (r"^(explain|define|what (is|are)|what does)\b(?!.*\b(you|your)\b)", "knowledge"),
    (r"\bif you\b|\bwould you\b", "situational"),
)

_EMPTY = frozenset(
    "about and approach are can describe discuss explain for from how into interview manager question questions role "
    "that the their they this to what when which will with you your may also must such have has had who understand "
    "ability assesses evaluates tests explores probes examines experience skills candidate candidates good key".split()
)


def kind_of(question: str) -> Kind:
    """The kind that the wording points to; "method" when it points to none."""
    said = question.lower()
    for kind, fitting, pattern in WORDINGS:
        if re.search(pattern, said):
            return next(one for one in get_args(Kind) if one == kind and one in fitting)
    return next((kind for pattern, kind in _KINDS if re.search(pattern, said)), "method")


def nearest(text: str, entries: Sequence[Entry], role: str) -> str:
    """The name of the entry that shares most with the text, the role's own words not counted; else the first."""
    ranked = _ranked(text, entries, role)
    return ranked[0][1] if ranked else entries[0].name if entries else ""


def near(text: str, entries: Sequence[Entry], role: str) -> tuple[str, ...]:
    """Names of the entries that share at least half as much with the text as the nearest does."""
    ranked = _ranked(text, entries, role)
    return tuple(name for share, name in ranked[:MOST_COMPETENCIES] if share >= ranked[0][0] / 2)


def _ranked(text: str, entries: Sequence[Entry], role: str) -> list[tuple[float, str]]:
    """(share, name), the greatest share first; entries that share nothing are left out."""
    held = [_stems(f"{entry.name} {entry.name} {entry.about}") for entry in entries]
    spread = Counter(stem for stems in held for stem in set(stems))
    asked = set(_stems(text)) - set(_stems(role))
    found = []
    for entry, stems in zip(entries, held, strict=True):
        named = set(_stems(entry.name))
        weights = [
            log(1 + len(entries) / spread[stem]) * (2.0 if stem in named else 1.0) for stem in asked & set(stems)
        ]
        if weights:
            found.append((sum(weights), entry.name))
    return sorted(found, key=lambda pair: -pair[0])


def _stems(text: str) -> list[str]:
    """Words cut coarsely, so that `decision` meets `decisions` and `managing` meets `management`."""
    words = (word for word in re.findall(r"[^\W\d_]{3,}", text.lower()) if word not in _EMPTY)
    return [re.sub(r"(ations?|ement|ments?|ings?|ions?|ed|es|s|ity|al|e)$", "", word)[:8] for word in words]
