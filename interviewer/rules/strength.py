"""How strong is the evidence for a part? Read off the sentences themselves, so that no model can talk it up.

1: hinted or generic, no one could retell it. 2: clear. 3: clear and specific: named facts, the candidate's own part,
for a result a measured or checkable effect.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviewer.model.grade import Part
from interviewer.rules.wording import is_number, tokens

FEWEST_RETELLABLE = 9
"""Words of evidence under which nobody could retell a part."""

FEWEST_SPECIFIC = 18

OWN = frozenset("i i'd i've i'm i'll my me mine myself".split())
FILLING = frozenset("um uh er erm hmm mm mhm ah like well so yeah okay right actually basically".split())
STARTS = re.compile(r"(?:^|[.!?]\s+)[\"'“‘(]*$")


def part_strength(part: Part, texts: Sequence[str]) -> int:
    """0 to 3 for the evidence of one part, given as its sentences."""
    if not texts:
        return 0
    length = sum(counted(text) for text in texts)
    if length < FEWEST_RETELLABLE:
        return 1
    named = sum(specifics(text) for text in texts)
    own = any(own_part(text) for text in texts)
    if part == "action" and not own:
        return 1
    return 3 if named >= 1 and length >= FEWEST_SPECIFIC else 2


def counted(text: str) -> int:
    """Words without fillers."""
    return sum(token.word not in FILLING for token in tokens(text))


def own_part(text: str) -> bool:
    """Does the speaker stand in it as themselves?"""
    return any(token.word in OWN for token in tokens(text))


def specifics(text: str) -> int:
    """Numbers, and names in the middle of a sentence."""
    return sum(
        (is_number(token.word) and token.word not in ("one", "first", "second"))
        or (text[token.start].isupper() and token.word not in OWN and not STARTS.search(text[: token.start]))
        for token in tokens(text)
    )
