"""`interviewer delete`: remove sessions for good."""

from __future__ import annotations

import sys
from datetime import datetime

import click

from interviewer import settings as choices
from interviewer import studio
from interviewer.cli.options import examples
from interviewer.model.plain import counted, printable
from interviewer.rules.retention import outlived
from interviewer.settings import Settings


@click.command(epilog=examples("interviewer delete last", "interviewer delete --older-than 90"))
@click.argument("session", required=False)
@click.option("--all", "everything", is_flag=True, help="Delete every session, and the kept sound of questions.")
@click.option("--older-than", "days", type=click.IntRange(min=0), metavar="DAYS", help="Delete what is older.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(session: str | None, everything: bool, days: int | None, yes: bool) -> None:
    """Delete SESSION: recordings, transcripts, grades and reports. There is no way back."""
    if sum((session is not None, everything, days is not None)) != 1:
        raise click.UsageError("name one SESSION, or give --all, or --older-than DAYS")
    chosen = choices.load()
    store = studio.open_store(chosen)
    doomed = [store.identify(session)] if session is not None else store.names()
    if days is not None:
        doomed = list(outlived(doomed, datetime.now().astimezone(), days))
    if not doomed:
        if everything:
            studio.clear_away(chosen)
        click.echo("There is no session." if days is None else f"There is no session older than {days} days.")
        return
    if not yes:
        _ask(doomed)
    gone, stayed = studio.delete_sessions(chosen, doomed)
    if everything:
        studio.clear_away(chosen)
    if gone:
        what = doomed[0] if len(doomed) == 1 else counted(gone, "session")
        click.echo(f"Deleted {what}. Backups and the spare blocks of an SSD may hold copies for a while.")
    for fault in stayed[:-1]:
        click.echo(printable(fault.message), err=True)
    if stayed:
        raise stayed[-1]


def delete_old(chosen: Settings) -> None:
    """Delete what has been kept for `keep_days`, and say so; what is in use, or will not go, stays and is named."""
    gone, stayed = studio.delete_old(chosen)
    for message in stayed:
        click.echo(printable(message), err=True)
    if gone:
        click.echo(
            f"Deleted {counted(gone, 'session')} older than {chosen.keep_days} days, as keep_days says.", err=True
        )


def _ask(doomed: list[str]) -> None:
    if not sys.stdin.isatty():
        raise click.UsageError("deleting needs --yes where nobody can be asked")
    for each in doomed:
        click.echo(each)
    click.confirm("Delete for good?", abort=True)
