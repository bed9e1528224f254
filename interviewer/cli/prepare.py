"""`interviewer prepare`: a page to work through before the day."""

from __future__ import annotations

from pathlib import Path

import click

from interviewer import places, studio
from interviewer import settings as choices
from interviewer.cli.options import BANK, examples, setting
from interviewer.errors import SetupError
from interviewer.library import bank as banks
from interviewer.model.plain import printable
from interviewer.pages.preparation import preparation_page
from interviewer.rules.preparing import preparation


@click.command(epilog=examples("interviewer prepare --job advert.pdf --cv cv.docx --to getting-ready.md"))
@setting("bank", metavar="BANK", help=BANK)
@click.option("--job", metavar="FILE", help="The job description: what it asks for, and its duties for your plan.")
@click.option("--cv", metavar="FILE", help="Your CV: which stories it has, and which are missing.")
@click.option("--to", metavar="FILE", type=click.Path(path_type=Path), help="Write the page into this new file.")
def prepare(bank: str | None, job: str | None, cv: str | None, to: Path | None) -> None:
    """Make a page to get ready with: steps, stories, a plan for ninety days, what to ask. Print or edit it."""
    chosen = choices.load(bank=bank)
    if to is not None and to.exists():
        raise SetupError(f"{to} is there already", hint="Name a new file: your notes may stand in that one.")
    made = preparation(
        banks.find(chosen.bank, own=places.banks(chosen)),
        studio.read_document(job) if job is not None else None,
        studio.read_document(cv) if cv is not None else None,
    )
    for paper, line in made.set_aside:
        name = {"job": "The job description", "cv": "The CV"}[paper]
        click.echo(f"{name}, line {line}, speaks to the interviewer: nothing was made of it.", err=True)
    page = preparation_page(made)
    if to is None:
        click.echo(printable(page), nl=False)
        return
    try:
        with to.open("x", encoding="utf-8") as file:
            file.write(page)
    except OSError as error:
        raise SetupError(f"{to} cannot be written: {error.strerror}", hint="Name a file in another folder.") from error
    click.echo(printable(f"Written to {to}"))
