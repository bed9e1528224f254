"""Voices, ears, microphones and the other parts, each built as the settings ask."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from interviewer import places
from interviewer.adapters import tape, weights
from interviewer.adapters.keyboard import NoKeys, TerminalKeys, keyboard
from interviewer.errors import (
    StoreError,
    VoiceMissing,
)
from interviewer.model.document import Document
from interviewer.ports import (
    Ears,
    Microphone,
    Remote,
    SoundMeter,
    Speaker,
    SpeechDetector,
    Stretch,
    TurnDetector,
    Voice,
)
from interviewer.settings import Settings

SPOKEN, REPLIES, CARDS = "voice", "eval", "cards"
"""Folders of the cache: questions as they were spoken, what judges replied about labelled answers, and what that says
of the judges."""


def empty_caches(chosen: Settings, *names: str) -> None:
    """Remove what can be made again and tells what was practised. Raises StoreError."""
    for folder in (places.cache(chosen) / name for name in names or (SPOKEN, REPLIES, CARDS)):
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise StoreError(f"{folder} could not be deleted whole: {error.strerror or error}.") from error


@contextmanager
def open_keys() -> Iterator[TerminalKeys | NoKeys]:
    with keyboard() as keys:
        yield keys


@contextmanager
def open_remote() -> Iterator[Remote]:
    """The keyboard as the buttons of a replay; none where there is no terminal."""
    from interviewer.adapters.remote import remote

    with remote() as buttons:
        yield buttons


@contextmanager
def open_stretch() -> Iterator[Stretch]:
    """Recordings at another pace, kept in a folder of their own until the end."""
    from interviewer.adapters.tempo import stretched

    with tempfile.TemporaryDirectory(prefix="interviewer-") as folder:
        yield lambda wav, speed: stretched(wav, speed, Path(folder))


def open_voice(chosen: Settings) -> Voice:
    """The voice that was asked for, its sentences cached. Raises VoiceMissing."""
    from interviewer.adapters import voice_piper, voice_pyttsx3
    from interviewer.adapters.voice_cache import CachedVoice

    folder = places.models(chosen) / "piper-joe"
    no_piper = voice_piper.why_not(folder)
    if chosen.voice == "piper-joe" or (chosen.voice == "auto" and sys.platform == "linux" and no_piper is None):
        if no_piper is not None:
            raise VoiceMissing(
                f"The voice piper-joe cannot speak: {no_piper}.", hint="Type: interviewer models pull piper-joe"
            )
        inner: voice_piper.PiperVoice | voice_pyttsx3.Pyttsx3Voice = voice_piper.PiperVoice(folder, rate=chosen.rate)
    else:
        if (missing := voice_pyttsx3.why_not()) is not None:
            raise VoiceMissing(f"No voice can speak: {missing}.", hint="Go on without: INTERVIEWER_VOICE=off")
        inner = system = voice_pyttsx3.Pyttsx3Voice(voice=chosen.voice_name, rate=chosen.rate)
        if chosen.voice_name:
            system.check()
    return CachedVoice(inner, places.cache(chosen) / SPOKEN)


def open_speaker(chosen: Settings) -> Speaker:
    """The loudspeaker. Raises NoSpeaker when the one that was named is not there."""
    from interviewer.adapters.speaker import DeviceSpeaker, SilentSpeaker

    if chosen.speaker == "off":
        return SilentSpeaker()
    return DeviceSpeaker(chosen.speaker)


def open_ears(chosen: Settings) -> Ears:
    """Warm ears. Raises ModelNotInstalled."""
    from interviewer.adapters.ears import WhisperEars

    folder = weights.installed(chosen.ears, places.models(chosen))
    return WhisperEars(folder, name=chosen.ears, language=chosen.language, threads=chosen.threads)


def open_meter() -> SoundMeter:
    """What measures the sound of an answer; loads its network when it is first needed."""
    from interviewer.adapters.sound_meter import SwiftMeter

    return SwiftMeter()


def open_detector() -> SpeechDetector:
    from interviewer.adapters.silero import SileroDetector

    return SileroDetector()


def open_turn_detector(chosen: Settings) -> TurnDetector:
    """Hears whether an answer is over. Raises ModelNotInstalled."""
    from interviewer.adapters.smart_turn import SmartTurn

    return SmartTurn(weights.installed("smart-turn-3.2", places.models(chosen)))


def open_microphone(
    chosen: Settings, files: Sequence[Path], *, fast: bool, follow_ups: Sequence[Path] = ()
) -> Microphone:
    """A device, or sound files in its stead. Raises BadAudio before anything is asked."""
    if files:
        from interviewer.adapters.file_microphone import FileMicrophone

        return FileMicrophone(files, fast=fast, follow_ups=follow_ups)
    from interviewer.adapters.device_microphone import DeviceMicrophone

    return DeviceMicrophone(chosen.microphone)


def check_microphone(chosen: Settings) -> str:
    """Open the microphone for a moment and say what was heard. Raises NoMicrophone."""
    from interviewer.adapters.device_microphone import check

    return check(chosen.microphone)


def check_speaker(chosen: Settings) -> str:
    """Look for the loudspeaker and say what it is called. Raises NoSpeaker."""
    from interviewer.adapters.speaker import check

    return check(chosen.speaker)


def check_weights(chosen: Settings, id: str) -> Path:
    """The folder of weights that are on this machine. Raises ModelNotInstalled."""
    return weights.installed(id, places.models(chosen))


def decode_audio(path: Path, to_wav: Path) -> float:
    """Any sound file as a WAV in the house format; its length in seconds. Raises BadAudio."""
    from interviewer.adapters.sound_files import decode

    with tape.Tape(to_wav) as recording:
        for block in decode(path):
            recording.add(block)
        return recording.seconds


def read_document(file: str) -> Document:
    """What somebody else's file says, read in a child process. Raises BadGuide."""
    from interviewer.adapters import document

    return document.read_document(file)


def refuse_address(given: str) -> None:
    """Raises BadGuide for the address of a page, given where a file or words are wanted."""
    from interviewer.adapters import document

    document.refuse_address(given)


Step = weights.Step
Watch = weights.Watch


def open_shelf(chosen: Settings) -> weights.Shelf:
    """The weights on this machine, and the table of those that could be there."""
    return weights.Shelf(places.models(chosen))


def pull(shelf: weights.Shelf, ids: Sequence[str], watch: weights.Watch) -> list[str]:
    """Fetch what is missing of these weights; returns what was fetched. Raises ModelNotInstalled, DownloadFailed."""
    from interviewer.adapters import weights_pull

    return weights_pull.pull(shelf, ids, watch)
