"""How long each kind of pause is waited for, in seconds of sound; four manners of waiting to choose from.

The rows follow what is known of pauses in speech: silences of more than a second are ordinary in spontaneous speech and
come with fillers and broken clauses when more is to follow (Campione and Véronis 2002 and 2005), and products that wait
one fixed time cut off whoever thinks for three seconds. So the wait depends on what the pause looks like.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["nothing", "short", "unfinished", "uncertain", "midway", "complete"]
"""What a pause looks like. nothing: hardly a word before it. short: a few words. unfinished: more must come (in
mid-clause, after a filler, or by its melody). midway: whole sentences that sound finished, but of a story that has no
outcome yet; or the outcome, when its melody says that more will come. complete: whole sentences that sound finished
and leave nothing out; or the outcome, when its melody says neither. uncertain: the rest."""

Name = Literal["relaxed", "brisk", "patient", "manual"]


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds of silence."""

    close: float
    """From here on the answer counts as finishing: shown, and taken back when its speaker goes on."""

    end: float
    """From here on it is over."""


Profile = Mapping[Kind, Waits]
"""What is waited for in each kind of pause; a kind that is not in it is waited for without end."""

PROFILES: Mapping[Name, Profile] = {
    "relaxed": {
        "short": Waits(6.0, 9.0),
        "unfinished": Waits(6.0, 8.0),
        "uncertain": Waits(3.0, 6.5),
        "midway": Waits(2.5, 5.2),
        "complete": Waits(1.2, 3.0),
    },
    "brisk": {
        "short": Waits(4.0, 6.0),
        "unfinished": Waits(5.0, 7.0),
        "uncertain": Waits(2.0, 4.0),
        "midway": Waits(1.2, 2.0),
        "complete": Waits(0.8, 1.8),
    },
    "patient": {
        "short": Waits(12.0, 18.0),
        "unfinished": Waits(12.0, 16.0),
        "uncertain": Waits(6.0, 12.0),
        "midway": Waits(4.5, 9.0),
        "complete": Waits(3.0, 7.0),
    },
    "manual": {},
}


def fixed(silence: float) -> Profile:
    """One wait for every pause after enough speech, whatever it looks like."""
    waits = Waits(silence / 2, silence)
    return {"unfinished": waits, "uncertain": waits, "midway": waits, "complete": waits}
