"""Paragraphs for a terminal of any width: nothing is cut, and a command to type is never broken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

MEASURE = 92
"""Lines longer than this are hard to read, however wide the terminal is."""


@dataclass(frozen=True)
class Line:
    """A paragraph, and by how many columns it stands in."""

    text: Text
    indent: int = 0
    hang: int = 0
    """By how many more columns its second line stands in."""

    to_type: bool = False
    """A command: never broken, so that it can be copied."""


GAP = Line(Text(""))


def put(console: Console, lines: Iterable[Line], width: int) -> None:
    """Print the paragraphs within so many columns."""
    for line in lines:
        indent = Text(" " * line.indent)
        if line.to_type:
            console.print(indent + line.text, soft_wrap=True, highlight=False)
            continue
        wrapped = line.text.wrap(console, width - line.indent - line.hang)
        for number, part in enumerate(wrapped):
            part.rstrip()
            hang = Text(" " * line.hang if number else "")
            console.print(indent + hang + part, soft_wrap=True, highlight=False)
