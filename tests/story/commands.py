"""Commands as they stand in documents and in the help: understood word by word, and not run."""

from __future__ import annotations

from collections.abc import Iterator

import click

from interviewer.cli.main import COMMANDS, interviewer


def understand(words: list[str]) -> None:
    """Raises click.UsageError unless each word means something; the first is a command's name."""
    outer = click.Context(interviewer)
    command = interviewer.get_command(outer, words[0])
    rest = words[1:]
    if command is None:
        raise click.UsageError(f"no command {words[0]!r}")
    if isinstance(command, click.Group) and rest:
        command = command.get_command(outer, rest[0]) or command
        rest = rest[1:]
    with command.make_context(words[0], rest, parent=outer):
        pass


def every_command() -> Iterator[click.Command]:
    """All of them, those of groups too."""
    outer = click.Context(interviewer)
    for name in COMMANDS:
        command = interviewer.get_command(outer, name)
        assert command is not None
        yield command
        if isinstance(command, click.Group):
            yield from command.commands.values()
