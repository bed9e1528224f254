"""Builds what was asked for, and checks it before the first question. The only importer of adapters."""

from __future__ import annotations

import platform
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from rich.console import Console

from interviewer import __version__, places, settings
from interviewer.adapters import tape, weights
from interviewer.adapters.folder_store import FolderStore
from interviewer.adapters.keyboard import NoKeys, TerminalKeys, keyboard
from interviewer.errors import (
    BadAudio,
    InterviewerError,
    ModelNotInstalled,
    NoSpeaker,
    StoreError,
    VoiceError,
    VoiceMissing,
)
from interviewer.interview import Crew
from interviewer.library import bank as banks
from interviewer.model.audio import Clip
from interviewer.model.document import Document
from interviewer.model.question import Bank, Question
from interviewer.model.session import Session
from interviewer.pages.terminal import show
from interviewer.ports import (
    ChatModel,
    Ears,
    Judge,
    Microphone,
    Remote,
    SoundMeter,
    Speaker,
    SpeechDetector,
    Stretch,
    TurnDetector,
    Voice,
)
from interviewer.publishing import FORMS, Form, Told, captions, untold, written
from interviewer.rules.delivery.baseline import baseline
from interviewer.rules.recovery import Orphan
from interviewer.rules.reporting import report
from interviewer.rules.turn_taking import Patience
from interviewer.settings import Settings

ANSWER_SECONDS = 150.0
"""How long an answer may be reckoned when asking for room on the disk."""


@dataclass(frozen=True)
class Opened:
    """A crew that is ready, and what the candidate should know about it."""

    members: Crew
    notices: tuple[str, ...]
    has_keys: bool
    made_with: dict[str, str]


# -- sessions


def open_store(chosen: Settings) -> FolderStore:
    return FolderStore(places.recordings(chosen))


def orphans(store: FolderStore, session: Session) -> tuple[Orphan, ...]:
    """Recordings that a killed session left behind, with their headers mended; one that cannot be is left as it is."""
    found = []
    for turn, take, path in store.orphans(session):
        try:
            seconds = tape.recover(path)
        except (BadAudio, StoreError):
            continue
        if seconds > 0:
            relative = path.relative_to(store.folder(session.id)).as_posix()
            found.append(Orphan(turn, take, Clip(path=relative, seconds=seconds)))
    return tuple(found)


def new_session(
    chosen: Settings,
    planned: Sequence[Question],
    source: Literal["microphone", "file", "keyboard"],
    bank: Bank | None = None,
) -> Session:
    """A session that begins now; two that begin in the same second get two ids."""
    bank = bank or banks.find(chosen.bank, own=places.banks(chosen))
    store, now = open_store(chosen), datetime.now().astimezone()
    moment = now
    while store.folder(session_id := f"{moment:%Y-%m-%dT%H-%M-%S}-{bank.id}").exists():
        moment += timedelta(seconds=1)
    return Session(
        id=session_id,
        bank=bank.id,
        role=bank.role,
        status="in progress",
        started_at=now,
        planned=tuple(planned),
        source=source,
        delivery_mode=chosen.delivery,
        baseline=baseline(_newest_first(store)),
    )


def _newest_first(store: FolderStore) -> Iterator[Session]:
    """The sessions that can be read; what cannot is told by whoever lists them."""
    for name in reversed(store.names()):
        with suppress(InterviewerError):
            yield store.find(name)


def write_reports(chosen: Settings, session: Session, progress: Told = untold) -> Path:
    """Write all pages of the session into its folder; the path of the one with sound. Raises StoreError."""
    return [write_report(chosen, session, form, progress) for form in FORMS][-1]


def write_report(chosen: Settings, session: Session, form: Form, progress: Told = untold) -> Path:
    """Write one page of the session into its folder. Raises StoreError."""
    return open_store(chosen).put_report(session.id, form, report_text(chosen, session, form, progress))


def report_text(chosen: Settings, session: Session, form: Form, progress: Told = untold) -> str:
    """The session as a page, with its recordings in it when the form can hold them."""
    from interviewer.adapters.opus import opus_beside
    from interviewer.adapters.waveform import outline

    return written(form, session, open_store(chosen).folder(session.id), opus_beside, outline, progress)


def write_captions(chosen: Settings, session: Session) -> list[Path]:
    """Write captions beside each recorded answer of the session. Raises StoreError."""
    store = open_store(chosen)
    return [store.put_captions(session.id, path, text) for path, text in captions(session).items()]


def show_report(console: Console, session: Session) -> None:
    """The report in the terminal."""
    show(console, report(session))


def fresh_seed() -> int:
    return random.SystemRandom().randrange(2**31)


# -- parts


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
    return CachedVoice(inner, places.cache(chosen) / "voice")


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


def open_chat(chosen: Settings) -> ChatModel:
    """The language model that judges. Raises ModelNotInstalled or EndpointRefused."""
    if chosen.base_url:
        from interviewer.adapters.openai_chat import OpenAIChat

        return OpenAIChat(
            base_url=chosen.base_url,
            model=chosen.model,
            api_key=chosen.api_key.get_secret_value(),
            allow_insecure=chosen.allow_insecure,
        )
    from interviewer.adapters.embedded_chat import EmbeddedChat

    folder = weights.installed(chosen.model, places.models(chosen))
    (file,) = weights.Shelf(places.models(chosen)).weights(chosen.model).files
    return EmbeddedChat(folder / file.name, name=chosen.model, sha256=file.sha256, threads=chosen.threads)


