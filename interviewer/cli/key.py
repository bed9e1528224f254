"""`interviewer key`: keep the key of a judge that you pay for in the system's keyring."""

from __future__ import annotations

import json
import sys

import click

from interviewer import credentials
from interviewer import settings as choices
from interviewer.cli.options import Group
from interviewer.model.plain import printable


@click.group(cls=Group)
def key() -> None:
    """Keep keys of judges elsewhere in your system's keyring, one for each host, or take them out of it.

    A key in the environment (INTERVIEWER_API_KEY) wins over the keyring. No key is ever written into a file of ours.
    """


@key.command("set")
@click.argument("host", required=False)
def set_(host: str | None) -> None:
    """Ask for the key for HOST (default: that of the setting base_url) without showing it, and keep it.

    Where nobody can be asked the key is read from standard input.
    """
    host = host or credentials.host_of(choices.load())
    given = (
        click.prompt(f"The key for {printable(host)}", hide_input=True, err=True)
        if sys.stdin.isatty()
        else sys.stdin.readline()
    )
    if not given.strip():
        raise click.UsageError("no key was given")
    credentials.store(host, given)
    click.echo(f"The key for {printable(host)} is in your system's keyring.")


@key.command()
@click.argument("host", required=False)
def forget(host: str | None) -> None:
    """Take the key for HOST (default: that of the setting base_url) out of the keyring."""
    host = host or credentials.host_of(choices.load())
    known = host in credentials.with_keys()
    credentials.forget(host)
    click.echo(f"The key for {printable(host)} is forgotten." if known else f"There was no key for {printable(host)}.")


@key.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def list_(as_json: bool) -> None:
    """Show for which hosts a key was put into the keyring; no key is shown."""
    hosts = sorted(credentials.with_keys())
    if as_json:
        click.echo(json.dumps(hosts, indent=2))
        return
    for host in hosts:
        click.echo(printable(host))
    if not hosts:
        click.echo("No key is in the keyring. Put one there: interviewer key set HOST")
