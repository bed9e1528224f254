"""Cuts the advice on an answer into points that can be checked one by one, by rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from interviewer.library.bank_check import FEWEST_POINTS, MOST_POINTS, say_the_same
from interviewer.library.guide import GuidePoint
from interviewer.model.question import Kind

LONGEST, SHORTEST = 200, 8
"""Characters of a point."""

ADDED: dict[Kind, tuple[str, ...]] = {
    "behavioural": (
        "one real event, with when and where it was",
        "what the candidate did in person",
        "how it came out",
    ),
    "method": ("a real example of having worked that way", "the steps taken, in their order", "how it came out"),
    "situational": ("what the candidate would do first", "the reason for that choice", "what could go wrong"),
    "introduction": ("the present work", "what led there", "why this post comes next"),
    "knowledge": ("a correct explanation in plain words", "an example from practice", "where its limits are"),
}
"""What any good answer of a kind holds; fills up where a guide names too little."""

_OPENING = (
    r"^(?:(?:an?|your|the|any) )?(?:(?:good|strong|great|compelling|ideal|solid|effective|best|excellent) )?"
    r"(?:answers?|response|reply) (?:should|will|would|must|can|needs? to)(?: also)? |"
    r"^(?:you (?:should|can|could|need to|may|might)|(?:try|be sure|remember|make sure|aim) to|in your answer,?) "
)
_VERB = (
    r"^(?:(?:also|then|and|finally|first|next),? )*"
    r"(?:discuss|explain|describe|highlight|talk (?:about|through|of)|mention|show|share|give|focus on|emphasi[sz]e|"
    r"demonstrate|provide|outline|detail|include|illustrate|state|name|point out|stress|touch on|cover|address|"
    r"walk (?:them|the interviewer|us) through|tell (?:them|the interviewer|us)(?: about| of)?|say|tell(?: about| of)?)"
    r"(?: briefly| clearly)? "
)
_BEGINS_A_POINT = (
    r"(?:your|how|what|why|when|where|which|who|whom|whether|the|any|an?|specific|that you|as well as|including how|"
    r"alongside|along with|say|tell|explain|describe|mention|show|name|give|highlight|discuss|emphasi[sz]e)\b"
)


def points(how: str, items: Sequence[str], kind: Kind) -> tuple[GuidePoint, ...]:
    """Two to five points that do not say the same, each with the sentence that it came from."""
    found: list[GuidePoint] = []
    for sentence in items or sentences(how):
        for phrase in [sentence] if items else phrases(sentence):
            text = _tidy(phrase)
            if len(text) >= SHORTEST and not any(say_the_same(text, other.text) for other in found):
                found.append(GuidePoint(text=text, source=sentence))
    found = _at_most(found)
    for added in ADDED[kind]:
        if len(found) < FEWEST_POINTS and not any(say_the_same(added, other.text) for other in found):
            found.append(GuidePoint(text=added, source=""))
    return tuple(found)


def sentences(text: str) -> list[str]:
    """A prose text cut after full stops, question marks and exclamation marks."""
    return [part for part in re.split(r"(?:(?<=[.!?])|(?<=[.!?][\"”]))\s+(?=[\"“A-Z0-9])", text.strip()) if part]


def phrases(sentence: str) -> list[str]:
    """What one sentence of advice asks for, thing by thing."""
    bare = _without_opening(sentence)
    pieces = re.split(rf",? and (?={_BEGINS_A_POINT})|,? (?=alongside\b|along with\b|as well as\b)|, (?:and )?", bare)
    grown: list[str] = []
    for piece, joint in zip(pieces, ["", *_joints(bare, pieces)], strict=True):
        if grown and not _stands_alone(piece, grown[-1], joint):
            grown[-1] += f"{joint}{piece}"
        else:
            grown.append(piece)
    return grown


def _joints(whole: str, pieces: Sequence[str]) -> Iterator[str]:
    """The words between two pieces, as they were written."""
    place = 0
    for before, after in pairwise(pieces):
        place = whole.index(before, place) + len(before)
        following = whole.index(after, place)
        yield whole[place:following]
        place = following


def _stands_alone(piece: str, before: str, joint: str) -> bool:
    """True when a piece of a list asks for something of its own and does not only go on with what is before it."""
    if re.match(r"such as|for example|like|e\.g", piece):
        return False
    if re.match(_BEGINS_A_POINT, piece):
        return len(piece.split()) >= 2
    # "identifying needs, facilitating talks, and finding common ground": each is a thing to be shown.
    gerunds = re.search(r"\b(in|of|at|for|with|by|on) \w+ing\b|^\w+ing\b", before)
    return bool(gerunds and re.match(r"\w{3,}ing\b \w+", piece) and "," in joint)


def _without_opening(sentence: str) -> str:
    bare = re.sub(_OPENING, "", sentence.strip(), flags=re.IGNORECASE)
    return re.sub(_VERB, "", bare, flags=re.IGNORECASE).rstrip(" .!;:")


def _tidy(phrase: str) -> str:
    text = re.sub(r"^(as well as|alongside|along with|and|or|also)\s+", "", phrase.strip(" ,;.:"))
    text = re.sub(r"^your\s+", "", re.sub(_VERB, "", text, flags=re.IGNORECASE), flags=re.IGNORECASE)
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;")
    words = text.split(" ", 1)
    if words and words[0][1:].islower():  # not an abbreviation or a name in capitals
        text = text[:1].lower() + text[1:]
    return text


def _at_most(found: Iterable[GuidePoint]) -> list[GuidePoint]:
    """The same, with the shortest neighbours joined until there are few enough."""
    kept = list(found)
    while len(kept) > MOST_POINTS:
        lengths = [len(one.text) + len(two.text) for one, two in pairwise(kept)]
        at = lengths.index(min(lengths))
        one, two = kept[at], kept[at + 1]
        source = one.source if one.source == two.source else f"{one.source} {two.source}"
        kept[at : at + 2] = [GuidePoint(text=f"{one.text}; {two.text}"[:LONGEST], source=source)]
    return kept
