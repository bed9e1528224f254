"""Was all of this said? Numbers, names, tools and dates of a text must stand in the words that it is drawn from."""

from __future__ import annotations

import re
from collections.abc import Iterable

from interviewer.rules.wording import Token, is_number, tokens, words

BRACKETS = re.compile(r"\[[^\[\]]*\]")
STARTS = re.compile(r"(?:^|[.!?:]\s*[\"'“‘(\[]*|[\"“‘(]\s*)$")
MONTHS_AND_DAYS = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)
PRONOUNS = frozenset("i i'd i'm i've i'll".split())


def invented(text: str, sources: Iterable[str]) -> tuple[str, ...]:
    """Numbers and names in `text` that no source holds; what stands in [brackets] is a gap and claims nothing.

    A capital at the start of a sentence is taken for a name only where the word is in no source and no ordinary
    opening, so that an invented name cannot hide there.
    """
    known = {word for source in sources for word in words(source)}
    claimed = BRACKETS.sub(" ", text)
    return tuple(
        claimed[token.start : token.end]
        for token in tokens(claimed)
        if token.word not in known and _claims(token, claimed)
    )


def _claims(token: Token, text: str) -> bool:
    if is_number(token.word) and token.word not in ("one", "first", "second", "third"):
        return True
    if token.word in PRONOUNS:
        return False
    shown = text[token.start : token.end]
    if any(letter.isupper() for letter in shown[1:]) or token.word in MONTHS_AND_DAYS - {"may", "march"}:
        return True
    return shown[0].isupper() and not STARTS.search(text[: token.start])
