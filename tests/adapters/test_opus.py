"""Recordings as Ogg Opus: small, playable, and the same bytes for the same sound."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import soundfile

from interviewer.adapters.opus import OpusEncoder
from interviewer.errors import BadAudio
from tests.sounds import hush, noise, tone, write_wav


@pytest.fixture(scope="module")
def opus() -> Iterator[OpusEncoder]:
    with closing(OpusEncoder()) as encoder:
        yield encoder


@pytest.mark.parametrize("rate", [16_000, 22_050])
def test_what_comes_out_is_opus_of_the_same_length(opus: OpusEncoder, tmp_path: Path, rate: int) -> None:
    out = opus.encode(write_wav(tmp_path / "a.wav", tone(2.0, rate=rate), rate=rate))
    info = soundfile.info(io.BytesIO(out))
    assert (info.format, info.subtype, info.channels) == ("OGG", "OPUS", 1)
    assert info.duration == pytest.approx(2.0, abs=0.02)


def test_a_sound_stays_at_its_second(opus: OpusEncoder, tmp_path: Path) -> None:
    wav = write_wav(tmp_path / "a.wav", hush(1.0) + tone(0.5) + hush(0.5))
    heard, rate = soundfile.read(io.BytesIO(opus.encode(wav)))
    loud = np.flatnonzero(np.abs(heard) > 0.1) / rate
    assert (loud[0], loud[-1]) == pytest.approx((1.0, 1.5), abs=0.01)


def test_the_same_sound_makes_the_same_bytes(opus: OpusEncoder, tmp_path: Path) -> None:
    wav = write_wav(tmp_path / "a.wav", noise(3.0, loudness=0.2))
    with closing(OpusEncoder()) as another:
        assert opus.encode(wav) == opus.encode(wav) == another.encode(wav)


def test_a_minute_of_sound_is_a_fraction_of_its_wav(opus: OpusEncoder, tmp_path: Path) -> None:
    wav = write_wav(tmp_path / "a.wav", noise(20.0, loudness=0.2))
    assert len(opus.encode(wav)) < wav.stat().st_size / 8


def test_the_file_beside_a_recording_is_used_until_the_recording_is_newer(opus: OpusEncoder, tmp_path: Path) -> None:
    wav = write_wav(tmp_path / "answer.wav", tone(1.0))
    first = opus.beside(wav)
    assert (tmp_path / "answer.opus").read_bytes() == first
    (tmp_path / "answer.opus").write_bytes(b"kept")
    assert opus.beside(wav) == b"kept"
    os.utime(wav, ns=(2 * 10**18, 2 * 10**18))
    assert opus.beside(wav) == first


@pytest.mark.parametrize("content", [b"", b"RIFF", b"hello"])
def test_what_is_no_recording_is_refused(opus: OpusEncoder, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(BadAudio, match=r"a\.wav"):
        opus.encode(tmp_path / "a.wav")
    with pytest.raises(BadAudio):
        opus.beside(tmp_path / "missing.wav")


def test_an_encoder_that_died_is_replaced(opus: OpusEncoder, tmp_path: Path) -> None:
    wav = write_wav(tmp_path / "a.wav", tone(1.0))
    first = opus.encode(wav)
    child = opus._child
    assert child is not None
    child.kill()
    assert opus.encode(wav) == first


def test_the_encoder_stays_out_of_our_own_process(tmp_path: Path) -> None:
    """PyAV brings codecs under the GPL with it."""
    wav = write_wav(tmp_path / "a.wav", tone(0.2))
    script = f"""
import sys
from pathlib import Path
from interviewer.adapters.opus import OpusEncoder
opus = OpusEncoder()
assert opus.encode(Path({str(wav)!r})).startswith(b"OggS")
opus.close()
assert "av" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True)
