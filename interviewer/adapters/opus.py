"""Recordings as Ogg Opus, small enough to lie inside a page: about 3 kB a second.

The encoder gives each stream a random serial number; here it is always the same one, so that the same recording is
the same bytes and the same session the same page.
"""

from __future__ import annotations

import io
import struct
from contextlib import suppress
from pathlib import Path

from interviewer.adapters.disk import write_whole
from interviewer.errors import BadAudio

COMPRESSION = 0.93
"""libsndfile's scale from 0 to 1, on which this is about 24 kbit/s for one voice."""

RATE = 16_000
"""Samples a second that the encoder is given (Opus itself always counts in 48 kHz)."""

_SERIAL = 1
_HEADER = struct.Struct("<4sBBqIIIB")
"""Of an Ogg page (RFC 3533, section 6): magic, version, type, position, serial, number, checksum, segments."""

_CHECKSUM_AT, _CHECKSUM_END = 22, 26


def opus_beside(wav: Path) -> bytes:
    """The recording as Opus, from the file beside it, which is made when it is missing or older.

    Raises BadAudio when the recording cannot be read. A disk that takes no new file costs nothing but time.
    """
    kept = wav.with_suffix(".opus")
    with suppress(OSError):
        if kept.stat().st_mtime_ns >= wav.stat().st_mtime_ns:
            return kept.read_bytes()
    encoded = encode(wav)
    with suppress(OSError):
        write_whole(kept, encoded)
    return encoded


def encode(wav: Path) -> bytes:
    """A mono WAV as Ogg Opus. Raises BadAudio."""
    import soundfile
    import soxr

    try:
        samples, rate = soundfile.read(wav, dtype="int16")
        if rate != RATE:
            samples = soxr.resample(samples, rate, RATE)
        out = io.BytesIO()
        soundfile.write(out, samples, RATE, format="OGG", subtype="OPUS", compression_level=COMPRESSION)
    except (soundfile.LibsndfileError, OSError, ValueError, TypeError) as error:
        raise BadAudio(f"{wav} cannot be put into a page: {error}.") from error
    return _with_serial(out.getvalue())


def _with_serial(stream: bytes) -> bytes:
    """The same Ogg stream with our serial number in every page."""
    pages, place = [], 0
    while place < len(stream):
        magic, version, kind, position, _, number, _, segments = _HEADER.unpack_from(stream, place)
        body_at = place + _HEADER.size
        end = body_at + segments + sum(stream[body_at : body_at + segments])
        header = _HEADER.pack(magic, version, kind, position, _SERIAL, number, 0, segments)
        page = bytearray(header + stream[body_at:end])
        page[_CHECKSUM_AT:_CHECKSUM_END] = struct.pack("<I", _checksum(page))
        pages.append(bytes(page))
        place = end
    return b"".join(pages)


def _table() -> tuple[int, ...]:
    found = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)
        found.append(value & 0xFFFFFFFF)
    return tuple(found)


_TABLE = _table()


def _checksum(page: bytes | bytearray) -> int:
    """Ogg's CRC-32: generator 0x04c11db7, not reflected, no inversion."""
    value = 0
    for byte in page:
        value = ((value << 8) & 0xFFFFFFFF) ^ _TABLE[(value >> 24) ^ byte]
    return value
