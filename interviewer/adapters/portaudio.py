"""The wall around PortAudio: what devices there are, which one is meant, and its errors in sentences.

sounddevice is imported on first use: it loads PortAudio, which looks at every device (40 ms, and seconds on a machine
with a hanging sound server).
"""

from __future__ import annotations

import atexit
import ctypes
import logging
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from interviewer.errors import InterviewerError, NoMicrophone, NoSpeaker

log = logging.getLogger(__name__)

Side = Literal["microphone", "speaker"]
Fault = type[InterviewerError]

LETTING_GO_SECONDS = 2.0
"""How long a stream may take to close before it is left to itself."""

_SETUP_FAULT: dict[Side, Fault] = {"microphone": NoMicrophone, "speaker": NoSpeaker}
_WAY_OUT: dict[Side, str] = {
    "microphone": "Connect one, or type your answers: interviewer practice --typed",
    "speaker": "Connect one, or read the questions: interviewer practice --speaker off",
}

_MEANINGS = {
    -9999: "its driver refused",
    -9998: "it has not that many channels",
    -9997: "it does not know this sample rate",
    -9996: "it is not there any more",
    -9994: "it does not know this sample format",
    -9993: "input and output would have to be different devices",
    -9992: "there is not enough memory",
    -9987: "it stopped answering",
    -9985: "another program is using it, or this one is not allowed to",
}
"""PortAudio's codes that say something about the device; the others are told in PortAudio's own words."""

_quiet_lock = threading.Lock()


@dataclass(frozen=True)
class Device:
    """A sound device as PortAudio counts it."""

    number: int
    name: str
    inputs: int
    """Channels it can record; 0 for a loudspeaker."""

    outputs: int
    """Channels it can play; 0 for a microphone."""

    default: bool
    """Whether it is the system's choice for recording or for playing."""

    rate: int
    """Samples a second that it likes best."""

    system: str
    """ALSA, Core Audio, WASAPI and so on. Windows shows every device once in each of its four systems."""

    def channels(self, side: Side) -> int:
        return self.inputs if side == "microphone" else self.outputs


def library(side: Side) -> Any:
    """The sounddevice module. Raises NoMicrophone or NoSpeaker when PortAudio is missing or cannot start."""
    fault = _SETUP_FAULT[side]
    try:
        with quiet():
            import sounddevice
    except OSError as error:
        raise fault("The sound library PortAudio is missing.", hint=_how_to_install()) from error
    except Exception as error:  # PortAudioError cannot be named before the import has succeeded
        raise fault(f"The sound system does not start ({error}).", hint=_WAY_OUT[side]) from error
    _hush_alsa()
    return sounddevice


def devices(side: Side = "microphone") -> list[Device]:
    """All devices that PortAudio knows. Raises NoMicrophone or NoSpeaker when it cannot be asked."""
    sounddevice = library(side)
    with translated(f"The {side}s cannot be listed", _SETUP_FAULT[side], _WAY_OUT[side]), quiet():
        listed = sounddevice.query_devices()
        systems = sounddevice.query_hostapis()
        defaults = set(sounddevice.default.device)
    return [
        Device(
            number=found["index"],
            name=" ".join(str(found["name"]).split()),
            inputs=found["max_input_channels"],
            outputs=found["max_output_channels"],
            default=found["index"] in defaults,
            rate=round(found["default_samplerate"]),
            system=systems[found["hostapi"]]["name"],
        )
        for found in listed
    ]


def choose(found: Sequence[Device], wanted: str, side: Side) -> Device:
    """The device that is meant by a number, a part of a name, or "" for the system's own choice.

    Raises NoMicrophone or NoSpeaker, naming what there is.
    """
    usable = [device for device in found if device.channels(side)]
    if not usable:
        raise _SETUP_FAULT[side](f"There is no {side} on this computer.", hint=_WAY_OUT[side])
    if not wanted:
        return next((device for device in usable if device.default), usable[0])
    if wanted.isdecimal():
        named = [device for device in found if device.number == int(wanted)]
    else:
        named = _by_name(found, usable, wanted)
    able = [device for device in named if device.channels(side)]
    if len(able) == 1:
        return able[0]
    raise _not_one(wanted, named, able, usable, side)


