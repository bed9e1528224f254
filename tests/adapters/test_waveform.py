"""The outline of a recording: as loud as it was, stretch by stretch."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.adapters.waveform import outline
from interviewer.errors import BadAudio
from tests.sounds import hush, tone, write_wav


def test_each_column_is_as_loud_as_its_stretch(tmp_path: Path) -> None:
    wav = write_wav(tmp_path / "a.wav", tone(1.0, loudness=0.8) + hush(1.0) + tone(2.0, loudness=0.2))
    assert outline(wav, 4) == pytest.approx((0.8, 0.0, 0.2, 0.2), abs=0.01)


def test_the_loudest_negative_sample_counts_and_is_never_more_than_one(tmp_path: Path) -> None:
    wav = write_wav(tmp_path / "a.wav", b"\x00\x80" * 8)
    assert outline(wav, 2) == (1.0, 1.0)


def test_fewer_samples_than_columns_leave_some_empty(tmp_path: Path) -> None:
    assert len(outline(write_wav(tmp_path / "a.wav", tone(0.001)), 240)) == 240


def test_a_file_that_is_no_recording_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"hello")
    with pytest.raises(BadAudio, match=r"a\.wav cannot be drawn"):
        outline(tmp_path / "a.wav")
