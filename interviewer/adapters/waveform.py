"""The outline of a recording, for a picture of it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from interviewer.errors import BadAudio

COLUMNS = 240
"""Enough for a picture as wide as a page; about three pixels each."""


def outline(wav: Path, columns: int = COLUMNS) -> tuple[float, ...]:
    """The loudest sample, 0 to 1, of each of `columns` equal stretches of a WAV. Raises BadAudio.

    It is read a stretch at a time, so an hour costs no more memory than a minute.
    """
    import numpy as np
    import soundfile

    found = []
    try:
        with soundfile.SoundFile(wav) as file:
            edges = [file.frames * place // columns for place in range(columns + 1)]
            for begin, end in pairwise(edges):
                samples = file.read(end - begin, dtype="float32")
                found.append(round(min(float(np.abs(samples).max()), 1.0), 3) if samples.size else 0.0)
    except (soundfile.LibsndfileError, OSError, ValueError, TypeError) as error:
        raise BadAudio(f"{wav} cannot be drawn: {error}.") from error
    return tuple(found)
