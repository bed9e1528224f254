"""A recording at another pace: shorter or longer, and as high as it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from interviewer.adapters.tempo import stretched
from interviewer.errors import VoiceError
from interviewer.model.audio import RATE
from interviewer.replay import SPEEDS
from tests.sounds import read_wav, samples, tone, write_wav


@pytest.mark.parametrize("speed", SPEEDS)
def test_the_length_changes_and_the_pitch_does_not(speed: float, tmp_path: Path) -> None:
    found = samples(read_wav(stretched(write_wav(tmp_path / "a.wav", tone(3.0, hertz=440)), speed, tmp_path)))
    assert len(found) / RATE == pytest.approx(3.0 / speed, abs=0.05)
    loudest = np.abs(np.fft.rfft(found)).argmax() * RATE / len(found)
    assert loudest == pytest.approx(440, abs=2)


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
