"""Plain lists of questions: one a line, or the CSV and JSON of other tools."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from interviewer.errors import BadGuide
from interviewer.library.guide import Entry, Guide, GuideQuestion, Leftover
from interviewer.library.guide_headings import is_question, role_in, unquoted
from interviewer.library.guide_lines import Block, blocks
from interviewer.library.guide_parser import NO_GUIDE, finished, fitting, parse, role_from_name
from interviewer.model.document import Document
from interviewer.model.plain import one_line

DEEPEST = 20
"""Brackets in brackets of JSON."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": ("question", "questions", "text", "prompt", "title", "front", "q", "name"),
    "why": ("why", "probes", "purpose", "reason", "rationale", "intent", "whyasked"),
    "how": ("guidance", "how", "howtoanswer", "tips", "tip", "advice", "hint", "notes", "criteria", "lookfor"),
    "example": (
        "example",
        "exampleanswer",
        "sampleanswer",
        "modelanswer",
        "answer",
        "back",
        "a",
        "response",
        "answers",
    ),
    "type": ("category", "type", "topic", "group", "section", "tag", "tags", "deck"),
}
"""What a column or key is called elsewhere, without blanks and marks -> what it is here."""

_ROLE_KEYS = ("role", "job", "jobtitle", "position", "title")


def parse_any(document: Document) -> Guide:
    """A guide or a list, whichever the document is. Raises BadGuide when no interview question is in it."""
    match document.format:
        case "csv":
            return _parse_csv(document)
        case "json":
            return _parse_json(document)
        case _:
            return _parse_lines(document) if is_plain_list(document) else parse(document)


def is_plain_list(document: Document) -> bool:
    """True when there is hardly anything but questions, and headings over some of them."""
    passages = blocks(document)
    questions = sum(is_question(block.text) for block in passages)
    headings = sum(_is_heading(block) for block in passages)
    return questions >= max(1, headings, 3 * (len(passages) - questions - headings))


def _is_heading(block: Block) -> bool:
    short = len(block.text) <= 80 and not block.text.endswith((".", "!"))
    return not is_question(block.text) and (block.mark == "heading" or short)


def _parse_lines(document: Document) -> Guide:
    left, found, headings, group = [], [], [], ""
    for block in blocks(document):
        if is_question(block.text):
            found.append(GuideQuestion(text=unquoted(block.text), line=block.line, type=group))
        elif _is_heading(block):
            headings.append(block.text)
            titled = not found and role_in([block.text]) is not None
            group = "" if titled else block.text.rstrip(" :")
            left += [Leftover(block.text, block.line, "words around it")] if titled else []
        else:
            left.append(Leftover(block.text, block.line, "not understood"))
    return _listed(document, found, left, role_in(headings))


def _parse_csv(document: Document) -> Guide:
    lines = [line.text for line in document.lines]
    sample = next((line for line in lines if line.strip()), "")
    delimiter = max(",;\t|", key=sample.count)
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter)
    left: list[Leftover] = []
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise BadGuide(f"{document.name} line {reader.line_num}: {error}", hint="Save it as CSV again.") from error
    columns = _columns(rows[0][1]) if rows else {}
    head = 1 if "text" in columns.values() else 0
    if not head:
        columns = {0: "text"}
    if head:
        strange = [cell for number, cell in enumerate(rows[0][1]) if number not in columns and cell.strip()]
        left += [Leftover(f"the column {one_line(cell)!r}", rows[0][0], "not understood") for cell in strange]
    records = ((line, {columns[n]: cell for n, cell in enumerate(row) if n in columns}) for line, row in rows[head:])
    return _from_records(document, records, left, None)


def _parse_json(document: Document) -> Guide:
    text = "\n".join(line.text for line in document.lines)
    if _depth(text) > DEEPEST:
        raise BadGuide(f"{document.name} is nested deeper than {DEEPEST}", hint="Give a list of questions.")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line, column = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (1, 1)
        raise BadGuide(
            f"{document.name} line {line} column {column}: not JSON", hint="Save it as JSON again, or as plain text."
        ) from error
    left: list[Leftover] = []
    role = None
    if isinstance(data, dict):
        role = next((str(data[key]) for key in data if _plain(key) in _ROLE_KEYS and isinstance(data[key], str)), None)
    places = _Places(text)
    records = [(places.of(value), value) for value in _members(data)]
    return _from_records(document, _renamed(records, left), left, role)


