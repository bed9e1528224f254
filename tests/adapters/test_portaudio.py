"""Choosing a device, and what PortAudio's errors become."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from interviewer.adapters import portaudio
from interviewer.adapters.portaudio import Device, Side, choose, let_go, meaning, quiet
from interviewer.errors import NoMicrophone, NoSpeaker
from tests.pulse import Pulse


def device(number: int, name: str, *, inputs: int = 1, outputs: int = 0, system: str = "ALSA", **more: bool) -> Device:
    return Device(number, name, inputs, outputs, more.get("default", False), 48_000, system)


DESK = (
    device(0, "pulse", inputs=32, outputs=32),
    device(1, "HDA Intel", inputs=2, outputs=2, default=True),
    device(2, "HDMI Out", inputs=0, outputs=8),
    device(3, "USB Headset"),
    device(5, "USB Camera"),
)


@pytest.mark.parametrize(
    ("wanted", "number"), [("", 1), ("3", 3), ("pulse", 0), ("hda", 1), ("Headset", 3), ("usb camera", 5)]
)
def test_a_device_is_chosen_by_number_or_part_of_its_name(wanted: str, number: int) -> None:
    assert choose(DESK, wanted, "microphone").number == number


@pytest.mark.parametrize(
    ("wanted", "side", "sentence", "hint"),
    [
        (
            "Yeti",
            "microphone",
            'No microphone matches "Yeti". Found: 0 pulse, 1 HDA Intel, 3 USB Headset, 5 USB Camera.',
            "Try --microphone 0",
        ),
        ("USB", "microphone", '"USB" matches 2 microphones: 3, 5.', "Use the number: --microphone 3"),
        ("2", "microphone", "Device 2 (HDMI Out) has no input channels.", "Try --microphone 0"),
        ("hdmi", "microphone", "Device 2 (HDMI Out) has no input channels.", "Try --microphone 0"),
        ("17", "microphone", 'No microphone matches "17".', "Try --microphone 0"),
        ("3", "speaker", "Device 3 (USB Headset) has no output channels.", "Try --speaker 0"),
        ("Sonos", "speaker", 'No speaker matches "Sonos". Found: 0 pulse, 1 HDA Intel, 2 HDMI Out.', "Try --speaker 0"),
    ],
)
def test_a_device_that_cannot_be_meant_is_named_with_what_there_is(
    wanted: str, side: Side, sentence: str, hint: str
) -> None:
    with pytest.raises((NoMicrophone, NoSpeaker)) as caught:
        choose(DESK, wanted, side)
    assert caught.value.message.startswith(sentence)
    assert caught.value.hint == hint


def test_a_whole_name_is_meant_before_a_part_of_one() -> None:
    found = (device(0, "default2"), device(1, "default"))
    assert choose(found, "default", "microphone").number == 1


def test_a_device_that_windows_shows_four_times_is_meant_once() -> None:
    found = tuple(
        device(number, "Yeti", system=system, default=system == "MME")
        for number, system in enumerate(["WASAPI", "MME", "DirectSound", "WDM-KS"])
    )
    assert choose(found, "yeti", "microphone").number == 1


@pytest.mark.parametrize(("side", "way_out"), [("microphone", "--typed"), ("speaker", "--speaker off")])
def test_a_computer_without_any_device_is_told_another_way(side: Side, way_out: str) -> None:
    with pytest.raises((NoMicrophone, NoSpeaker)) as caught:
        choose((), "", side)
    assert way_out in caught.value.hint


@pytest.mark.parametrize("code", range(-10_000, -9_970))
def test_every_error_of_portaudio_becomes_words(code: int) -> None:
    error = Exception("Error opening stream: Something", code, (0, -5, "Host says no"))
    assert meaning(error).endswith("(Host says no)")
    assert str(code) not in meaning(error)


def test_an_error_without_anything_in_it_becomes_words_too() -> None:
    assert meaning(Exception()) == "it gave no reason"


class Stuck:
    """A stream that never closes."""

    def __init__(self) -> None:
        self.end = threading.Event()
        self.closed = False

    def abort(self, ignore_errors: bool) -> None:
        self.end.wait()

    def close(self, ignore_errors: bool) -> None:
        self.closed = True


def test_a_stream_that_does_not_close_is_left_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sounddevice", exc_type=OSError)
    monkeypatch.setattr(portaudio, "LETTING_GO_SECONDS", 0.05)
    called_off: list[object] = []
    monkeypatch.setattr(portaudio.atexit, "unregister", called_off.append)
    stream = Stuck()
    let_go(stream)
    assert not stream.closed
    assert len(called_off) == 1
    stream.end.set()


def test_what_a_library_prints_does_not_reach_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    os.write(2, b"before ")
    with quiet():
        os.write(2, b"ALSA lib confmisc.c: cannot find card '0'\n")
    os.write(2, b"after")
    assert capfd.readouterr().err == "before after"


MAKES_ALSA_COMPLAIN = """
import ctypes
from interviewer.adapters.portaudio import library
library("microphone")
alsa = ctypes.CDLL("libasound.so.2")
print(alsa.snd_pcm_open(ctypes.byref(ctypes.c_void_p()), b"nonsense", 0, 0))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ALSA is Linux only")
@pytest.mark.pulse
def test_what_alsa_says_in_mid_interview_does_not_reach_the_terminal(pulse: Pulse) -> None:
    """It can say the same thing thousands of times a second."""
    done = subprocess.run([sys.executable, "-c", MAKES_ALSA_COMPLAIN], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 0
    assert done.stderr == ""


OPENS = """
from interviewer.adapters.device_microphone import DeviceMicrophone
from interviewer.adapters.speaker import DeviceSpeaker
from interviewer.errors import NoMicrophone, NoSpeaker
for kind in (DeviceMicrophone, DeviceSpeaker):
    try:
        with kind():
            print("opened")
    except (NoMicrophone, NoSpeaker) as error:
        print(type(error).__name__, error.message, error.hint, sep="|")
"""


def _opens(**environment: str) -> list[list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", OPENS], env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return [line.split("|") for line in done.stdout.splitlines()]


def test_without_portaudio_the_package_to_install_is_named(tmp_path: Path) -> None:
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')\n")
    said = _opens(PYTHONPATH=f"{tmp_path}:{Path(__file__).parents[2]}")
    assert [kind for kind, _, _ in said] == ["NoMicrophone", "NoSpeaker"]
    for _, sentence, hint in said:
        assert sentence == "The sound library PortAudio is missing."
        assert hint == "sudo apt-get install libportaudio2" or sys.platform != "linux"


@pytest.mark.pulse
def test_without_a_sound_card_one_sentence_and_a_way_on_are_given(tmp_path: Path, pulse: Pulse) -> None:
    """ALSA complains a lot about this; nothing of it is seen."""
    nothing = tmp_path / "asound.conf"
    nothing.write_text("pcm.!default { type hw card 99 }\n")
    said = _opens(ALSA_CONFIG_PATH=str(nothing))
    assert [kind for kind, _, _ in said] == ["NoMicrophone", "NoSpeaker"]
    assert "--typed" in said[0][2]
    assert "--speaker off" in said[1][2]
