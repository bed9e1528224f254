"""How soon a microphone that fails in mid-answer is found: the real microphone code on a virtual sound card.

    python -m benchmarks.microphones [--times N] [--to docs/reliability.md]

A murmur is recorded as an answer would be; after some seconds the microphone is suspended, sends nothing but zeros, or
another source is put in its place. Counted are the seconds from there until the candidate is told, the delays of the
sound server among them. `silent from the start` is a microphone that is opened while it sends zeros, from the opening
on. Needs PulseAudio.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.ears.capture import virtual
from benchmarks.marked import here, put
from interviewer import studio
from interviewer.adapters.device_microphone import DeviceMicrophone
from interviewer.errors import MicrophoneError, NoMicrophone
from interviewer.listening import Around, Listening
from interviewer.live import NoLiveEars
from interviewer.ports import Key
from interviewer.rules.troubled_sound import Trouble
from interviewer.rules.turn_taking import Patience, TurnTaking
from tests.pulse import Pulse, why_not

HEARD_BEFORE = 2.5
"""Seconds of the answer, at least, before anything happens to it."""

GIVEN_UP = 20.0
"""Seconds after which nothing was found."""

Act = Callable[[Pulse, ExitStack], None]
"""Does it to the microphone; what must be undone goes onto the stack."""


def suspended(pulse: Pulse, after: ExitStack) -> None:
    after.callback(pulse.wake)
    pulse.suspend()


def silenced(_pulse: Pulse, after: ExitStack) -> None:
    after.close()  # the murmur ends


def replaced(pulse: Pulse, after: ExitStack) -> None:
    after.enter_context(pulse.replaced())


ACTS: dict[str, Act] = {
    "stops delivering": suspended,
    "sends nothing but zeros": silenced,
    "another source is put in its place": replaced,
}


def found_after(pulse: Pulse, act: Act, delay: float) -> float | None:
    """Seconds from the act until the candidate is told; None when nobody was within `GIVEN_UP`."""
    told = threading.Event()
    moments: list[float] = []

    def tell(_trouble: Trouble, _error: MicrophoneError) -> None:
        moments.append(time.monotonic())
        told.set()

    def key() -> Key | None:
        return "finish" if told.is_set() else None

    def do() -> None:
        time.sleep(delay)
        moments.append(time.monotonic())
        act(pulse, after)

    around = Around(studio.open_detector(), None, NoLiveEars(), lambda _event: None, key, lambda: None, trouble=tell)
    patience = Patience(profile="manual", longest_answer=delay + GIVEN_UP)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as after:
        after.enter_context(pulse.murmur())
        with DeviceMicrophone() as microphone:
            acting = threading.Thread(target=do)
            try:
                with microphone.record(Path(folder) / "answer.wav", turn=1) as recording:
                    acting.start()
                    Listening(around, TurnTaking(patience), turn=1, take=1).follow(recording)
            except MicrophoneError:
                moments.append(time.monotonic())
            acting.join()
    return moments[1] - moments[0] if len(moments) > 1 else None


def refused_after(pulse: Pulse) -> float | None:
    """Seconds from the opening of a microphone that sends zeros until it is refused; None when it is not."""
    began = time.monotonic()
    try:
        with DeviceMicrophone():
            return None
    except NoMicrophone:
        return time.monotonic() - began


def row(what: str, seconds: list[float | None]) -> str:
    found = sorted(each for each in seconds if each is not None)
    told = f"{median(found):.1f} s | {found[-1]:.1f} s" if found else "- | -"
    return f"| {what} | {len(found)} of {len(seconds)} | {told} | 2 s, 0.5 s |"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--times", type=int, default=10, help="how often each of it happens")
    asked.add_argument("--to", type=Path, metavar="PAGE", help="write it between the marks of this page too")
    given = asked.parse_args()
    if (reason := why_not()) is not None:
        raise SystemExit(reason)
    chance = random.Random(1)
    with tempfile.TemporaryDirectory(prefix="pulse-") as folder, virtual(Path(folder)) as pulse:
        tries = {what: partial(found_after, pulse, act) for what, act in ACTS.items()}
        lines = [f"Tried {given.times} times each, {here()}.", ""]
        lines += ["| the microphone | found | median | worst | floor, aim |", "| --- | --- | --- | --- | --- |"]
        for what, one in tries.items():
            lines.append(row(what, [one(HEARD_BEFORE + chance.random()) for _ in range(given.times)]))
        lines.append(row("is silent from the start", [refused_after(pulse) for _ in range(given.times)]))
    print("\n".join(lines))
    if given.to is not None:
        put(given.to, "microphones", "\n".join(lines))


if __name__ == "__main__":
    main()
