"""Silero VAD on a stream, from the weights that faster-whisper carries.

faster-whisper runs the same network over a whole recording; here it runs frame by frame with its state carried on,
so that the probabilities are the same while the speaker still speaks.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from interviewer.adapters.onnx import network
from interviewer.errors import ModelNotInstalled
from interviewer.model.audio import BYTES_PER_SAMPLE, Chunk
from interviewer.ports import SpeechDetector

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

FRAME = 512
"""Samples that the network judges at once (32 ms), with the 64 before them as context."""

CONTEXT = 64
_STATE = (1, 1, 128)
_FRAME_BYTES = FRAME * BYTES_PER_SAMPLE

Floats = npt.NDArray[np.float32]


class SileroDetector(SpeechDetector):
    """Voice activity detection for one take. Detectors share the network; each has its own memory."""

    def __init__(self) -> None:
        """Raises ModelNotInstalled when faster-whisper's file is not where it belongs."""
        self._network = _network()
        self._h = np.zeros(_STATE, np.float32)
        self._c = np.zeros(_STATE, np.float32)
        self._context: Floats = np.zeros(CONTEXT, np.float32)
        self._rest = b""
        self._newest = 0.0

    def hear(self, chunk: Chunk) -> float:
        """Mean probability of the frames that this chunk completes; the last one while it completes none."""
        probabilities = self.frames(chunk)
        if probabilities.size:
            self._newest = float(probabilities.mean())
        return self._newest

    def frames(self, chunk: Chunk) -> Floats:
        """The probability of every frame that this chunk completes, oldest first; shape (n,), 0 to 1."""
        pcm = self._rest + chunk.pcm
        whole = len(pcm) // _FRAME_BYTES * _FRAME_BYTES
        self._rest = pcm[whole:]
        if not whole:
            return np.zeros(0, np.float32)
        sound: Floats = np.frombuffer(pcm[:whole], "<i2").astype(np.float32) / np.float32(32768)
        frames = sound.reshape(-1, FRAME)
        before = np.vstack([self._context, frames[:-1, -CONTEXT:]])
        self._context = frames[-1, -CONTEXT:]
        probabilities, self._h, self._c = self._network.run(
            None, {"input": np.hstack([before, frames]), "h": self._h, "c": self._c}
        )
        return np.asarray(probabilities, np.float32).reshape(-1)


@cache
def _network() -> InferenceSession:
    """The network, loaded once (0.2 s with onnxruntime's import). One thread: a frame costs well under 1 ms."""
    return network(_weights())


def _weights() -> Path:
    """Found without importing faster_whisper, which would load CTranslate2 for nothing."""
    spec = find_spec("faster_whisper")
    folder = Path(spec.origin).parent / "assets" if spec and spec.origin else Path()
    for path in sorted(folder.glob("silero_vad*.onnx"), reverse=True):
        return path
    raise ModelNotInstalled(
        "The speech detector that faster-whisper brings is missing.",
        hint="Try: pip install --force-reinstall faster-whisper",
    )
