"""What the two voices have in common: a speech engine in a child process, with a deadline and a check of the sound."""

from __future__ import annotations

import array
import contextlib
import sys
import tempfile
import threading
import wave
from abc import abstractmethod
from pathlib import Path

from interviewer.adapters.child import Child, ChildFailed, Message
from interviewer.adapters.voice_text import LONGEST, spoken
from interviewer.errors import VoiceError
from interviewer.ports import Voice, silent

_FASTEST = 60
"""Characters a second that no voice speaks: a WAV shorter than that has lost words."""

_FAINTEST = 100
"""The loudest sample (of 32,767) of a rendering that can be heard at all."""


class VoiceInChild(Voice):
    """Renders by asking a child process. Safe to call from several threads: they wait for each other."""

    def __init__(self, *, voice: str, rate: int, deadline: float) -> None:
        """`voice`: as the engine names it, or empty; `rate`: words a minute; `deadline`: seconds for a short text."""
        self._voice_name = voice
        self._rate = rate
        self._deadline = deadline
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._closed = False

    @abstractmethod
    def _start(self) -> Child: ...

    def render(self, text: str, to: Path) -> float:
        """See Voice. The file appears whole or not at all."""
        line = spoken(text)
        if not line:
            raise VoiceError("The text holds nothing that can be spoken.", hint="Give at least one word.")
        if len(line) > LONGEST:
            raise VoiceError(
                f"The text has {len(line):,} characters; at most {LONGEST:,} are spoken in one go.",
                hint="Give it in parts.",
            )
        try:
            with tempfile.TemporaryDirectory(dir=to.parent, prefix=".voice-") as folder:
                draft = Path(folder) / "spoken.wav"
                self._ask(line, draft)
                seconds = _heard_seconds(draft, line)
                draft.replace(to)
        except OSError as error:
            raise VoiceError(f"The spoken question could not be written: {error.strerror or error}.") from error
        return seconds

    def voices(self) -> tuple[tuple[str, str], ...]:
        """Id and name of every voice that the engine knows. Raises VoiceError."""
        with self._lock:
            reply = self._request({"voices": True}, self._deadline)
        return tuple((identifier, name) for identifier, name in reply["voices"])

    def close(self) -> None:
        """See Part. A rendering under way ends in a VoiceError."""
        self._closed = True
        child = self._child
        if child is not None:
            child.close()  # frees whoever waits for it with the lock in hand
        with self._lock:
            self._end()

    def _ask(self, line: str, draft: Path) -> None:
        request = {"text": line, "to": str(draft.resolve()), "rate": self._rate, "voice": self._voice_name}
        with self._lock:
            self._request(request, self._deadline + len(line) / 100)

    def _request(self, request: Message, deadline: float) -> Message:
        if self._closed:
            raise VoiceError(f"The voice {self.name} was closed.")
        try:
            if self._child is None or not self._child.alive:
                self._end()
                self._child = self._start()
            return self._child.ask(request, deadline=deadline, told=silent)
        except (ChildFailed, OSError) as error:
            self._end()
            raise VoiceError(f"The voice {self.name} could not speak: {error}.") from error
        finally:
            self._after_call()

    def _after_call(self) -> None:
        """What a voice does with its child once a call is over."""

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            with contextlib.suppress(OSError):
                child.close()


def _heard_seconds(wav: Path, line: str) -> float:
    """Length of a rendering that can be heard. Raises VoiceError for none, a cut or a silent one."""
    try:
        with wave.open(str(wav), "rb") as file:
            seconds = file.getnframes() / file.getframerate()
            samples = array.array("h", file.readframes(file.getnframes()))
    except (OSError, EOFError, wave.Error) as error:
        raise VoiceError(f"The voice left no readable sound: {error}.") from error
    if sys.byteorder == "big":
        samples.byteswap()
    letters = sum(each.isalnum() for each in line)
    if seconds < letters / _FASTEST:
        raise VoiceError(f"The voice spoke {seconds:.2f} s for {letters} letters: words are missing.")
    if max(samples, default=0) < _FAINTEST:
        raise VoiceError(f"The voice rendered {seconds:.1f} s of silence.")
    return seconds
