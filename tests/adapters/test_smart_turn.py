"""The real weights on a synthetic voice: the mechanics, not a proof that people are understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.adapters.smart_turn import FILE, SmartTurn
from interviewer.adapters.sound_files import decode
from interviewer.errors import ModelNotInstalled
from interviewer.model.audio import BYTES_PER_SAMPLE, RATE
from tests.spoken import DEMO
from tests.weights import weights_file


@pytest.fixture(scope="module")
def detector() -> SmartTurn:
    return SmartTurn(weights_file("smart-turn-3.2", FILE).parent)


@pytest.fixture(scope="module")
def answer() -> bytes:
    return b"".join(decode(DEMO / "answer-1.ogg"))


def until(answer: bytes, seconds: float) -> bytes:
    return answer[: round(seconds * RATE) * BYTES_PER_SAMPLE]


@pytest.mark.parametrize("silence", [0.2, 0.5, 1.2])
def test_a_finished_answer_sounds_finished(detector: SmartTurn, answer: bytes, silence: float) -> None:
    assert detector.ended(answer + bytes(round(silence * RATE) * BYTES_PER_SAMPLE)) > 0.7


@pytest.mark.parametrize("seconds", [16.0, 16.3, 16.6])
def test_a_pause_in_mid_sentence_does_not(detector: SmartTurn, answer: bytes, seconds: float) -> None:
    """From second 15.8 on the speaker pauses for 2.6 s after a filler."""
    assert detector.ended(until(answer, seconds)) < 0.3


def test_only_the_last_eight_seconds_count(detector: SmartTurn, answer: bytes) -> None:
    whole, last = until(answer, 16.5), until(answer, 16.5)[-8 * RATE * BYTES_PER_SAMPLE :]
    assert detector.ended(whole) == detector.ended(last)


def test_loudness_does_not_matter(detector: SmartTurn, answer: bytes) -> None:
    import numpy as np

    quiet = (np.frombuffer(until(answer, 16.5), "<i2") // 8).astype("<i2").tobytes()
    assert detector.ended(quiet) == pytest.approx(detector.ended(until(answer, 16.5)), abs=0.1)


def test_damaged_weights_are_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a network")
    with pytest.raises(ModelNotInstalled, match=r"smart-turn-3\.2"):
        SmartTurn(tmp_path)
