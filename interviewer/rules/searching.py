"""Finding sessions by the words in them: their title, bank, questions, and what was said.

Every word that is searched for must begin a word somewhere in the session; case, accents and punctuation do not matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from interviewer.model.grade import Graded
from interviewer.model.history import Passage
from interviewer.model.plain import one_line
from interviewer.model.session import Session, Take
from interviewer.model.speech import Transcript, Typed
from interviewer.rules.report_words import sentences_of
from interviewer.rules.segmenting import sentences

MOST_PASSAGES = 3
"""Shown of one session."""

_WORDS = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """The words of a text as they are compared: each behind one space, in small letters without accents."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return "".join(f" {word}" for word in _WORDS.findall(bare.casefold().replace("'", "").replace("’", "")))


def passages(session: Session) -> tuple[Passage, ...]:
    """All that can be searched of a session, in its order."""
    day = f"{session.started_at:%d %B %Y}"
    found = [Passage(turn=None, text=one_line(f"{session.role}, {session.bank}, {day}"))]
    for turn in session.turns:
        found.append(Passage(turn=turn.number, text=one_line(turn.question.text)))
        for take in turn.takes:
            place = {"turn": turn.number, "take": take.number}
            found += [Passage(**place, start=start, text=text) for start, text in _sentences(take)]
            found += [Passage(**place, start=note.at, text=one_line(note.text)) for note in take.notes]
    return tuple(found)


def _sentences(take: Take) -> Iterator[tuple[float | None, str]]:
    graded = take.grade if isinstance(take.grade, Graded) else None
    if take.corrections:
        for said in sentences_of(take, graded):
            heard = " ".join(word.heard for word in said.words if word.heard)
            yield said.start, f"{said.text} ({heard})" if heard else said.text
    elif isinstance(take.heard, Transcript | Typed):
        judged = [each for each in graded.sentences if each.take is None] if graded else []
        for each in judged or sentences(take.heard):
            yield each.start, one_line(each.text)


def wanted(query: str) -> tuple[str, ...]:
    """The words that are searched for, as `fold` writes them; empty when there is none."""
    return tuple(f" {word}" for word in dict.fromkeys(fold(query).split()))


def holds(folded: str, words: Sequence[str]) -> bool:
    """Whether all words stand in a folded text."""
    return all(word in folded for word in words)


def best(folded: Sequence[str], words: Sequence[str]) -> tuple[int, ...]:
    """Places of the few passages, given as folded texts, in which most of the words stand; in their order."""
    counts = [sum(word in text for word in words) for text in folded]
    places = sorted((place for place, count in enumerate(counts) if count), key=lambda place: -counts[place])
    return tuple(sorted(places[:MOST_PASSAGES]))
