"""A question bank as lines for a terminal: wrapped to its width, nothing cut, quick also for thousands of questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, chop_cells
from rich.color import ColorSystem
from rich.style import Style

from interviewer.model.plain import one_line
from interviewer.model.question import Bank, Question, Topic
from interviewer.rules.rubric import scales

NARROWEST = 16
"""Columns that a paragraph gets at least."""


def bank_lines(bank: Bank, *, columns: int, styled: bool, examples: bool) -> Iterator[str]:
    """The bank, line by line. `styled` marks with escape sequences what is bold, dim or italic.

    `columns` is the width of the terminal in character cells; only where that is below about 20 a line gets wider.
    """
    return _Lines(columns, styled).bank(bank, examples=examples)


def wrapped(text: str, width: int) -> Iterator[str]:
    """The text of one line in lines of at most `width` cells (from 2), without blanks at their ends."""
    cells_of = len if text.isascii() else cell_len
    line, used = "", 0
    for word in text.split():
        cells = cells_of(word)
        if line and used + 1 + cells <= width:
            line, used = f"{line} {word}", used + 1 + cells
            continue
        if line:
            yield line
        if cells > width:
            *full, word = chop_cells(word, width)
            yield from full
            cells = cells_of(word)
        line, used = word, cells
    if line:
        yield line


@dataclass(frozen=True)
class _Lines:
    columns: int
    styled: bool

    def bank(self, bank: Bank, *, examples: bool) -> Iterator[str]:
        yield from self._paragraph(bank.role, indent=0, style="bold")
        yield from self._paragraph(bank.about, indent=0)
        if bank.opening:
            yield from self._heading("To begin with")
            yield from self._question(bank.opening, examples=examples)
        asked: dict[str, list[Question]] = defaultdict(list)
        for question in bank.questions:
            asked[question.category].append(question)
        for topic in bank.categories:
            yield from self._heading(topic.name, note=topic.id)
            yield from self._paragraph(topic.about)
            if topic.id not in asked:
                yield from self._paragraph("No question in this bank yet.", style="dim")
            for question in asked[topic.id]:
                yield from self._question(question, examples=examples)
        yield from self._topics("What they look for", bank.competencies)
        yield from self._scores(bank)
        yield from self._pairs("Questions to ask them", [(ask.text, ask.why) for ask in bank.questions_to_ask])
        yield from self._pairs("How to prepare", [(step.title, step.text) for step in bank.preparation], numbered=True)
        yield from self._pairs("Good to know", [(advice.question, advice.answer) for advice in bank.advice])
        if not examples and any(question.example for question in bank.all_questions):
            yield ""
            yield from self._paragraph(
                "Example answers are hidden. To see them, add --examples.", indent=0, style="dim"
            )

    def _question(self, question: Question, *, examples: bool) -> Iterator[str]:
        yield ""
        yield from self._paragraph(question.text, style="bold")
        yield from self._paragraph(f"{question.id}  ({question.kind})", style="dim")
        yield from self._paragraph(f"They want to know: {question.probes}")
        yield from self._paragraph(f"How to answer: {question.guidance}")
        yield from self._items("A good answer holds:", [point.text for point in question.points])
        yield from self._items("They may go on with:", question.follow_ups)
        if question.competencies:
            yield from self._paragraph(f"Shows: {', '.join(question.competencies)}", style="dim")
        if examples and question.example:
            yield from self._paragraph("One good answer:")
            yield from self._paragraph(question.example, indent=4, style="italic")

    def _scores(self, bank: Bank) -> Iterator[str]:
        """What the scores of an answer to these questions mean, as their rubric has it."""
        if not (found := scales(bank.all_questions)):
            return
        yield from self._heading("What the scores mean")
        for name, meanings in found:
            yield from self._paragraph(name, style="bold")
            for score, meaning in enumerate(meanings):
                yield from self._paragraph(meaning, indent=4, mark=f"{score} ")

    def _topics(self, heading: str, topics: Iterable[Topic]) -> Iterator[str]:
        return self._pairs(heading, [(f"{topic.name}  ({topic.id})", topic.about) for topic in topics])

    def _pairs(self, heading: str, pairs: Sequence[tuple[str, str]], *, numbered: bool = False) -> Iterator[str]:
        if not pairs:
            return
        yield from self._heading(heading)
        for number, (title, text) in enumerate(pairs, start=1):
            yield from self._paragraph(title, mark=f"{number}. " if numbered else "", style="bold")
            yield from self._paragraph(text, indent=4)

    def _heading(self, name: str, *, note: str = "") -> Iterator[str]:
        name, note = one_line(name), f"({one_line(note)})" if note else ""
        yield ""
        if note and cell_len(name) + 1 + cell_len(note) <= self.columns:
            yield f"{self._marked(name, 'bold underline')} {self._marked(note, 'dim')}"
            return
        yield from self._paragraph(name, indent=0, style="bold underline")
        yield from self._paragraph(note, indent=0, style="dim")

    def _items(self, title: str, items: Sequence[str]) -> Iterator[str]:
        if items:
            yield from self._paragraph(title)
            for item in items:
                yield from self._paragraph(item, indent=4, mark="- ")

    def _paragraph(self, text: str, *, indent: int = 2, mark: str = "", style: str = "") -> Iterator[str]:
        """The text indented and wrapped, with the mark hanging before its first line."""
        width = max(self.columns - indent - len(mark), NARROWEST)
        before = " " * indent + mark
        for line in wrapped(one_line(text), width):
            yield before + self._marked(line, style)
            before = " " * len(before)

    def _marked(self, text: str, style: str) -> str:
        if not (style and self.styled):
            return text
        return Style.parse(style).render(text, color_system=ColorSystem.STANDARD)
