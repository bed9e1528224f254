"""Question banks: a folder with `bank.toml` and one TOML file a question.

`find` and `load` give a bank that can be practised with, or raise BadBank. `read` tells all that is wrong, for those
who write banks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from interviewer.errors import BadBank
from interviewer.library.bank_faults import fault_in_words, wrong_kind
from interviewer.library.content import content
from interviewer.library.spelling import did_you_mean
from interviewer.library.toml_file import BadToml, TomlFile, read_toml
from interviewer.library.toml_lines import Keys
from interviewer.model.plain import one_line
from interviewer.model.question import BANK_KINDS, Bank, Question, Topic

HEAD = "bank.toml"
OPENING = "opening"
"""The table of the head that holds the question to begin with."""

MOST_QUESTIONS = 5_000

Severity = Literal["error", "warning", "notice"]
F = TypeVar("F", bound=BaseModel)


@dataclass(frozen=True)
class Complaint:
    """One thing to put right. Errors make a bank unfit; warnings and notices do not."""

    file: Path
    line: int
    """From 1."""

    message: str
    severity: Severity = "error"
    way: Keys = ()
    """The key that it is about, and the number (from 0) of the member of a list; empty: the whole file."""

    def __str__(self) -> str:
        said = self.message if self.severity == "error" else f"{self.severity}: {self.message}"
        return f"{shown(self.file)}:{self.line}: {said}"


Complain = Callable[[Complaint], None]

Drafts = Mapping[str, bytes | None]
"""What files of a bank would hold, by their names; None: the file would be gone."""


def at(file: TomlFile, message: str, *way: str | int, severity: Severity = "error") -> Complaint:
    """A complaint about one key of a file, or about one member of its list."""
    return Complaint(file.path, file.line(*way), message, severity, way)


@dataclass(frozen=True)
class Reading:
    """What a bank's folder holds, as far as it could be read."""

    folder: Path
    bank: Bank | None
    """None when there is any error."""

    questions: tuple[tuple[TomlFile, Question], ...]
    """Those that could be read, each with its file."""

    complaints: tuple[Complaint, ...]

    opening: tuple[TomlFile, Question] | None = None
    """The question to begin with, with the table that it stands in."""

    @property
    def errors(self) -> tuple[Complaint, ...]:
        return tuple(complaint for complaint in self.complaints if complaint.severity == "error")


def banks(*, own: Path | None = None) -> list[str]:
    """Names of the shipped banks and of those in the folder `own`, sorted."""
    return sorted(_known(own))


def find(name_or_folder: str, *, own: Path | None = None) -> Bank:
    """A bank that is shipped or in `own` by its name, or any bank by its folder. Raises BadBank."""
    return load(folder_of(name_or_folder, own=own))


def folder_of(name_or_folder: str, *, own: Path | None = None) -> Path:
    """The folder of a known bank, or the folder that was named. Raises BadBank that lists the known names."""
    known = _known(own)
    if name_or_folder in known:
        return known[name_or_folder]
    try:
        folder = Path(name_or_folder).expanduser()
        if folder.is_dir():
            return folder
    except (OSError, ValueError, RuntimeError):
        pass
    raise BadBank(
        f"There is no question bank {shown(name_or_folder)!r}{did_you_mean(name_or_folder, known)}",
        hint=f"Known banks: {', '.join(known) or 'none'}. Or name a folder that holds a {HEAD}.",
    )


def _known(own: Path | None) -> dict[str, Path]:
    """Folder of each bank by its name; a bank of the user's goes before a shipped one: it is the user's copy of it."""
    places = [content("question_bank"), own] if own is not None else [content("question_bank")]
    return {head.parent.name: head.parent for place in places for head in place.glob(f"*/{HEAD}")}


def load(folder: Path) -> Bank:
    """The bank in `folder`. Raises BadBank with the file and line of the first fault, and how many more there are."""
    reading = read(folder)
    if reading.bank is not None:
        return reading.bank
    first, *others = reading.errors
    more = f" (and {len(others)} more)" if others else ""
    raise BadBank(
        f"{shown(first.file)} line {first.line}: {first.message}{more}",
        hint=f'To see everything, type: interviewer bank check "{shown(folder)}"',
    )


def read(folder: Path, drafts: Drafts | None = None) -> Reading:
    """Read everything and complain about everything. Raises nothing for the content's sake.

    `drafts` are read in the stead of the files that they name, to see what would come of them before they are saved.
    """
    complaints: list[Complaint] = []
    drafts = drafts or {}
    head = _read_head(folder, drafts, complaints.append)
    opening = _read_opening(head[0], complaints.append) if head else None
    questions = _read_questions(folder, drafts, complaints.append)
    if head is not None:
        _check_topics(head, questions, complaints.append)
        _check_competencies(head[1], [*([opening] if opening else []), *questions], complaints.append)
    if opening is not None:
        _check_opening(opening, questions, complaints.append)
    bank = None
    if head is not None and not any(complaint.severity == "error" for complaint in complaints):
        bank = head[1].but(
            questions=tuple(question for _, question in questions), opening=opening[1] if opening else None
        )
    return Reading(folder=folder, bank=bank, questions=tuple(questions), complaints=tuple(complaints), opening=opening)


def _read_head(folder: Path, drafts: Drafts, complain: Complain) -> tuple[TomlFile, Bank] | None:
    path = folder / HEAD
    if not path.exists() and HEAD not in drafts:
        complain(Complaint(path, 1, f"there is no {HEAD}: it names the role and the categories"))
        return None
    file = _open(path, drafts, complain)
    if file is None:
        return None
    if "questions" in file.data:
        message = 'unknown key "questions": each question has a file of its own beside this one'
        complain(at(file, message, "questions"))
        return None
    bank = _build(Bank, file, {key: value for key, value in file.data.items() if key != OPENING}, complain)
    return None if bank is None else (file, bank)


