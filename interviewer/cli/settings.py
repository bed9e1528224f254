"""`interviewer settings`: what is in force and where it comes from, and one choice written or taken back."""

from __future__ import annotations

import json

import click

from interviewer import choosing
from interviewer import settings as choices
from interviewer.cli.options import Group, examples
from interviewer.model.plain import printable
from interviewer.settings import Origin, Settings, variable


@click.group(cls=Group, invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print a list of settings as JSON.")
@click.pass_context
def settings(context: click.Context, as_json: bool) -> None:
    """Show every setting that is in force and where it comes from; `set` and `unset` write the settings file.

    The environment goes before the file, and the file before the default. docs/settings.md says what each means.
    """
    if context.invoked_subcommand is not None:
        return
    chosen = choices.load()
    rows = [(name, choices.shown(chosen, name), choices.origin(name)) for name in Settings.model_fields]
    if as_json:
        keys = ("name", "value", "from")
        click.echo(json.dumps([dict(zip(keys, row, strict=True)) for row in rows], indent=2))
        return
    width = max(len(name) for name, _, _ in rows)
    for name, value, origin in rows:
        line = f"{name:<{width}}  {printable(value) or '-'}{_from(name, origin)}"
        click.echo(click.style(line, bold=origin != "default"))


@settings.command("set", epilog=examples("interviewer settings set profile patient"))
@click.argument("name")
@click.argument("value")
def set_(name: str, value: str) -> None:
    """Write NAME = VALUE into the settings file."""
    _say(name, choosing.choose({name: value}))


@settings.command()
@click.argument("name")
def unset(name: str) -> None:
    """Take NAME out of the settings file."""
    _say(name, choosing.forget(name))


def _say(name: str, path: object) -> None:
    """Where the choice went, and what is in force, which another source may decide."""
    origin = choices.origin(name)
    click.echo(printable(f"Written to {path}"))
    click.echo(printable(f"{name} is {choices.shown(choices.load(), name) or 'empty'}{_from(name, origin)}"))


def _from(name: str, origin: Origin) -> str:
    where = {"environment": f" ({variable(name)})", "file": f" ({choosing.file()})", "flag": "", "default": ""}
    return where[origin]
