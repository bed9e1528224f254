"""`interviewer say`: hear the voice, or keep what it says."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
from rich.console import Console

from interviewer import settings as choices
from interviewer import studio
from interviewer.cli.options import SPEAKER, examples, setting
from interviewer.errors import NoSpeaker, SetupError, VoiceError
from interviewer.ports import Speaker
from interviewer.settings import Settings


@click.command(epilog=examples('interviewer say "Tell me about yourself." --to question.wav'))
@click.argument("text")
@click.option(
    "--to",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write this WAV file and play nothing.",
)
@setting("voice", metavar="VOICE", help="Who speaks: piper-joe, pyttsx3 (your system), or auto for the best.")
@setting("voice_name", metavar="NAME", help="Which voice of your system pyttsx3 uses.")
@setting("rate", metavar="WORDS", help="How fast, in words a minute.")
@setting("speaker", metavar="DEVICE", help=SPEAKER)
def say(
    text: str, to: Path | None, voice: str | None, voice_name: str | None, rate: int | None, speaker: str | None
) -> None:
    """Speak TEXT with the interviewer's voice, or write it to a WAV file."""
    chosen = choices.load(voice=voice, voice_name=voice_name, rate=rate, speaker=speaker)
    if chosen.voice == "off":
        raise SetupError("The voice is switched off.", hint="Type: interviewer say --voice auto TEXT")
    if to is not None and not to.parent.is_dir():
        raise SetupError(f"There is no folder {str(to.parent)!r} to write to.", hint="Make it first, or name another.")
    console = Console(stderr=True)
    loudspeaker = None if to is not None else _open_speaker(chosen)
    speaking = studio.open_voice(chosen)
    try:
        with tempfile.TemporaryDirectory() as folder:
            wav = to or Path(folder) / "spoken.wav"
            with console.status("Rendering ..."):
                seconds = speaking.render(text, wav)
            if loudspeaker is not None:
                loudspeaker.play(wav)
    except VoiceError as error:
        raise SetupError(error.message, hint=error.hint or "Type: interviewer doctor") from error
    finally:
        speaking.close()
    if to is not None:
        console.print(f"{seconds:.1f} s in {to}", highlight=False, markup=False)


def _open_speaker(chosen: Settings) -> Speaker:
    try:
        return studio.open_speaker(chosen)
    except NoSpeaker as error:
        raise NoSpeaker(error.message, hint="Write a file instead: interviewer say TEXT --to FILE") from error
