"""The voice that every machine has: pyttsx3, on Linux with the eSpeak NG of `espeakng-loader`."""

from __future__ import annotations

import difflib
import sys
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from interviewer.adapters.child import Child
from interviewer.adapters.voice_in_child import VoiceInChild
from interviewer.errors import VoiceError, VoiceMissing


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

    def check(self) -> None:
        """Try the engine before the first question. Raises VoiceMissing when it, or the voice named, is not there."""
        try:
            known = self.voices()
        except VoiceError as error:
            raise VoiceMissing(error.message, hint="Go on without a voice: set INTERVIEWER_VOICE=off") from error
        wanted = self._voice_name.casefold()
        names = {each.casefold(): each for pair in known for each in pair}
        if wanted and wanted not in names:
            near = [names[each] for each in difflib.get_close_matches(wanted, names, n=4, cutoff=0.3)]
            some = ", ".join(near or [identifier for identifier, _ in known[:4]])
            raise VoiceMissing(
                f"No voice on this computer is called {self._voice_name!r}.",
                hint=f"Set INTERVIEWER_VOICE_NAME to one of its {len(known)}, such as {some}",
            )

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
