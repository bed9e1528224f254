"""Samples that the recording loses while every core is busy, through a virtual microphone."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from interviewer import studio
from interviewer.adapters.device_microphone import DeviceMicrophone
from interviewer.model.audio import RATE
from tests.pulse import Pulse, restart_portaudio, why_not
from tests.sounds import ramp, read_wav, samples


def lost(seconds: float) -> dict[str, Any]:
    """What is missing of a ramp of so many seconds in the recording, and what of it was said to be missing.

    Busy are one process for each core, of the recording's own priority.
    """
    if (reason := why_not()) is not None:
        raise RuntimeError(reason)
    reported = 0.0
    with tempfile.TemporaryDirectory(prefix="pulse-") as name, virtual(Path(name)) as pulse, _every_core_busy():
        wav = Path(name) / "take" / "answer.wav"
        detector = studio.open_detector()
        with (
            pulse.heard(ramp(seconds + 10)),
            DeviceMicrophone() as microphone,
            microphone.record(wav, turn=1) as recording,
        ):
            for chunk in recording:
                detector.hear(chunk)
                reported += chunk.lost_seconds
                if recording.seconds >= seconds:
                    break
        kept = samples(read_wav(wav)).astype(int)
    sound = kept[np.flatnonzero(kept)[0] :] if np.any(kept) else kept
    steps = np.diff(sound[sound != 0]) % 65536
    missing = int(np.sum(steps[steps > 0] - 1) - np.count_nonzero(steps == 2))  # zero itself is a step of the ramp
    return {"seconds_captured": round(len(kept) / RATE, 1), "missing": missing, "reported": round(reported * RATE)}


@contextmanager
def virtual(folder: Path) -> Iterator[Pulse]:
    """The sound system of the tests, as this process's own."""
    daemon = Pulse(folder)
    try:
        daemon.wait_until_up()
        os.environ.update({name: value for name, value in daemon.environment.items() if name != "HOME"})
        restart_portaudio()
        yield daemon
    finally:
        daemon.stop()


@contextmanager
def _every_core_busy() -> Iterator[None]:
    with ExitStack() as stack:
        for _ in range(os.cpu_count() or 1):
            busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
            stack.callback(busy.wait)
            stack.callback(busy.kill)
        yield
