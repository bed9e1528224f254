"""A voice that never renders the same sentence twice."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import threading
import wave
from pathlib import Path

from interviewer.adapters.disk import PRIVATE_FILE, make_folder
from interviewer.adapters.voice_text import spoken
from interviewer.errors import VoiceError
from interviewer.ports import Voice

MOST_FILES = 300
"""Renderings that are kept (about 60 MB); the ones not asked for longest go first."""


class CachedVoice(Voice):
    """Keeps what `inner` renders in `folder`, by a hash of the voice's recipe and the text.

    A hit is copied, not linked: a session's file may be mended or edited later, and the cache must not change with it.
    A cache folder that cannot be written costs the cache and not the voice.
    """

    def __init__(self, inner: Voice, folder: Path) -> None:
        self.name = inner.name
        self.recipe = inner.recipe
        self._inner = inner
        self._folder = folder
        self._lock = threading.Lock()
        self._preparing: list[threading.Thread] = []
        self._closed = False

    def start(self) -> None:
        self._inner.start()

    def close(self) -> None:
        self._closed = True
        self._inner.close()
        for thread in self._preparing:
            thread.join(timeout=2.0)

    def render(self, text: str, to: Path) -> float:
        """See Voice. A hit takes about a millisecond."""
        kept = self._folder / f"{self._key(text)}.wav"
        try:
            seconds = _whole_seconds(kept)
            if seconds is None:
                with self._lock:
                    seconds = _whole_seconds(kept) or self._render(text, kept)
            _copy(kept, to)
        except OSError:
            seconds = self._inner.render(text, to)
            with contextlib.suppress(OSError):
                to.chmod(PRIVATE_FILE)
            return seconds
        with contextlib.suppress(OSError):
            os.utime(kept)
        return seconds

    def prepare(self, text: str) -> None:
        """See Voice. A fault is met again, and told, by whoever renders the text."""
        if self._closed or _whole_seconds(self._folder / f"{self._key(text)}.wav") is not None:
            return
        thread = threading.Thread(target=self._quietly, args=(text,), name="rendering ahead", daemon=True)
        self._preparing = [each for each in self._preparing if each.is_alive()] + [thread]
        thread.start()

    def _quietly(self, text: str) -> None:
        kept = self._folder / f"{self._key(text)}.wav"
        with contextlib.suppress(OSError, VoiceError), self._lock:
            if not self._closed and _whole_seconds(kept) is None:
                self._render(text, kept)

    def _render(self, text: str, kept: Path) -> float:
        make_folder(self._folder)
        with tempfile.TemporaryDirectory(dir=self._folder, prefix=".new-") as folder:
            draft = Path(folder) / "spoken.wav"
            seconds = self._inner.render(text, draft)
            draft.chmod(PRIVATE_FILE)
            draft.replace(kept)
        self._forget_oldest()
        return seconds

    def _forget_oldest(self) -> None:
        with contextlib.suppress(OSError):
            files = sorted(self._folder.glob("*.wav"), key=lambda file: file.stat().st_mtime)
            for file in files[:-MOST_FILES]:
                file.unlink(missing_ok=True)

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self.recipe or self.name}\0{spoken(text)}".encode()).hexdigest()


def _whole_seconds(file: Path) -> float | None:
    """Length of a WAV that is there and complete; None when it must be rendered again."""
    try:
        with wave.open(str(file), "rb") as kept:
            frames, width = kept.getnframes(), kept.getsampwidth() * kept.getnchannels()
            seconds = frames / kept.getframerate()
        complete = file.stat().st_size >= frames * width
    except (OSError, EOFError, wave.Error):
        return None
    return seconds if complete and seconds > 0 else None


def _copy(kept: Path, to: Path) -> None:
    """The file appears whole or not at all, for the owner alone: it tells what was asked."""
    with tempfile.TemporaryDirectory(dir=to.parent, prefix=".voice-") as folder:
        draft = Path(folder) / "spoken.wav"
        shutil.copyfile(kept, draft)
        draft.chmod(PRIVATE_FILE)
        draft.replace(to)
