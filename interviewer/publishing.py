"""Writes a session down for people: the pages that lie in its folder, made again at will."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from interviewer.errors import BadAudio, ExtraMissing
from interviewer.model.audio import Clip
from interviewer.model.report import Answer
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
    return html(report(session), sounds, outlines, _tried(session))


def written(
    form: Form, session: Session, folder: Path, encode: Encode, outline: Outline, progress: Told = untold
) -> str:
    """The session in one of its forms."""
    match form:
        case "md":
            return markdown(report(session))
        case "html":
            return page(session, folder, encode, outline, progress)


def paper(session: Session, folder: Path, outline: Outline, fonts: Sequence[Path]) -> bytes:
    """The session as a PDF, without sound; `fonts` are those of the system. Raises ExtraMissing without reportlab."""
    if find_spec("reportlab") is None:
        raise ExtraMissing(
            "A report as PDF needs the package reportlab, which is not installed.",
            hint='Type: pip install "interviewer-aloud[pdf]", or print what `interviewer report --open` shows.',
        )
    from interviewer.pages.pdf import pdf

    outlines = {}
    for clip in _clips(session):
        with suppress(BadAudio):
            outlines[clip.path] = outline(folder / clip.path)
    return pdf(report(session), outlines, _tried(session), fonts)


def captions(session: Session) -> dict[str, str]:
    """WebVTT by the path of the recording, for each take that has words and a recording."""
    found = {}
    for turn in session.turns:
        for take in turn.takes:
            answer = answer_of(session, turn.but(chosen=take.number, follow_ups=()))
            if take.answer is not None and any(said.words for said in answer.said):
                found[take.answer.path] = webvtt(answer)
    return found


def _tried(session: Session) -> dict[int, tuple[Answer, ...]]:
    """By the number of a question that was answered more than once, its takes."""
    return {turn.number: answers for turn in session.turns if (answers := takes(session, turn))}


def _clips(session: Session) -> list[Clip]:
    """Every recording of the session with something in it, in order."""
    return [clip for turn in session.turns for clip in turn.clips if clip.seconds > 0]
