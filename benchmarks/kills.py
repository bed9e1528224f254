"""Sound lost when the real command is killed with `kill -9` while it records, on a virtual microphone.

    python -m benchmarks.kills [--kills N] [--at-once N] [--log FILE]

What the microphone hears counts its own samples, so that the last sample on disk tells when it was in the air. When
the newest one was is told by a second recorder beside the program: its reads give the clock of the sound, at the
shortest delay seen. Lost is the sound between the kill and the last sample on disk; it holds PortAudio's and
PulseAudio's own buffers, which no program can save. With --log each kill is a line there, and the figures are of all
lines in it, so that a long series can be made in parts.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from interviewer.adapters.tape import HEADER_BYTES, recover
from interviewer.errors import InterviewerError
from interviewer.model.audio import BYTES_PER_SAMPLE, RATE
from tests.pulse import Pulse, why_not
from tests.sounds import ramp, read_wav, samples

PERIOD = 65536
"""Samples after which the counting sound begins again: 4.1 s."""

LONGEST_START = 60.0
"""Seconds for the command to begin to record."""


class Clock:
    """Which sample was in the air when, as far as a recorder beside the program can tell."""

    def __init__(self, pulse: Pulse) -> None:
        self._ahead: float | None = None
        command = ["pacat", "--record", "--device=mic", "--raw", "--format=s16le", "--rate=16000", "--channels=1"]
        self._recorder = subprocess.Popen(
            [*command, "--latency-msec=20"], env={**os.environ, **pulse.environment}, stdout=subprocess.PIPE
        )
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        assert self._recorder.stdout is not None
        handle = self._recorder.stdout.fileno()
        while block := os.read(handle, 65536):
            now = time.monotonic()
            if len(block) % BYTES_PER_SAMPLE or not any(block):
                continue
            ahead = int(samples(block)[-1]) - now * RATE
            known = self._ahead
            step = 0.0 if known is None else (ahead - known + PERIOD / 2) % PERIOD - PERIOD / 2
            if known is None or step > 0:  # a read that came with less delay than any before it
                self._ahead = ahead if known is None else known + step

    def sample_at(self, moment: float) -> float:
        """The sample in the air, in samples of no known period."""
        assert self._ahead is not None, "the recorder beside the program has heard nothing yet"
        return moment * RATE + self._ahead

    def stop(self) -> None:
        self._recorder.kill()
        self._recorder.wait()


@contextmanager
def virtual_microphone() -> Iterator[Pulse]:
    with tempfile.TemporaryDirectory(prefix="pulse-") as folder:
        pulse = Pulse(Path(folder))
        try:
            pulse.wait_until_up()
            yield pulse
        finally:
            pulse.stop()


def start(pulse: Pulse, recordings: Path) -> subprocess.Popen[bytes]:
    """`interviewer practice` as a user would type it, with nothing but the recording in it."""
    chosen = {
        "RECORDINGS": str(recordings),
        "VOICE": "off",
        "SPEAKER": "off",
        "JUDGE": "off",
        "EARS": "whisper-tiny.en",
    }
    sound = {name: value for name, value in pulse.environment.items() if name != "HOME"}
    return subprocess.Popen(
        [sys.executable, "-m", "interviewer", "practice", "--questions", "1", "--seed", "1"],
        env={**os.environ, **sound, **{f"INTERVIEWER_{name}": value for name, value in chosen.items()}},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def recording_of(recordings: Path, program: subprocess.Popen[bytes]) -> Path:
    """The answer that is being recorded, once there is sound in it."""
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until and program.poll() is None:
        for wav in recordings.glob("*/turn-01/take-1/answer.wav"):
            if wav.stat().st_size > HEADER_BYTES + RATE:
                return wav
        time.sleep(0.02)
    raise SystemExit("the command does not record")


def kill_some(pulse: Pulse, clock: Clock, count: int, chance: random.Random) -> list[float]:
    """Seconds lost by each of so many programs that record at once, killed at moments of their own."""
    lost = []
    with tempfile.TemporaryDirectory() as folder:
        homes = [Path(folder) / str(number) for number in range(count)]
        programs = [start(pulse, home) for home in homes]
        wavs = [recording_of(home, program) for home, program in zip(homes, programs, strict=True)]
        for program, wav in zip(programs, wavs, strict=True):
            time.sleep(chance.uniform(0.0, 1.5))
            moment = time.monotonic()
            os.kill(program.pid, signal.SIGKILL)
            program.wait()
            lost.append(seconds_lost(wav, clock.sample_at(moment)))
    return lost


def seconds_lost(wav: Path, in_the_air: float) -> float:
    """How far the last sample on disk lies behind the one in the air. Raises InterviewerError when none is kept."""
    if recover(wav) <= 0:
        raise InterviewerError(f"{wav} is empty.")
    behind = in_the_air - int(samples(read_wav(wav))[-1])
    return ((behind + PERIOD / 4) % PERIOD - PERIOD / 4) / RATE


def table(lost: Sequence[float]) -> str:
    ordered = sorted(lost)
    share = ordered[int(len(ordered) * 0.95)]
    return (
        f"{len(lost)} kills: median {statistics.median(lost) * 1e3:.0f} ms, 95 of 100 within {share * 1e3:.0f} ms, "
        f"worst {ordered[-1] * 1e3:.0f} ms (floor 200 ms, aim 100 ms)"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--at-once", type=int, default=5, help="programs that record at the same time")
    asked.add_argument("--log", type=Path, help="a file that each kill is added to as a line")
    given = asked.parse_args()
    if (reason := why_not()) is not None:
        raise SystemExit(reason)
    log = given.log or Path(tempfile.mkdtemp()) / "kills.jsonl"
    chance = random.Random(time.time_ns())
    left = given.kills
    with virtual_microphone() as pulse, pulse.heard(ramp(60.0 * given.kills + 60)):
        clock = Clock(pulse)
        try:
            time.sleep(2.0)
            while left > 0:
                lost = kill_some(pulse, clock, min(left, given.at_once), chance)
                left -= len(lost)
                with log.open("a") as file:
                    file.writelines(json.dumps({"lost": seconds}) + "\n" for seconds in lost)
        finally:
            clock.stop()
    print(table([json.loads(line)["lost"] for line in log.read_text().splitlines()]))


if __name__ == "__main__":
    main()
