"""Words as evidence sees them: case, punctuation and typography put aside, numbers and negations kept."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")

NEGATIONS = frozenset("not no never none nothing nobody nowhere neither nor without cannot hardly barely".split())

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million "
    "billion half third quarter twice double doubled halved tripled dozen percent first second"
)
NUMBER_WORDS = frozenset(UNITS.split())
"""Words that count as numbers when two quotes are compared."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word and where it stands in the text it came from."""

    word: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Words of a text, normalised (NFKC, lower case, straight apostrophes), with their places in that text.

    Normalising letter by letter keeps places true: characters that NFKC would lengthen are normalised inside a word.
    """
    return [Token(_normal(match.group()), match.start(), match.end()) for match in TOKEN.finditer(text)]


def words(text: str) -> list[str]:
    """The normalised words of a text."""
    return [token.word for token in tokens(text)]


def _normal(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().replace("’", "'")


def is_number(word: str) -> bool:
    return word[0].isdigit() or word in NUMBER_WORDS


def is_negation(word: str) -> bool:
    return word in NEGATIONS or word.endswith("n't")


def numbers(found: list[str]) -> Counter[str]:
    return Counter(word for word in found if is_number(word))


def negations(found: list[str]) -> Counter[str]:
    return Counter("not" for word in found if is_negation(word))


def shingles(found: list[str], length: int) -> list[tuple[str, ...]]:
    """All runs of `length` words."""
    return [tuple(found[at : at + length]) for at in range(len(found) - length + 1)]
