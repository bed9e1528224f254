"""Asks once a host whether what the candidate says may be sent there to be judged."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from interviewer import consent
from interviewer.errors import EndpointRefused
from interviewer.model.plain import printable
from interviewer.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])


def yes_option(command: Command) -> Command:
    """`--yes`, for scripts: this once, nothing is asked and nothing is remembered."""
    return click.option("--yes", is_flag=True, help="Send your answers to the judge's address without asking.")(command)


def ask(chosen: Settings, *, yes: bool) -> None:
    """See that every host which would get answers may. Raises EndpointRefused; nothing has been sent by then."""
    for host in consent.hosts_to_ask_about(chosen):
        if yes:
            continue
        shown = printable(host)
        if not sys.stdin.isatty():
            raise EndpointRefused(
                f"The judge is at {shown}, and nobody has agreed that answers are sent there.",
                hint=f"Add --yes, or set INTERVIEWER_SEND_TO={shown}",
            )
        click.echo(f"The judge is at {shown}. {consent.WHAT_IS_SENT}", err=True)
        if not click.confirm("Send them there, now and later?", default=False, err=True):
            raise EndpointRefused(
                "Nothing was sent.",
                hint="To be judged on this computer, leave base_url empty; without a judge: INTERVIEWER_JUDGE=off",
            )
        consent.keep(host)
