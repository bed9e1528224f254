"""`interviewer replay`: hear a session again, with the words as they come."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap

import click

from interviewer import settings as choices
from interviewer import studio
from interviewer.cli.marks import Marks
from interviewer.cli.options import SPEAKER, SecondType, examples, setting
from interviewer.cli.words import LitWords, PlainWords
from interviewer.errors import NoSpeaker, VoiceError
from interviewer.ports import Speaker
from interviewer.replay import Replay
from interviewer.settings import Settings

KEYS = (
    "Enter next answer · r again · p pause · b back 5 s · n next moment · + faster · - slower · f a filler, or none · "
    "q leave"
)
_NARROWEST = 20


@click.command(epilog=examples("interviewer replay", "interviewer replay last --turn 2 --from 1:12"))
@click.argument("session", default="last")
@click.option("--turn", type=click.IntRange(min=1), metavar="N", help="Only this question.")
@click.option(
    "--from",
    "start",
    type=SecondType(),
    default=0.0,
    metavar="SECOND",
    help="Begin at this place of the answer, such as 1:12.",
)
@setting("speaker", metavar="DEVICE", help=SPEAKER)
def replay(session: str, turn: int | None, start: float, speaker: str | None) -> None:
    """Play SESSION (default: the last one): each question and your answer, with the words lit as they are spoken.

    Keys: Enter next answer, r this one again, p pause, b (or left arrow) back five seconds, n (or right arrow) the next
    moment that is worth hearing, + and - faster and slower, f marks a filler that was not found or takes off one that
    is none, q leave.
    """
    chosen = choices.load(speaker=speaker)
    store = studio.open_store(chosen)
    found = store.find(session)
    numbers = [each.number for each in found.turns]
    if turn is not None and turn not in numbers:
        raise click.UsageError(f"--turn must be one of {', '.join(map(str, numbers)) or 'none'} (got {turn})")
    loudspeaker = _loudspeaker(chosen)
    words = LitWords(_columns) if _redraws() else PlainWords(_columns)
    with studio.open_remote() as remote, studio.open_stretch() as stretch:
        if sys.stdin.isatty():
            click.secho(textwrap.fill(KEYS, _columns() - 1), dim=True)
        with Marks(store, found) as marks:
            heard = Replay(found, store.folder(found.id), loudspeaker, remote, words, stretch, mark=marks)
            heard.run(turn, start)
    if marks.changed is not None:
        page = studio.write_reports(chosen, marks.changed)
        click.echo(f"What you marked is kept, and the report is written again: {page}")


def _redraws() -> bool:
    """Whether the output is a terminal that can draw a line again in its place."""
    return sys.stdout.isatty() and os.environ.get("TERM", "") != "dumb"


def _columns() -> int:
    return max(shutil.get_terminal_size().columns, _NARROWEST)


def _loudspeaker(chosen: Settings) -> Speaker:
    """The loudspeaker; where there is none and none was named, the words still come in their time."""
    try:
        return studio.open_speaker(chosen)
    except (NoSpeaker, VoiceError) as error:
        if chosen.speaker:
            raise
        click.echo(f"{error.message} The words come without their sound.", err=True)
        return studio.open_speaker(chosen.model_copy(update={"speaker": "off"}))
