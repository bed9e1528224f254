"""A sound system of the tests' own: a PulseAudio daemon with a virtual microphone and a virtual loudspeaker.

What is played into the sink `room` is what the microphone hears, sample for sample (16 kHz mono, no conversion).
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.sounds import noise

PLUGIN = "libasound_module_pcm_pulse.so"
START_SECONDS = 20

DAEMON = """
load-module module-native-protocol-unix socket={folder}/native auth-anonymous=1
load-module module-null-sink sink_name=room rate=16000 channels=1
load-module module-remap-source source_name=mic master=room.monitor
load-module module-null-sink sink_name=loudspeaker rate=48000 channels=1
set-default-source mic
set-default-sink loudspeaker
"""

ALSA = """
pcm.!default { type pulse }
ctl.!default { type pulse }
"""


class Pulse:
    """The running daemon."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_SERVER": f"unix:{folder}/native",
            "PULSE_COOKIE": str(folder / "cookie"),
            "ALSA_CONFIG_PATH": str(folder / "asound.conf"),
            "JACK_NO_START_SERVER": "1",
            "HOME": str(folder),
        }
        (folder / "daemon.pa").write_text(DAEMON.format(folder=folder))
        (folder / "asound.conf").write_text(ALSA)
        (folder / "cookie").write_bytes(bytes(256))
        self._listeners: list[subprocess.Popen[bytes]] = []
        command = "pulseaudio -n --exit-idle-time=-1 --disable-shm=1 --use-pid-file=0 --daemonize=0 --realtime=0"
        with (folder / "log").open("wb") as log:
            self._daemon = subprocess.Popen(
                [*command.split(), "--high-priority=0", "-F", str(folder / "daemon.pa")],
                env=self.whole_environment(),
                stdout=log,
                stderr=log,
            )

    def wait_until_up(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while "mic" not in self.control("list", "short", "sources", check=False):
            if self._daemon.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"pulseaudio did not start: {(self.folder / 'log').read_text()}")
            time.sleep(0.1)
        self._listeners = [self._hurry("mic"), self._hurry("loudspeaker.monitor")]

    def _hurry(self, source: str) -> subprocess.Popen[bytes]:
        """A virtual device works in steps of up to two seconds unless somebody who listens to it is in a hurry."""
        return subprocess.Popen(
            ["pacat", "--record", f"--device={source}", "--latency-msec=20"],
            env=self.whole_environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def stop(self) -> None:
        for process in (*self._listeners, self._daemon):
            process.kill()
            process.wait()

    def control(self, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(
            ["pactl", *arguments], env=self.whole_environment(), capture_output=True, text=True, check=check
        )
        return done.stdout

    def suspend(self) -> None:
        """The microphone stops delivering, as after a driver's hiccup."""
        self.control("suspend-source", "mic", "1")

    def wake(self) -> None:
        self.control("suspend-source", "mic", "0")

    @contextmanager
    def replaced(self) -> Iterator[None]:
        """While in here, this process hears the loudspeaker instead, as when its microphone is unplugged."""
        self._move("loudspeaker.monitor")
        try:
            yield
        finally:
            self._move("mic")

    def _move(self, source: str) -> None:
        for stream in json.loads(self.control("--format=json", "list", "source-outputs")):
            if stream["properties"].get("application.process.id") == str(os.getpid()):
                self.control("move-source-output", str(stream["index"]), source)

    @contextmanager
    def heard(self, pcm: bytes) -> Iterator[None]:
        """While in here, the microphone hears this sound from its start; silence follows it."""
        raw = self.folder / "heard.raw"
        raw.write_bytes(pcm)
        form = ["--raw", "--format=s16le", "--rate=16000", "--channels=1", "--latency-msec=1000"]
        player = subprocess.Popen(
            ["pacat", "--playback", "--device=room", *form, str(raw)],
            env=self.whole_environment(),
            stderr=subprocess.DEVNULL,
        )
        try:
            yield
        finally:
            player.kill()
            player.wait()

    @contextmanager
    def murmur(self) -> Iterator[None]:
        """While in here, the room is quiet, but not dead: what a real microphone hears when nobody speaks."""
        with self.heard(noise(300)):
            yield

    @contextmanager
    def played(self, to: Path) -> Iterator[None]:
        """Write what is played on the loudspeaker to `to`, as raw 16-bit mono at 48 kHz."""
        form = ["--raw", "--format=s16le", "--rate=48000", "--channels=1", "--latency-msec=20"]
        with to.open("wb") as file:
            recorder = subprocess.Popen(
                ["pacat", "--record", "--device=loudspeaker.monitor", *form],
                env=self.whole_environment(),
                stdout=file,
                stderr=subprocess.DEVNULL,
            )
            try:
                yield
            finally:
                recorder.send_signal(signal.SIGTERM)
                recorder.wait()

    def whole_environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment}


def why_not() -> str | None:
    """What is missing for a virtual microphone, or None."""
    for program in ("pulseaudio", "pactl", "pacat"):
        if shutil.which(program) is None:
            return f"{program} is not installed (apt-get install pulseaudio pulseaudio-utils)"
    if not any(folder.glob(f"**/{PLUGIN}") for folder in map(Path, ("/usr/lib", "/usr/lib64", "/usr/local/lib"))):
        return "the ALSA plugin for PulseAudio is not installed (apt-get install libasound2-plugins)"
    try:
        import sounddevice  # noqa: F401
    except OSError:
        return "PortAudio is not installed (apt-get install libportaudio2)"
    return None


def restart_portaudio() -> None:
    """PortAudio looks at the environment and the devices only when it starts."""
    if (sounddevice := sys.modules.get("sounddevice")) is not None:
        sounddevice._terminate()
        sounddevice._initialize()


@pytest.fixture(scope="session")
def pulse_daemon() -> Iterator[Pulse]:
    if (reason := why_not()) is not None:
        pytest.skip(reason)
    with tempfile.TemporaryDirectory(prefix="pulse-") as folder:
        daemon = Pulse(Path(folder))
        try:
            daemon.wait_until_up()
            yield daemon
        finally:
            daemon.stop()


@pytest.fixture
def pulse(pulse_daemon: Pulse, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pulse]:
    """The virtual devices, as the default ones of this process and of its children."""
    with monkeypatch.context() as patch:
        for name, value in pulse_daemon.environment.items():
            if name != "HOME":
                patch.setenv(name, value)
        pulse_daemon.wake()
        restart_portaudio()
        yield pulse_daemon
    restart_portaudio()
