"""`interviewer replay`: hear a session again, with the words as they come."""

from __future__ import annotations

import shutil
import sys

import click

from interviewer import settings as choices
from interviewer import studio
from interviewer.cli.options import setting
from interviewer.errors import NoSpeaker, VoiceError
from interviewer.model.clock import clock
from interviewer.ports import Speaker
from interviewer.replay import AnswerOver, QuestionShown, Remark, Replay, SentenceBegins, Shown, WordSpoken
from interviewer.settings import Settings

KEYS = "Enter next · r again · p pause · q leave"


@click.command()
@click.argument("session", default="last")
@click.option("--turn", type=click.IntRange(min=1), metavar="N", help="Only this question.")
@click.option("--from", "start", type=click.FloatRange(min=0), default=0.0, metavar="SECONDS", help="Of the answer.")
@setting("speaker", metavar="DEVICE", help='The loudspeaker, by number or part of its name; "off" plays nothing.')
def replay(session: str, turn: int | None, start: float, speaker: str | None) -> None:
    """Play SESSION (default: the last one): each question and your answer, with the words as they come."""
    chosen = choices.load(speaker=speaker)
    store = studio.open_store(chosen)
    found = store.find(session)
    numbers = [each.number for each in found.turns]
    if turn is not None and turn not in numbers:
        raise click.UsageError(f"--turn must be one of {', '.join(map(str, numbers)) or 'none'} (got {turn})")
    loudspeaker = _loudspeaker(chosen)
    with studio.open_keys() as keys:
        if sys.stdin.isatty():
            click.secho(KEYS, dim=True)
        Replay(found, store.folder(found.id), loudspeaker, keys, _Writer()).run(turn, start)


def _loudspeaker(chosen: Settings) -> Speaker:
    """The loudspeaker; where there is none and none was named, the words still come in their time."""
    try:
        return studio.open_speaker(chosen)
    except (NoSpeaker, VoiceError) as error:
        if chosen.speaker:
            raise
        click.echo(f"{error.message} The words come without their sound.", err=True)
        return studio.open_speaker(chosen.model_copy(update={"speaker": "off"}))


class _Writer:
    """Words on the terminal as they come, wrapped by hand because a line is never known as a whole."""

    def __init__(self) -> None:
        self._column = 0

    def __call__(self, shown: Shown) -> None:
        match shown:
            case QuestionShown(number=number, text=text):
                click.secho(f"\n{number}. {text}\n", bold=True)
            case SentenceBegins(at=at):
                self._end_line()
                self._put(f"{clock(at):>6}  ", dim=True)
            case WordSpoken(text=text):
                if self._column + len(text) >= max(shutil.get_terminal_size().columns, 20):
                    self._end_line()
                    self._put(" " * 8)
                self._put(f"{text} ")
            case Remark(text=text):
                self._end_line()
                click.echo(text)
            case AnswerOver():
                self._end_line()

    def _put(self, text: str, *, dim: bool = False) -> None:
        click.secho(text, nl=False, dim=dim)
        sys.stdout.flush()
        self._column += len(text)

    def _end_line(self) -> None:
        if self._column:
            click.echo()
        self._column = 0
