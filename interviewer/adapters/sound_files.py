"""Sound files of any common kind as blocks in the house format, with limits that are enforced and not only read.

WAV, FLAC, OGG (Vorbis, Opus) and MP3 are read by libsndfile; what it does not know (M4A, WebM, MP4) by FFmpeg's
libraries through PyAV. What counts is the content: the name's ending is never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from interviewer.errors import BadAudio
from interviewer.model.audio import BYTES_PER_SAMPLE, RATE

if TYPE_CHECKING:
    from soundfile import SoundFile

BLOCK_SECONDS = 0.1
LARGEST_BYTES = 500_000_000
LONGEST_SECONDS = 2 * 3600.0
READABLE = "WAV, FLAC, OGG, Opus, MP3, M4A, WebM"

_BLOCK_BYTES = int(BLOCK_SECONDS * RATE) * BYTES_PER_SAMPLE
_LENGTH_UNKNOWN = 2**62
"""libsndfile says 2^63-1 frames for a stream whose header was never finished."""

_RATES = range(1_000, 1_000_001)

Sound = npt.NDArray[np.float32]


def check_file(path: Path) -> float:
    """Decode the whole file once and return its length in seconds.

    Raises BadAudio when it is missing, empty, no sound, larger than 500 MB, longer than two hours (by its header, or
    in truth) or broken off in the middle, so that nothing of this can happen in mid-interview.
    """
    seconds = sum(len(block) for block in decode(path)) / BYTES_PER_SAMPLE / RATE
    if not seconds:
        raise BadAudio(f"{path.name} holds no sound.")
    return seconds


def decode(path: Path) -> Iterator[bytes]:
    """The file as 16 kHz mono 16-bit PCM in blocks of 0.1 s (the last one may be shorter). Raises BadAudio."""
    _refuse_by_size(path)
    pending = bytearray()
    total = 0
    for pcm in _decoded(path):
        total += len(pcm)
        if total / BYTES_PER_SAMPLE / RATE > LONGEST_SECONDS:
            raise _too_long(path, "holds more than 2 h")
        pending += pcm
        while len(pending) >= _BLOCK_BYTES:
            yield bytes(pending[:_BLOCK_BYTES])
            del pending[:_BLOCK_BYTES]
    if pending:
        yield bytes(pending)


def _decoded(path: Path) -> Iterator[bytes]:
    import soundfile

    try:
        sound = soundfile.SoundFile(path)
    except soundfile.LibsndfileError:
        yield from _with_ffmpeg(path)
        return
    with sound:
        _refuse_by_header(path, sound)
        try:
            yield from _with_libsndfile(sound)
        except soundfile.LibsndfileError as fault:
            raise BadAudio(f"{path.name} is damaged ({fault.error_string.rstrip('.')}).") from fault


def _with_libsndfile(sound: SoundFile) -> Iterator[bytes]:
    """Mixed to mono and converted by one resampler for the whole file: block by block would click at every edge."""
    import soxr

    converter = soxr.ResampleStream(sound.samplerate, RATE, 1, dtype="float32")
    frames = max(1, int(sound.samplerate * BLOCK_SECONDS))
    while len(block := sound.read(frames, dtype="float32", always_2d=True)):
        mono = block.mean(axis=1, dtype=np.float32)
        yield _to_pcm(mono if sound.samplerate == RATE else converter.resample_chunk(mono))
    if sound.samplerate != RATE:
        yield _to_pcm(converter.resample_chunk(np.zeros(0, np.float32), last=True))


def _with_ffmpeg(path: Path) -> Iterator[bytes]:
    import av

    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise BadAudio(f"{path.name} is not audio I can read ({READABLE}).")
            if container.duration:
                _refuse_by_length(path, container.duration / 1_000_000)
            converter = av.AudioResampler(format="s16", layout="mono", rate=RATE)
            for frame in container.decode(audio=0):
                for converted in converter.resample(frame):
                    yield converted.to_ndarray().astype("<i2").tobytes()
            for converted in converter.resample(None):
                yield converted.to_ndarray().astype("<i2").tobytes()
    except (av.FFmpegError, OSError, ValueError) as fault:
        raise BadAudio(f"{path.name} is not audio I can read ({READABLE}).") from fault


def _to_pcm(sound: Sound) -> bytes:
    """Exact for what was 16-bit before; beyond full scale it is clipped, and what is no number is silence."""
    scaled = np.rint(np.nan_to_num(sound, posinf=1.0, neginf=-1.0) * 32768)
    return np.clip(scaled, -32768, 32767).astype("<i2").tobytes()


def _refuse_by_size(path: Path) -> None:
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except FileNotFoundError as fault:
        raise BadAudio(f"{path} is not there.") from fault
    except OSError as fault:
        raise BadAudio(f"{path} cannot be opened ({fault.strerror}).") from fault
    if not size:
        raise BadAudio(f"{path.name} is empty.")
    if size > LARGEST_BYTES:
        raise BadAudio(f"{path.name} is larger than 500 MB ({size / 1e6:,.0f} MB).", hint="Cut it into single answers.")


def _refuse_by_header(path: Path, sound: SoundFile) -> None:
    if sound.samplerate not in _RATES:
        raise BadAudio(f"{path.name} declares {sound.samplerate} samples a second; 1,000 to 1,000,000 can be read.")
    if sound.frames < _LENGTH_UNKNOWN:
        _refuse_by_length(path, sound.frames / sound.samplerate)


def _refuse_by_length(path: Path, seconds: float) -> None:
    if seconds > LONGEST_SECONDS:
        raise _too_long(path, f"declares {seconds / 3600:,.1f} h".replace(".0 h", " h") + " of audio")


def _too_long(path: Path, what: str) -> BadAudio:
    return BadAudio(f"{path.name} {what}; the limit is 2 h.", hint="Cut it into single answers.")
