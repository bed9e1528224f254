"""An interview guide as somebody wrote it: what was understood of it, each thing with its line, and what was not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from interviewer.model.question import Kind

LeftOut = Literal["advertising or navigation", "words around it", "said before", "not understood"]


@dataclass(frozen=True)
class Entry:
    """A heading with what is said about it: a type of question, a competency, a step, a question to ask, a FAQ."""

    name: str
    about: str
    line: int
    """From 1, where the name stands."""


@dataclass(frozen=True)
class GuidePoint:
    """One checkable thing that a good answer holds."""

    text: str
    source: str
    """The sentence that it was cut from; empty when the program added the point, because the guide names too few."""


@dataclass(frozen=True)
class GuideQuestion:
    """One question with all that the guide says about it. Texts that the guide does not have are empty."""

    text: str
    line: int
    why: str = ""
    how: str = ""
    how_items: tuple[str, ...] = ()
    """Members of `how` where the guide has them as a list."""

    example: str = ""
    type: str = ""
    """The name of its type; empty when the guide names no types."""

    type_is_guess: bool = False
    kind: Kind = "method"
    competencies: tuple[str, ...] = ()
    """Names of competencies that it seems to ask for; always a guess."""

    points: tuple[GuidePoint, ...] = ()


@dataclass(frozen=True)
class Leftover:
    """A passage that became nothing, and why."""

    text: str
    line: int
    why: LeftOut


@dataclass(frozen=True)
class Guide:
    """What was understood."""

    source: str
    """The file's name."""

    role: str
    role_is_guess: bool
    about: str
    types: tuple[Entry, ...] = ()
    competencies: tuple[Entry, ...] = ()
    questions: tuple[GuideQuestion, ...] = ()
    to_ask: tuple[Entry, ...] = ()
    steps: tuple[Entry, ...] = ()
    faq: tuple[Entry, ...] = ()
    left_out: tuple[Leftover, ...] = field(default=())
    notices: tuple[str, ...] = ()

    @property
    def not_understood(self) -> tuple[Leftover, ...]:
        return tuple(one for one in self.left_out if one.why == "not understood")
