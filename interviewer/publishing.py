"""Writes a session down for people: the pages that lie in its folder, made again at will."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from interviewer.errors import BadAudio
from interviewer.model.audio import Clip
from interviewer.model.session import Session
from interviewer.pages.html import html
from interviewer.pages.markdown import markdown
from interviewer.pages.webvtt import webvtt
from interviewer.rules.comparing import takes
from interviewer.rules.report_answer import answer_of
from interviewer.rules.reporting import report

Form = Literal["md", "html"]
FORMS: tuple[Form, ...] = ("md", "html")

Encode = Callable[[Path], bytes]
"""A recording as Ogg Opus. Raises BadAudio."""

Outline = Callable[[Path], Sequence[float]]
"""How loud a recording is from beginning to end, 0 to 1. Raises BadAudio."""

Told = Callable[[float], None]
"""Told the share of the recordings that are in the page."""


def untold(_share: float) -> None:
    """Nobody watches."""


def page(session: Session, folder: Path, encode: Encode, outline: Outline, progress: Told = untold) -> str:
    """The session as one HTML file with its sound in it. A recording that is missing or unreadable is left out."""
    sounds, outlines = {}, {}
    clips = _clips(session)
    for place, clip in enumerate(clips, start=1):
        try:
            sounds[clip.path] = encode(folder / clip.path)
            outlines[clip.path] = outline(folder / clip.path)
        except BadAudio:
            # The page does not offer what it cannot play; the report itself names what happened to the recording.
            continue
        finally:
            progress(place / len(clips))
    tried = {turn.number: answers for turn in session.turns if (answers := takes(session, turn))}
    return html(report(session), sounds, outlines, tried)


def written(
    form: Form, session: Session, folder: Path, encode: Encode, outline: Outline, progress: Told = untold
) -> str:
    """The session in one of its forms."""
    match form:
        case "md":
            return markdown(report(session))
        case "html":
            return page(session, folder, encode, outline, progress)


def captions(session: Session) -> dict[str, str]:
    """WebVTT by the path of the recording, for each take that has words and a recording."""
    found = {}
    for turn in session.turns:
        for take in turn.takes:
            answer = answer_of(session, turn.but(chosen=take.number, follow_ups=()))
            if take.answer is not None and any(said.words for said in answer.said):
                found[take.answer.path] = webvtt(answer)
    return found


def _clips(session: Session) -> list[Clip]:
    """Every recording of the session with something in it, in order."""
    return [clip for turn in session.turns for clip in turn.clips if clip.seconds > 0]
