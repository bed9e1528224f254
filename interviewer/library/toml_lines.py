"""Where each key of a TOML text stands: the standard library's parser forgets the lines, people need them.

This is a locator, not a second parser: it walks text that `tomllib` judges, and stops where it loses the thread.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from contextlib import suppress

Keys = tuple[str | int, ...]
"""The way to a value: names of keys, and numbers from 0 for the members of lists."""

DEEPEST = 20
"""Longest way to a value. Real banks need three."""

MOST_ENTRIES = 20_000
"""Keys and list members of one file. Real files have fewer than a hundred."""

_BLANK = re.compile(r"[ \t]*+")
_GAP = re.compile(r"(?:[ \t\n]|#[^\n]*)*+")
_BARE = re.compile(r"[A-Za-z0-9_-]++")
_TEXT = re.compile(
    r'"""(?>[^"\\]+|\\.|"{1,2}(?!"))*+"{3,5}'
    r"|'''(?>[^']+|'{1,2}(?!'))*+'{3,5}"
    r'|"(?>[^"\\\n]+|\\.)*+"'
    r"|'[^'\n]*+'",
    re.DOTALL,
)
_PLAIN_PAIR = re.compile(rf"({_BARE.pattern}) = (?:{_TEXT.pattern})\n", re.DOTALL)
"""`key = "text"`, as nearly all lines of a bank are: one step instead of ten."""

_SCALAR = re.compile(r"[^\s,\]\[{}#\"'=][^,\]}#\n]*+")


class TooMuch(Exception):
    """The text is deeper or longer than any honest one; holds the line where that shows, and one clause."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


class _Lost(Exception):
    """The text is not TOML from here on."""


def key_lines(text: str) -> Mapping[Keys, int]:
    """Line (from 1) of every key and list member, as far as the text is TOML. Line ends must be `\\n`.

    Raises TooMuch, so that nothing after it has to recurse into hostile nesting or complain a million times.
    """
    walk = _Walk(text)
    with suppress(_Lost):
        walk.document()
    return walk.lines


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Keys, int] = {}
        self._ends = [match.start() for match in re.finditer("\n", text)]
        self._last: dict[Keys, int] = {}

    def document(self) -> None:
        table: Keys = ()
        self._skip(_GAP)
        while self.at < len(self.text):
            if match := _PLAIN_PAIR.match(self.text, self.at):
                self._note((*table, match[1]))
                self.at = match.end()
            elif self._took("[["):
                table = self._header(repeated=True)
            elif self._took("["):
                table = self._header(repeated=False)
            else:
                self._pair(table)
            self._skip(_GAP)

    def _header(self, *, repeated: bool) -> Keys:
        table: Keys = ()
        names = self._names()
        for number, name in enumerate(names, start=1):
            table = self._note((*table, name))
            if repeated and number == len(names):
                self._last[table] = self._last.get(table, -1) + 1
            if table in self._last:
                table = self._note((*table, self._last[table]))
        self._demand("]]" if repeated else "]")
        return table

    def _pair(self, table: Keys) -> None:
        way = table
        for name in self._names():
            way = self._note((*way, name))
        self._demand("=")
        self._skip(_BLANK)
        self._value(way)

    def _names(self) -> list[str]:
        names = [self._name()]
        while self._took("."):
            names.append(self._name())
            if len(names) > DEEPEST:
                raise self._too_deep()
        return names

    def _name(self) -> str:
        self._skip(_BLANK)
        quoted = self.text[self.at : self.at + 1] in ("'", '"')
        written = self._take(_TEXT if quoted else _BARE)
        self._skip(_BLANK)
        return _unquoted(written) if quoted else written

    def _value(self, way: Keys) -> None:
        if self._took("["):
            self._list(way)
        elif self._took("{"):
            self._inline_table(way)
        elif self.text[self.at : self.at + 1] in ("'", '"'):
            self._take(_TEXT)
        else:
            self._take(_SCALAR)

    def _list(self, way: Keys) -> None:
        number = 0
        self._skip(_GAP)
        while not self._took("]"):
            member = (*way, number)
            self._note(member)
            self._value(member)
            self._skip(_GAP)
            self._took(",")
            self._skip(_GAP)
            number += 1

    def _inline_table(self, way: Keys) -> None:
        self._skip(_GAP)
        while not self._took("}"):
            self._pair(way)
            self._skip(_GAP)
            self._took(",")
            self._skip(_GAP)

    def _note(self, way: Keys) -> Keys:
        if len(way) > DEEPEST:
            raise self._too_deep()
        if len(self.lines) > MOST_ENTRIES:
            raise TooMuch(self._line(), f"more than {MOST_ENTRIES} keys and list members")
        self.lines.setdefault(way, self._line())
        return way

    def _too_deep(self) -> TooMuch:
        return TooMuch(self._line(), f"nested deeper than {DEEPEST}")

    def _line(self) -> int:
        return bisect_right(self._ends, self.at - 1) + 1

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise _Lost
        self.at = match.end()
        return match.group()

    def _took(self, mark: str) -> bool:
        found = self.text.startswith(mark, self.at)
        self.at += len(mark) if found else 0
        return found

    def _demand(self, mark: str) -> None:
        if not self._took(mark):
            raise _Lost


def _unquoted(name: str) -> str:
    try:
        return str(tomllib.loads(f"name = {name}")["name"])
    except tomllib.TOMLDecodeError as error:
        raise _Lost from error
