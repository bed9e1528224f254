"""Everybody for one session, built and checked before the first question."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Literal

from interviewer import __version__
from interviewer.adapters.keyboard import NoKeys, TerminalKeys
from interviewer.adapters.page_keys import PageKeys
from interviewer.adapters.page_microphone import PageMicrophone, Wanted
from interviewer.adapters.page_speaker import PageSpeaker
from interviewer.crew import Crew
from interviewer.errors import (
    HeadUnusable,
    ModelNotInstalled,
    NoSpeaker,
    VoiceError,
    VoiceMissing,
)
from interviewer.model.session import Session
from interviewer.ports import (
    Ears,
    Encoder,
    Judge,
    Keys,
    Microphone,
    Speaker,
    TurnDetector,
    Voice,
)
from interviewer.rules.following.choice import Budget
from interviewer.rules.head.head import Head
from interviewer.rules.head.outcome import OutcomeFinder
from interviewer.rules.turn_taking import Patience
from interviewer.settings import Settings
from interviewer.studio.judges import open_encoder_or_none, open_judges, open_labeller, open_outcomes
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


__all__ = ["Wanted"]


@dataclass(frozen=True)
class Typing:
    """Answers are typed; the questions come from this computer's loudspeaker."""

    name: ClassVar[Literal["keyboard"]] = "keyboard"


@dataclass(frozen=True)
class Files:
    """Sound files are the microphone, one a question."""

    name: ClassVar[Literal["file"]] = "file"
    paths: tuple[Path, ...]
    fast: bool = False
    """Read as fast as they can be read; then no question is heard either."""

    follow_ups: tuple[Path, ...] = ()
    """What answers the follow-ups, in the order in which they are asked; without a file left none is asked."""


@dataclass(frozen=True)
class Devices:
    """This computer's microphone and loudspeaker."""

    name: ClassVar[Literal["microphone"]] = "microphone"


@dataclass(frozen=True)
class Page:
    """A page in the browser, which lends its microphone and its loudspeaker."""

    name: ClassVar[Literal["microphone"]] = "microphone"
    microphone: PageMicrophone
    speaker: PageSpeaker


Source = Typing | Files | Devices | Page
"""Where the answers come from and where the questions are heard; `name` is what the session says of it."""


def open_page(changed: Callable[[], None]) -> Page:
    """The ports of a page; `changed` is called, from any thread, when the page has something else to do."""
    return Page(PageMicrophone(changed), PageSpeaker(changed))


def open_page_keys() -> PageKeys:
    """The buttons of a page."""
    return PageKeys()


@dataclass(frozen=True)
class Opened:
    """A crew that is ready, and what the candidate should know about it."""

    members: Crew
    notices: tuple[str, ...]
    has_keys: bool
    made_with: dict[str, str]


@contextmanager
def crew(chosen: Settings, session: Session, source: Source, *, keys: Keys) -> Iterator[Opened]:
    """Everybody for one session, checked: whatever can be known to fail, fails here. Raises SetupError."""
    notices: list[str] = []
    store = open_store(chosen)
    with ExitStack() as stack:
        given = _microphone(chosen, source)
        microphone = None if given is None else stack.enter_context(given)
        ears = None if microphone is None else open_ears(chosen)
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
            speaker=_speaker(chosen, source, notices),
            microphone=microphone,
            detector=open_detector,
            ears=ears,
            judge=judge,
            turn_detector=_turn_detector_or_none(chosen, notices) if microphone is not None else None,
            outcomes=_outcomes_or_none(chosen, notices) if microphone is not None else None,
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
            head=_head_or_none(chosen, notices) if chosen.follow_ups else None,
            follow_ups=_budget(chosen, source, keys),
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


def _head_or_none(chosen: Settings, notices: list[str]) -> Head | None:
    """What tells the parts of an answer apart before it is judged; where its weights are missing, cues alone do."""
    try:
        return open_labeller(chosen)
    except (HeadUnusable, ModelNotInstalled) as error:
        notices.append(f"Follow-ups find less of what was left out: {error.message} {error.hint}")
        return None


def _budget(chosen: Settings, source: Source, keys: Keys) -> Budget:
    """How many follow-ups may be asked. What comes through a pipe or from files was prepared for the questions: there,
    none is asked unless it is wished for, or there is a file left to answer it."""
    in_all = chosen.follow_ups_in_all
    if isinstance(source, Files):
        in_all = min(in_all, len(source.follow_ups))
    elif isinstance(source, Typing) and isinstance(keys, NoKeys) and "follow_ups" not in chosen.model_fields_set:
        in_all = 0
    return Budget(a_question=chosen.follow_ups, in_all=in_all)


def _outcomes_or_none(chosen: Settings, notices: list[str]) -> OutcomeFinder | None:
    """None where it is not asked, and where its weights are missing: then a story's outcome is not waited for."""
    if chosen.patience or chosen.profile == "manual":
        return None
    try:
        return open_outcomes(chosen)
    except (ModelNotInstalled, HeadUnusable) as error:
        notices.append(f"A story without an outcome is not waited for longer: {error.message} {error.hint}")
        return None


def open_sound(chosen: Settings, source: Devices | Page) -> tuple[Microphone, Speaker]:
    """Microphone and loudspeaker alone, to try them. Raises NoMicrophone and NoSpeaker."""
    if isinstance(source, Page):
        return source.microphone, source.speaker
    return open_microphone(chosen, (), fast=False), open_speaker(chosen)


def _microphone(chosen: Settings, source: Source) -> Microphone | None:
    """None when answers are typed."""
    match source:
        case Typing():
            return None
        case Files(paths, fast, follow_ups):
            return open_microphone(chosen, paths, fast=fast, follow_ups=follow_ups)
        case Devices():
            return open_microphone(chosen, (), fast=False)
        case Page(microphone):
            return microphone


def _speaker(chosen: Settings, source: Source, notices: list[str]) -> Speaker:
    """What the questions are heard from; silence where nothing else is there and none was named."""
    from interviewer.adapters.speaker import SilentSpeaker

    is_hasty = isinstance(source, Files) and source.fast
    if chosen.speaker == "off" or is_hasty:
        return SilentSpeaker(paced=not is_hasty)
    if isinstance(source, Page):
        return source.speaker
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
