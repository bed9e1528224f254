"""The text of a bank's files with something changed in it; whatever is not changed stays, comments too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array

from interviewer.errors import BadBank
from interviewer.library.toml_text import prose, short
from interviewer.model.plain import one_line

Written = Mapping[str, str | Sequence[str]]
"""What is written under each key of a question."""

KEYS = (
    "id",
    "text",
    "category",
    "kind",
    "guidance",
    "points",
    "probes",
    "competencies",
    "follow_ups",
    "example",
)
"""Of a question, in the order in which they stand in its file."""

OPTIONAL = frozenset({"competencies", "follow_ups", "example"})

INDENT = "    "


def question_text(written: Written, text: str = "") -> str:
    """The file of a question that held `text`, with what is `written`. Raises BadBank when `text` is not TOML.

    A key whose value stays the same stays as it is, and so does every comment; members of a list keep theirs.
    """
    document = _parsed(text)
    for key in KEYS:
        if key not in written:
            continue
        value = written[key]
        if not value and key in OPTIONAL:
            document.pop(key, None)
        elif isinstance(value, str):
            if key not in document or _folded(document[key]) != one_line(value):
                document[key] = tomlkit.value(
                    prose(value) if key in ("guidance", "example", "probes") else short(value)
                )
        else:
            _put_list(document, key, [one_line(member) for member in value])
    return tomlkit.dumps(document)


def blank_question(id: str, category: str) -> str:
    """A question that is still to be written, for whoever writes it in an editor."""
    return "\n".join(_blank_lines(id, category)) + "\n"


def _blank_lines(id: str, category: str) -> Iterator[str]:
    yield f"id = {short(id)}"
    yield "# What is asked, in the words of the interviewer."
    yield 'text = ""'
    yield f"category = {short(category)}"
    yield "# behavioural (one past event), method (how you work), situational (what you would do), knowledge"
    yield 'kind = "behavioural"'
    yield "# How to answer it, in one or two sentences."
    yield 'guidance = ""'
    yield "# What a good answer holds: two to five short phrases, each of which can be found in an answer or not."
    yield "points = ["
    yield "]"
    yield "# What the interviewer wants to find out."
    yield 'probes = ""'
    yield "# Two questions that may follow."
    yield "follow_ups = []"
    yield "# An answer that you would be glad to give. It is shown only on demand."
    yield 'example = ""'


def head_text(*, id: str, role: str, about: str) -> str:
    """The `bank.toml` of a bank that begins: one category, and no question yet."""
    lines = [
        f"id = {short(id)}",
        f"role = {short(role)}",
        f"about = {prose(about or f'Questions for {role}.')}",
        "",
        "# The kinds of questions. Each question names one of them by its id.",
        "[[categories]]",
        'id = "questions"',
        'name = "Questions"',
        'about = "All questions of this bank."',
    ]
    return "\n".join(lines) + "\n"


def _parsed(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text.removeprefix("\ufeff"))
    except TOMLKitError as error:
        raise BadBank(f"The file cannot be changed here: {error}", hint="Mend it in an editor first.") from error


def _folded(value: Any) -> str:
    return " ".join(str(value).split())


def _put_list(document: tomlkit.TOMLDocument, key: str, members: Sequence[str]) -> None:
    there = document.get(key)
    if not isinstance(there, Array):
        document[key] = tomlkit.value(_new_list(members, lines=key != "competencies"))
        return
    steps = SequenceMatcher(None, [_folded(member) for member in there], members, autojunk=False).get_opcodes()
    for step, from_, to, begin, end in reversed(steps):
        if step == "equal":
            continue
        both = min(to - from_, end - begin)
        for offset in range(both):
            there[from_ + offset] = tomlkit.value(short(members[begin + offset]))
        for place in reversed(range(from_ + both, to)):
            del there[place]
        for offset, member in enumerate(members[begin + both : end]):
            _insert(there, from_ + both + offset, tomlkit.value(short(member)))


def _insert(there: Array, place: int, member: Any) -> None:
    if place == len(there) and ("\n" in there.as_string() or not there):
        there.add_line(member, indent=INDENT)
        if not there.as_string().endswith("\n]"):
            there.multiline(True)
    else:
        there.insert(place, member)


def _new_list(members: Sequence[str], *, lines: bool) -> str:
    if not lines:
        return f"[{', '.join(short(member) for member in members)}]"
    return "[\n" + "".join(f"{INDENT}{short(member)},\n" for member in members) + "]"


def values_of(data: Mapping[str, Any]) -> dict[str, str | tuple[str, ...]]:
    """What stands under each key of a question, as far as it is text, even where the question is not fit."""
    found: dict[str, str | tuple[str, ...]] = {}
    for key in KEYS:
        value = data.get(key, "")
        if key in ("points", "competencies", "follow_ups"):
            members = value if isinstance(value, list) else []
            found[key] = tuple(re.sub(r"\s+", " ", member) for member in members if isinstance(member, str))
        else:
            found[key] = value if isinstance(value, str) else ""
    return found
