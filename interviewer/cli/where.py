"""`interviewer where`: the folders and files of this machine that the program uses."""

from __future__ import annotations

import json

import click

from interviewer import places
from interviewer import settings as choices
from interviewer.model.plain import printable


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the paths as JSON.")
def where(as_json: bool) -> None:
    """Print where recordings, your own banks, weights, cache and settings are kept."""
    found = places.all_of(choices.load())
    if as_json:
        click.echo(json.dumps({name: str(path.absolute()) for name, path in found.items()}, indent=2))
        return
    for name, path in found.items():
        note = "" if path.exists() else "  (not there yet)"
        click.echo(f"{name:<11} {printable(str(path.absolute()))}{note}")
