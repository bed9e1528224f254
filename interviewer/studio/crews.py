"""Everybody for one session, built and checked before the first question."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from interviewer import __version__
from interviewer.adapters.keyboard import NoKeys, TerminalKeys
from interviewer.errors import (
    ModelNotInstalled,
    NoSpeaker,
    VoiceError,
    VoiceMissing,
)
from interviewer.interview import Crew
from interviewer.model.session import Session
from interviewer.ports import (
    Ears,
    Encoder,
    Judge,
    Speaker,
    TurnDetector,
    Voice,
)
from interviewer.rules.turn_taking import Patience
from interviewer.settings import Settings
from interviewer.studio.judges import open_encoder_or_none, open_judges
from interviewer.studio.parts import (
    open_detector,
    open_ears,
    open_meter,
    open_microphone,
    open_speaker,
    open_turn_detector,
    open_voice,
)
from interviewer.studio.sessions import open_store

ANSWER_SECONDS = 150.0
"""How long an answer may be reckoned when asking for room on the disk."""


@dataclass(frozen=True)
class Opened:
    """A crew that is ready, and what the candidate should know about it."""

    members: Crew
    notices: tuple[str, ...]
    has_keys: bool
    made_with: dict[str, str]


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
            encoder=_encoder(chosen, notices) if session.closing is not None else None,
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


def _encoder(chosen: Settings, notices: list[str]) -> Encoder | None:
    if (found := open_encoder_or_none(chosen)) is None:
        notices.append(
            "Your questions are answered less well than they could be: the weights minilm are not here."
            " Type: interviewer models pull minilm"
        )
    return found


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
