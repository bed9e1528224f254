"""From a key press to the silence of the voice, on a virtual loudspeaker: real player, real sound server."""

from __future__ import annotations

import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from benchmarks.ears.capture import virtual
from interviewer.adapters.speaker import DeviceSpeaker

RATE = 48_000
TICK = 0.01
PRESS_AFTER = 1.0
"""Seconds of a clip after which the key is pressed; a little later every time."""


class Ear:
    """Listens at the loudspeaker and notes when it last heard anything. What it hears is up to two ticks old."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.last_sound = 0.0
        self._hears = threading.Event()
        form = ["--raw", "--format=s16le", f"--rate={RATE}", "--channels=1", "--latency-msec=10"]
        self._recorder = subprocess.Popen(
            ["pacat", "--record", "--device=loudspeaker.monitor", *form],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        threading.Thread(target=self._listen, daemon=True).start()
        if not self._hears.wait(10.0):
            raise RuntimeError("nothing comes from the virtual loudspeaker")

    def _listen(self) -> None:
        assert self._recorder.stdout is not None
        while pcm := self._recorder.stdout.read(round(RATE * TICK) * 2):
            self._hears.set()
            if np.abs(np.frombuffer(pcm, "<i2").astype(int)).max() > 100:
                self.last_sound = time.monotonic()

    def close(self) -> None:
        self._recorder.kill()
        self._recorder.wait()


def key_to_silence(presses: int) -> dict[str, Any]:
    """Seconds from each of so many presses to the last sound, the delay of listening itself among them."""
    with tempfile.TemporaryDirectory(prefix="pulse-") as name, virtual(Path(name)) as pulse:
        clip = Path(name) / "clip.wav"
        sound = 0.3 * np.sin(2 * np.pi * 440 * np.arange(6 * RATE) / RATE)
        soundfile.write(clip, sound, RATE, subtype="PCM_16")
        ear = Ear(pulse.whole_environment())
        try:
            with DeviceSpeaker() as speaker:
                return {"part": "key", "seconds": [_pressed(speaker, clip, ear, number) for number in range(presses)]}
        finally:
            ear.close()


def _pressed(speaker: DeviceSpeaker, clip: Path, ear: Ear, number: int) -> float:
    press = time.monotonic() + PRESS_AFTER + 0.013 * number
    speaker.play(clip, stop=lambda: time.monotonic() >= press)
    time.sleep(0.5)
    if ear.last_sound < press - PRESS_AFTER:
        raise RuntimeError("the clip was not heard")
    return round(ear.last_sound - press, 3)
