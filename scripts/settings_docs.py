"""Writes what can be read out of the settings themselves: docs/settings.md and interviewer.example.toml."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from interviewer.cli.practice import practice
from interviewer.settings import Settings, allowed, flag, variable

HERE = Path(__file__).parents[1]

INTRODUCTION = """\
# Settings

Every setting can be given in four places. The first that has it wins:

1. a flag of the command, where the command has one: `interviewer practice --questions 5`;
2. the environment: `INTERVIEWER_QUESTIONS=5 interviewer practice`;
3. a settings file: `questions = 5`;
4. the default, which works without a network.

The settings file is the one that `INTERVIEWER_CONFIG` names, or `interviewer.toml` in the folder you are in, or the one
in your own configuration folder; `interviewer where` prints which one is used. `interviewer.example.toml` has every
key, commented out. A key that does not exist, or a value that does not fit, is refused with file and line.
"""


def as_markdown() -> str:
    """docs/settings.md."""
    parts = [INTRODUCTION]
    with_flag = {option.name for option in practice.params}
    for name, field in Settings.model_fields.items():
        ways = [f"`{variable(name)}`"] + [f"`{flag(name)}` of `practice`"] * (name in with_flag)
        facts = [*ways, f"must be {allowed(name)}", f"default: {_default(field.default)}"]
        parts.append(f"## {name}\n\n{field.description}\n\n{' · '.join(facts)}\n")
    return "\n".join(parts)


def as_toml() -> str:
    """interviewer.example.toml: every line is a comment, so that the file as it stands changes nothing."""
    parts = ["# Copy to interviewer.toml and take the # away from the lines that you want to change.\n"]
    for name, field in Settings.model_fields.items():
        value = "" if isinstance(field.default, SecretStr) or field.default is None else field.default
        parts.append(f"# {field.description}\n# {name} = {json.dumps(value)}\n")
    return "\n".join(parts)


def _default(value: Any) -> str:
    if value is None:
        return "not set"
    if value == "" or isinstance(value, SecretStr):
        return "empty"
    return f"`{json.dumps(value) if isinstance(value, bool) else value}`"


def main() -> None:
    (HERE / "docs" / "settings.md").write_text(as_markdown(), encoding="utf-8")
    (HERE / "interviewer.example.toml").write_text(as_toml(), encoding="utf-8")


if __name__ == "__main__":
    main()
