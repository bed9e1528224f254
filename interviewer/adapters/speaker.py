"""Loudspeakers: a real one through PortAudio, and one that only waits.

The real one keeps its stream open and plays silence between two clips, so that a clip starts within the length of
the device's buffer (0.1 s) and a sound server has no time to fall asleep.
"""

from __future__ import annotations

import atexit
import threading
import time
import wave
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import numpy as np

from interviewer.adapters.portaudio import Device, choose, devices, finishes, let_go, library, quiet, translated
from interviewer.errors import NoSpeaker, VoiceError
from interviewer.model.audio import BYTES_PER_SAMPLE
from interviewer.ports import Speaker

BLOCK_SECONDS = 0.01
"""Of a callback; also how often `stop` is asked."""

BUFFER_SECONDS = 0.1
"""What the device is asked to hold: short enough to start at once, long enough for a busy machine with two cores."""

AHEAD_SECONDS = 1.0
"""How much converted sound is held ready for the callback."""

STALL_SECONDS = 2.0
"""Without a callback for so long, the device has stopped playing."""

_STEREO = 2
_OTHER = "Choose another one with --speaker, or read the questions: --speaker off"


def _never() -> bool:
    return False


class DeviceSpeaker(Speaker):
    """The loudspeaker named by its number or a unique part of its name; "" is the system's own choice."""

    def __init__(self, device: str = "") -> None:
        """Open the device. Raises NoSpeaker when it is not there or does not open."""
        self.wanted = device
        self.name = ""
        self._stream: Any = None
        self._source: _Source
        self._open()
        atexit.register(self.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the device; returns within two seconds even when it hangs. The next clip opens it again."""
        stream, self._stream = self._stream, None
        if stream is not None:
            let_go(stream)

    def play(self, wav: Path, *, start: float = 0.0, stop: Callable[[], bool] = _never) -> float:
        """As the port says. A device that died since the last clip is opened again first."""
        if self._stream is None or self._source.ended:
            self._reopen()
        source = self._source
        sound = _read(wav, start, source.rate)
        source.begin()
        while True:
            while source.ahead_seconds < AHEAD_SECONDS and (block := next(sound, b"")):
                source.feed(block)
            if not source.ahead_seconds:
                break
            if stop():
                return start + self._cut()
            self._await_callback()
        self._let_ring(stop)
        return start + source.played_seconds

    def answers(self) -> bool:
        """Whether the device comes for sound."""
        return self._source.taken.wait(STALL_SECONDS)

    @property
    def rate(self) -> int:
        """Samples a second that the device is fed with."""
        return self._source.rate

    def _await_callback(self) -> None:
        """Until the device has taken the next block. Raises VoiceError when it does not come for it."""
        for _ in range(round(STALL_SECONDS / BLOCK_SECONDS)):
            if self._source.taken.wait(BLOCK_SECONDS):
                self._source.taken.clear()
                return
            if self._source.ended:
                break
        self.close()
        raise VoiceError(f"The loudspeaker {self.name!r} stopped playing.")

    def _let_ring(self, stop: Callable[[], bool]) -> None:
        """Until what the device still holds has been heard."""
        end = time.monotonic() + float(self._stream.latency)
        while (left := end - time.monotonic()) > 0 and not stop():
            time.sleep(min(left, BLOCK_SECONDS))

    def _cut(self) -> float:
        """Silence at once: what the device still holds is thrown away. Returns the seconds that were heard."""
        stream, heard = self._stream, max(0.0, self._source.played_seconds - float(self._stream.latency))
        self._source.begin()

        def start_over() -> None:
            stream.abort(ignore_errors=True)
            self._source.ended = False
            stream.start()

        if not finishes(start_over, STALL_SECONDS):
            self.close()
        return heard

    def _open(self) -> None:
        sounddevice = library("speaker")
        device = choose(devices("speaker"), self.wanted, "speaker")
        self.name = device.name
        with translated(f"Speaker {device.number} ({device.name}) cannot be opened", NoSpeaker, _OTHER), quiet():
            try:
                self._start(sounddevice, device, 1)
            except sounddevice.PortAudioError:
                if device.outputs < _STEREO:
                    raise
                self._start(sounddevice, device, _STEREO)

    def _start(self, sounddevice: Any, device: Device, channels: int) -> None:
        source = _Source(device.rate, channels)

        def callback(out: Any, frames: int, times: Any, status: Any) -> None:
            out[:] = source.take(frames)

        stream = sounddevice.RawOutputStream(
            device=device.number,
            samplerate=device.rate,
            channels=channels,
            dtype="int16",
            blocksize=round(device.rate * BLOCK_SECONDS),
            latency=BUFFER_SECONDS,
            callback=callback,
            finished_callback=source.end,
        )
        try:
            stream.start()
        except sounddevice.PortAudioError:
            let_go(stream)
            raise
        self._stream, self._source = stream, source

    def _reopen(self) -> None:
        self.close()
        try:
            self._open()
        except NoSpeaker as fault:
            raise VoiceError(fault.message, hint=fault.hint) from fault


class _Clip:
    """One clip on its way to the device."""

    def __init__(self) -> None:
        self._blocks: deque[bytes] = deque()
        self._rest = b""
        self.fed = 0
        self.played = 0
        """Both in bytes."""

    def feed(self, pcm: bytes) -> None:
        self.fed += len(pcm)
        self._blocks.append(pcm)

    def take(self, needed: int) -> bytes:
        pcm = self._rest
        while len(pcm) < needed and self._blocks:
            pcm += self._blocks.popleft()
        self._rest = pcm[needed:]
        self.played += min(len(pcm), needed)
        return pcm[:needed].ljust(needed, b"\0")


class _Source:
    """What the callback plays: the clip, and silence when there is none."""

    def __init__(self, rate: int, channels: int) -> None:
        self.rate = rate
        self._channels = channels
        self.taken = threading.Event()
        self.ended = False
        self._clip = _Clip()

    @property
    def ahead_seconds(self) -> float:
        return (self._clip.fed - self._clip.played) / BYTES_PER_SAMPLE / self.rate

    @property
    def played_seconds(self) -> float:
        """Of this clip, given to the device."""
        return self._clip.played / BYTES_PER_SAMPLE / self.rate

    def begin(self) -> None:
        """A new clip; a callback that is under way keeps to the old one."""
        self._clip = _Clip()
        self.taken.clear()

    def feed(self, pcm: bytes) -> None:
        self._clip.feed(pcm)

    def take(self, frames: int) -> bytes:
        """The next samples; called by PortAudio's thread."""
        pcm = self._clip.take(frames * BYTES_PER_SAMPLE)
        self.taken.set()
        return pcm if self._channels == 1 else np.frombuffer(pcm, np.int16).repeat(self._channels).tobytes()

    def end(self) -> None:
        """The stream is over: stopped by us, or because its device or its server is gone."""
        self.ended = True


class SilentSpeaker(Speaker):
    """For a machine without sound, or for who would rather read: nothing is heard, but the time passes."""

    def __init__(self, *, paced: bool = True) -> None:
        """`paced`: wait as long as each clip lasts; otherwise return at once."""
        self.name = "off"
        self._paced = paced

    def play(self, wav: Path, *, start: float = 0.0, stop: Callable[[], bool] = _never) -> float:
        with _opened(wav) as clip:
            length = clip.getnframes() / clip.getframerate()
        if not self._paced:
            return length
        begun = time.monotonic()
        while (heard := start + time.monotonic() - begun) < length:
            if stop():
                return heard
            time.sleep(min(BLOCK_SECONDS, length - heard))
        return length


def check(device: str = "") -> str:
    """Open the loudspeaker for a moment and say what it is. Raises NoSpeaker."""
    with DeviceSpeaker(device) as speaker:
        if not speaker.answers():
            raise NoSpeaker(f"The loudspeaker {speaker.name!r} opens but plays nothing.", hint=_OTHER)
        return f"{speaker.name}: {speaker.rate} Hz."


def _read(wav: Path, start: float, rate: int) -> Iterator[bytes]:
    """Blocks of a mono 16-bit WAV from a second on, converted to the device's rate. Raises VoiceError."""
    with _opened(wav) as clip:
        if clip.getnchannels() != 1 or clip.getsampwidth() != BYTES_PER_SAMPLE:
            raise VoiceError(f"{wav.name} is not a mono 16-bit WAV.")
        clip.setpos(min(clip.getnframes(), max(0, round(start * clip.getframerate()))))
        frames = clip.getframerate() // 10
        blocks = iter(lambda: clip.readframes(frames), b"")
        yield from blocks if clip.getframerate() == rate else _converted(blocks, clip.getframerate(), rate)


def _converted(blocks: Iterator[bytes], rate: int, to: int) -> Iterator[bytes]:
    import soxr

    resampler = soxr.ResampleStream(rate, to, 1, dtype="int16")
    for block in blocks:
        if pcm := resampler.resample_chunk(np.frombuffer(block, "<i2")).tobytes():
            yield pcm
    yield resampler.resample_chunk(np.zeros(0, np.int16), last=True).tobytes()


def _opened(wav: Path) -> wave.Wave_read:
    try:
        return wave.open(str(wav), "rb")
    except (OSError, EOFError, wave.Error) as fault:
        raise VoiceError(f"{wav.name} cannot be played ({fault}).") from fault
