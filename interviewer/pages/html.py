"""report.html: one file that opens anywhere, plays what it quotes, and asks nobody for anything.

The recordings lie in it as base64 and become Blob URLs, because a page opened from a file may fetch nothing. The
policy in its head allows the page's own script and style by their hashes, sound from blobs, and nothing else: even a
transcript that were markup could not run, load or send.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from interviewer.model.clock import clock
from interviewer.model.report import Answer, Report
from interviewer.pages.strip import height, legend, picture
from interviewer.rules.comparing import comparison
from interviewer.rules.moments import KINDS, LEAD_IN, NOT_SAID, places, stretches

STANDINGS = {"inside": "as usual", "near": "a little off what is usual", "outside": "off what is usual"}

_GAP = re.compile(r"(\[[^\[\]]{1,200}\])")


def html(
    report: Report,
    sounds: Mapping[str, bytes],
    outlines: Mapping[str, Sequence[float]] | None = None,
    takes: Mapping[int, Sequence[Answer]] | None = None,
) -> str:
    """The page.

    `sounds` holds Ogg Opus by the path of each recording, `outlines` how loud it is from beginning to end (0 to 1); a
    recording that is not there is not offered. `takes` holds, by the number of a question that was answered more than
    once, each take as an answer of its own.
    """
    wanted = {clip.path for answer in report.answers for clip in (answer.asked, answer.answer) if clip is not None}
    wanted |= {take.answer.path for answer in report.answers for take in answer.attempts if take.answer is not None}
    wanted |= {
        clip.path
        for answer in report.answers
        for each in answer.follow_ups
        for clip in (each.asked, each.answer)
        if clip
    }
    if report.yours is not None:
        wanted |= {clip.path for each in report.yours.rounds for clip in (each.asked, each.answer) if clip is not None}
    kept = {path: base64.b64encode(sounds[path]).decode() for path in sorted(wanted & sounds.keys())}
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            sounds=kept,
            outlines=outlines or {},
            takes=takes or {},
            policy=policy(),
            style=_own("report.css"),
            script=_own("report.js"),
        )
    )


@cache
def policy() -> str:
    """The content security policy that the page states in its head, for a server that sends it along."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src '{_hash(_own('report.js'))}'",
            f"style-src '{_hash(_own('report.css'))}'",
            "media-src blob:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("interviewer.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"clock": clock, "lead": _lead, "gaps": _gaps}
    made.globals |= {"comparison": comparison, "height": height, "legend": legend, "picture": picture}
    made.globals |= {"places": places, "stretches": stretches}
    made.globals |= {"KINDS": KINDS, "NOT_SAID": NOT_SAID, "STANDINGS": STANDINGS}
    return made


def _own(name: str) -> Markup:
    """A file of ours that goes into the page as it is."""
    return Markup((files("interviewer.pages") / "templates" / name).read_text(encoding="utf-8"))  # noqa: S704


def _hash(text: str) -> str:
    """As a content security policy names an inline script or style (CSP level 3, section 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _lead(seconds: float) -> str:
    """Where playing starts for something said at `seconds`."""
    return f"{max(seconds - LEAD_IN, 0.0):.2f}"


def _gaps(text: str) -> Markup:
    """Text in which every `[gap]` is marked as something to fill in."""
    parts = _GAP.split(text)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts)
    )
