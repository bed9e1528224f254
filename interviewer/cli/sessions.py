"""`interviewer sessions`: what has been practised, and taking in what was exported elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from interviewer import settings as choices
from interviewer import studio
from interviewer.model.grade import Graded
from interviewer.model.plain import printable
from interviewer.model.session import Session
from interviewer.rules.comparing import Tried, comparison, tried
from interviewer.rules.reporting import report


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list, oldest first.")
@click.pass_context
def sessions(context: click.Context, as_json: bool) -> None:
    """List your sessions, oldest first."""
    if context.invoked_subcommand is not None:
        return
    store = studio.open_store(choices.load())
    found, damaged = store.list(), store.damaged()
    if as_json:
        click.echo(json.dumps([_facts(session, store.folder(session.id)) for session in found], indent=2))
    elif not found:
        click.echo("There is no session yet. `interviewer practice` makes one.")
    else:
        for session in found:
            click.echo(_line(session))
    for name, error in damaged:
        click.echo(f"{name}\n    {printable(error.message)}", err=True)


@sessions.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    """Take in a session that `interviewer export` packed into FILE."""
    chosen = choices.load()
    session = studio.open_store(chosen).unpack(file)
    page = studio.write_reports(chosen, session)
    click.echo(f"{session.id}\n    {page}")


@sessions.command()
@click.argument("names", metavar="SESSION...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list, one entry a question.")
def compare(names: tuple[str, ...], as_json: bool) -> None:
    """Compare the takes of each question that was answered more than once, in one SESSION or in several."""
    store = studio.open_store(choices.load())
    chosen = {found.id: found for found in map(store.find, names)}
    found = tried(list(chosen.values()))
    if as_json:
        click.echo(json.dumps([_comparison(each) for each in found], indent=2))
    elif not found:
        click.echo("No question was answered more than once in what you named.")
    for each in found if not as_json else ():
        click.secho(f"\n{each.question}", bold=True)
        click.echo("\n".join(f"  {place}. {name}" for place, name in enumerate(each.names, start=1)))
        for line in comparison(each.answers):
            same = len(set(line.values)) == 1
            click.echo(f"  {line.name}: " + (f"{line.values[0]}, unchanged" if same else " → ".join(line.values)))


def _comparison(each: Tried) -> dict[str, Any]:
    return {
        "question": each.question,
        "takes": list(each.names),
        "lines": [{"name": line.name, "values": list(line.values)} for line in comparison(each.answers)],
    }


def _line(session: Session) -> str:
    told = report(session)
    lines = [session.id, f"    {told.role} · {told.date:%d %B %Y, %H:%M} · {told.summary}"]
    if told.status:
        lines.append(f"    {told.status}")
    return "\n".join(lines)


def _facts(session: Session, folder: Path) -> dict[str, Any]:
    takes = [turn.take for turn in session.turns if turn.take is not None]
    grades = [take.grade.overall for take in takes if isinstance(take.grade, Graded)]
    return {
        "id": session.id,
        "bank": session.bank,
        "role": session.role,
        "status": session.status,
        "source": session.source,
        "started_at": session.started_at.isoformat(),
        "ended_at": session.ended_at.isoformat() if session.ended_at else None,
        "planned": session.questions,
        "asked": len(session.answered_turns),
        "judged": len(grades),
        "grades": grades,
        "folder": str(folder),
    }
