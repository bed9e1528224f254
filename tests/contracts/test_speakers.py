"""What every loudspeaker promises: the fake, the silent one, and the real one on a virtual sound card."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewer.adapters.page_speaker import PageSpeaker
from interviewer.adapters.speaker import DeviceSpeaker, SilentSpeaker
from interviewer.errors import VoiceError
from interviewer.ports import Speaker
from tests.fake_page import FakePage
from tests.fakes import FakeSpeaker
from tests.sounds import tone, write_wav

PATIENT = ["fake", "silent", "page", pytest.param("device", marks=pytest.mark.pulse)]


def _opened(request: pytest.FixtureRequest) -> Iterator[Speaker]:
    match request.param:
        case "fake":
            yield FakeSpeaker()
        case "page":
            with FakePage(b"") as page:
                page.hear(opened := PageSpeaker(page.look))
                yield opened
        case "device":
            request.getfixturevalue("pulse")
            with DeviceSpeaker() as opened:
                yield opened
        case kind:
            yield SilentSpeaker(paced=kind == "silent")


@pytest.fixture(params=[*PATIENT, "silent, not paced"])
def speaker(request: pytest.FixtureRequest) -> Iterator[Speaker]:
    yield from _opened(request)


@pytest.fixture(params=PATIENT)
def patient_speaker(request: pytest.FixtureRequest) -> Iterator[Speaker]:
    """One that takes as long as the clip lasts, so that there is something to stop."""
    yield from _opened(request)


def clip(tmp_path: Path, *, rate: int = 22_050) -> Path:
    return write_wav(tmp_path / "question.wav", tone(0.8, rate=rate), rate=rate)


@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100])
def test_a_clip_is_played_to_its_end(speaker: Speaker, tmp_path: Path, rate: int) -> None:
    assert speaker.play(clip(tmp_path, rate=rate)) == pytest.approx(0.8, abs=0.02)


def test_a_clip_can_start_in_the_middle(speaker: Speaker, tmp_path: Path) -> None:
    assert speaker.play(clip(tmp_path), start=0.6) == pytest.approx(0.8, abs=0.02)


def test_a_clip_that_starts_after_its_end_is_over_at_once(speaker: Speaker, tmp_path: Path) -> None:
    assert speaker.play(clip(tmp_path), start=5.0) >= 0.8


def test_a_clip_that_is_not_there_is_an_error_of_the_voice(speaker: Speaker, tmp_path: Path) -> None:
    with pytest.raises(VoiceError):
        speaker.play(tmp_path / "question.wav")


def test_a_clip_that_is_no_sound_is_an_error_of_the_voice(speaker: Speaker, tmp_path: Path) -> None:
    (tmp_path / "question.wav").write_text("Tell me about yourself.")
    with pytest.raises(VoiceError):
        speaker.play(tmp_path / "question.wav")


def test_it_stops_when_it_is_told_to_and_says_how_far_it_came(patient_speaker: Speaker, tmp_path: Path) -> None:
    asked = iter([False, False, True])
    assert patient_speaker.play(clip(tmp_path), start=0.1, stop=lambda: next(asked, True)) < 0.7
    assert patient_speaker.play(clip(tmp_path)) == pytest.approx(0.8, abs=0.02)
