"""Everybody who takes part in an interview, seen through the ports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from interviewer.ports import (
    Ears,
    Encoder,
    Judge,
    Keys,
    Microphone,
    SoundMeter,
    Speaker,
    SpeechDetector,
    Store,
    TurnDetector,
    Voice,
)
from interviewer.rules.following.choice import Budget
from interviewer.rules.head.head import Head
from interviewer.rules.head.outcome import OutcomeFinder
from interviewer.rules.turn_taking import Patience


@dataclass(frozen=True)
class Crew:
    """Everybody who takes part. No microphone means that answers are typed."""

    store: Store
    voice: Voice | None
    speaker: Speaker
    microphone: Microphone | None
    detector: Callable[[], SpeechDetector]
    ears: Ears | None
    judge: Judge | None
    keys: Keys
    clock: Callable[[], datetime]
    patience: Patience = field(default_factory=Patience)
    meter: SoundMeter | None = None
    """None: delivery is told from the words alone."""

    encoder: Encoder | None = None
    """None: what answers the candidate's questions is found by words alone."""

    turn_detector: TurnDetector | None = None
    """None: only silence and words tell that an answer is over."""

    outcomes: OutcomeFinder | None = None
    """None: a story is not waited for until its outcome is told."""

    head: Head | None = None
    """Tells which parts were told, before the judge has read an answer; None: cues alone do."""

    follow_ups: Budget = field(default_factory=Budget)
    """How many follow-ups may be asked."""
