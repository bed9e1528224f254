"""Recordings quicker or slower with their pitch kept, by FFmpeg's `atempo`."""

from __future__ import annotations

import hashlib
import wave
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

from interviewer.errors import VoiceError

_BLOCK = 4096
"""Samples that the filter is given at once."""


def stretched(wav: Path, speed: float, folder: Path) -> Path:
    """The mono 16-bit WAV `speed` times as fast (0.5 to 2), as a file in `folder`; made once. Raises VoiceError."""
    import av

    to = folder / f"{hashlib.sha256(f'{speed:g} {wav}'.encode()).hexdigest()}.wav"
    if to.exists():
        return to
    try:
        with wave.open(str(wav), "rb") as source, wave.open(str(to), "wb") as target:
            target.setparams(source.getparams())
            for pcm in _through_filter(source, speed):
                target.writeframes(pcm)
    except (OSError, EOFError, wave.Error, ValueError, av.FFmpegError) as fault:
        to.unlink(missing_ok=True)
        raise VoiceError(f"{wav.name} cannot be played at {speed:g} times its pace ({fault}).") from fault
    return to


def _through_filter(source: wave.Wave_read, speed: float) -> Iterator[bytes]:
    import av
    import numpy as np

    rate, tick = source.getframerate(), Fraction(1, source.getframerate())
    graph = av.filter.Graph()
    into = graph.add_abuffer(sample_rate=rate, format="s16", layout="mono", time_base=tick)
    graph.link_nodes(into, graph.add("atempo", f"{speed:g}"), graph.add("abuffersink")).configure()

    def drawn() -> Iterator[bytes]:
        # The filter says "later" when it wants more, and "over" after the last: neither is a fault.
        with suppress(av.BlockingIOError, av.EOFError):
            while True:
                yield graph.pull().to_ndarray().astype("<i2").tobytes()

    at = 0
    while pcm := source.readframes(_BLOCK):
        samples = np.frombuffer(pcm, "<i2").reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, at, tick
        at += samples.shape[1]
        graph.push(frame)
        yield from drawn()
    graph.push(None)
    yield from drawn()
