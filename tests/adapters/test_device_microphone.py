"""The real microphone, on a virtual sound card."""

from __future__ import annotations

import mmap
import os
import random
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from interviewer.adapters.device_microphone import DeviceMicrophone, check, devices
from interviewer.adapters.tape import recover
from interviewer.errors import MicrophoneError, NoMicrophone
from tests.pulse import Pulse
from tests.sounds import follow, noise, ramp, read_wav, samples, tone

BLOCK = noise(0.05)


def steps(pcm: bytes) -> set[int]:
    """From sample to sample of a `ramp`: {1} when not one is missing."""
    return set((np.diff(samples(pcm).astype(int)) % 65536).tolist())


def elapsed(before: bytes, after: bytes) -> float:
    """Seconds of `ramp` between the end of one recording and the start of the next."""
    return float((int(samples(after)[0]) - int(samples(before)[-1])) % 65536) / 16_000


@pytest.mark.pulse
def test_what_is_heard_is_kept_sample_for_sample(pulse: Pulse, tmp_path: Path) -> None:
    with (
        pulse.heard(ramp(60)),
        DeviceMicrophone() as microphone,
        microphone.record(tmp_path / "answer.wav", turn=1) as recording,
    ):
        heard = follow(recording, 2)
    kept = read_wav(tmp_path / "answer.wav")
    assert kept.startswith(heard)
    assert steps(kept) == {1}


@pytest.mark.pulse
def test_sound_of_between_two_takes_is_in_neither(pulse: Pulse, tmp_path: Path) -> None:
    with pulse.heard(ramp(60)), DeviceMicrophone() as microphone:
        with microphone.record(tmp_path / "1.wav", turn=1) as recording:
            follow(recording, 0.5)
        between = microphone.listen(0.5)
        with microphone.record(tmp_path / "2.wav", turn=2) as recording:
            follow(recording, 0.5)
    first, second = read_wav(tmp_path / "1.wav"), read_wav(tmp_path / "2.wav")
    assert steps(first) == steps(second) == {1}
    assert 0.5 <= elapsed(first, second) < 3
    assert elapsed(between, second) < 0.5


@pytest.mark.pulse
def test_what_was_said_before_leaving_is_brought_home(pulse: Pulse, tmp_path: Path) -> None:
    """Sound takes a while from the air to the program; the end of the last word must not stay behind."""
    with pulse.heard(ramp(60)), DeviceMicrophone() as microphone:
        with microphone.record(tmp_path / "1.wav", turn=1) as recording:
            follow(recording, 0.5)
        following = microphone.listen(0.1)
    assert elapsed(read_wav(tmp_path / "1.wav"), following) < 0.3


@pytest.mark.pulse
def test_a_suspended_microphone_is_noticed_and_comes_back(pulse: Pulse, tmp_path: Path) -> None:
    with pulse.murmur(), DeviceMicrophone() as microphone:
        with (
            pytest.raises(MicrophoneError, match=r"stopped delivering at \d+\.\d s; what you said before is kept"),
            microphone.record(tmp_path / "1.wav", turn=1) as recording,
        ):
            follow(recording, 0.5)
            pulse.suspend()
            follow(recording, 60)
        assert recording.seconds >= 0.5
        pulse.wake()
        with microphone.record(tmp_path / "2.wav", turn=2) as recording:
            assert len(follow(recording, 0.5)) >= 16_000


@pytest.mark.pulse
def test_another_source_in_the_place_of_the_microphone_is_named(pulse: Pulse, tmp_path: Path) -> None:
    with (
        pulse.murmur(),
        DeviceMicrophone() as microphone,
        microphone.record(tmp_path / "1.wav", turn=1) as recording,
    ):
        moves = (chunk.moved_to for chunk in recording if chunk.moved_to or recording.seconds > 30)
        assert follow(recording, 1)
        with pulse.replaced():
            assert "Monitor" in next(moves)
        assert next(moves)


