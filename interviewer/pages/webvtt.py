"""An answer as WebVTT captions (W3C, "WebVTT: The Web Video Text Tracks Format"), for any player that shows them.

Each caption stands in at most two lines of 42 letters and changes where the candidate pauses or a sentence ends: the
usual measure of television captions.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from markupsafe import escape

from interviewer.model.report import Answer
from interviewer.model.speech import Word

LINE = 42
"""Letters in a line."""

LONGEST = 6.0
"""Seconds that one caption stands."""

PAUSE = 1.0
"""Seconds of silence in a sentence after which a new caption begins."""

SHORTEST = 0.8
"""Seconds that a caption stands at least, when the next one leaves it the time."""


def webvtt(answer: Answer) -> str:
    """The captions of a spoken answer; nothing but the header when it has no words."""
    cues = [_Cue(cue) for said in answer.said for cue in _cut(list(said.words))]
    for before, after in pairwise(cues):
        # The format wants captions in the order of their seconds, each over before the next begins.
        after.start = max(after.start, before.start + _LEAST)
        after.end = max(after.end, after.start + _LEAST)
        before.end = min(before.end, after.start)
    return "\n".join(["WEBVTT\n", *map(str, cues)])


_LEAST = 0.001
"""The format's own unit, in seconds."""


class _Cue:
    """Words that stand on the screen together."""

    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.start = words[0].start
        self.end = max(max(word.end for word in words), self.start + SHORTEST)

    def __str__(self) -> str:
        lines = "\n".join(str(escape(line)) for line in _lines(self.words))
        return f"{_time(self.start)} --> {_time(self.end)}\n{lines}\n"


def _cut(words: list[Word]) -> Iterator[list[Word]]:
    """A sentence as it fits on the screen."""
    cue: list[Word] = []
    for word in words:
        full = cue and (
            len(list(_lines([*cue, word]))) > 2
            or word.end - cue[0].start > LONGEST
            or word.start - cue[-1].end >= PAUSE
        )
        if full:
            yield cue
            cue = []
        cue.append(word)
    if cue:
        yield cue


def _lines(words: list[Word]) -> Iterator[str]:
    """Words in lines of the usual length; one that is longer than a line has a line of its own."""
    line = ""
    for word in words:
        if line and len(line) + 1 + len(word.text) > LINE:
            yield line
            line = ""
        line = f"{line} {word.text}" if line else word.text
    if line:
        yield line


def _time(seconds: float) -> str:
    """`00:01:12.900`."""
    minutes, thousandths = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{thousandths // 1000:02d}.{thousandths % 1000:03d}"
