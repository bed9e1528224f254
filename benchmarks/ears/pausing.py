"""Short answers with one pause in each, to see who talks into it: synthetic speech, cut and joined.

What comes before the pause and what comes after it were rendered apart, so that the melody at the pause is that of a
finished sentence or of a broken one, and never of a person who thinks: these answers show mechanics.
"""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from interviewer.adapters.sound_files import decode
from interviewer.errors import VoiceError
from interviewer.model.audio import BYTES_PER_SAMPLE, RATE
from interviewer.ports import Voice

PAUSES = (0.3, 1.0, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 6.0)
"""Seconds."""

TALKED_INTO = (2.0, 5.0)
"""Pauses of this length are those in which an interviewer who talks is counted."""

ROOM = 0.0015
"""Standard deviation of the room's noise; full scale is 1."""

TRIES = 4
"""Of rendering one text."""

END_SILENCE = 14.0
"""Seconds of room behind an answer that is followed to its end."""

CHOSEN_ON = 3
"""So many of the stories, the first, were looked at while the waits were chosen. All were in view when the threshold of
an outcome was set and two words were added to those that never end a sentence."""

Kind = Literal["mid-clause", "filler", "complete"]

STORIES = (
    (
        "In spring our release process took two full days. I was the product manager for the mobile team.",
        "I looked at every step of it with the two engineers because",
        "nobody had written down who approves what.",
        "After that a release took half a day, and the team shipped every week.",
    ),
    (
        "Last year a large customer threatened to leave us. They were unhappy with our response times.",
        "I called their head of support and",
        "asked her to show me the ten worst tickets.",
        "We found that seven of them had waited for the same approval.",
    ),
    (
        "We had planned two features for June. By April it was clear that only one would be ready.",
        "So I put both of them on one page and compared",
        "what each would bring with what it would cost.",
        "The payments feature won, and we told the others why.",
    ),
    (
        "Our sign up page lost half of its visitors. I had been asked to find out the reason.",
        "I watched twenty recordings of people who",
        "left the page at the same question.",
        "We removed that question, and the share of finished sign ups rose by a third.",
    ),
    (
        "Two of our developers disagreed about the new database. It had been going on for three weeks.",
        "I asked each of them to",
        "write down the two risks that worried them most.",
        "It turned out that they feared the same thing, and we tested it in a day.",
    ),
    (
        "I once shipped a change without telling the support team. It was a small change to the invoice.",
        "The next morning they had forty calls about",
        "a number that had moved from the left to the right.",
        "Since then every change has a line in a list that support reads first.",
    ),
    (
        "My first project here was a report that nobody used. It had cost us four months.",
        "Before we built the next one I",
        "sat with the finance team for a whole day.",
        "They needed three numbers on Monday morning, so we sent them three numbers.",
    ),
    (
        "We were asked to cut our cloud costs by a fifth. The finance director wanted it done within a quarter.",
        "I sorted all of our services by what they cost and",
        "found that two test systems made up a quarter of the bill.",
        "We switched them off at night, and that alone saved eighteen percent.",
    ),
)
"""How an answer begins, a clause that is broken off, the rest of it, and a sentence more."""


@dataclass(frozen=True)
class Answer:
    """One answer as it is given: what comes before the pause, how long that is, and what comes after."""

    kind: Kind
    story: int
    before: bytes
    pause: float
    after: bytes
    said_after: str
    is_whole: bool
    """Whether it is followed to its true end, or only past the pause: one length of pause is enough for ends."""

    @property
    def pcm(self) -> bytes:
        """With the room under it, and much silence behind it."""
        rest = self.after + _silence(END_SILENCE) if self.is_whole else self.after[: RATE * BYTES_PER_SAMPLE]
        return in_room(self.before + _silence(self.pause) + rest, self.story)

    @property
    def pause_from(self) -> float:
        return len(self.before) / BYTES_PER_SAMPLE / RATE

    @property
    def pause_to(self) -> float:
        return self.pause_from + self.pause

    @property
    def end(self) -> float:
        return self.pause_to + len(self.after) / BYTES_PER_SAMPLE / RATE


def in_room(sound: bytes, seed: int) -> bytes:
    """The same with a quiet room under it."""
    samples = np.frombuffer(sound, "<i2").astype(np.float64)
    room = np.random.default_rng(seed).normal(0, ROOM * 32768, samples.size)
    return np.clip(samples + room, -32768, 32767).astype("<i2").tobytes()


def answers(voice: Voice, folder: Path) -> list[Answer]:
    """Every story with every kind of pause in every length.

    Two of three end with their outcome, the third before it is told: of the 29 labelled stories of real people 19 tell
    it (`turns.md` counts them).
    """
    made = []
    for number, (begins, broken, rest, more) in enumerate(STORIES):
        spoken: dict[Kind, tuple[str, str]] = {
            "mid-clause": (f"{begins} {broken}", f"{rest} {more}"),
            "filler": (f"{begins} {broken}, um,", rest),
            "complete": (f"{begins} {broken} {rest}", more),
        }
        for kind, (before, after) in spoken.items():
            sounds = [_spoken(voice, text, folder) for text in (before, after)]
            made += [
                Answer(kind, number, sounds[0], pause, sounds[1], after, is_whole=pause == TALKED_INTO[0])
                for pause in PAUSES
            ]
    return made


def _spoken(voice: Voice, text: str, folder: Path) -> bytes:
    """The voice's own silence at both ends cut off, so that a pause is as long as it says."""
    wav = folder / f"{hashlib.sha256((voice.name + text).encode()).hexdigest()[:16]}.wav"
    for _ in range(TRIES):
        if wav.exists():
            break
        with contextlib.suppress(VoiceError):  # a busy machine makes a voice late; it begins anew
            voice.render(text, wav)
    samples = np.frombuffer(b"".join(decode(wav)), "<i2")
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > 250)
    return samples[loud[0] : loud[-1] + 1].tobytes()


def _silence(seconds: float) -> bytes:
    return bytes(round(seconds * RATE) * BYTES_PER_SAMPLE)
