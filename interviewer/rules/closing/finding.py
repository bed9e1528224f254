"""Which lines of the sheet answer a question: those near to it in meaning that also share its words or its subject.

Nothing near enough means "not known". That costs an answer now and then; the other mistake would put words into the
mouth of a company.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from interviewer.model.closing import SheetLine
from interviewer.ports import Encoder
from interviewer.rules.closing.topics import sides
from interviewer.rules.wording import words

SHARED_WORD = (0.12, 0.08, 0.05)
"""What a content word counts that question and line have in common, beside a similarity of -1 to 1: one that stands in
this line alone, in two lines, in more."""

SHARED_SIDE = 0.08
"""What a common side of the post counts."""

STRANGE_WORD = 0.05
"""What each content word of the question takes away that no line holds, half of it where a side is in common."""

MOST_STRANGE = 2

SURE = 0.6
"""From here on a line answers the question."""

NEAR = 0.38
"""From here on it is the nearest thing that can be said, and said to be no more than that."""

BY_WORDS = 0.45
"""What takes the place of the similarity where no encoder is there, for all content words of a question in one line."""

SECOND = 0.95
"""A second line is quoted as well when it comes this near to the first."""

EMPTY = frozenset(
    """a about after again all also am an and any are as at back be been before being best big but by can could
    currently day did do does doing else ever every for from get give go good had has have having hear here how i if in
    into is it its just know large like long lot make many may me mean might more most much my next no not now of often
    on one only or other our out over own people place possible question really right role say see should since so some
    something still such take tell than that the their them then there they thing things think this through time to too
    under us use usually very want was way we were what when where which while who whom whose why will with without
    work working works would year years you your job post company organisation organization position interview
    """.split()
)
"""Words that are in any question and say nothing of what it is about."""


@dataclass(frozen=True, slots=True)
class Found:
    """A line that may answer a question."""

    line: SheetLine
    near: float
    """How near it comes, about 0 to 1."""

    @property
    def sure(self) -> bool:
        """Whether it answers the question, as far as can be told; else it is only the nearest thing."""
        return self.near >= SURE


class Finder:
    """One sheet, looked through as often as wanted."""

    def __init__(self, sheet: Sequence[SheetLine], encoder: Encoder | None = None) -> None:
        """Without an encoder only words are compared."""
        self.sheet = tuple(sheet)
        self._encoder = encoder

    def warm(self) -> None:
        """Read the sheet now, a few milliseconds a line. Raises ModelNotInstalled."""
        _ = self._vectors

    def find(self, question: str, most: int = 2) -> tuple[Found, ...]:
        """The lines that come near to it, the nearest first; none when nothing does. Raises ModelNotInstalled."""
        if not self.sheet:
            return ()
        near = self.nearness(question)
        order = np.argsort(-near, kind="stable")[:most]
        return tuple(Found(self.sheet[at], float(near[at])) for at in order if near[at] >= NEAR)

    def nearness(self, question: str) -> npt.NDArray[np.float64]:
        """How near each line comes, about 0 to 1."""
        sought, subject = content(question), frozenset(sides(question))
        strange = min(MOST_STRANGE, sum(word not in self._times for word in sought))
        near = np.zeros(len(self.sheet))
        for at, (own, told) in enumerate(zip(self._words, self._sides, strict=True)):
            common = bool(subject & told)
            near[at] = sum(SHARED_WORD[min(self._times[word], len(SHARED_WORD)) - 1] for word in sought & own)
            near[at] += SHARED_SIDE * common - STRANGE_WORD * strange * (0.5 if common else 1.0)
            if self._encoder is None:
                near[at] += BY_WORDS * len(sought & own) / max(len(sought), 1)
        if self._encoder is not None:
            near += self._vectors @ self._encoder.encode([question.lower()])[0].astype(np.float64)
        return near

    def known(self, text: str) -> frozenset[str]:
        """The content words of a text that stand in the sheet too."""
        return content(text) & self._times.keys()

    @cached_property
    def _vectors(self) -> npt.NDArray[np.float64]:
        if self._encoder is None:
            return np.zeros((len(self.sheet), 1))
        return self._encoder.encode([_told(line).lower() for line in self.sheet]).astype(np.float64)

    @cached_property
    def _words(self) -> list[frozenset[str]]:
        return [content(_told(line)) for line in self.sheet]

    @cached_property
    def _sides(self) -> list[frozenset[str]]:
        return [frozenset(sides(_told(line))) for line in self.sheet]

    @cached_property
    def _times(self) -> Counter[str]:
        """In how many lines each content word stands."""
        return Counter(word for own in self._words for word in own)


def kept(found: Sequence[Found]) -> tuple[Found, ...]:
    """What is said of it: the nearest, and beside one that is sure another of the same paper that comes as near."""
    return tuple(
        one
        for one in found[:2]
        if one is found[0]
        or (one.sure and one.near >= SECOND * found[0].near and one.line.source == found[0].line.source)
    )


def content(text: str) -> frozenset[str]:
    """The words of a text that say what it is about, cut to stems."""
    return frozenset(stem(word) for word in words(text) if word not in EMPTY and (len(word) > 2 or word[0].isdigit()))


def stem(word: str) -> str:
    """Cut coarsely enough that `decisions` meets `decide` no more than by chance, and `teams` meets `team`."""
    return re.sub(r"(?:'s|ings?|ed|es|s|e)$", "", word) if len(word) > 3 else word


def _told(line: SheetLine) -> str:
    return f"{line.about} {line.text}" if line.about else line.text
