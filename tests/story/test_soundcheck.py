"""A try of microphone and loudspeaker before the interview."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.model import events
from interviewer.ports import Key
from interviewer.soundcheck import SECONDS, Finding, check_sound
from tests.fakes import FakeDetector, FakeMicrophone, FakeSpeaker
from tests.sounds import noise


def tried(tmp_path: Path, sound: bytes, *keys: Key | None) -> tuple[Finding, FakeSpeaker, list[events.Event]]:
    told: list[events.Event] = []
    pressed, speaker = iter(keys), FakeSpeaker()
    with FakeMicrophone([sound]) as microphone:
        found = check_sound(
            microphone, speaker, FakeDetector(), lambda: next(pressed, None), told.append, tmp_path / "try.wav"
        )
    return found, speaker, told


def test_ten_seconds_are_recorded_shown_and_played(tmp_path: Path) -> None:
    found, speaker, told = tried(tmp_path, noise(12, loudness=0.1))
    assert [event.type for event in told if event.type != "level"] == ["listening", "answer-ended"]
    levels = [event for event in told if isinstance(event, events.Level)]
    assert levels[-1].seconds == pytest.approx(SECONDS)
    assert [played.reached for played in speaker.played] == [pytest.approx(SECONDS)]
    assert "loud enough" in found.sentence


def test_a_key_ends_it_early_and_another_leaves_it(tmp_path: Path) -> None:
    _, speaker, told = tried(tmp_path, noise(12), None, None, "finish")
    assert len(speaker.played) == 1
    assert len([event for event in told if event.type == "level"]) == 3
    _, speaker, _ = tried(tmp_path / "second", noise(12), "quit")
    assert speaker.played == []


@pytest.mark.parametrize(
    ("sound", "words"),
    [
        (bytes(32_000 * 11), "only digital silence"),
        (noise(11, loudness=0.0005), "Hardly any speech"),
    ],
)
def test_what_is_wrong_is_said_with_what_helps(tmp_path: Path, sound: bytes, words: str) -> None:
    found, _, _ = tried(tmp_path, sound)
    assert words in found.sentence
    assert found.hint
