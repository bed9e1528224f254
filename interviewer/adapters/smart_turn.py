"""Smart Turn v3.2 (https://github.com/pipecat-ai/smart-turn): hears whether somebody has finished or only pauses.

Whisper's encoder with a head on it. It takes eight seconds of sound that end now, with silence before a shorter sound,
evened out to zero mean and unit variance, as Whisper's own log-mel picture; faster-whisper draws the picture.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from interviewer.adapters.onnx import network
from interviewer.errors import ModelNotInstalled
from interviewer.model.audio import BYTES_PER_SAMPLE, RATE
from interviewer.ports import TurnDetector

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

FILE = "smart-turn-v3.2-cpu.onnx"
MELS = 80
FRAMES = 800
"""Of 10 ms each."""

_SAMPLES = round(TurnDetector.WINDOW * RATE)
_TINY = 1e-7

Floats = npt.NDArray[np.float32]


class SmartTurn(TurnDetector):
    """The network in this process, on one thread: some 60 ms a question, asked a few times in a pause."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds the weights, checked. Raises ModelNotInstalled when they do not load."""
        from faster_whisper.feature_extractor import FeatureExtractor

        self.name = "smart-turn-3.2"
        self._network = _network(folder / FILE)
        self._picture = FeatureExtractor(feature_size=MELS, chunk_length=round(TurnDetector.WINDOW))

    def ended(self, pcm: bytes) -> float:
        """See TurnDetector; 0 for silence and for no sound at all, which say nothing."""
        sound = _last(pcm)
        if not sound.any():
            return 0.0
        sound = (sound - sound.mean()) / np.sqrt(sound.var() + _TINY)
        # No padding at the end: the newest sound must be the picture's last.
        picture = self._picture(sound, padding=0)[:, :FRAMES].astype(np.float32)
        (found,) = self._network.run(None, {"input_features": picture[np.newaxis]})
        return float(np.clip(np.asarray(found).reshape(-1)[0], 0.0, 1.0))


def _last(pcm: bytes) -> Floats:
    """The last eight seconds, with zeros before them where there are fewer."""
    newest = pcm[-_SAMPLES * BYTES_PER_SAMPLE :]
    sound = np.frombuffer(newest[: len(newest) // BYTES_PER_SAMPLE * BYTES_PER_SAMPLE], "<i2")
    padded: Floats = np.zeros(_SAMPLES, np.float32)
    if sound.size:
        padded[-sound.size :] = sound.astype(np.float32) / np.float32(32768)
    return padded


def _network(file: Path) -> InferenceSession:
    try:
        return network(file)
    except Exception as fault:
        raise ModelNotInstalled(
            "The weights smart-turn-3.2 do not load.", hint="Type: interviewer models pull smart-turn-3.2"
        ) from fault
