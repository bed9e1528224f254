"""What several commands have: words of their help, and options.

An option that stands for a setting is checked by the settings' own rule, in the settings' own words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click
from pydantic import TypeAdapter, ValidationError

from interviewer.model.clock import seconds
from interviewer.settings import Settings, allowed, flag

Command = TypeVar("Command", bound=Callable[..., Any])

WHOLE = 1_000
"""Characters of a sentence; more than any has."""

SPEAKER = 'The loudspeaker, by number or part of its name; "off" plays nothing.'
BANK = "The question bank: a name that `interviewer bank list` shows, or a folder."
MODEL = "The language model that judges."
JUDGE_AT = "The address of the server that judges; without one it is this computer."
AT = "Where in the answer, such as 1:12."
"""Words for options that several commands have."""


class Group(click.Group):
    """Commands under one name; the first sentence of each is told whole, however narrow the terminal."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.get_short_help_str(WHOLE)) for name, command in self.commands.items()])


class SettingType(click.ParamType[Any]):
    """A value that must fit a field of Settings."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._rule: TypeAdapter[Any] = TypeAdapter(Settings.model_fields[name].rebuild_annotation())

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return self._rule.validate_python(value)
        except ValidationError:
            raise click.UsageError(f'{flag(self.name)} must be {allowed(self.name)} (got "{value}")', ctx) from None


class SecondType(click.ParamType[float]):
    """A place in a recording: `1:12`, `72` or `72.5`."""

    name = "second"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        found = seconds(str(value))
        if found is None:
            option = param.opts[0] if param is not None else "it"
            raise click.UsageError(f'{option} must be a place such as 1:12 or 72.5 (got "{value}")', ctx)
        return found


def examples(*lines: str) -> str:
    """The end of a command's help: what can be typed, one line each, as it stands."""
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in lines)])


def setting(name: str, *, metavar: str, help: str) -> Callable[[Command], Command]:
    """An option `--name` for the setting `name`; not given means None, so that environment and file are asked."""
    return click.option(flag(name), name, type=SettingType(name), metavar=metavar, default=None, help=help)
