"""The form in which a device gives its sound, and the way from there to 16 kHz mono."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from interviewer.adapters.portaudio import Device
from interviewer.model.audio import BYTES_PER_SAMPLE, RATE

_MOST_CHANNELS = 8

Converter = Callable[[bytes], bytes]


@dataclass(frozen=True)
class DeviceFormat:
    """Signed 16-bit samples, interleaved."""

    rate: int
    channels: int

    @property
    def bytes_a_second(self) -> int:
        return self.rate * self.channels * BYTES_PER_SAMPLE

    def converter(self) -> Converter:
        """To the house format, block by block with the state carried over, so that no edge is heard. One a take."""
        if self == HOUSE:
            return bytes
        import soxr

        resampler = soxr.ResampleStream(self.rate, RATE, 1, dtype="int16")

        def convert(pcm: bytes) -> bytes:
            samples = np.frombuffer(pcm, "<i2").reshape(-1, self.channels)
            mono = samples.mean(axis=1).astype(np.int16) if self.channels > 1 else samples[:, 0]
            return (mono if self.rate == RATE else resampler.resample_chunk(mono)).astype("<i2").tobytes()

        return convert

    def notice(self, device: Device) -> str:
        """What the candidate should know about it; nothing when it is the house format."""
        if self.rate == RATE:
            return ""
        return f"Device {device.number} cannot record at {RATE} Hz; using {self.rate} Hz and converting."


HOUSE = DeviceFormat(RATE, 1)


def formats(device: Device) -> list[DeviceFormat]:
    """What to try, best first: some drivers know only their own rate, some cannot give a single channel."""
    channels = min(device.inputs, _MOST_CHANNELS)
    tries = [HOUSE, DeviceFormat(device.rate, 1), DeviceFormat(RATE, channels), DeviceFormat(device.rate, channels)]
    return list(dict.fromkeys(tries))
