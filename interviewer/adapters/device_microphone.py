"""A real microphone through PortAudio.

PortAudio's callback copies each block onto a bounded wire and does nothing else. A writer thread takes the blocks off
the wire, puts them on disk and only then hands them on to whoever iterates, so that neither the detector nor the
screen can hold up the disk, and the disk cannot hold up the device. The stream is open for a whole session: opening
takes up to two seconds on some systems, and a Bluetooth headset changes its profile when it happens.

PortAudio cannot say that a device has gone silent for good, so its word is not taken: blocks that do not come are
noticed by counting the waits, and a stream is aborted, never stopped, for `stop` waits for the dead device.
"""

from __future__ import annotations

import math
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import numpy as np

from interviewer.adapters.device_format import DeviceFormat, formats
from interviewer.adapters.portaudio import Device, choose, devices, let_go, library, quiet, translated
from interviewer.adapters.pulse_source import SourceWatch
from interviewer.adapters.tape import Tape
from interviewer.adapters.wire import WIRE_SECONDS, Block, Wire
from interviewer.errors import InterviewerError, MicrophoneError, NoMicrophone, StoreError
from interviewer.model.audio import BYTES_PER_SAMPLE, DEAD_AFTER, RATE, Chunk
from interviewer.ports import Microphone, Recording

__all__ = ["Device", "DeviceMicrophone", "check", "devices"]

BLOCK_SECONDS = 0.05
"""What a kill can cost at most, besides the block that is being written."""

FIRST_BLOCK_SECONDS = 5.0
"""How long a device may take to send anything (0.5 to 2 s were measured behind a sound server)."""

STALL_SECONDS = 1.5
"""Without a block for so long, the device has stopped delivering."""

CHECK_SECONDS = 1.0
"""How long a device is listened to when it is only tried."""

TAIL_SECONDS = 0.5
"""How long to wait, on leaving, for what was said before and is still under way through the system."""

_WAIT_SECONDS = 0.1
_ALIVE_SECONDS = 0.5


class DeviceMicrophone(Microphone):
    """The microphone named by its number or a unique part of its name; "" is the system's own choice."""

    def __init__(self, device: str = "") -> None:
        self.wanted = device
        self.name = device or "default microphone"
        self.notice = ""
        """A sentence for the candidate when sound has to be converted; empty otherwise."""

        self._stream: Any = None
        self._format: DeviceFormat
        self._wire: Wire
        self._watch: SourceWatch

    def __enter__(self) -> Self:
        """Open the device and wait until it has been heard. Raises NoMicrophone, also for digital silence."""
        try:
            self._open()
            self._await_sound()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self._close()

    @contextmanager
    def record(self, to: Path, *, turn: int) -> Iterator[Recording]:
        """As the port says. A device that died between two takes is opened again. Raises also MicrophoneError."""
        if self._wire.ended or self._wire.seconds_since_block() > STALL_SECONDS:
            self._reopen()
        with Tape(to) as tape:
            recording = DeviceRecording(self._wire, self._format, tape, self._watch.moved_to)
            try:
                yield recording
            finally:
                recording.leave()
                if recording.kept is not None:
                    tape.cut(recording.kept)
            recording.raise_what_the_disk_said()

    def listen(self, seconds: float) -> bytes:
        """Sound in the house format that is kept nowhere; shorter when the device stops."""
        convert, heard = self._format.converter(), bytearray()
        self._wire.listen()
        while len(heard) < seconds * RATE * BYTES_PER_SAMPLE and (block := self._wire.get(STALL_SECONDS)):
            if block.wanted:
                heard += convert(block.pcm)
        self._wire.forget()
        return bytes(heard)

    def _open(self) -> None:
        sounddevice = library("microphone")
        device = choose(devices(), self.wanted, "microphone")
        self.name = device.name
        what = f"Microphone {device.number} ({device.name}) cannot be opened"
        with translated(what, NoMicrophone, _OTHER), quiet():
            refusals: list[Exception] = []
            for format in formats(device):
                try:
                    self._start(sounddevice, device, format)
                    break
                except sounddevice.PortAudioError as refusal:
                    refusals.append(refusal)
            else:
                raise refusals[0]
        self.notice = self._format.notice(device)

    def _start(self, sounddevice: Any, device: Device, format: DeviceFormat) -> None:
        wire = Wire(format.bytes_a_second)

        def callback(pcm: Any, frames: int, times: Any, status: Any) -> None:
            wire.put(bytes(pcm), times.currentTime - times.inputBufferAdcTime, overflow=bool(status.input_overflow))

        stream = sounddevice.RawInputStream(
            device=device.number,
            samplerate=format.rate,
            channels=format.channels,
            dtype="int16",
            blocksize=round(format.rate * BLOCK_SECONDS),
            latency="high",
            callback=callback,
            finished_callback=wire.end,
        )
        try:
            stream.start()
        except sounddevice.PortAudioError:
            let_go(stream)
            raise
        self._stream, self._format, self._wire, self._watch = stream, format, wire, SourceWatch()

    def _close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            self._watch.close()
            let_go(stream)

    def _reopen(self) -> None:
        self._close()
        try:
            self._open()
        except NoMicrophone as fault:
            raise MicrophoneError(fault.message, hint=fault.hint) from fault
        if not self._wire.first_block.wait(FIRST_BLOCK_SECONDS):
            raise MicrophoneError("The microphone does not come back.", hint="Check its plug or its battery.")

    def _await_sound(self) -> None:
        if not self._wire.first_block.wait(FIRST_BLOCK_SECONDS):
            raise NoMicrophone(f"Microphone {self.name!r} opens but sends nothing.", hint=_OTHER)
        if not self._wire.first_sound.wait(DEAD_AFTER):
            raise NoMicrophone("The microphone sends only digital silence.", hint=_why_zeros())


