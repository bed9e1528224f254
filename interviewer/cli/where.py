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
    chosen = choices.load()
    found = {
        "recordings": places.recordings(chosen),
        "banks": places.banks(chosen),
        "models": places.models(chosen),
        "cache": places.cache(chosen),
        "settings": places.config_file() or places.users_config_file(),
    }
    if as_json:
        click.echo(json.dumps({name: str(path.absolute()) for name, path in found.items()}, indent=2))
        return
    for name, path in found.items():
        note = "" if path.exists() else "  (not there yet)"
        click.echo(f"{name:<11} {printable(str(path.absolute()))}{note}")
