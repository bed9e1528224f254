"""Writes one choice into the settings file, and leaves every other line as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import TypeAdapter, ValidationError

from interviewer import places, settings
from interviewer.adapters.disk import make_folder, write_whole
from interviewer.errors import BadSettings, StoreError
from interviewer.library.spelling import did_you_mean
from interviewer.settings import SECRETS, Settings, allowed, variable


def file() -> Path:
    """The settings file that is in use, or the user's own, which may not be there yet. Raises BadSettings."""
    return places.config_file() or places.users_config_file()


def choose(texts: Mapping[str, str]) -> Path:
    """Write choices, as somebody typed them, all or none; the file that they went into.

    Raises BadSettings: there is no such setting, it must not be in a file, the value does not fit, or the file has a
    fault already; and StoreError.
    """
    values = {name: value_of(name, text) for name, text in texts.items()}
    return _change(lambda document: document.update(values))


def forget(name: str) -> Path:
    """Take a choice out of the settings file. Raises BadSettings or StoreError."""
    _known(name)
    return _change(lambda document: document.pop(name, None))


def _known(name: str) -> None:
    if name not in Settings.model_fields:
        raise BadSettings(
            f'There is no setting "{name}"{did_you_mean(name, Settings.model_fields)}',
            hint="See them all: interviewer settings",
        )


def value_of(name: str, text: str) -> Any:
    """What the file would hold of a choice that somebody typed. Raises BadSettings."""
    _known(name)
    if name in SECRETS:
        raise BadSettings(
            f"{name} does not belong in a file",
            hint=f"Set {variable(name)} in the environment, or type: interviewer key set",
        )
    rule: TypeAdapter[Any] = TypeAdapter(Settings.model_fields[name].rebuild_annotation())
    try:
        value = rule.validate_python(text.strip())
    except ValidationError as error:
        raise BadSettings(f"{name} must be {allowed(name)}", hint="Nothing was changed.") from error
    # A folder stays as it was typed: ~ is the home of whoever reads it.
    return text.strip() if value is None or isinstance(value, Path) else value


def _change(edit: Callable[[tomlkit.TOMLDocument], object]) -> Path:
    # The file itself, and not the link that may stand for it.
    path = file().resolve()
    was = path.read_bytes() if path.exists() else b""
    settings.read_config(path, was)
    document = tomlkit.parse(was.decode("utf-8-sig"))
    edit(document)
    text = tomlkit.dumps(document)
    settings.read_config(path, text.encode())
    try:
        make_folder(path.parent)
        write_whole(path, text.encode())
    except OSError as error:
        raise StoreError(f"{path} could not be written ({error.strerror or error}).") from error
    return path
