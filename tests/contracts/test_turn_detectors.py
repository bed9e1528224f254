"""What every turn detector promises."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from interviewer.adapters.smart_turn import FILE, SmartTurn
from interviewer.ports import TurnDetector
from tests.fakes import FakeTurnDetector
from tests.sounds import hush, noise, tone
from tests.weights import weights_file


def smart_turn() -> TurnDetector:
    return SmartTurn(weights_file("smart-turn-3.2", FILE).parent)


@pytest.fixture(scope="module", params=[FakeTurnDetector, smart_turn], ids=["fake", "smart-turn"])
def detector(request: pytest.FixtureRequest) -> TurnDetector:
    make: Callable[[], TurnDetector] = request.param
    return make()


@pytest.mark.parametrize(
    "pcm", [b"", b"\1", hush(0.1), tone(0.05), tone(8), noise(20, loudness=0.5)], ids=lambda pcm: str(len(pcm))
)
def test_any_sound_gives_a_probability(detector: TurnDetector, pcm: bytes) -> None:
    assert 0.0 <= detector.ended(pcm) <= 1.0


@pytest.mark.parametrize("pcm", [b"", bytes(32_000), bytes(20 * 32_000)], ids=["nothing", "a second", "twenty"])
def test_no_sound_is_no_end(detector: TurnDetector, pcm: bytes) -> None:
    assert detector.ended(pcm) == 0.0


def test_it_remembers_nothing_between_two_questions(detector: TurnDetector) -> None:
    first = detector.ended(tone(2))
    detector.ended(noise(8, loudness=0.3))
    assert detector.ended(tone(2)) == pytest.approx(first, abs=1e-6)


def test_it_has_a_name(detector: TurnDetector) -> None:
    assert detector.name
