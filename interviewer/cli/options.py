"""Options that stand for settings: checked by the settings' own rule, in the settings' own words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click
from pydantic import TypeAdapter, ValidationError

from interviewer.model.clock import seconds
from interviewer.settings import Settings, allowed, flag

Command = TypeVar("Command", bound=Callable[..., Any])


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


def setting(name: str, *, metavar: str, help: str) -> Callable[[Command], Command]:
    """An option `--name` for the setting `name`; not given means None, so that environment and file are asked."""
    return click.option(flag(name), name, type=SettingType(name), metavar=metavar, default=None, help=help)
