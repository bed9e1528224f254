"""Sound lost when the real command is killed with `kill -9` while it records, on a virtual microphone.

    python -m benchmarks.kills [--kills N] [--at-once N] [--log FILE] [--to docs/reliability.md]
    python -m benchmarks.kills --from-log FILE [--to docs/reliability.md]

What the microphone hears counts its own samples, so that the last sample on disk tells when it was in the air. When
the newest one was is told by a second recorder beside the program: its reads give the clock of the sound, at the
shortest delay of the last two seconds. Lost is the sound between the kill and the last sample on disk; it holds the
buffers of PortAudio and PulseAudio, which no program can save. With --log each kill is a line there, and the figures
are of all lines in it, so that a long series can be made in parts; --from-log prints them without another kill.
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
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from benchmarks.marked import put
from interviewer.adapters.tape import HEADER_BYTES, recover
from interviewer.errors import InterviewerError
from interviewer.model.audio import BYTES_PER_SAMPLE, RATE
from tests.pulse import Pulse, why_not
from tests.sounds import ramp, read_wav, samples

PERIOD = 65536
"""Samples after which the counting sound begins again: 4.1 s."""

LONGEST_START = 60.0
"""Seconds for the command to begin to record."""


WINDOW = 2.0
"""Seconds of reads that the clock is made of: a player that stumbles sets the sound back, and the clock with it."""


def wrapped(count: float) -> float:
    """A difference of two places in the counting sound, from half a period before to half a period after."""
    return (count + PERIOD / 2) % PERIOD - PERIOD / 2


class Clock:
    """Which sample was in the air when, as far as a recorder beside the program can tell."""

    def __init__(self, pulse: Pulse) -> None:
        self._reads: deque[tuple[float, float]] = deque()
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
            self._reads.append((now, int(samples(block)[-1]) - now * RATE))
            while self._reads[0][0] < now - WINDOW:
                self._reads.popleft()

    def sample_at(self, moment: float) -> float:
        """The sample in the air, give or take whole periods: by the read that came with the shortest delay."""
        reads = [ahead for _, ahead in tuple(self._reads)]
        newest = reads[-1]
        return moment * RATE + newest + max(wrapped(ahead - newest) for ahead in reads)

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
    return wrapped(in_the_air - int(samples(read_wav(wav))[-1])) / RATE


def table(log: Path) -> str:
    """The figures of all kills in a log. Raises ValueError when there are none."""
    lost = sorted(json.loads(line)["lost"] for line in log.read_text().splitlines())
    if not lost:
        raise ValueError(f"{log} holds no kills")
    when = datetime.fromtimestamp(log.stat().st_mtime).astimezone().date()
    shares = "".join(f" {figure * 1e3:.0f} ms |" for figure in (statistics.median(lost), _share(lost, 0.95), lost[-1]))
    return "\n".join(
        (
            f"Killed {len(lost)} times, the last time on {when}.",
            "",
            "| measure | median | 95 of 100 within | worst | floor, aim |",
            "| --- | --- | --- | --- | --- |",
            f"| sound lost at `kill -9` |{shares} 200 ms, 100 ms |",
        )
    )


def _share(ordered: Sequence[float], share: float) -> float:
    """The figure that this share of them does not pass."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--at-once", type=int, default=5, help="programs that record at the same time")
    asked.add_argument("--log", type=Path, help="a file that each kill is added to as a line")
    asked.add_argument("--from-log", type=Path, metavar="FILE", help="kill nothing; print the figures of this log")
    asked.add_argument("--to", type=Path, metavar="PAGE", help="write them between the marks of this page too")
    given = asked.parse_args()
    told = table(given.from_log or kill(given))
    print(told)
    if given.to is not None:
        put(given.to, "kills", told)


def kill(given: argparse.Namespace) -> Path:
    """Kill as often as was asked for; the log of it."""
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
    return log


if __name__ == "__main__":
    main()
