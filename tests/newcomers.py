"""Three newcomers who bring their own guide, post, CV and company sheet, and say what their file has them say."""

from __future__ import annotations

import io
import json
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.library.files import as_docx, as_pdf

DATA = Path(__file__).parent / "data" / "newcomers"
WHO = ("nurse", "engineer", "product-manager")
BANKS = {"nurse": "registered-nurse", "engineer": "backend-engineer", "product-manager": "digital-product-manager"}

SAID_ALREADY = "I think that I said that already, so I have nothing to add to it here."


@dataclass(frozen=True)
class Told:
    """An answer, what it leaves out, and what is said when just that is asked for."""

    leaves_out: str
    says: str
    adds: str


@dataclass(frozen=True)
class Newcomer:
    """One of them, with the papers as they would lie in a folder."""

    name: str
    bank: str
    manner: str
    introduction: str
    asks: tuple[str, ...]
    answers: Mapping[str, Told]
    """By the text of the question."""

    guide: Path
    job: Path
    cv: Path
    company: Path


def newcomer(name: str, folder: Path) -> Newcomer:
    """One of WHO; the papers are put into `folder`, some of them in the formats of an office."""
    for paper in (DATA / name).iterdir():
        shutil.copy(paper, folder / paper.name)
    if name == "nurse":
        as_docx((folder / "guide.txt").read_text(encoding="utf-8"), folder / "guide.docx")
        (folder / "guide.txt").unlink()
    if name == "engineer":
        (folder / "cv.pdf").write_bytes(as_pdf((folder / "cv.md").read_text(encoding="utf-8")))
        (folder / "cv.md").unlink()
    said = tomllib.loads((folder / "says.toml").read_text(encoding="utf-8"))
    guide, job, cv, company = (next(folder.glob(f"{paper}.*")) for paper in ("guide", "job", "cv", "company"))
    return Newcomer(
        name=name,
        bank=BANKS[name],
        manner=said["manner"],
        introduction=_line(said["introduction"]),
        asks=tuple(said["asks"]),
        answers={
            each["question"]: Told(each["leaves_out"], _line(each["says"]), _line(each["adds"]))
            for each in said["answers"]
        },
        guide=guide,
        job=job,
        cv=cv,
        company=company,
    )


def _line(text: str) -> str:
    return " ".join(text.split())


class Typist(io.StringIO):
    """Standard input of a person who reads in the journal of the newest session what is asked, and types the answer."""

    def __init__(self, person: Newcomer, recordings: Path) -> None:
        super().__init__()
        self._person = person
        self._recordings = recordings
        self._to_ask = list(person.asks)
        self._told: Told | None = None
        self._is_line_over = True

    def readline(self, _size: int = -1, /) -> str:
        """The answer as one line, and then the empty line that ends it."""
        self._is_line_over = not self._is_line_over
        return "\n" if self._is_line_over else f"{self._answer()}\n"

    def _answer(self) -> str:
        events = self._journal()
        asked = next(event for event in reversed(events) if event["type"] == "question-asked")
        if asked["closing"]:
            return self._to_ask.pop(0)
        if not asked["follow_up"]:
            # What the manner puts in front of a question is no part of it.
            told = (each for text, each in self._person.answers.items() if asked["text"].endswith(text))
            self._told = next(told, None)
            return self._told.says if self._told is not None else self._person.introduction
        turn = next(
            event["turn"]
            for event in reversed(events)
            if event["type"] == "turn-kept" and event["turn"]["number"] == asked["turn"]
        )
        gap = turn["follow_ups"][asked["follow_up"] - 1]["gap"]
        return self._told.adds if self._told is not None and self._told.leaves_out == gap else SAID_ALREADY

    def _journal(self) -> list[dict[str, Any]]:
        journal = max(self._recordings.glob("2*/events.jsonl"))
        # The judge's thread may be in the middle of a line.
        whole, _, _ = journal.read_text(encoding="utf-8").rpartition("\n")
        return [json.loads(line)["event"] for line in whole.splitlines()]
