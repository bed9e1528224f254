"""`interviewer bank import`: make a bank of a guide or a list of questions that somebody wrote."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import click

from interviewer import places
from interviewer import settings as choices
from interviewer.cli.options import examples
from interviewer.errors import BadGuide
from interviewer.library import bank as banks
from interviewer.library.guide import Entry, Guide, GuideQuestion, Leftover
from interviewer.library.guide_bank import bank_id, check_free, write_bank
from interviewer.library.guide_lists import parse_any
from interviewer.library.guide_review import left_out
from interviewer.model.document import Document
from interviewer.model.plain import one_line, printable

SHOWN = 100
"""Characters of a passage that the review quotes."""

MOST_IN_FULL = 40
"""Questions; of more, the review shows only what is asked."""

MOST_PASTED = 5_000_000
"""Bytes."""


@click.command(
    "import",
    epilog=examples(
        "interviewer bank import nurse-guide.docx",
        "interviewer bank import questions.csv --to my-bank",
    ),
)
@click.argument("file")
@click.option("--to", metavar="FOLDER", type=click.Path(path_type=Path), help="Where the bank goes: a new folder.")
@click.option("--yes", is_flag=True, help="Save without asking.")
def import_(file: str, to: Path | None, yes: bool) -> None:
    """Make a bank of FILE: an interview guide or a list of questions. "-" reads pasted text.

    What was understood is shown before anything is saved, and what was not, with its line. Example answers come
    along. Without --to the bank is kept with your own banks, and `--bank NAME` finds it.
    """
    chosen = choices.load()
    guide = parse_any(_pasted() if file == "-" else _read(file))
    shipped = banks.banks()
    folder = to if to is not None else places.banks(chosen) / bank_id(guide, shipped)
    check_free(folder)
    for line in review(guide):
        click.echo(printable(line))
    click.echo()
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("saving needs --yes where nobody can be asked")
        click.confirm(printable(f"Save it to {folder}?"), default=True, abort=True)
    bank = write_bank(guide, folder, id=bank_id(guide, shipped))
    name = f'"{printable(str(folder))}"' if to is not None else bank.id
    click.echo(printable(f"Saved to {folder}"))
    click.echo(f"Practise with it: interviewer practice --bank {name}")


def _read(file: str) -> Document:
    # The studio is opened only when it is needed: showing and checking a bank need none of its parts.
    from interviewer import studio

    return studio.read_document(file)


def _pasted() -> Document:
    """What stands on standard input. Raises BadGuide."""
    data = sys.stdin.buffer.read(MOST_PASTED + 1)
    if len(data) > MOST_PASTED:
        raise BadGuide(f"The pasted text is larger than {MOST_PASTED // 1_000_000} MB", hint="Give only the guide.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pasted.txt"
        path.write_bytes(data)
        return _read(str(path))


def review(guide: Guide) -> Iterator[str]:
    """What was understood, line by line, for whoever decides whether it is right."""
    guess = " (a guess from the file's name)" if guide.role_is_guess else ""
    yield f"{guide.source}: {guide.role}{guess}"
    yield from (f"  Note: {notice}" for notice in guide.notices)
    yield from _entries("type of questions", "types of questions", guide.types)
    yield from ["", _counted(len(guide.questions), "question", "questions")]
    for question in guide.questions:
        lines = _question(question)
        yield from lines if len(guide.questions) <= MOST_IN_FULL else islice(lines, 1)
    if len(guide.questions) > MOST_IN_FULL:
        yield "  Their points and guesses stand in the files of the bank."
    yield from _entries("question to ask them", "questions to ask them", guide.to_ask)
    yield from _entries("competency", "competencies", guide.competencies)
    yield from _entries("step to prepare", "steps to prepare", guide.steps)
    answered = "about the interview, answered"
    yield from _entries(f"question {answered}", f"questions {answered}", guide.faq)
    yield from _left_out(guide)


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _entries(one: str, more: str, entries: Sequence[Entry]) -> Iterator[str]:
    yield from ["", _counted(len(entries), one, more)]
    yield from (f"  line {entry.line}: {_cut(entry.name)}" for entry in entries)


def _question(question: GuideQuestion) -> Iterator[str]:
    yield f"  line {question.line}: {one_line(question.text)}"
    kind = f"{question.kind} (a guess)"
    yield (
        f"    type: {question.type}{' (a guess)' if question.type_is_guess else ''}" if question.type else "    no type"
    )
    yield f"    kind: {kind}; why it is asked: {_held(question.why)}; example answer: {_held(question.example)}"
    yield f"    how to answer: {_held(question.how)}; a good answer holds:"
    for point in question.points:
        yield f"    - {one_line(point.text)}{'' if point.source else ' (added: the source names too few)'}"


def _left_out(guide: Guide) -> Iterator[str]:
    passages = left_out(guide)
    if passages:
        yield ""
    yield from (f"Left out, {why}: {lines}" for why, lines in passages)
    if guide.not_understood:
        yield from ["", "Not understood, and not saved:"]
        yield from (_passage(one) for one in guide.not_understood)


def _passage(one: Leftover) -> str:
    return f"  line {one.line}: {_cut(one.text)}"


def _held(text: str) -> str:
    return "yes" if text else "no"


def _cut(text: str) -> str:
    plain = one_line(text)
    return plain if len(plain) <= SHOWN else f"{plain[:SHOWN]}..."
