"""`interviewer delete`: remove sessions for good."""

from __future__ import annotations

import sys

import click

from interviewer import settings as choices
from interviewer import studio


@click.command()
@click.argument("session", required=False)
@click.option("--all", "everything", is_flag=True, help="Delete every session.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(session: str | None, everything: bool, yes: bool) -> None:
    """Delete SESSION: recordings, transcripts, grades and reports. There is no way back."""
    if (session is None) != everything:
        raise click.UsageError("name one SESSION, or give --all")
    store = studio.open_store(choices.load())
    doomed = [store.identify(session)] if session is not None else store.names()
    if not doomed:
        click.echo("There is no session.")
        return
    if not yes:
        _ask(doomed)
    for each in doomed:
        store.delete(each)
    what = doomed[0] if len(doomed) == 1 else f"{len(doomed)} sessions"
    click.echo(f"Deleted {what}. Backups and the spare blocks of an SSD may hold copies for a while.")


def _ask(doomed: list[str]) -> None:
    if not sys.stdin.isatty():
        raise click.UsageError("deleting needs --yes where nobody can be asked")
    for each in doomed:
        click.echo(each)
    click.confirm("Delete for good?", abort=True)
