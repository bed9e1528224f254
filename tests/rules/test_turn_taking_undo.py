"""Taking back an end that came too early."""

from __future__ import annotations

import pytest

from interviewer.rules.turn_taking import SHORTEST_SPEECH
from interviewer.rules.turn_taking_undo import ECHO, PROOF, WINDOW, Undo

STEP = 0.05
SPEECH, SILENCE = 0.95, 0.02


def hear(undo: Undo, seconds: float, speech: float, *, voice_on: bool) -> Undo:
    for _ in range(round(seconds / STEP)):
        undo = undo.hear(STEP, speech, voice_on=voice_on)
    return undo


def test_speech_before_the_voice_begins_is_the_candidate() -> None:
    before = hear(Undo(), 0.5, SILENCE, voice_on=False)
    assert hear(before, 0.3, SPEECH, voice_on=False).verdict == "goes on"


@pytest.mark.parametrize("leaky", [False, True])
def test_speech_that_began_before_the_voice_is_the_candidate(leaky: bool) -> None:
    begun = hear(Undo(leaky=leaky), 0.15, SPEECH, voice_on=False)
    assert hear(begun, 0.15, SPEECH, voice_on=True).verdict == "goes on"


def test_speech_during_the_voice_silences_it_and_is_put_to_the_proof() -> None:
    asking = hear(hear(Undo(), 0.5, SILENCE, voice_on=True), 0.3, SPEECH, voice_on=True)
    assert asking.verdict == "asking"
    assert hear(asking, ECHO + SHORTEST_SPEECH + STEP, SPEECH, voice_on=False).verdict == "goes on"


def test_speech_that_ends_with_the_voice_was_the_voice() -> None:
    asking = hear(Undo(), 0.5, SPEECH, voice_on=True)
    assert asking.verdict == "asking"
    fading = hear(asking, ECHO, SPEECH, voice_on=False)
    assert hear(fading, PROOF, SILENCE, voice_on=False).verdict == "echo"


def test_a_room_that_is_known_to_be_leaky_is_not_asked_again() -> None:
    assert hear(Undo(leaky=True), WINDOW - 0.1, SPEECH, voice_on=True).verdict == "open"
    assert hear(Undo(leaky=True), WINDOW + 0.1, SPEECH, voice_on=True).verdict == "shut"


def test_a_cough_takes_nothing_back() -> None:
    coughed = hear(hear(Undo(), 0.2, SPEECH, voice_on=True), 0.2, SILENCE, voice_on=True)
    assert coughed.verdict == "open"


def test_the_time_counts_from_the_first_sound_of_the_voice() -> None:
    late = hear(Undo(), 30, SILENCE, voice_on=False)
    assert late.verdict == "open"
    assert hear(late, WINDOW - 0.1, SILENCE, voice_on=True).verdict == "open"
    assert hear(late, WINDOW + 0.1, SILENCE, voice_on=True).verdict == "shut"


def test_speech_that_began_in_time_counts_though_it_is_known_later() -> None:
    begun = hear(hear(Undo(), WINDOW - 0.1, SILENCE, voice_on=True), 0.15, SPEECH, voice_on=True)
    assert begun.verdict == "open"
    assert hear(begun, 0.15, SPEECH, voice_on=True).verdict == "asking"
    assert hear(begun, STEP, SILENCE, voice_on=True).verdict == "shut"


@pytest.mark.parametrize("ending", [(0.5, SPEECH, False), (WINDOW + 0.5, SILENCE, True)])
def test_what_is_decided_stays(ending: tuple[float, float, bool]) -> None:
    seconds, speech, voice_on = ending
    decided = hear(Undo(), seconds, speech, voice_on=voice_on)
    assert decided.verdict in ("goes on", "shut")
    assert hear(decided, 5, SPEECH, voice_on=True) == decided
