"""`interviewer bank`: list, show, check and import question banks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from interviewer import places
from interviewer import settings as choices
from interviewer.cli.bank_import import import_
from interviewer.errors import BadBank
from interviewer.library import bank as banks
from interviewer.library.bank import Complaint, shown
from interviewer.library.bank_check import complaints_of
from interviewer.model.plain import one_line
from interviewer.model.question import Bank, Question, Topic

NARROWEST = 16
"""Columns that a paragraph gets at least."""


@click.group()
def bank() -> None:
    """See, check and import question banks.

    BANK is the name of a bank that comes with the program, of one that you imported, or a folder.
    """


bank.add_command(import_)


@bank.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """List the banks that come with the program, and your own."""
    own = _own()
    found = [banks.find(name, own=own) for name in banks.banks(own=own)]
    if as_json:
        rows = [{"id": one.id, "role": one.role, "questions": len(one.questions), "about": one.about} for one in found]
        click.echo(json.dumps(rows, indent=2))
        return
    console = _console()
    for one in found:
        console.print(_text(one.id, "bold"))
        _paragraph(console, f"{one.role}, {_counted(len(one.questions), 'question')}")


@bank.command()
@click.argument("name", metavar="BANK")
@click.option("--json", "as_json", is_flag=True, help="Print the whole bank as JSON, example answers included.")
@click.option("--examples", is_flag=True, help="Show the example answers too.")
def show(name: str, as_json: bool, examples: bool) -> None:
    """Show a bank: its questions, what to ask back, and how to prepare.

    Example answers stay hidden until you ask for them: try your own answer first.
    """
    one = banks.find(name, own=_own())
    if as_json:
        click.echo(json.dumps(one.model_dump(mode="json"), indent=2))
        return
    _show(_console(), one, examples=examples)


@bank.command()
@click.argument("name", metavar="[BANK]", required=False)
def check(name: str | None) -> None:
    """Check a bank, or all that come with the program and your own, and say what to put right."""
    own = _own()
    folders = [banks.folder_of(known, own=own) for known in ([name] if name is not None else banks.banks(own=own))]
    unfit = [folder for folder in folders if not _check(folder)]
    if unfit:
        again = f'interviewer bank check "{shown(unfit[0])}"'
        raise BadBank(f"Not fit yet: {', '.join(shown(one) for one in unfit)}", hint=f"Put it right, then: {again}")


def _own() -> Path:
    return places.banks(choices.load())


def _check(folder: Path) -> bool:
    """Print all complaints about the bank and return whether there is no error among them."""
    reading = banks.read(folder)
    complaints = complaints_of(reading)
    for complaint in complaints:
        click.echo(str(complaint))
    fit = not any(complaint.severity == "error" for complaint in complaints)
    count = f"{_counted(len(reading.questions), 'question')}, " if fit else ""
    click.echo(f"{shown(folder.resolve().name)}: {count}{_summary(complaints)}")
    return fit


def _summary(complaints: Sequence[Complaint]) -> str:
    if not complaints:
        return "no complaints"
    names = {"error": "complaint", "warning": "warning", "notice": "notice"}
    kinds = [complaint.severity for complaint in complaints]
    return ", ".join(_counted(kinds.count(kind), noun) for kind, noun in names.items() if kind in kinds)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _console() -> Console:
    """Markup is off, for the words on the screen are somebody else's."""
    return Console(markup=False, highlight=False, emoji=False)


def _show(console: Console, one: Bank, *, examples: bool) -> None:
    console.print(_text(one.role, "bold"))
    console.print(_text(one.about))
    for topic in one.categories:
        asked = [question for question in one.questions if question.category == topic.id]
        _heading(console, topic.name, note=topic.id)
        _paragraph(console, topic.about)
        if not asked:
            _paragraph(console, "No question in this bank yet.", style="dim")
        for question in asked:
            _question(console, question, examples=examples)
    _topics(console, "What they look for", one.competencies)
    _pairs(console, "Questions to ask them", [(ask.text, ask.why) for ask in one.questions_to_ask])
    _pairs(console, "How to prepare", [(step.title, step.text) for step in one.preparation], numbered=True)
    _pairs(console, "Good to know", [(advice.question, advice.answer) for advice in one.advice])
    if not examples and any(question.example for question in one.questions):
        console.print()
        console.print(_text("Example answers are hidden. To see them, add --examples.", "dim"))


def _question(console: Console, question: Question, *, examples: bool) -> None:
    console.print()
    _paragraph(console, question.text, style="bold")
    _paragraph(console, f"{question.id}  ({question.kind})", style="dim")
    _paragraph(console, f"They want to know: {question.probes}")
    _paragraph(console, f"How to answer: {question.guidance}")
    _items(console, "A good answer holds:", [point.text for point in question.points])
    _items(console, "They may go on with:", question.follow_ups)
    if question.competencies:
        _paragraph(console, f"Shows: {', '.join(question.competencies)}", style="dim")
    if examples and question.example:
        _paragraph(console, "One good answer:")
        _paragraph(console, question.example, indent=4, style="italic")


def _topics(console: Console, heading: str, topics: Iterable[Topic]) -> None:
    _pairs(console, heading, [(f"{topic.name}  ({topic.id})", topic.about) for topic in topics])


def _pairs(console: Console, heading: str, pairs: Sequence[tuple[str, str]], *, numbered: bool = False) -> None:
    if not pairs:
        return
    _heading(console, heading)
    for number, (title, text) in enumerate(pairs, start=1):
        _paragraph(console, title, mark=f"{number}. " if numbered else "", style="bold")
        _paragraph(console, text, indent=4)


def _heading(console: Console, name: str, *, note: str = "") -> None:
    console.print()
    console.print(_text(name, "bold underline"), *([_text(f"({note})", "dim")] if note else []))


def _items(console: Console, title: str, items: Sequence[str]) -> None:
    if items:
        _paragraph(console, title)
        for item in items:
            _paragraph(console, item, indent=4, mark="- ")


def _paragraph(console: Console, text: str, *, indent: int = 2, mark: str = "", style: str = "") -> None:
    """Print the text indented and wrapped, with the mark hanging before its first line and no blanks at line ends."""
    width = max(console.width - indent - len(mark), NARROWEST)
    for number, line in enumerate(_text(text, style).wrap(console, width)):
        line.rstrip()
        console.print(Text(" " * indent + (mark if number == 0 else " " * len(mark))) + line)


def _text(text: str, style: str = "") -> Text:
    return Text(one_line(text), style=style, overflow="fold")
