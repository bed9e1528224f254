"""Simulated candidates with a script: stories that nobody ever told, each to be told with one thing left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from interviewer.library import bank as banks
from interviewer.model.question import Question
from interviewer.model.session import LeftOut

HERE = Path(__file__).parent

Half = Literal["tuned", "unseen"]
"""`tuned`: the wording and the limits of the rule were chosen while looking at it. `unseen`: written before that."""

GAPS: tuple[LeftOut, ...] = ("example", "own-role", "action", "result", "number", "situation", "task")

TOLD: Mapping[LeftOut | None, str] = {
    None: "MSTAR",
    "example": "MG",
    "own-role": "MSTWR",
    "action": "MSTR",
    "result": "MSTA",
    "number": "MSTAV",
    "situation": "MTAR",
    "task": "MSAR",
}
"""Which lines of a story are told so that just this is left out; None: nothing is."""

KEPT: Mapping[LeftOut, str] = {
    "example": "STAR",
    "own-role": "A",
    "action": "A",
    "result": "R",
    "number": "R",
    "situation": "S",
    "task": "T",
}
"""Which lines answer the follow-up that asks for it."""


@dataclass(frozen=True)
class Story:
    """One story, by the marks that its file explains."""

    name: str
    question: Question
    lines: Mapping[str, tuple[str, ...]]

    def told(self, gap: LeftOut | None) -> str:
        """The answer with one thing left out, or with nothing."""
        return self._text(TOLD[gap])

    def reply(self, gap: LeftOut) -> str:
        """What was left out."""
        return self._text(KEPT[gap])

    def _text(self, marks: str) -> str:
        return " ".join(line for mark in marks for line in self.lines.get(mark, ()))


def stories(half: Half) -> tuple[Story, ...]:
    """All stories of one half, in the order of its file."""
    found = []
    for block in (HERE / f"{half}.txt").read_text(encoding="utf-8").split("\n== ")[1:]:
        head, *lines = block.strip().splitlines()
        name, bank, id = (part.strip() for part in head.split("|"))
        question = next(each for each in banks.find(bank).questions if each.id == id)
        marked: dict[str, list[str]] = {}
        for line in lines:
            marked.setdefault(line[0], []).append(line[2:])
        found.append(Story(name, question, {mark: tuple(texts) for mark, texts in marked.items()}))
    return tuple(found)
