"""`interviewer bank`: list, show, check, import, write and remove question banks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import click
from rich.console import Console

from interviewer import places
from interviewer import settings as choices
from interviewer.cli.bank_edit import delete, edit, new
from interviewer.cli.bank_import import import_
from interviewer.cli.options import Group
from interviewer.errors import BadBank
from interviewer.library import bank as banks
from interviewer.library.bank import Complaint, shown
from interviewer.library.bank_check import complaints_of
from interviewer.model.plain import counted, one_line
from interviewer.model.question import Bank
from interviewer.pages.bank import bank_lines

LINES_AT_ONCE = 500
"""Lines of a bank that are printed together."""


@click.group(cls=Group)
def bank() -> None:
    """See, check, import, write and remove question banks.

    BANK is the name of a bank that comes with the program, of one of your own, or a folder.
    """


@bank.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(as_json: bool) -> None:
    """List the banks that come with the program, and your own."""
    own = _own()
    found = list(_readable(own))
    if as_json:
        rows = [{"id": one.id, "role": one.role, "questions": len(one.questions), "about": one.about} for one in found]
        click.echo(json.dumps(rows, indent=2))
        return
    for one in found:
        click.echo(
            f"{click.style(one.id, bold=True)}\n  {one_line(one.role)}, {counted(len(one.questions), 'question')}"
        )


def _readable(own: Path | None) -> Iterator[Bank]:
    """The banks that can be read; of the others it is said what to type, so that one never hides the rest."""
    for name in banks.banks(own=own):
        try:
            yield banks.find(name, own=own)
        except BadBank as fault:
            click.echo(f"The bank {name} is left out: {fault.message} Type: interviewer bank check {name}", err=True)


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
    _show(one, examples=examples)


@bank.command()
@click.argument("name", metavar="[BANK]", required=False)
def check(name: str | None) -> None:
    """Check a bank, or all that come with the program and your own: say what to put right, and what could be better.

    A warning or a notice is advice: the bank can be practised with all the same.
    """
    own = _own()
    folders = [banks.folder_of(known, own=own) for known in ([name] if name is not None else banks.banks(own=own))]
    unfit = [folder for folder in folders if not _check(folder)]
    if unfit:
        again = f'interviewer bank check "{shown(unfit[0])}"'
        raise BadBank(f"Not fit yet: {', '.join(shown(one) for one in unfit)}", hint=f"Put it right, then: {again}")


for command in (import_, new, edit, delete):
    bank.add_command(command)


def _own() -> Path:
    return places.banks(choices.load())


def _check(folder: Path) -> bool:
    """Print all complaints about the bank and return whether there is no error among them."""
    reading = banks.read(folder)
    complaints = complaints_of(reading)
    for complaint in complaints:
        click.echo(str(complaint))
    fit = not any(complaint.severity == "error" for complaint in complaints)
    count = f"{counted(len(reading.questions), 'question')}, " if fit else ""
    click.echo(f"{shown(folder.resolve().name)}: {count}{_summary(complaints)}")
    return fit


def _summary(complaints: Sequence[Complaint]) -> str:
    if not complaints:
        return "no complaints"
    names = {"error": "complaint", "warning": "warning", "notice": "notice"}
    kinds = [complaint.severity for complaint in complaints]
    return ", ".join(counted(kinds.count(kind), noun) for kind, noun in names.items() if kind in kinds)


def _show(one: Bank, *, examples: bool) -> None:
    """Print the bank in portions, so that its first lines are there at once."""
    console = Console()
    lines = bank_lines(one, columns=console.width, styled=console.color_system is not None, examples=examples)
    while portion := list(islice(lines, LINES_AT_ONCE)):
        click.echo("\n".join(portion))
