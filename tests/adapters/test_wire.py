"""The parts of the microphone between the driver and the disk, without a sound card."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from interviewer.adapters import device_microphone
from interviewer.adapters.device_format import HOUSE, DeviceFormat
from interviewer.adapters.device_microphone import BLOCK_SECONDS, DeviceRecording
from interviewer.adapters.tape import Tape
from interviewer.adapters.wire import ASLEEP_SECONDS, LONGEST_GAP, WIRE_SECONDS, Wire, boot_clock
from interviewer.errors import MicrophoneError
from interviewer.model.audio import DEAD_AFTER, Chunk
from interviewer.rules.troubled_sound import ALIVE_AFTER, Hearing
from tests.sounds import follow, hush, noise, read_wav, samples, tone

BLOCK = noise(0.05)


@pytest.fixture
def wire() -> Wire:
    return Wire(HOUSE.bytes_a_second)


@pytest.fixture
def recording(wire: Wire, tmp_path: Path) -> Iterator[DeviceRecording]:
    with Tape(tmp_path / "answer.wav") as tape:
        recording = DeviceRecording(wire, HOUSE, tape)
        yield recording
        recording.leave()


def now(wire: Wire, pcm: bytes, *, overflow: bool = False) -> None:
    """A block that is in the air at this very moment."""
    wire.put(pcm, 1e-9, overflow=overflow)


def test_an_overflow_is_marked_and_filled_with_silence(wire: Wire, recording: DeviceRecording, tmp_path: Path) -> None:
    chunks = iter(recording)
    now(wire, BLOCK)
    assert next(chunks) == Chunk(BLOCK)
    now(wire, BLOCK, overflow=True)
    marked = next(chunks)
    assert marked.pcm == BLOCK
    assert marked.lost_seconds >= 0.05
    gap = read_wav(tmp_path / "answer.wav")[len(BLOCK) : -len(BLOCK)]
    assert gap == hush(marked.lost_seconds)


def test_a_wire_that_is_full_drops_the_newest_and_says_how_much(wire: Wire) -> None:
    wire.listen()
    for _ in range(round(WIRE_SECONDS / 0.05) + 20):
        now(wire, BLOCK)
    held = 0
    while (block := wire.get(0)) is not None:
        assert block.lost_seconds == 0
        held += 1
    assert held == pytest.approx(WIRE_SECONDS / 0.05, abs=2)
    now(wire, BLOCK)
    late = wire.get(0)
    assert late is not None
    assert held * 0.05 + late.lost_seconds == pytest.approx(WIRE_SECONDS + 1.0)


class Sleeper:
    """The clock that goes on while the computer sleeps."""

    def __init__(self) -> None:
        self.slept = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.slept


@pytest.fixture
def sleeper(monkeypatch: pytest.MonkeyPatch) -> Sleeper:
    sleeper = Sleeper()
    monkeypatch.setattr("interviewer.adapters.wire.boot_clock", sleeper)
    return sleeper


def test_a_computer_that_slept_is_noticed_though_no_overflow_is_told(
    sleeper: Sleeper, wire: Wire, recording: DeviceRecording, tmp_path: Path
) -> None:
    chunks = iter(recording)
    now(wire, BLOCK)
    assert next(chunks).lost_seconds == 0
    sleeper.slept = 20.0
    now(wire, BLOCK)
    marked = next(chunks)
    assert marked.lost_seconds == pytest.approx(20.0, abs=0.2)
    now(wire, BLOCK)
    assert next(chunks).lost_seconds == 0
    kept = read_wav(tmp_path / "answer.wav")
    assert len(kept) == 3 * len(BLOCK) + len(hush(marked.lost_seconds))


def test_a_night_of_sleep_does_not_fill_the_disk(sleeper: Sleeper, wire: Wire, recording: DeviceRecording) -> None:
    chunks = iter(recording)
    now(wire, BLOCK)
    next(chunks)
    sleeper.slept = 8 * 3600.0
    now(wire, BLOCK)
    assert next(chunks).lost_seconds == LONGEST_GAP


def test_a_device_that_is_a_little_late_has_lost_nothing(sleeper: Sleeper, wire: Wire) -> None:
    wire.listen()
    now(wire, BLOCK)
    sleeper.slept = ASLEEP_SECONDS - 0.5
    now(wire, BLOCK)
    assert [block.lost_seconds for block in (wire.get(0), wire.get(0)) if block] == [0, 0]


def test_sleep_between_two_takes_is_nobodys(sleeper: Sleeper, wire: Wire) -> None:
    now(wire, BLOCK)
    sleeper.slept = 600.0
    now(wire, BLOCK)
    wire.listen()
    now(wire, BLOCK)
    block = wire.get(0)
    assert block is not None
    assert block.lost_seconds == 0


def test_the_clock_of_sleep_never_goes_back() -> None:
    ticks = [boot_clock() for _ in range(100)]
    assert ticks == sorted(ticks)


def test_loss_between_two_takes_is_nobodys(wire: Wire) -> None:
    now(wire, BLOCK, overflow=True)
    wire.listen()
    now(wire, BLOCK)
    block = wire.get(0)
    assert block is not None
    assert block.lost_seconds == 0


def test_sound_that_was_in_the_air_before_the_take_is_not_wanted(wire: Wire) -> None:
    wire.listen()
    wire.put(BLOCK, 0.5, overflow=False)
    now(wire, BLOCK)
    assert [block.wanted for block in (wire.get(0), wire.get(0)) if block] == [False, True]


def test_everything_from_before_leaving_is_waited_for(
    wire: Wire, recording: DeviceRecording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device_microphone, "TAIL_SECONDS", 30.0)
    before = time.monotonic()
    leaving = threading.Thread(target=recording.leave)
    leaving.start()
    chunks = iter(recording)
    for _ in range(3):
        wire.put(BLOCK, time.monotonic() - before, overflow=False)
        assert next(chunks).pcm == BLOCK
    now(wire, BLOCK)
    leaving.join()
    assert recording.seconds == pytest.approx(0.15)


def test_a_device_that_sends_nothing_any_more_is_noticed(
    wire: Wire, recording: DeviceRecording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device_microphone, "STALL_SECONDS", 0.3)
    now(wire, BLOCK)
    chunks = iter(recording)
    assert next(chunks).samples
    with pytest.raises(MicrophoneError, match=r"stopped delivering at 0\.1 s"):
        while True:
            next(chunks)


def test_a_take_of_nothing_but_zeros_is_an_error(wire: Wire, recording: DeviceRecording) -> None:
    for _ in range(40):
        now(wire, hush(0.05))
    with pytest.raises(MicrophoneError, match="only digital silence"):
        list(recording)


def test_who_waits_for_sound_gives_up_after_the_same_time_before_a_take_has_any_and_after(
    wire: Wire, recording: DeviceRecording
) -> None:
    nearly = DEAD_AFTER - BLOCK_SECONDS
    chunks = iter(recording)
    heard = Hearing().hear(ALIVE_AFTER, is_zero=False, speech=0.0, dbfs=-60.0, clipped=0.0)
    now(wire, hush(nearly))
    heard = heard.hear(nearly, is_zero=True, speech=0.0, dbfs=-96.0, clipped=0.0)
    assert next(chunks).seconds == pytest.approx(nearly)
    assert "dead" not in heard.troubles
    now(wire, hush(2 * BLOCK_SECONDS))
    heard = heard.hear(2 * BLOCK_SECONDS, is_zero=True, speech=0.0, dbfs=-96.0, clipped=0.0)
    with pytest.raises(MicrophoneError, match="only digital silence"):
        list(chunks)
    assert "dead" in heard.troubles


def test_zeros_after_sound_are_a_pause_for_thought(wire: Wire, recording: DeviceRecording) -> None:
    now(wire, BLOCK)
    for _ in range(60):
        now(wire, hush(0.05))
    assert follow(recording, 3) == BLOCK + hush(2.95)


def test_zeros_from_a_device_with_a_noise_gate_are_a_quiet_room(wire: Wire, recording: DeviceRecording) -> None:
    for _ in range(20):
        now(wire, hush(0.05))
    now(wire, BLOCK)
    assert wire.gated


@pytest.mark.parametrize(("rate", "channels"), [(44_100, 1), (48_000, 2), (16_000, 2), (8_000, 1), (24_000, 1)])
def test_any_form_becomes_16_khz_mono_without_seams(rate: int, channels: int) -> None:
    convert = DeviceFormat(rate, channels).converter()
    block = round(rate * 0.05)
    one = samples(tone(2, rate=rate))
    pcm = b"".join(
        convert(np.repeat(one[start : start + block], channels).tobytes()) for start in range(0, one.size, block)
    )
    heard = samples(pcm)[800:].astype(float)
    assert len(pcm) / 32_000 == pytest.approx(2, abs=0.1)
    spectrum = np.abs(np.fft.rfft(heard * np.blackman(heard.size)))
    peak = int(spectrum.argmax())
    assert peak * 16_000 / heard.size == pytest.approx(440, abs=1)
    highest, spectrum[peak - 8 : peak + 9] = spectrum.max(), 0
    assert spectrum.max() < highest / 500
