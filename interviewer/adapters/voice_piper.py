"""A natural voice: Piper, kept warm in its child process because loading costs more than speaking."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from interviewer.adapters.child import Child
from interviewer.adapters.voice_in_child import VoiceInChild
from interviewer.errors import VoiceError

THREADS = 2
"""More are hardly quicker, and the ears want the rest."""

VARIATION = 0.333
"""Spread of timbre and of the length of sounds. With the voice's own spread (.667 and .8) it now and then slurs one
word into another; with none it drones."""


def why_not(folder: Path) -> str | None:
    """None when Piper can be tried with the weights in `folder`; otherwise what is missing. Imports nothing."""
    if find_spec("piper") is None:
        return "the package piper-tts is not installed"
    if _model(folder) is None:
        return f"there is no voice in {folder}"
    return None


class PiperVoice(VoiceInChild):
    """One warm child; a call that hangs or aborts costs that child, and the next call starts another."""

    def __init__(self, folder: Path, *, rate: int = 165, deadline: float = 30.0) -> None:
        """`folder` holds one `.onnx` with its `.onnx.json`, and lends the voice its name."""
        super().__init__(voice="", rate=rate, deadline=deadline)
        self._folder = folder.resolve()
        self._warming: threading.Thread | None = None
        self.name = folder.name
        self.recipe = f"{self.name} {_fingerprint(self._folder)} {VARIATION} {rate}"

    def start(self) -> None:
        """See Part. Loading takes half a second; a fault is met again, and told, by whoever renders."""
        if self._warming is None and not self._closed:
            self._warming = threading.Thread(target=self._warm, name="warming the voice", daemon=True)
            self._warming.start()

    def close(self) -> None:
        super().close()
        if self._warming is not None:
            self._warming.join(timeout=2.0)

    def _warm(self) -> None:
        with contextlib.suppress(VoiceError):
            self.voices()

    def _start(self) -> Child:
        return Child("interviewer.adapters.voice_child", "piper", str(self._folder), str(THREADS), str(VARIATION))


def _model(folder: Path) -> Path | None:
    found = [model for model in sorted(folder.glob("*.onnx")) if model.with_suffix(".onnx.json").is_file()]
    return found[0] if found else None


def _fingerprint(folder: Path) -> str:
    """Piper's version and the voice's own card: what decides the sound besides text and rate."""
    try:
        engine = version("piper-tts")
    except PackageNotFoundError:
        engine = "-"
    model = _model(folder)
    if model is None:
        return engine
    card = hashlib.sha256(model.with_suffix(".onnx.json").read_bytes()).hexdigest()[:12]
    return f"{engine} {card} {model.stat().st_size}"
