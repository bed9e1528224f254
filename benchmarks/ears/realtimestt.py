"""RealtimeSTT beside ours: set up in a folder of its own, and fed the same answers in real time.

Only what it needs to be fed sound is installed. Its microphone library has no wheel for Linux and is not used here, so
an empty module stands in its place. Raises RuntimeError, with what pip said, where it cannot be installed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

VERSION = "1.1.2"
ALONE = (
    f"realtimestt=={VERSION}",
    "silero-vad",
    "halo",
    "log-symbols",
    "spinners",
    "termcolor",
    "webrtcvad-wheels",
)
"""Installed without what they ask for: a microphone library, and other engines."""

WITH_NEEDS = (
    "torch",
    "faster-whisper==1.2.1",
    "colorama",
    "scipy",
    "soundfile",
    "websockets",
    "websocket-client",
    "filelock",
    "typing-extensions",
    "sympy",
    "networkx",
    "jinja2",
    "fsspec",
    "setuptools<80",
    "six",
)
NO_MICROPHONE = "paInt16 = 8\n\n\nclass PyAudio:\n    pass\n"
CHILD = Path(__file__).with_name("realtimestt_child.py")


def set_up(folder: Path) -> Path:
    """The environment's Python; what is in `folder` already is used again."""
    python = folder / "bin" / "python"
    ready = folder / f"ready-{VERSION}"
    if not ready.exists():
        venv.create(folder, with_pip=True)
        _pip(python, "--no-deps", *ALONE)
        _pip(python, *WITH_NEEDS)
        packages = next(folder.glob("lib/python*/site-packages"))
        (packages / "pyaudio.py").write_text(NO_MICROPHONE, encoding="utf-8")
        ready.touch()
    return python


def listen(python: Path, weights: Path, wavs: Sequence[Path]) -> list[dict[str, Any]]:
    """For each answer: the second of sound at which it took it to be over, its text, and how late the text came."""
    done = subprocess.run(
        [python, CHILD, weights, *wavs], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or len(lines) != len(wavs):
        raise RuntimeError(f"RealtimeSTT ended with {done.returncode}: {done.stderr[-2000:]}")
    return [json.loads(line) for line in lines]


def _pip(python: Path, *what: str) -> None:
    done = subprocess.run([python, "-m", "pip", "install", "-q", *what], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"pip could not install {' '.join(what)}: {done.stderr[-2000:]}")


if __name__ == "__main__":
    print(set_up(Path(sys.argv[1])))
