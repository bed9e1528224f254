"""`interviewer models`: see, fetch, check and remove the weights."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from interviewer import settings as choices
from interviewer import studio
from interviewer.cli.options import Group
from interviewer.errors import ModelNotInstalled
from interviewer.model.plain import printable, size

LINE_EVERY = 1.0
"""Seconds between two lines of progress where there is no terminal to draw a bar on."""


@click.group(cls=Group)
def models() -> None:
    """See, fetch, check and remove the models that hear, speak and judge on this computer.

    The files of a model are its weights. ID is the name that `interviewer models list` shows.
    """


@models.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def list_(as_json: bool) -> None:
    """Show which weights there are, how large, under which licence, and whether they are installed."""
    shelf = studio.open_shelf(choices.load())
    if as_json:
        rows = [
            {
                "id": weights.id,
                "what": weights.what,
                "bytes": weights.bytes,
                "licence": weights.licence,
                "default": weights.by_default,
                "condition": shelf.condition(weights.id),
                "folder": str(shelf.folder(weights.id).absolute()),
            }
            for weights in shelf.table.values()
        ]
        click.echo(json.dumps(rows, indent=2))
        return
    width = max(len(id) for id in shelf.table)
    for weights in shelf.table.values():
        line = f"{weights.id:<{width}}  {shelf.condition(weights.id):<9}  {size(weights.bytes):>8}  {weights.what}"
        click.echo(line)
        by_default = "; fetched by default" if weights.by_default else ""
        click.echo(f"{'':<{width}}  licence: {weights.licence}{by_default}")


@models.command()
@click.argument("ids", nargs=-1, metavar="[ID ...]")
def pull(ids: tuple[str, ...]) -> None:
    """Fetch weights: those named, or all that an interview without a network needs.

    What is installed is not fetched again, so the command is safe to repeat and then needs no network. What an
    interrupted pull had fetched whole is kept, and the same command goes on from there.
    """
    shelf = studio.open_shelf(choices.load())
    wanted = list(dict.fromkeys(ids)) or list(shelf.default_ids)
    absent = [id for id in wanted if shelf.condition(shelf.weights(id).id) != "installed"]
    if absent:
        needed = sum(shelf.weights(id).bytes for id in absent)
        click.echo(f"Fetching {', '.join(absent)}: {size(needed)}, into {printable(str(shelf.models.absolute()))}")
    with _progress() as watch:
        fetched = studio.pull(shelf, wanted, watch)
    already = [id for id in wanted if id not in fetched]
    if fetched:
        click.echo(f"Fetched and checked: {', '.join(fetched)}.")
    if already:
        click.echo(f"Already here: {', '.join(already)}.")


@models.command()
@click.argument("ids", nargs=-1, metavar="[ID ...]")
def verify(ids: tuple[str, ...]) -> None:
    """Check every byte of the installed weights, or of those named."""
    shelf = studio.open_shelf(choices.load())
    wanted = list(ids) or [id for id in shelf.table if shelf.condition(id) != "missing"]
    faults: list[ModelNotInstalled] = []
    for id in wanted:
        try:
            with _progress() as watch:
                shelf.verify(id, watch)
            click.echo(f"{id}: right, every byte.")
        except ModelNotInstalled as fault:
            click.echo(f"{id}: {printable(fault.message)}")
            faults.append(fault)
    if not wanted:
        click.echo("No weights are installed. Fetch them: interviewer models pull")
    if faults:
        raise ModelNotInstalled(f"{len(faults)} of {len(wanted)} weights are not right.", hint=faults[0].hint)


@models.command()
@click.argument("id", metavar="ID")
def remove(id: str) -> None:
    """Delete weights from this computer; they can be fetched again."""
    shelf = studio.open_shelf(choices.load())
    gone = shelf.weights(id).bytes
    click.echo(f"Removed {id} ({size(gone)})." if shelf.remove(id) else f"{id} is not installed.")


@contextmanager
def _progress() -> Iterator[Callable[[studio.Step], None]]:
    """A bar on a terminal; a line a second anywhere else."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Lines()
        return
    columns: Sequence[TextColumn | BarColumn | DownloadColumn | TimeRemainingColumn] = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        DownloadColumn(),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("looking at what is here", total=None)

        def watch(step: studio.Step) -> None:
            label = str(step)
            if bar.tasks[task].description != label:
                bar.reset(task, description=label, total=step.total or None)
            bar.update(task, completed=step.done, total=step.total or None)

        yield watch


class _Lines:
    """Progress for a log: never silent for longer than a second, never a flood."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, step: studio.Step) -> None:
        now = time.monotonic()
        if now - self._last >= LINE_EVERY:
            self._last = now
            amount = f" {size(step.done)} of {size(step.total)}" if step.total else ""
            click.echo(f"  {step}{amount}", err=True)