def _members(data: object, group: str = "") -> Iterator[object]:
    """Questions anywhere in lists and tables; a table of lists gives each list's name as its type."""
    if isinstance(data, list):
        for member in data:
            if isinstance(member, str):
                yield {"text": member, "type": group}
            elif isinstance(member, dict) and any(_plain(key) in COLUMNS["text"] for key in member):
                yield {"type": group, **member} if group else member
            elif isinstance(member, list | dict):
                yield from _members(member, group)
            else:
                yield member
    elif isinstance(data, dict):
        for key, member in data.items():
            if isinstance(member, list | dict):
                yield from _members(member, "" if _plain(key) in ("questions", "items", "data", "cards") else str(key))


class _Places:
    """Finds the line on which a value of a JSON text stands, reading on from the last one."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1

    def of(self, value: object) -> int:
        said = (
            next((one for one in value.values() if isinstance(one, str) and one), "") if isinstance(value, dict) else ""
        )
        for written in (json.dumps(said, ensure_ascii=False), json.dumps(said)):
            found = self._text.find(written, self._at) if said else -1
            if found >= 0:
                self._line += self._text.count("\n", self._at, found)
                self._at = found
                break
        return self._line


def _renamed(records: Iterable[tuple[int, object]], left: list[Leftover]) -> Iterator[tuple[int, dict[str, str]]]:
    strange: set[str] = set()
    for line, record in records:
        if not isinstance(record, dict):
            left.append(Leftover(one_line(json.dumps(record))[:200], line, "not understood"))
            continue
        columns = _columns(list(record))
        for number, key in enumerate(record):
            if number not in columns and key not in strange and _plain(key) not in ("id", "uuid", *_ROLE_KEYS):
                strange.add(key)
                left.append(Leftover(f"the key {one_line(str(key))!r}", line, "not understood"))
        yield line, {columns[n]: _words(value) for n, value in enumerate(record.values()) if n in columns}


def _from_records(
    document: Document, records: Iterable[tuple[int, Mapping[str, str]]], left: list[Leftover], role: str | None
) -> Guide:
    found = []
    for line, record in records:
        text = unquoted(one_line(record.get("text", "")))
        if len(text) < 8 or not re.search(r"\w\s+\w", text):
            left.append(Leftover(text or "(no question)", line, "not understood"))
            continue
        why, how, example, type = (one_line(record.get(key, "")) for key in ("why", "how", "example", "type"))
        found.append(GuideQuestion(text=text, line=line, why=why, how=how, example=example, type=type))
    return _listed(document, found, left, role)


def _listed(document: Document, found: list[GuideQuestion], left: list[Leftover], named: str | None) -> Guide:
    questions = fitting(found, left)
    if not questions:
        raise BadGuide(f"{document.name} holds no interview question that I can find", hint=NO_GUIDE)
    role = named or role_from_name(document.name)
    groups = {
        question.type: Entry(question.type, "", question.line) for question in reversed(questions) if question.type
    }
    types = tuple(reversed(groups.values()))
    known = {entry.name.lower(): entry.name for entry in types}
    return Guide(
        source=document.name,
        role=role,
        role_is_guess=named is None,
        about="",
        types=types,
        questions=tuple(finished(question, types, (), known, role) for question in questions),
        left_out=tuple(sorted(left, key=lambda one: one.line)),
        notices=document.notices,
    )


def _columns(names: Iterable[str]) -> dict[int, str]:
    """Which column is what, the first of each kind, by their names."""
    plain = [_plain(name) for name in names]
    found: dict[int, str] = {}
    for ours, theirs in COLUMNS.items():
        if (number := next((plain.index(name) for name in theirs if name in plain), None)) is not None:
            found.setdefault(number, ours)
    return found


def _plain(name: object) -> str:
    return re.sub(r"[\W_]+", "", str(name).lower())


def _words(value: object) -> str:
    """A value as prose: the members of a list one after another."""
    if isinstance(value, list):
        return ", ".join(one_line(str(member)) for member in islice(value, 50))
    return one_line(str(value)) if value is not None else ""


def _depth(text: str) -> int:
    """How deep brackets stand in brackets, those in texts not counted."""
    deepest = depth = 0
    for mark in re.findall(r"[\[\]{}]", re.sub(r'"(?:[^"\\]|\\.)*"', "", text)):
        depth += 1 if mark in "[{" else -1
        deepest = max(deepest, depth)
    return deepest
