"""The voice that every machine has: pyttsx3, on Linux with the eSpeak NG of `espeakng-loader`."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from interviewer.adapters.child import Child
from interviewer.adapters.voice_in_child import VoiceInChild


def why_not() -> str | None:
    """None when this voice can be tried; otherwise what is missing. Looks without importing: engines may abort."""
    needed = ["pyttsx3"] + (["espeakng_loader"] if sys.platform == "linux" else [])
    missing = [name for name in needed if find_spec(name) is None]
    return f"the package {missing[0]} is not installed" if missing else None


class Pyttsx3Voice(VoiceInChild):
    """A new child for every call: starting one takes 0.1 s, and the second call in one process is where pyttsx3
    has hung for years."""

    def __init__(self, *, voice: str = "", rate: int = 165, deadline: float = 20.0) -> None:
        """`voice` as `voices()` lists it, such as `gmw/en-us`; empty: the system's default."""
        super().__init__(voice=voice, rate=rate, deadline=deadline)
        self.name = f"pyttsx3:{voice or 'default'}"
        self.recipe = f"{self.name} {_versions()} {sys.platform} {rate}"

    def _start(self) -> Child:
        return Child("interviewer.adapters.voice_child", "pyttsx3")

    def _after_call(self) -> None:
        self._end()


def _versions() -> str:
    found = []
    for name in ("pyttsx3", "espeakng-loader"):
        try:
            found.append(version(name))
        except PackageNotFoundError:
            found.append("-")
    return "/".join(found)
