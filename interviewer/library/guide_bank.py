"""Writes a guide as a question bank: a folder of TOML files for people to read, check and edit."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from interviewer.errors import BadGuide
from interviewer.library.bank import HEAD, MOST_QUESTIONS, load
from interviewer.library.guide import Entry, Guide, GuideQuestion
from interviewer.library.toml_text import WIDTH, prose, short
from interviewer.model.plain import one_line
from interviewer.model.question import Bank, Kind

GENERAL = Entry(name="Questions", about="All questions: the source names no types of questions.", line=1)

UNTOLD_WHY = "The source does not say why this is asked."
UNTOLD_HOW: Mapping[Kind, str] = {
    "behavioural": "Tell one real event: when and where, what you had to do, what you did yourself, what came of it.",
    "method": "Say how you go about it, step by step, and show it with one real example and what came of that.",
    "situational": "Say what you would do first and why, what could go wrong, and how you would know that it worked.",
    "introduction": "Say what you do now, what led you there, and why this post is the next step.",
    "knowledge": "Explain it correctly in plain words, with an example from practice and with its limits.",
}
"""Stands in for advice that the source does not give; written by us, and said so in the file."""


def bank_id(guide: Guide, taken: Iterable[str] = ()) -> str:
    """The name of the bank: the role in small letters, with `my-` before it when a shipped bank is called so."""
    name = slug(guide.role, small=True) or "my-bank"
    return f"my-{name}" if name in taken else name


def write_bank(guide: Guide, folder: Path, *, id: str) -> Bank:
    """Write the bank into `folder`, which is made, and read it back. Raises BadGuide when the place is not free.

    A folder that could not be written whole is left without `bank.toml`, and so is no bank.
    """
    files = bank_files(guide, id=id)
    check_free(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise BadGuide(
            f"The bank cannot be written to {str(folder)!r}: {error.strerror}", hint="Name another place: --to FOLDER."
        ) from error
    return load(folder)


def check_free(folder: Path) -> None:
    """Raises BadGuide when something is there already: an import never writes over anything."""
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists():
        raise BadGuide(f"{str(folder)!r} is there already", hint="Remove it, or name a new folder: --to FOLDER.")


def bank_files(guide: Guide, *, id: str) -> dict[str, str]:
    """The text of every file of the bank by its name, `bank.toml` last. Raises BadGuide when there are too many."""
    if len(guide.questions) > MOST_QUESTIONS:
        raise BadGuide(
            f"{guide.source} holds {len(guide.questions)} questions; the limit is {MOST_QUESTIONS}",
            hint="Split the file, and import its parts.",
        )
    types = guide.types or (GENERAL,)
    type_ids, competency_ids = _ids(types), _ids(guide.competencies)
    question_ids = _unique(slug(question.text, words=6) or "question" for question in guide.questions)
    files = {
        f"{name}.toml": "\n".join(_question(question, name, type_ids, competency_ids, guide.source)) + "\n"
        for name, question in zip(question_ids, guide.questions, strict=True)
    }
    return files | {HEAD: "\n".join(_head(guide, id, types, type_ids, competency_ids)) + "\n"}


def slug(text: str, *, words: int = 8, small: bool = False) -> str:
    """Small letters, digits and hyphens, without `small` words; empty when the text has none that can be so written."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode().replace("'", "")
    said = re.findall(r"[a-z0-9]+", plain)
    kept = [word for word in said if small or word not in _SMALL] or said
    return "-".join(kept[:words])[:70].strip("-")


_SMALL = frozenset(
    "a an the of to and in on for with you your do does did how is are can about it that when at or".split()
)


def _head(
    guide: Guide, id: str, types: Sequence[Entry], type_ids: Mapping[str, str], competency_ids: Mapping[str, str]
) -> Iterator[str]:
    yield f"# Imported from {one_line(guide.source)}. Everything in this folder is yours to edit."
    yield f"id = {short(id)}"
    yield from ["# A guess from the file's name."] if guide.role_is_guess else []
    yield f"role = {short(guide.role)}"
    yield f"about = {prose(guide.about or f'Questions for {guide.role}, imported from {guide.source}.')}"
    for entry in types:
        yield from ["", "[[categories]]", f"id = {short(type_ids[entry.name])}", f"name = {short(entry.name)}"]
        yield f"about = {prose(entry.about or 'The questions that stand under this heading in the source.')}"
    for entry in guide.competencies:
        yield from [
            "",
            "[[competencies]]",
            f"id = {short(competency_ids[entry.name])}",
            f"name = {short(entry.name)}",
        ]
        yield f"about = {prose(entry.about)}"
    for entry in guide.to_ask:
        yield from ["", "[[questions_to_ask]]", f"text = {short(entry.name)}"]
        yield f"why = {prose(entry.about or 'The source does not say why to ask this.')}"
    for entry in guide.steps:
        yield from [
            "",
            "[[preparation]]",
            f"title = {short(entry.name)}",
            f"text = {prose(entry.about or entry.name)}",
        ]
    for entry in guide.faq:
        answer = entry.about or "The source gives no answer."
        yield from ["", "[[advice]]", f"question = {short(entry.name)}", f"answer = {prose(answer)}"]


def _question(
    question: GuideQuestion, id: str, type_ids: Mapping[str, str], competency_ids: Mapping[str, str], source: str
) -> Iterator[str]:
    yield f"# {one_line(source)}, line {question.line}"
    yield f"id = {short(id)}"
    yield f"text = {short(question.text)}"
    yield from ["# A guess: the source does not say which type this question is of."] if question.type_is_guess else []
    yield f"category = {short(type_ids.get(question.type) or next(iter(type_ids.values())))}"
    yield "# A guess from the wording."
    yield f"kind = {short(question.kind)}"
    yield from [] if question.how else ["# Written by the program: the source does not say how to answer."]
    yield f"guidance = {prose(question.how or UNTOLD_HOW[question.kind])}"
    yield "points = ["
    said = ""
    for point in question.points:
        if point.source != said or not point.source:
            said = point.source
            where = f"From: {one_line(said)}" if said else "Added by the program: the source names too few."
            yield from textwrap.wrap(where, WIDTH - 4, initial_indent="    # ", subsequent_indent="    # ")
        yield f"    {short(point.text)},"
    yield "]"
    yield f"probes = {prose(question.why or UNTOLD_WHY)}"
    if question.competencies:
        yield "# A guess from the words that they share with the question."
        yield f"competencies = [{', '.join(short(competency_ids[name]) for name in question.competencies)}]"
    if question.example:
        yield f"example = {prose(question.example)}"


def _ids(entries: Sequence[Entry]) -> dict[str, str]:
    """A name for each entry; `Technical Questions` is called `technical`."""
    found = _unique(slug(re.sub(r"(?i)\s+questions$", "", entry.name)) or "topic" for entry in entries)
    return {entry.name: id for entry, id in zip(entries, found, strict=True)}


def _unique(names: Iterable[str]) -> list[str]:
    found: dict[str, None] = {}
    for name in names:
        # "bank" is the name of the file that is not a question.
        number, free = 1, name if f"{name}.toml" != HEAD else f"{name}-1"
        while free in found:
            number += 1
            free = f"{name}-{number}"
        found[free] = None
    return list(found)