@pytest.mark.pulse
def test_whoever_watches_the_source_goes_with_the_microphone(pulse: Pulse) -> None:
    before = set(threading.enumerate())
    with pulse.murmur(), DeviceMicrophone():
        (watch,) = (each for each in set(threading.enumerate()) - before if each.name == "source-watch")
        assert watch.daemon, "a server that does not answer must not hold up the end of the program"
    watch.join(5)
    assert not watch.is_alive()


OUTLIVES_ITS_SERVER = """
import sys
from pathlib import Path
from interviewer.adapters.device_microphone import DeviceMicrophone
from interviewer.errors import MicrophoneError
with DeviceMicrophone() as microphone:
    for turn in (1, 2):
        try:
            with microphone.record(Path(sys.argv[1]) / f"{turn}.wav", turn=turn) as recording:
                for chunk in recording:
                    print("heard", flush=True)
        except MicrophoneError as error:
            print(f"turn {turn}: {error}", flush=True)
"""


@pytest.mark.pulse
def test_a_sound_server_that_dies_ends_the_take_and_nothing_hangs(pulse: Pulse, tmp_path: Path) -> None:
    """With a daemon and a process of their own, for it is not started again."""
    with tempfile.TemporaryDirectory(prefix="pulse-") as folder:
        doomed = Pulse(Path(folder))
        doomed.wait_until_up()
        with doomed.murmur():
            child = subprocess.Popen(
                [sys.executable, "-c", OUTLIVES_ITS_SERVER, str(tmp_path)],
                env={**os.environ, **doomed.environment},
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            assert child.stdout is not None
            assert child.stdout.readline() == "heard\n"
            doomed.stop()
            said, _ = child.communicate()
    *_, first, second = said.splitlines()
    assert child.returncode == 0
    assert first.startswith("turn 1: The microphone stopped delivering at")
    assert second.startswith("turn 2: ")
    assert recover(tmp_path / "1.wav") > 0


RECORDS_UNTIL_KILLED = """
import mmap, struct, sys
from pathlib import Path
from interviewer.adapters.device_microphone import DeviceMicrophone
from interviewer.adapters.wire import Wire

with open(sys.argv[2], "r+b") as file:
    tally = mmap.mmap(file.fileno(), 8)
put = Wire.put

def counted(wire, pcm, delay, *, overflow):
    tally[:8] = struct.pack("<hhi", *struct.unpack("<h", pcm[-2:]), 0, 1)
    put(wire, pcm, delay, overflow=overflow)

Wire.put = counted
with DeviceMicrophone() as microphone, microphone.record(Path(sys.argv[1]), turn=1) as recording:
    for chunk in recording:
        print("heard", flush=True)
"""


@pytest.mark.pulse
def test_a_kill_loses_at_most_200_ms_of_what_was_handed_over(pulse: Pulse, tmp_path: Path) -> None:
    """Six recording processes are killed at moments of their own. Each writes the last sample that PortAudio handed
    to it into shared memory, so that the loss is counted in samples.
    """
    lots = random.Random(3)
    with pulse.heard(ramp(120)):
        children = []
        for number in range(6):
            tally = tmp_path / f"{number}.tally"
            tally.write_bytes(bytes(8))
            command = [sys.executable, "-c", RECORDS_UNTIL_KILLED, str(tmp_path / f"{number}.wav"), str(tally)]
            children.append(subprocess.Popen(command, stdout=subprocess.PIPE))
        for number, child in enumerate(children):
            assert child.stdout is not None
            for _ in range(lots.randint(1, 30)):
                assert child.stdout.readline()
            child.kill()
            child.communicate()
            with (tmp_path / f"{number}.tally").open("r+b") as file, mmap.mmap(file.fileno(), 8) as shared:
                handed, _, any_at_all = struct.unpack("<hhi", shared[:8])
            assert any_at_all
            assert recover(tmp_path / f"{number}.wav") > 0
            kept = read_wav(tmp_path / f"{number}.wav")
            assert steps(kept) == {1}
            lost = (handed - int(samples(kept)[-1])) % 65536
            assert lost <= 0.2 * 16_000


@pytest.mark.pulse
def test_digital_silence_is_refused_before_the_first_question(pulse: Pulse) -> None:
    with pytest.raises(NoMicrophone, match="sends only digital silence") as caught, DeviceMicrophone():
        pass
    assert caught.value.hint


@pytest.mark.pulse
def test_a_device_that_refuses_16_khz_is_converted_and_said_to_be(
    pulse: Pulse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sounddevice

    class Choosy(sounddevice.RawInputStream):  # type: ignore[misc]
        """Like many a driver: its own rate and two channels, or nothing."""

        def __init__(self, **settings: Any) -> None:
            if settings["samplerate"] == 16_000:
                raise sounddevice.PortAudioError("Error opening RawInputStream: Invalid sample rate", -9997)
            if settings["channels"] == 1:
                raise sounddevice.PortAudioError("Error opening RawInputStream: Invalid number of channels", -9998)
            super().__init__(**settings)

    monkeypatch.setattr(sounddevice, "RawInputStream", Choosy)
    with pulse.heard(tone(60)), DeviceMicrophone() as microphone:
        number = next(device.number for device in devices() if device.name == microphone.name)
        assert microphone.notice == f"Device {number} cannot record at 16000 Hz; using 44100 Hz and converting."
        with microphone.record(tmp_path / "answer.wav", turn=1) as recording:
            follow(recording, 2)
    pcm = samples(read_wav(tmp_path / "answer.wav")).astype(float)
    spectrum = np.abs(np.fft.rfft(pcm * np.blackman(pcm.size)))
    peak = int(spectrum.argmax())
    assert peak * 16_000 / pcm.size == pytest.approx(440, abs=1)
    highest, spectrum[peak - 8 : peak + 9] = spectrum.max(), 0
    assert spectrum.max() < highest / 100


@pytest.mark.pulse
def test_a_device_that_refuses_everything_is_one_sentence(pulse: Pulse, monkeypatch: pytest.MonkeyPatch) -> None:
    import sounddevice

    def refuse(**settings: Any) -> None:
        raise sounddevice.PortAudioError("Error opening RawInputStream: Device unavailable", -9985)

    monkeypatch.setattr(sounddevice, "RawInputStream", refuse)
    with pytest.raises(NoMicrophone, match=r"cannot be opened: another program is using it") as caught:
        DeviceMicrophone().__enter__()
    assert "--typed" in caught.value.hint


@pytest.mark.pulse
def test_a_check_says_what_was_heard(pulse: Pulse) -> None:
    with pulse.murmur():
        assert "16000 Hz, mono. Loudest in" in check()


@pytest.mark.pulse
def test_a_microphone_that_is_not_there_is_named(pulse: Pulse) -> None:
    with pytest.raises(NoMicrophone, match=r'No microphone matches "Yeti"\. Found: 0 '):
        DeviceMicrophone("Yeti").__enter__()


STOPPED = """
import sys
from pathlib import Path
from interviewer.adapters.device_microphone import DeviceMicrophone
with DeviceMicrophone() as microphone, microphone.record(Path(sys.argv[1]), turn=1) as recording:
    for chunk in recording:
        print(chunk.lost_seconds, flush=True)
        if recording.seconds >= float(sys.argv[2]):
            break
"""


@pytest.mark.pulse
@pytest.mark.skipif(sys.platform == "win32", reason="Windows stops no process")
def test_a_program_that_is_stopped_and_goes_on_keeps_sound_and_time_together(pulse: Pulse, tmp_path: Path) -> None:
    """What the sound server kept meanwhile comes late; what it did not is marked, and is as long as it was."""
    wav = tmp_path / "answer.wav"
    with pulse.heard(ramp(60)):
        child = subprocess.Popen(
            [sys.executable, "-c", STOPPED, str(wav), "6"], stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "0.0\n"
        child.send_signal(signal.SIGSTOP)
        time.sleep(3.0)
        child.send_signal(signal.SIGCONT)
        said, _ = child.communicate()
    assert child.returncode == 0
    kept = samples(read_wav(wav)).astype(int)
    ahead = (int(kept[-1]) - int(kept[0]) - (len(kept) - 1) + 32768) % 65536 - 32768
    assert abs(ahead) < 0.25 * 16_000, said