def open_judge(chosen: Settings) -> Judge | None:
    """None when judging is switched off."""
    if chosen.judge == "off":
        return None
    from interviewer.rules.judging import RubricJudge

    return RubricJudge(open_chat(chosen), seed=chosen.seed, clock=time.monotonic)


def open_judges(chosen: Settings) -> Judge | None:
    """The judge, and behind it the one that the user has named second. None when judging is switched off."""
    first, of_second = open_judge(chosen), settings.second(chosen)
    if first is None or of_second is None:
        return first
    second = open_judge(of_second)
    assert second is not None
    from interviewer.rules.second_judge import SecondJudge

    return SecondJudge(first, second, clock=time.monotonic)


def open_detector() -> SpeechDetector:
    from interviewer.adapters.silero import SileroDetector

    return SileroDetector()


def open_turn_detector(chosen: Settings) -> TurnDetector:
    """Hears whether an answer is over. Raises ModelNotInstalled."""
    from interviewer.adapters.smart_turn import SmartTurn

    return SmartTurn(weights.installed("smart-turn-3.2", places.models(chosen)))


def open_microphone(chosen: Settings, files: Sequence[Path], *, fast: bool) -> Microphone:
    """A device, or sound files in its stead. Raises BadAudio before anything is asked."""
    if files:
        from interviewer.adapters.file_microphone import FileMicrophone

        return FileMicrophone(files, fast=fast)
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


# -- the weights

Step = weights.Step


def open_shelf(chosen: Settings) -> weights.Shelf:
    """The weights on this machine, and the table of those that could be there."""
    return weights.Shelf(places.models(chosen))


def pull(shelf: weights.Shelf, ids: Sequence[str], watch: weights.Watch) -> list[str]:
    """Fetch what is missing of these weights; returns what was fetched. Raises ModelNotInstalled, DownloadFailed."""
    from interviewer.adapters import weights_pull

    return weights_pull.pull(shelf, ids, watch)


# -- the crew


@contextmanager
def crew(
    chosen: Settings,
    session: Session,
    *,
    typed: bool,
    files: Sequence[Path],
    fast: bool,
    keys: TerminalKeys | NoKeys,
) -> Iterator[Opened]:
    """Everybody for one session, checked: whatever can be known to fail, fails here. Raises SetupError."""
    notices: list[str] = []
    store = open_store(chosen)
    with ExitStack() as stack:
        microphone = None if typed else stack.enter_context(open_microphone(chosen, files, fast=fast))
        ears = None if typed else open_ears(chosen)
        judge = open_judges(chosen)
        store.check_room(len(session.planned) * ANSWER_SECONDS)
        for child in (ears, judge):
            if child is not None:
                stack.callback(child.close)
                child.start()
        voice = _voice_or_none(chosen, notices)
        if voice is not None:
            stack.callback(voice.close)
        if microphone is not None and microphone.notice:
            notices.append(microphone.notice)
        made_with = _made_with(chosen, voice, ears, judge)
        members = Crew(
            store=store,
            voice=voice,
            speaker=_speaker_or_silence(chosen, notices, wait=not fast),
            microphone=microphone,
            detector=open_detector,
            ears=ears,
            judge=judge,
            turn_detector=_turn_detector_or_none(chosen, notices) if microphone is not None else None,
            keys=keys,
            clock=lambda: datetime.now().astimezone(),
            patience=Patience(
                profile=chosen.profile,
                silence_to_finish=chosen.patience or None,
                speech_before_patience=chosen.speech_before_patience,
                longest_answer=chosen.longest_answer,
                time_to_answer=chosen.time_to_answer,
            ),
            meter=open_meter(),
        )
        yield Opened(members, tuple(notices), isinstance(keys, TerminalKeys), made_with)


def _voice_or_none(chosen: Settings, notices: list[str]) -> Voice | None:
    """A voice that the user named must speak; the default may be missing, and then the words are shown."""
    if chosen.voice == "off":
        return None
    try:
        return open_voice(chosen)
    except VoiceMissing as error:
        if chosen.voice != "auto":
            raise
        notices.append(f"{error.message} The questions are shown instead.")
        return None


def _turn_detector_or_none(chosen: Settings, notices: list[str]) -> TurnDetector | None:
    """None where it is not asked, and where its weights are missing: then every pause is waited for longer."""
    if chosen.patience or chosen.profile == "manual":
        return None
    try:
        return open_turn_detector(chosen)
    except ModelNotInstalled as error:
        notices.append(f"Pauses are waited for longer than needed: {error.message} {error.hint}")
        return None


def _speaker_or_silence(chosen: Settings, notices: list[str], *, wait: bool) -> Speaker:
    from interviewer.adapters.speaker import SilentSpeaker

    if chosen.speaker == "off" or not wait:
        return SilentSpeaker(paced=wait)
    try:
        return open_speaker(chosen)
    except (NoSpeaker, VoiceError) as error:
        if chosen.speaker:
            raise
        notices.append(f"{error.message} The questions are shown; their sound is kept in the session.")
        return SilentSpeaker()


def _made_with(chosen: Settings, voice: Voice | None, ears: Ears | None, judge: Judge | None) -> dict[str, str]:
    """What took part, for the session's own record."""
    parts = {"interviewer": __version__, "python": platform.python_version(), "system": platform.system()}
    for role, part in (("voice", voice), ("ears", ears), ("judge", judge)):
        if part is not None:
            parts[role] = part.name
    return parts
