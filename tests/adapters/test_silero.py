"""Speech detection on a stream."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from interviewer.adapters.silero import FRAME, SileroDetector
from interviewer.adapters.sound_files import decode
from interviewer.model.audio import Chunk
from tests.sounds import hush, noise, samples, tone

SPOKEN = Path(__file__).parents[2] / "interviewer" / "demo" / "answer-1.ogg"


@pytest.fixture(scope="module")
def speech() -> bytes:
    """Twenty seconds of a spoken answer."""
    return b"".join(decode(SPOKEN))[: 20 * 32_000]


@pytest.mark.parametrize("chunk_bytes", [320, 1600, 3200, 9999 * 2])
def test_frame_by_frame_it_says_what_faster_whisper_says_of_the_whole(speech: bytes, chunk_bytes: int) -> None:
    from faster_whisper.vad import get_vad_model

    detector = SileroDetector()
    chunks = [Chunk(speech[start : start + chunk_bytes]) for start in range(0, len(speech), chunk_bytes)]
    ours = np.concatenate([detector.frames(chunk) for chunk in chunks])
    sound = samples(speech).astype(np.float32) / 32768
    count = sound.size // FRAME
    whole = np.concatenate([sound[: count * FRAME], np.zeros(FRAME, np.float32)])
    theirs = get_vad_model()(whole).reshape(-1)[:count]
    assert np.abs(ours - theirs).max() < 1e-4


def test_speech_is_found_and_a_hum_or_a_hiss_is_not(speech: bytes) -> None:
    def share(pcm: bytes) -> float:
        detector = SileroDetector()
        heard = [detector.hear(Chunk(pcm[start : start + 3200])) for start in range(0, len(pcm), 3200)]
        return float(np.mean([probability > 0.5 for probability in heard]))

    assert share(speech) > 0.6
    for pcm in (hush(5), noise(5, loudness=0.05), tone(5, hertz=100)):
        assert share(pcm) < 0.05


def test_two_detectors_do_not_share_their_memory(speech: bytes) -> None:
    first, second = SileroDetector(), SileroDetector()
    first.hear(Chunk(speech[: 10 * 32_000]))
    assert second.frames(Chunk(hush(0.5))).max() < 0.2


def test_a_chunk_shorter_than_a_frame_keeps_the_last_word(speech: bytes) -> None:
    detector = SileroDetector()
    last = [detector.hear(Chunk(speech[start : start + 3200])) for start in range(0, 10 * 32_000, 3200)][-1]
    assert detector.hear(Chunk(b"")) == last
