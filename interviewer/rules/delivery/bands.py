"""What is usual, and who says so. Inside a band nothing is said; no grade depends on any of them.

Each band has an inner pair of edges (usual) and an outer one (worth a remark); between them a figure is near. Where a
study gives the direction and the number is a convention of practice tools or ours, the source says that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from interviewer.model.question import Kind
from interviewer.model.report import Standing


@dataclass(frozen=True)
class Band:
    """Edges in the figure's own unit; infinite where there is none on that side."""

    usual: str
    source: str
    low: float = -math.inf
    high: float = math.inf
    lowest: float = -math.inf
    highest: float = math.inf

    def standing(self, value: float) -> Standing:
        if self.excess(value) > 0:
            return "outside"
        return "inside" if self.low <= value <= self.high else "near"

    def excess(self, value: float) -> float:
        """How far outside of the outer edges, in widths of the strip between inner and outer; 0 within them."""
        if value < self.lowest:
            return (self.lowest - value) / (self.low - self.lowest)
        if value > self.highest:
            return (value - self.highest) / (self.highest - self.high)
        return 0.0


_CAREER_ADVICE = "what career advice agrees on; a convention, not a law"


def _seconds(usual: str, lowest: float, low: float, high: float, highest: float) -> Band:
    return Band(usual, _CAREER_ADVICE, low=low, high=high, lowest=lowest, highest=highest)


# One to two minutes for a story, a grace of a quarter minute below and a minute above; an introduction in a minute or a
# little more; explanations shorter, and a question back in a few sentences.
_STORY = _seconds("1 to 2 min", 45, 60, 120, 180)
LENGTH: dict[Kind, Band] = {
    "behavioural": _STORY,
    "method": _STORY,
    "situational": _STORY,
    "introduction": _seconds("45 s to 2 min", 30, 45, 120, 150),
    "knowledge": _seconds("20 s to 1 min 30 s", 15, 20, 90, 120),
    "closing": _seconds("5 s to 45 s", 1, 5, 45, 90),
}

PACE = Band(
    "120 to 170 words a minute",
    "practice tools flag from 100 or 110 and from 190; talks that are rated well average 163",
    low=120,
    high=170,
    lowest=100,
    highest=190,
)

FILLERS = Band(
    "up to 5 a minute",
    "Laske and DiGennaro Reed 2024: up to 5 a minute did no harm, 12 did",
    high=5,
    highest=12,
)
"""Filled pauses and discourse markers a minute."""

PAUSES = Band(
    "up to 1 a minute",
    "Kahng 2018 for the direction; the number is a convention of ours",
    high=1,
    highest=3,
)
"""Pauses of a second or more in mid-clause, a minute."""

REPETITIONS = Band("up to 1 in 100 words", "a convention of ours", high=1, highest=3)
"""In 100 words."""

HEDGES = Band("up to 2 in 100 words", "a convention of ours", high=2, highest=4)
"""In 100 words."""

PITCH = Band(
    "2.5 semitones and more",
    "Hincks and Edlund 2009 for the measure; under 2 sounds monotonous is a convention of practice tools",
    low=2.5,
    lowest=2.0,
)
"""Standard deviation in semitones."""

TRAILING_OFF = Band("up to 1 sentence in 5", "a convention of ours", high=20, highest=40)
"""Of 100 sentences, those whose end is 8 dB or more under the rest."""