def _read_opening(head: TomlFile, complain: Complain) -> tuple[TomlFile, Question] | None:
    """What is said of every opening need not be written: id, category and kind are "introduction"."""
    written = head.data.get(OPENING)
    if written is None:
        return None
    if not isinstance(written, dict):
        complain(at(head, f'"{OPENING}" must be a table: [{OPENING}]', OPENING))
        return None
    file = head.table(OPENING)
    question = _build(Question, file, dict.fromkeys(("id", "category", "kind"), "introduction") | file.data, complain)
    return None if question is None else (file, question)


def _check_opening(
    opening: tuple[TomlFile, Question], questions: Sequence[tuple[TomlFile, Question]], complain: Complain
) -> None:
    file, first = opening
    if first.kind != "introduction":
        complain(at(file, f'kind is "{first.kind}": an opening is an "introduction"', "kind"))
    for source, question in questions:
        if question.id == first.id:
            complain(at(source, f'ids repeat: "{question.id}" (the opening\'s)', "id"))


def _read_questions(folder: Path, drafts: Drafts, complain: Complain) -> list[tuple[TomlFile, Question]]:
    there = {path.name for path in folder.glob("*.toml")}
    names = (there | drafts.keys()) - {name for name, draft in drafts.items() if draft is None} - {HEAD}
    paths = sorted((folder / name for name in names if not name.startswith(".")), key=lambda path: path.stem)
    if not paths:
        complain(Complaint(folder / HEAD, 1, "the bank has 0 questions: write one TOML file a question"))
    if len(paths) > MOST_QUESTIONS:
        complain(Complaint(folder / HEAD, 1, f"more than {MOST_QUESTIONS} questions ({len(paths)})"))
        return []
    for inner in sorted({path.parent for path in folder.glob("*/*.toml")}):
        complain(Complaint(inner, 1, "a folder inside a bank is not read", "warning"))
    read_ones = [entry for path in paths if (entry := _read_question(path, drafts, complain))]
    _check_ids(read_ones, complain)
    return read_ones


def _read_question(path: Path, drafts: Drafts, complain: Complain) -> tuple[TomlFile, Question] | None:
    file = _open(path, drafts, complain)
    if file is None:
        return None
    question = _build(Question, file, file.data, complain)
    if question is not None and question.kind not in BANK_KINDS:
        complain(Complaint(path, file.line("kind"), wrong_kind(question.kind)))
    return None if question is None else (file, question)


def _open(path: Path, drafts: Drafts, complain: Complain) -> TomlFile | None:
    try:
        file = read_toml(path, drafts.get(path.name))
    except BadToml as error:
        complain(Complaint(path, error.line, error.message))
        return None
    if file.removed:
        complain(Complaint(path, 1, f"invisible characters removed: {file.removed}", "notice"))
    return file


def _build(fact: type[F], file: TomlFile, data: dict[str, Any], complain: Complain) -> F | None:
    points = data.get("points")
    data = data | ({"points": [{"text": point} for point in points]} if isinstance(points, list) else {})
    try:
        return fact.model_validate(data)
    except ValidationError as error:
        # A misspelt key comes before the missing one that it explains.
        faults = sorted(error.errors(include_url=False), key=lambda fault: fault["type"] != "extra_forbidden")
        for fault in faults:
            way, message = fault_in_words(fact, fault)
            complain(at(file, message, *way))
        return None


def _check_ids(questions: Sequence[tuple[TomlFile, Question]], complain: Complain) -> None:
    first: dict[str, TomlFile] = {}
    for file, question in questions:
        if question.id in first:
            other = first[question.id]
            message = f'ids repeat: "{question.id}" (also in {shown(other.path.name)} line {other.line("id")})'
            complain(at(file, message, "id"))
        elif question.id != file.path.stem:
            message = f'id "{question.id}" is not the file\'s name: rename the file to {question.id}.toml'
            complain(at(file, message, "id"))
        first.setdefault(question.id, file)


def _check_topics(
    head: tuple[TomlFile, Bank], questions: Sequence[tuple[TomlFile, Question]], complain: Complain
) -> None:
    file, bank = head
    _check_repeated(file, "categories", bank.categories, complain)
    _check_repeated(file, "competencies", bank.competencies, complain)
    categories = _ids(bank.categories)
    for source, question in questions:
        if question.category not in categories:
            message = _unknown("category", question.category, categories)
            complain(at(source, message, "category"))


def _check_competencies(bank: Bank, questions: Sequence[tuple[TomlFile, Question]], complain: Complain) -> None:
    competencies = _ids(bank.competencies)
    for source, question in questions:
        for number, competency in enumerate(question.competencies):
            if competency not in competencies:
                message = _unknown("competency", competency, competencies)
                complain(at(source, message, "competencies", number))


def _check_repeated(file: TomlFile, key: str, topics: Iterable[Topic], complain: Complain) -> None:
    first: dict[str, int] = {}
    for number, topic in enumerate(topics):
        line = file.line(key, number, "id")
        if topic.id in first:
            message = f'ids repeat in {key}: "{topic.id}" (lines {first[topic.id]}, {line})'
            complain(at(file, message, key, number, "id"))
        first.setdefault(topic.id, line)


def _ids(topics: Iterable[Topic]) -> list[str]:
    return [topic.id for topic in topics]


def _unknown(what: str, found: str, known: Sequence[str]) -> str:
    allowed = ", ".join(known) or f"none: {HEAD} names none"
    return f'unknown {what} "{found}"{did_you_mean(found, known)}; allowed: {allowed}'


def shown(name: Path | str) -> str:
    """A file's name that is safe to print."""
    return one_line(str(name))
