"""The words of a replay on the terminal: lit as they are spoken, or one after the other where nothing can be lit."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Sequence

import click
from rich.cells import cell_len, set_cell_size

from interviewer.model.clock import clock
from interviewer.replay import AnswerOver, Note, QuestionShown, Remark, SentenceBegins, Shown, WordSpoken

_MARGIN = 8
"""Columns before the words, in which the second stands."""

Columns = Callable[[], int]

Piece = tuple[int, str]
"""The place of a word in its sentence, and the word or, when it is longer than a line, a part of it."""


class PlainWords:
    """Words as they come, wrapped by hand because a line is never known as a whole."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._column = 0

    def __call__(self, shown: Shown) -> None:
        match shown:
            case QuestionShown(number=number, text=text):
                click.secho(f"\n{_wrapped(f'{number}. {text}', self._columns())}\n", bold=True)
            case SentenceBegins(at=at):
                self._end_line()
                self._put(_second(at), dim=True)
            case WordSpoken(text=text):
                if self._column + cell_len(text) >= self._columns():
                    self._end_line()
                if not self._column:
                    self._put(" " * _MARGIN)
                self._put(f"{text} ")
            case Note(text=text) | Remark(text=text):
                self._end_line()
                click.secho(_wrapped(text, self._columns()), dim=isinstance(shown, Note))
            case AnswerOver():
                self._end_line()

    def _put(self, text: str, *, dim: bool = False) -> None:
        click.secho(text, nl=False, dim=dim)
        sys.stdout.flush()
        self._column += cell_len(text)

    def _end_line(self) -> None:
        if self._column:
            click.echo()
        self._column = 0


class LitWords:
    """A line at a time: what was spoken, the word that is being spoken in bold and underlined, and dim what will come.

    Each line is drawn again in its place, so the cursor never has to go up and nothing that was there is lost.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._lines: list[list[Piece]] = []
        self._head = ""
        self._spoken = -1
        self._open = False
        """Whether a line stands there that is not ended yet."""

    def __call__(self, shown: Shown) -> None:
        match shown:
            case QuestionShown(number=number, text=text):
                self._end_line()
                click.secho(f"\n{_wrapped(f'{number}. {text}', self._columns())}\n", bold=True)
            case SentenceBegins(at=at, words=words):
                self._end_line()
                self._head, self._spoken = _second(at), -1
                self._lines = laid_out(words, self._columns() - _MARGIN - 1)
                self._draw()
            case WordSpoken():
                self._spoken += 1
                self._draw()
                while len(self._lines) > 1 and self._lines[1][0][0] <= self._spoken:
                    self._end_line()
                    del self._lines[0]
                    self._head = " " * _MARGIN
                    self._draw()
            case Note(text=text) | Remark(text=text):
                self._end_line()
                click.secho(_wrapped(text, self._columns()), dim=isinstance(shown, Note))
            case AnswerOver():
                self._end_line()

    def _draw(self, *, lit: bool = True) -> None:
        parts = [click.style(self._head, dim=True)]
        for place, text in self._lines[0]:
            now = lit and place == self._spoken
            parts += [click.style(text, bold=now or None, underline=now or None, dim=place > self._spoken or None), " "]
        click.echo("\r" + "".join(parts[:-1]), nl=False)
        sys.stdout.flush()
        self._open = True

    def _end_line(self) -> None:
        if self._open:
            self._draw(lit=False)
            click.echo()
        self._open = False


def laid_out(words: Sequence[str], width: int) -> list[list[Piece]]:
    """Words in lines of at most `width` columns; a word that is longer is broken into pieces."""
    lines: list[list[Piece]] = [[]]
    column = 0
    for place, word in enumerate(words):
        for piece in _pieces(word, width):
            wide = cell_len(piece)
            if column and column + 1 + wide > width:
                lines.append([])
                column = 0
            column += wide + (1 if column else 0)
            lines[-1].append((place, piece))
    return lines


def _pieces(word: str, width: int) -> list[str]:
    found = []
    while cell_len(word) > width:
        # A wide character that would be cut in two goes to the next piece whole.
        piece = set_cell_size(word, width).rstrip(" ")
        found.append(piece)
        word = word[len(piece) :]
    return [*found, word]


def _wrapped(text: str, columns: int) -> str:
    """Each line of a text, none as wide as the terminal."""
    return "\n".join(textwrap.fill(line, columns - 1) for line in text.split("\n"))


def _second(at: float) -> str:
    return f"{clock(at):>{_MARGIN - 2}}  "
