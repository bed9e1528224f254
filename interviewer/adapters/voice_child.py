"""The voice process: `python -m interviewer.adapters.voice_child pyttsx3 | piper FOLDER THREADS VARIATION`.

The only place where a speech engine is imported. eSpeak NG (inside `espeakng-loader`) and `piper-tts` are GPL-3; they
stay in this process, which is spoken to through pipes. Engines print, hang and abort; here they may.

Request `{"text", "to", "rate", "voice"}` -> reply `{"frames", "hertz"}`;
request `{"voices": true}` -> reply `{"voices": [[id, name], ...]}`.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from interviewer.adapters import priority
from interviewer.adapters.child import Message, serve
from interviewer.adapters.onnx import network

_JOE_WORDS_A_MINUTE = 215
"""What `piper-joe` speaks at length scale 1, measured over questions and follow-ups of the bank."""

_SEED = 1
"""Of Piper's spread of timbre and lengths: the same texts in the same order sound the same in every process."""


class _Engine(Protocol):
    def say(self, text: str, to: Path, rate: int, voice: str) -> None: ...

    def voices(self) -> list[tuple[str, str]]: ...


class _Pyttsx3:
    def __init__(self) -> None:
        if sys.platform == "linux":
            _load_espeak()
        import pyttsx3

        self._engine: Any = pyttsx3.init()

    def voices(self) -> list[tuple[str, str]]:
        return [(str(voice.id), str(voice.name)) for voice in self._engine.getProperty("voices")]

    def say(self, text: str, to: Path, rate: int, voice: str) -> None:
        if voice:
            self._engine.setProperty("voice", self._id_of(voice))
        self._engine.setProperty("rate", rate)
        finished = threading.Event()
        self._engine.connect("finished-utterance", lambda **_: finished.set())
        self._engine.save_to_file(text, str(to))
        self._engine.runAndWait()
        if sys.platform == "linux":
            finished.wait()  # pyttsx3's eSpeak loop ends before the file is written; the parent's deadline is the limit
        _make_plain_wav(to)

    def _id_of(self, voice: str) -> str:
        for identifier, name in self.voices():
            if voice.casefold() in (identifier.casefold(), name.casefold()):
                return identifier
        raise LookupError(f"no voice is called {voice!r}")


class _Piper:
    def __init__(self, folder: Path, threads: int, variation: float) -> None:
        import json

        import onnxruntime
        from piper import PiperVoice
        from piper.config import PiperConfig

        onnxruntime.set_seed(_SEED)  # read where a network is opened
        model = next(folder.glob("*.onnx"))
        self._name = model.stem
        self._variation = variation
        self._voice = PiperVoice(
            config=PiperConfig.from_dict(json.loads(model.with_suffix(".onnx.json").read_text(encoding="utf-8"))),
            session=network(model, threads=threads),
        )

    def voices(self) -> list[tuple[str, str]]:
        return [(self._name, self._name)]

    def say(self, text: str, to: Path, rate: int, voice: str) -> None:
        from piper import SynthesisConfig

        how = SynthesisConfig(
            length_scale=_JOE_WORDS_A_MINUTE / rate,
            noise_scale=self._variation,
            noise_w_scale=self._variation,
            volume=0.8,
        )
        with wave.open(str(to), "wb") as file:
            self._voice.synthesize_wav(text, file, how)


def _load_espeak() -> None:
    """Put the eSpeak NG of the wheel into this process, so that pyttsx3 finds it by its soname."""
    import espeakng_loader

    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)


def _make_plain_wav(path: Path) -> None:
    """Rewrite what some drivers leave (macOS writes AIFF whatever the ending) as mono 16-bit WAV."""
    try:
        with wave.open(str(path), "rb") as file:
            if (file.getnchannels(), file.getsampwidth()) == (1, 2):
                return
    except (wave.Error, EOFError):
        pass
    import soundfile

    samples, hertz = soundfile.read(path, dtype="float32", always_2d=True)
    soundfile.write(path, samples.mean(axis=1), hertz, subtype="PCM_16", format="WAV")


def _open(name: str, *arguments: str) -> _Engine:
    if name == "piper":
        folder, threads, variation = arguments
        return _Piper(Path(folder), int(threads), float(variation))
    return _Pyttsx3()


def main() -> None:
    engine: _Engine | None = None

    def handle(request: Message, _told: Callable[[float], None]) -> Message:
        nonlocal engine
        engine = engine or _open(*sys.argv[1:])
        if "text" not in request:
            return {"voices": engine.voices()}
        to = Path(request["to"])
        engine.say(request["text"], to, int(request["rate"]), request["voice"])
        with wave.open(str(to), "rb") as file:
            return {"frames": file.getnframes(), "hertz": file.getframerate()}

    serve(handle, steps=priority.VOICE)


if __name__ == "__main__":
    main()
