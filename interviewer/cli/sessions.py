"""`interviewer sessions`: what has been practised, and taking in what was exported elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from interviewer import settings as choices
from interviewer import studio
from interviewer.cli.amend import correct, note
from interviewer.cli.options import Group, examples
from interviewer.model.clock import clock
from interviewer.model.history import Found, Passage
from interviewer.model.plain import one_line, printable
from interviewer.rules.comparing import Tried, comparison, tried


@click.group(cls=Group, invoke_without_command=True)
@click.option("--search", "query", metavar="WORDS", default="", help="Only those in which all these words stand.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list, oldest first.")
@click.pass_context
def sessions(context: click.Context, query: str, as_json: bool) -> None:
    """List your sessions, oldest first.

    --search looks at titles, banks, questions, what you said and your notes; a word may be cut short at its end.
    """
    if context.invoked_subcommand is not None:
        return
    chosen = choices.load()
    with studio.open_history(chosen) as history:
        found = history.search(query)
        damaged, trouble = history.damaged, history.trouble
    if as_json:
        store = studio.open_store(chosen)
        click.echo(json.dumps([_facts(each, store.folder(each.session.id)) for each in found], indent=2))
    elif found:
        for each in found:
            click.echo(_lines(each))
    elif query:
        click.echo(f"No session holds all of: {one_line(query)}")
    else:
        click.echo("There is no session yet. `interviewer practice` makes one.")
    if trouble:
        click.echo(trouble, err=True)
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


@sessions.command(epilog=examples("interviewer sessions compare last", "interviewer sessions compare 2026-11-23 last"))
@click.argument("names", metavar="SESSION...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list, one entry a question.")
def compare(names: tuple[str, ...], as_json: bool) -> None:
    """Compare the answers to each question that was answered more than once, in one SESSION or in several."""
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


sessions.add_command(correct)
sessions.add_command(note)


def _comparison(each: Tried) -> dict[str, Any]:
    return {
        "question": each.question,
        "takes": list(each.names),
        "lines": [{"name": line.name, "values": list(line.values)} for line in comparison(each.answers)],
    }


def _lines(found: Found) -> str:
    told = found.session
    lines = [told.id, f"    {told.role} · {told.started_at:%d %B %Y, %H:%M} · {told.told}"]
    if told.note:
        lines.append(f"    {told.note}")
    for each in found.passages:
        where = "" if each.turn is None else f"question {each.turn}{_at(each)}: "
        lines.append(f"    {where}{each.text}")
    return "\n".join(lines)


def _at(passage: Passage) -> str:
    return "" if passage.start is None else f" at {clock(passage.start)}"


def _facts(found: Found, folder: Path) -> dict[str, Any]:
    session = found.session
    grades = [answer.overall for answer in session.answers if answer.overall is not None]
    facts: dict[str, Any] = {
        "id": session.id,
        "bank": session.bank,
        "role": session.role,
        "status": session.status,
        "source": session.source,
        "started_at": session.started_at.isoformat(),
        "ended_at": session.ended_at.isoformat() if session.ended_at else None,
        "planned": session.planned,
        "asked": len(session.answers),
        "judged": len(grades),
        "grades": grades,
        "folder": str(folder),
    }
    if found.passages:
        facts["found"] = [each.model_dump(mode="json") for each in found.passages]
    return facts
