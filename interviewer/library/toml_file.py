"""One TOML file that people write: read with care, and with the line of every key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from interviewer.library.toml_lines import DEEPEST, MOST_ENTRIES, Keys, TooMuch, key_lines
from interviewer.model.plain import printable

LARGEST = 5_000_000
"""Bytes."""

USUAL = 65_536
"""Bytes; few files are larger."""


class BadToml(Exception):
    """The file cannot be used; holds the line (from 1) and one clause that says why."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(frozen=True)
class TomlFile:
    """What the file says, with invisible characters taken out and, in prose, white space folded to single spaces."""

    path: Path
    data: dict[str, Any]
    removed: int
    """How many invisible characters were taken out."""

    text: str = field(repr=False)
    """As it was parsed."""

    name: str | None = None
    """The table of the text that this is; None: all of it."""

    @cached_property
    def lines(self) -> Mapping[Keys, int]:
        """Line of every key and list member. Found when it is first asked for: only a complaint needs it."""
        found = key_lines(self.text)
        if self.name is None:
            return found
        return {way[1:]: line for way, line in found.items() if way[0] == self.name}

    def line(self, *way: str | int) -> int:
        """Line of the key or list member, or of the nearest one around it that is written in the file."""
        for length in range(len(way), 0, -1):
            if way[:length] in self.lines:
                return self.lines[way[:length]]
        return self.lines.get((), 1)

    def table(self, name: str) -> TomlFile:
        """The table of that name as if it stood in a file of its own, with the lines that it has in this one."""
        return replace(self, data=self.data[name], name=name, removed=0)


def read_toml(path: Path, data: bytes | None = None) -> TomlFile:
    """Read prose, from `data` where it is given.

    Raises BadToml: unreadable, too large, not UTF-8, too deep, or not TOML.
    """
    exact = _read(path, data)
    if "\\" not in exact.text:  # only an escape can bring back what was taken out of the text
        return replace(exact, data=_folded(exact.data))
    seen, in_values = _seen_within(exact.data)
    return replace(exact, data=_folded(seen), removed=exact.removed + in_values)


def read_toml_exactly(path: Path, data: bytes | None = None) -> TomlFile:
    """The same for texts that may be paths or keys: their white space is left as it is. Raises BadToml."""
    return _read(path, data)


def _read(path: Path, data: bytes | None) -> TomlFile:
    text, in_text = _seen(_decoded(_limited(_bytes(path) if data is None else data)).replace("\r\n", "\n"))
    try:
        if _may_be_too_much(text):
            key_lines(text)
        said = _parsed(text)
    except TooMuch as error:
        raise BadToml(error.line, error.message) from error
    except RecursionError as error:
        raise BadToml(1, f"nested deeper than {DEEPEST}") from error
    except tomllib.TOMLDecodeError as error:
        raise _fault(error, text) from error
    except ValueError as error:  # from int(), which refuses thousands of digits
        raise BadToml(1, "holds a number that is too long") from error
    return TomlFile(path=path, data=said, removed=in_text, text=text)


def _may_be_too_much(text: str) -> bool:
    """Whether the text could be deeper or longer than an honest one. Cheap, and true for few honest files.

    A level of nesting takes a bracket, or a dot of a key within one line; an entry a comma or a line.
    """
    brackets = text.count("[") + text.count("{")
    return (
        len(text) > USUAL
        or brackets + max(line.count(".") for line in text.split("\n")) > DEEPEST
        or text.count(",") + text.count("\n") > MOST_ENTRIES
    )


def _parsed(text: str) -> dict[str, Any]:
    """What `tomllib` makes of it. Raises as it does.

    The library walks a text between three double quotes letter by letter, one between three single quotes at a leap.
    Without backslashes the two say the same, so the quotes are exchanged where nothing else could be meant; should that
    be no TOML, the text is parsed as it stands.
    """
    if '"""' in text and not any(sign in text for sign in ("\\", "'''", '""""')):
        with suppress(tomllib.TOMLDecodeError):
            return tomllib.loads(text.replace('"""', "'''"))
    return tomllib.loads(text)


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise BadToml(1, "it is not a file that can be read")
    try:
        with path.open("rb") as file:
            data = file.read(USUAL)
            # Room for the largest is made only when it is needed: making it costs more than reading a usual file.
            data += file.read(LARGEST + 1 - USUAL) if len(data) == USUAL else b""
    except OSError as error:
        raise BadToml(1, f"cannot be read: {error.strerror}") from error
    return data


def _limited(data: bytes) -> bytes:
    if len(data) > LARGEST:
        raise BadToml(1, f"larger than {LARGEST // 1_000_000} MB")
    return data


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadToml(line, f"not UTF-8 at byte {error.start} (looks like {_looks_like(data)})") from error


def _looks_like(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return "no text at all"
    return "cp1252"


def _fault(error: tomllib.TOMLDecodeError, text: str) -> BadToml:
    """tomllib (until Python 3.14) tells the place only in its sentence."""
    message = str(error)
    place = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    if place is None:
        last = text.rstrip().count("\n") + 1
        return BadToml(last, re.sub(r" \(at end of document\)$", " at the end of the file", message))
    return BadToml(int(place[1]), f"column {place[2]}: {message[: place.start()]}")


def _seen(text: str) -> tuple[str, int]:
    """The text without invisible characters, and how many there were."""
    seen = printable(text)
    return seen, len(text) - len(seen)


def _seen_within(value: Any) -> tuple[Any, int]:
    """The value with `_seen` texts, keys left as they are, and how many characters were taken out."""
    if isinstance(value, str):
        return _seen(value)
    if isinstance(value, list):
        members = [_seen_within(member) for member in value]
        return [member for member, _ in members], sum(removed for _, removed in members)
    if isinstance(value, dict):
        entries = {key: _seen_within(member) for key, member in value.items()}
        return {key: member for key, (member, _) in entries.items()}, sum(count for _, count in entries.values())
    return value, 0


def _folded(value: Any) -> Any:
    """The value with every run of white space in its texts as one space."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return [_folded(member) for member in value]
    if isinstance(value, dict):
        return {key: _folded(member) for key, member in value.items()}
    return value
