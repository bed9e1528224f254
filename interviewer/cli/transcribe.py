"""`interviewer transcribe`: what the ears make of a sound file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from interviewer import settings as choices
from interviewer import studio
from interviewer.cli.options import setting
from interviewer.errors import SetupError, TranscriptionError
from interviewer.model.plain import one_line
from interviewer.model.speech import Heard, NoSpeech, Transcript
from interviewer.rules.segmenting import sentences
from interviewer.settings import Settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print words, times and probabilities as JSON.")
@setting("ears", metavar="ID", help="The model that listens, such as whisper-base.")
@setting("language", metavar="CODE", help="The language that is spoken, such as en.")
@setting("threads", metavar="N", help="Processor threads; 0: chosen for this machine.")
def transcribe(file: Path, as_json: bool, ears: str | None, language: str | None, threads: int | None) -> None:
    """Write down what is said in FILE (WAV, FLAC, MP3, OGG, M4A), with the time of every sentence."""
    heard = _hear(file, choices.load(ears=ears, language=language, threads=threads))
    if as_json:
        click.echo(heard.model_dump_json(indent=2))
    else:
        for line in _lines(heard):
            click.echo(line)


def _hear(file: Path, chosen: Settings) -> Heard:
    """The words of the file, with a bar on standard error while they are looked for."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with (
        tempfile.TemporaryDirectory() as folder,
        Progress(*columns, console=Console(stderr=True), transient=True) as bar,
    ):
        task = bar.add_task("Reading ...", total=None)
        wav = Path(folder) / "sound.wav"
        listening = studio.open_ears(chosen)
        try:
            listening.start()
            studio.decode_audio(file, wav)
            bar.update(task, description="Listening ...")
            return listening.transcribe(
                wav, lambda share: bar.update(task, total=1.0, completed=share) if share is not None else None
            )
        except TranscriptionError as error:
            raise SetupError(error.message, hint="Type: interviewer doctor") from error
        finally:
            listening.close()


def _lines(heard: Heard) -> list[str]:
    match heard:
        case NoSpeech(seconds=seconds, digital_silence=True):
            return [f"no speech found in {seconds:.1f} s: every sample is zero, as from a microphone that is off"]
        case NoSpeech(seconds=seconds):
            return [f"no speech found in {seconds:.1f} s"]
        case Transcript():
            return [f"{_clock(said.start or 0.0)}  {one_line(said.text)}" for said in sentences(heard)]
        case _:
            return [one_line(heard.text)]


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60):2d}:{seconds % 60:04.1f}"
