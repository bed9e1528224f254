"""The encoder's process: `python -m interviewer.adapters.opus_child`.

Request `{"wav": path}` -> `{"opus": base64}`; the sound goes back through the pipe and nowhere else.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from interviewer.adapters import priority
from interviewer.adapters.child import Message, serve
from interviewer.model.audio import RATE

if TYPE_CHECKING:
    from av import AudioFrame

OPTIONS = {"b": "24000", "application": "voip", "compression_level": "5"}
"""24 kbit/s for one voice. The encoder's scale of effort ends at 10, which takes half as long again and is no larger or
smaller by more than a hundredth."""

REPEATABLE = {"fflags": "+bitexact"}
"""FFmpeg: the same serial number each time, and no version in the file."""


def opus(wav: str) -> bytes:
    """The recording as mono Ogg Opus, read and written a piece at a time. Raises what PyAV raises."""
    import av

    out = io.BytesIO()
    with av.open(out, "w", format="ogg", options=REPEATABLE) as written:
        stream = written.add_stream("libopus", rate=RATE, options=OPTIONS)
        stream.layout = "mono"
        for frame in _frames(wav):
            written.mux(stream.encode(frame))
        written.mux(stream.encode(None))
    return out.getvalue()


def _frames(wav: str) -> Iterator[AudioFrame]:
    """The sound in the encoder's format."""
    import av

    to = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(wav) as read:
        for frame in read.decode(audio=0):
            yield from to.resample(frame)
        yield from to.resample(None)


def handle(request: Message, told: Callable[[float], None]) -> Message:
    return {"opus": base64.b64encode(opus(request["wav"])).decode("ascii")}


if __name__ == "__main__":
    serve(handle, steps=priority.VOICE)
