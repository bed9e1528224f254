"""A change of a bank, seen through before it is saved."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from interviewer.errors import BadBank
from interviewer.library.bank import HEAD, Complaint, Drafts, at, read, shown
from interviewer.library.bank_check import complaints_of
from interviewer.library.bank_text import blank_question
from interviewer.library.spelling import did_you_mean
from interviewer.library.toml_file import BadToml, TomlFile, read_toml

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""Of banks and questions. Nothing else becomes a file's name."""

LONGEST_ID = 80


@dataclass(frozen=True)
class Draft:
    """What a file of a bank would hold."""

    folder: Path
    file: str
    """The name that the file would have."""

    was: str | None
    """The name that it has; None: it is not there yet."""

    text: str
    complaints: tuple[Complaint, ...]
    """All that `bank check` would say of it, and what would go wrong elsewhere because of it."""

    faults: tuple[Complaint, ...]
    """Those of them that keep it from being saved: the bank could not be practised with."""

    @property
    def id(self) -> str:
        """Of the question; the file's name without its ending."""
        return self.file.removesuffix(".toml")


def is_id(name: str) -> bool:
    """Whether it may be the name of a bank or a question: small letters, digits and single hyphens."""
    return len(name) <= LONGEST_ID and ID.fullmatch(name) is not None


def question_file(folder: Path, id: str) -> str:
    """The name of the file of a question, looked up among the files that are there. Raises BadBank."""
    known = {path.stem: path.name for path in folder.glob("*.toml") if path.name != HEAD and path.name[0] != "."}
    if id not in known:
        raise BadBank(
            f'There is no question "{shown(id)}" in {shown(folder.name)}{did_you_mean(id, known)}',
            hint=f"See them all: interviewer bank show {shown(folder.name)}",
        )
    return known[id]


def file_text(folder: Path, file: str) -> str:
    """What a file of the bank holds. Raises BadBank when it cannot be read as text."""
    try:
        return (folder / file).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadBank(f"{file} cannot be read: {error}", hint="Mend it in an editor.") from error


def state(text: str) -> str:
    """A short mark of what a file holds, to see whether somebody else has changed it meanwhile."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def draft_of_question(folder: Path, text: str, *, was: str | None) -> Draft:
    """The file of a question, as `text`; its own id decides what the file would be called.

    `was` is the name of its present file, None for a question that is not there yet.
    """
    data = text.encode()
    file = was or "question.toml"
    complaints: list[Complaint] = []
    try:
        read_one = read_toml(folder / file, data)
    except BadToml:
        pass  # reading the bank with the draft in it says so
    else:
        id = read_one.data.get("id")
        if isinstance(id, str) and is_id(id):
            file = f"{id}.toml"
            complaints += _taken(folder, read_one, file, was)
    if complaints:
        return Draft(folder, file, was, text, tuple(complaints), tuple(complaints))
    drafts: dict[str, bytes | None] = {file: data}
    if was is not None and was != file:
        drafts[was] = None
    return _seen_through(folder, drafts, file, was, text)


def draft_of_head(folder: Path, text: str) -> Draft:
    """The bank's own file, `bank.toml`, as `text`."""
    return _seen_through(folder, {HEAD: text.encode()}, HEAD, HEAD, text)


def blank(folder: Path, id: str) -> str:
    """The text of a question that is still to be written, of the bank's first category. Raises BadBank."""
    if not is_id(id):
        raise BadBank(
            f'"{shown(id)}" cannot be the name of a question',
            hint="Take small letters, digits and single hyphens, such as: first-week",
        )
    try:
        categories = read_toml(folder / HEAD).data.get("categories")
    except BadToml:
        categories = None
    first = categories[0] if isinstance(categories, list) and categories else {}
    return blank_question(id, str(first.get("id", "")) if isinstance(first, dict) else "")


def _taken(folder: Path, file: TomlFile, name: str, was: str | None) -> list[Complaint]:
    if name == HEAD:
        return [at(file, f'a question cannot be called "bank": {HEAD} is the file of the bank itself', "id")]
    if name != was and (folder / name).exists():
        return [at(file, f'ids repeat: there is a question "{name.removesuffix(".toml")}" already', "id")]
    return []


def _seen_through(folder: Path, drafts: Drafts, file: str, was: str | None, text: str) -> Draft:
    reading = read(folder, drafts)
    here = folder / file
    before: set[tuple[Path, str]] = set()
    if any(fault.file != here for fault in reading.errors):
        before = {(fault.file, fault.message) for fault in read(folder).errors}
    faults = [fault for fault in reading.errors if fault.file == here or (fault.file, fault.message) not in before]
    found = [complaint for complaint in complaints_of(reading) if complaint.file == here or complaint in faults]
    return Draft(folder, file, was, text, tuple(found), tuple(faults))