def _by_name(found: Sequence[Device], usable: Sequence[Device], wanted: str) -> list[Device]:
    """Those with this in their name: able ones first, whole names before parts, the default's system before others."""
    for candidates in (usable, found):
        same = [device for device in candidates if device.name.casefold() == wanted.casefold()]
        named = same or [device for device in candidates if wanted.casefold() in device.name.casefold()]
        systems = {device.system for device in found if device.default}
        if named:
            return [device for device in named if device.system in systems] or named
    return []


def _not_one(
    wanted: str, named: Sequence[Device], able: Sequence[Device], usable: Sequence[Device], side: Side
) -> InterviewerError:
    fault, option = _SETUP_FAULT[side], f"--{side}"
    if able:
        numbers = ", ".join(str(device.number) for device in able)
        return fault(
            f'"{wanted}" matches {len(able)} {side}s: {numbers}.', hint=f"Use the number: {option} {able[0].number}"
        )
    hint = f"Try {option} {usable[0].number}"
    if named:
        direction = "input" if side == "microphone" else "output"
        return fault(f"Device {named[0].number} ({named[0].name}) has no {direction} channels.", hint=hint)
    listed = ", ".join(f"{device.number} {device.name}" for device in usable)
    return fault(f'No {side} matches "{wanted}". Found: {listed}.', hint=hint)


@contextmanager
def translated(what: str, fault: Fault, hint: str = "") -> Iterator[None]:
    """Turn whatever sounddevice raises in here into one sentence that starts with `what`."""
    import sounddevice

    try:
        yield
    except sounddevice.PortAudioError as error:
        raise fault(f"{what}: {meaning(error)}.", hint=hint) from error
    except ValueError as error:
        raise fault(f"{what}: {str(error).rstrip('.')}.", hint=hint) from error


def meaning(error: Exception) -> str:
    """What a PortAudioError says, for people."""
    text = str(error.args[0]).rstrip(".") if error.args else "it gave no reason"
    code = error.args[1] if len(error.args) > 1 else None
    host = error.args[2][2] if len(error.args) > 2 else ""
    said = _MEANINGS.get(code, text) if isinstance(code, int) else text
    return f"{said} ({host})" if host else said


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what ALSA, JACK and PortAudio print while they look for devices off the terminal; it goes to the log.

    They write to file descriptor 2 itself. It is shared by the whole process, so this is held for as short as can be.
    """
    with _quiet_lock, tempfile.TemporaryFile() as caught:
        try:
            terminal = os.dup(2)
        except OSError:  # standard error is closed: there is nothing to keep quiet
            yield
            return
        if sys.stderr is not None:
            sys.stderr.flush()
        os.dup2(caught.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(terminal, 2)
            os.close(terminal)
            caught.seek(0)
            for line in caught.read(10_000).decode(errors="replace").splitlines():
                log.debug("%s", line)


@cache
def _hush_alsa() -> None:
    """Take ALSA's printer away for good: it writes a line for every underrun, thousands a second when things go badly.

    What stands in for it is a function of the C library that does nothing, because it is called from audio threads,
    where Python has no business.
    """
    if sys.platform != "linux":
        return
    with suppress(OSError, AttributeError):
        nothing = ctypes.cast(ctypes.CDLL(None).abs, ctypes.c_void_p)
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(nothing)


def let_go(stream: Any) -> None:
    """Close a stream that may hang: `abort`, never `stop`, and at most two seconds.

    A stream that has not closed by then keeps a daemon thread; sounddevice's own farewell at exit, which would wait
    for it for ever, is called off.
    """

    def close() -> None:
        with suppress(Exception):
            stream.abort(ignore_errors=True)
        with suppress(Exception):
            stream.close(ignore_errors=True)

    if not finishes(close, LETTING_GO_SECONDS):
        import sounddevice

        log.warning("a sound device did not close within %.0f s", LETTING_GO_SECONDS)
        farewell = getattr(sounddevice, "_exit_handler", None)
        if farewell is not None:
            atexit.unregister(farewell)


def finishes(work: Callable[[], None], seconds: float) -> bool:
    """Run something that may hang in a thread of its own; whether it came back in time."""
    thread = threading.Thread(target=work, name="letting go of a sound device", daemon=True)
    thread.start()
    thread.join(seconds)
    return not thread.is_alive()


def _how_to_install() -> str:
    if sys.platform.startswith("linux"):
        return "sudo apt-get install libportaudio2"
    return f"{sys.executable} -m pip install --force-reinstall sounddevice"
