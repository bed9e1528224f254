"""`interviewer progress`: how you do over all your sessions, and what to practise next."""

from __future__ import annotations

from datetime import datetime

import click
from rich.console import Console

from interviewer import settings as choices
from interviewer import studio
from interviewer.model.plain import printable
from interviewer.pages.progress import show


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def progress(as_json: bool) -> None:
    """Show how your grades, the parts of your stories and your way of speaking go, and what to practise next.

    Answers that were not judged are left out of every grade, and so is a part that a question does not ask for.
    """
    told, trouble = studio.progress_of(choices.load(), datetime.now().astimezone())
    if as_json:
        click.echo(told.model_dump_json(indent=2))
    else:
        show(Console(), told)
    for line in trouble:
        click.echo(printable(line), err=True)
