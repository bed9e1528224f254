"""A recording at another pace: shorter or longer, and as high as it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from interviewer.adapters.tempo import stretched
from interviewer.errors import VoiceError
from interviewer.model.audio import RATE
from interviewer.replay import SPEEDS
from tests.sounds import hush, read_wav, samples, tone, write_wav


@pytest.mark.parametrize("speed", SPEEDS)
def test_the_length_changes_and_the_pitch_does_not(speed: float, tmp_path: Path) -> None:
    found = samples(read_wav(stretched(write_wav(tmp_path / "a.wav", tone(3.0, hertz=440)), speed, tmp_path)))
    assert len(found) / RATE == pytest.approx(3.0 / speed, abs=0.05)
    loudest = np.abs(np.fft.rfft(found)).argmax() * RATE / len(found)
    assert loudest == pytest.approx(440, abs=2)


@pytest.mark.parametrize("speed", SPEEDS)
def test_what_was_at_a_second_is_at_its_share_of_it(speed: float, tmp_path: Path) -> None:
    wav = write_wav(tmp_path / "a.wav", hush(1.0) + tone(1.0, hertz=150) + hush(1.0))
    loud = np.flatnonzero(np.abs(samples(read_wav(stretched(wav, speed, tmp_path)))) > 2_000) / RATE
    assert (loud[0], loud[-1]) == pytest.approx((1.0 / speed, 2.0 / speed), abs=0.03)


def test_the_voice_is_as_loud_as_it_was_and_has_no_clicks(tmp_path: Path) -> None:
    wav = write_wav(tmp_path / "a.wav", tone(3.0, hertz=150, loudness=0.3))
    before, after = (samples(read_wav(path)).astype(float) for path in (wav, stretched(wav, 1.25, tmp_path)))
    inside = after[RATE // 10 : -RATE // 10]
    assert np.abs(inside).max() == pytest.approx(np.abs(before).max(), rel=0.02)
    assert np.abs(np.diff(inside)).max() == pytest.approx(np.abs(np.diff(before)).max(), rel=0.1)


def test_a_recording_of_no_length_stays_one(tmp_path: Path) -> None:
    assert read_wav(stretched(write_wav(tmp_path / "a.wav", b""), 2.0, tmp_path)) == b""


def test_it_is_made_once(tmp_path: Path) -> None:
    wav = write_wav(tmp_path / "a.wav", tone(1.0))
    first = stretched(wav, 1.5, tmp_path)
    made = first.stat().st_mtime_ns
    assert stretched(wav, 1.5, tmp_path) == first
    assert first.stat().st_mtime_ns == made
    assert stretched(wav, 2.0, tmp_path) != first


@pytest.mark.parametrize("content", [None, b"hello"])
def test_a_recording_that_cannot_be_read_leaves_nothing_behind(content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "a.wav").write_bytes(content)
    (tmp_path / "made").mkdir()
    with pytest.raises(VoiceError, match=r"a\.wav cannot be played at 1\.5 times its pace"):
        stretched(tmp_path / "a.wav", 1.5, tmp_path / "made")
    assert list((tmp_path / "made").iterdir()) == []