class DeviceRecording(Recording):
    """One take: the writer thread, and what it hands on."""

    def __init__(self, wire: Wire, format: DeviceFormat, tape: Tape, moved_to: Callable[[], str] = lambda: "") -> None:
        self._wire = wire
        self._convert = format.converter()
        self._moved_to = moved_to
        self._tape = tape
        self._handed: queue.SimpleQueue[Chunk | Exception] = queue.SimpleQueue()
        self._leaving = threading.Event()
        self._disk_fault: StoreError | None = None
        self._paused = False
        self._zeros = 0.0
        self._wire.listen()
        self._writer = threading.Thread(target=self._write, name="recording", daemon=True)
        self._writer.start()

    def __iter__(self) -> Iterator[Chunk]:
        begun = False
        while True:
            try:
                handed = self._handed.get(timeout=_ALIVE_SECONDS)
            except queue.Empty:
                if begun:
                    yield Chunk(b"")
                continue
            if isinstance(handed, StoreError):
                self._disk_fault = None
            if isinstance(handed, Exception):
                raise handed
            begun = True
            yield handed

    def pause(self) -> None:
        self._paused = True
        self._wire.hush()

    def resume(self) -> None:
        self._wire.listen()
        self._paused = False

    @property
    def seconds(self) -> float:
        return self._tape.seconds

    def leave(self) -> None:
        """Let the writer bring home what is under way. Returns in any case."""
        self._wire.hush()
        self._leaving.set()
        self._writer.join(WIRE_SECONDS)
        self._wire.forget()

    def raise_what_the_disk_said(self) -> None:
        """Raises StoreError when writing failed and nobody was told."""
        if self._disk_fault is not None:
            raise self._disk_fault

    def _write(self) -> None:
        """The writer thread. Whatever ends it goes to the iterator, bugs included."""
        try:
            waits = 0
            while not self._is_home():
                block = self._wire.get(_WAIT_SECONDS)
                waits = 0 if block else waits + 1
                if block is not None:
                    self._take(block)
                elif self._wire.ended or waits * _WAIT_SECONDS >= STALL_SECONDS:
                    raise self._stopped()
        except StoreError as fault:
            self._disk_fault = fault
            self._handed.put(fault)
        except Exception as fault:
            self._handed.put(fault)

    def _is_home(self) -> bool:
        """Whether the take is being left and everything said before has come in."""
        return self._leaving.is_set() and self._wire.is_through(TAIL_SECONDS)

    def _take(self, block: Block) -> None:
        if not block.wanted:
            if self._paused:
                self._handed.put(Chunk(b""))
            return
        pcm = self._convert(block.pcm)
        if block.lost_seconds:
            self._tape.add_silence(block.lost_seconds)
        self._tape.add(pcm)
        self._handed.put(Chunk(pcm, lost_seconds=block.lost_seconds, moved_to=self._moved_to()))
        self._refuse_zeros(block)

    def _refuse_zeros(self, block: Block) -> None:
        """A take that has been nothing but zeros so far; a device with a noise gate sends them when nobody speaks."""
        if self._wire.gated or self._zeros < 0:
            return
        self._zeros = -1.0 if any(block.pcm) else self._zeros + block.seconds
        if self._zeros >= DEAD_AFTER:
            raise MicrophoneError("The microphone sends only digital silence.", hint=_why_zeros())

    def _stopped(self) -> InterviewerError:
        return MicrophoneError(
            f"The microphone stopped delivering at {self._tape.seconds:.1f} s; what you said before is kept.",
            hint="Check its plug or its battery.",
        )


def check(device: str = "") -> str:
    """Open the device for a moment and say what was heard, in a few words. Raises NoMicrophone."""
    with DeviceMicrophone(device) as microphone:
        heard = np.frombuffer(microphone.listen(CHECK_SECONDS), "<i2")
    if not heard.size:
        raise NoMicrophone(f"Microphone {microphone.name!r} stopped at once.", hint=_OTHER)
    peak = 20 * math.log10(max(1, int(np.abs(heard.astype(np.int32)).max())) / 32768)
    format = microphone.notice or f"{RATE} Hz, mono."
    return f"{microphone.name}: {format} Loudest in {heard.size / RATE:.1f} s: {peak:.0f} dBFS"


_OTHER = "Choose another one with --microphone, or type your answers: interviewer practice --typed"


def _why_zeros() -> str:
    if sys.platform == "darwin":
        return "System Settings > Privacy & Security > Microphone > allow your terminal, then start it again."
    if sys.platform == "win32":
        return "Settings > Privacy & security > Microphone > let desktop apps use it; then look for a mute switch."
    return "Look for a mute switch, or choose another one with --microphone. With a noise gate: speak while it starts."
