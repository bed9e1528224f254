"""An hour of practice in one go: does the program grow? The real command on a virtual microphone, with looped speech.

    python -m benchmarks.soak [--minutes M] [--to docs/reliability.md]

The shipped spoken answers (synthetic speech) play in a loop into the virtual microphone; the command records them in
answers of a minute or more, writes them down with the real ears and has them judged by a server on loopback, with the
next question behind each. Every few seconds the memory (PSS) and the open descriptors of the command and of all its
children are read. Growth is the median of the last fifth against that of the first fifth after the first answers,
while all weights are being loaded. Needs PulseAudio and `whisper-tiny.en`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from statistics import median

import psutil

from benchmarks.kills import virtual_microphone
from benchmarks.marked import here, put
from interviewer.adapters.folder_store import FolderStore
from interviewer.adapters.sound_files import decode
from interviewer.model.grade import Graded
from interviewer.model.session import Session
from interviewer.model.speech import Transcript
from tests.pulse import Pulse, why_not
from tests.stub_llm import stub_llm

MOST_QUESTIONS = 24
"""As many as the bank `any-role` has."""

FEWEST_QUESTIONS = 8
SHORTEST_ANSWER = 60.0
"""Seconds, where the minutes allow it."""

WARM_ANSWERS = 2
"""Answers after which all weights are loaded and every thread is running."""

EVERY = 5.0
"""Seconds between two looks."""

PAUSE = 6.0
"""Seconds, at most, from the end of an answer to the next recording, without a voice."""


@dataclass(frozen=True)
class Look:
    """The command and its children at one moment."""

    at: float
    """Seconds since the first look."""

    memory: int
    """Proportional set size, bytes."""

    descriptors: int
    threads: int
    turn: int
    """Answers begun by then."""


def look(program: psutil.Process, store: FolderStore, began: float) -> Look | None:
    """None when the program has just ended."""
    memory = descriptors = threads = 0
    try:
        for process in (program, *program.children(recursive=True)):
            memory += process.memory_full_info().pss
            descriptors += process.num_fds()
            threads += process.num_threads()
    except psutil.NoSuchProcess:
        return None
    turns = len(list(store.recordings.glob("*/turn-*")))
    return Look(time.monotonic() - began, memory, descriptors, threads, turns)


def speech() -> bytes:
    """Both shipped answers, one after the other, in the house format."""
    sound = b""
    for number in (1, 2):
        with as_file(files("interviewer") / "demo" / f"answer-{number}.ogg") as file:
            sound += b"".join(decode(file))
    return sound


def start(pulse: Pulse, recordings: Path, url: str, *, questions: int, answer: float) -> subprocess.Popen[bytes]:
    chosen = {
        "RECORDINGS": str(recordings),
        "VOICE": "off",
        "SPEAKER": "off",
        "EARS": "whisper-tiny.en",
        "BASE_URL": url,
        "MODEL": "stub",
        "PROFILE": "manual",
        "LONGEST_ANSWER": str(answer),
        "BANK": "any-role",
    }
    sound = {name: value for name, value in pulse.environment.items() if name != "HOME"}
    return subprocess.Popen(
        [sys.executable, "-m", "interviewer", "practice", "--questions", str(questions), "--seed", "1"],
        env={**os.environ, **sound, **{f"INTERVIEWER_{name}": value for name, value in chosen.items()}},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def watch(program: subprocess.Popen[bytes], store: FolderStore) -> list[Look]:
    """A look every few seconds until the command has ended."""
    began, process, looks = time.monotonic(), psutil.Process(program.pid), list[Look]()
    try:
        while program.poll() is None:
            if (found := look(process, store, began)) is not None:
                looks.append(found)
            time.sleep(EVERY)
    finally:
        program.kill()
        program.wait()
    return looks


def growth(looks: Sequence[Look], what: str) -> tuple[float, float]:
    """(median of the first fifth, median of the last fifth) of one column."""
    fifth = max(1, len(looks) // 5)
    figures = [float(getattr(each, what)) for each in looks]
    return median(figures[:fifth]), median(figures[-fifth:])


def told(looks: Sequence[Look], session: Session) -> list[str]:
    """The table. Raises ValueError when it was too short to tell anything."""
    warm = [each for each in looks if WARM_ANSWERS < each.turn < len(session.turns)]
    if len(warm) < 10:
        raise ValueError("too few answers to tell whether anything grows; give it more minutes")
    memory, descriptors, threads = (growth(warm, what) for what in ("memory", "descriptors", "threads"))
    takes = [take for turn in session.turns for take in turn.takes]
    sound = sum(take.answer.seconds for take in takes if take.answer is not None)
    gaps = sum(len(take.gaps) for take in takes)
    heard = sum(isinstance(take.heard, Transcript) for take in takes)
    judged = sum(isinstance(take.grade, Graded) for take in takes)
    grown = (memory[1] / memory[0] - 1) * 100
    return [
        "| measure | at the beginning | at the end | growth | floor, aim |",
        "| --- | --- | --- | --- | --- |",
        f"| memory of all | {memory[0] / 1e6:.0f} MB | {memory[1] / 1e6:.0f} MB | {grown:+.1f} % | 5 %, 1 % |",
        f"| descriptors | {_counts(descriptors)} | 0, 0 |",
        f"| threads | {_counts(threads)} | |",
        "",
        f"{len(takes)} answers, {sound / 60:.1f} minutes of sound, {gaps} gaps in it, {heard} written down, "
        f"{judged} judged by a server on loopback, session {session.status}.",
    ]


def _counts(pair: tuple[float, float]) -> str:
    return f"{pair[0]:.0f} | {pair[1]:.0f} | {pair[1] - pair[0]:+.0f}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--minutes", type=float, default=60.0, help="of answers to questions; follow-ups come on top")
    asked.add_argument("--to", type=Path, metavar="PAGE", help="write it between the marks of this page too")
    given = asked.parse_args()
    if (reason := why_not()) is not None:
        raise SystemExit(reason)
    seconds = given.minutes * 60
    questions = max(FEWEST_QUESTIONS, min(MOST_QUESTIONS, int(seconds / SHORTEST_ANSWER)))
    answer = seconds / questions
    with tempfile.TemporaryDirectory() as folder, virtual_microphone() as pulse, stub_llm() as stub:
        store, sound = FolderStore(Path(folder)), speech()
        loops = int((2 * seconds + questions * PAUSE + 120) / (len(sound) / 32_000)) + 1
        machine = here()
        with pulse.heard(sound * loops):
            looks = watch(start(pulse, store.recordings, stub.url, questions=questions, answer=answer), store)
        lines = [f"Soaked for {looks[-1].at / 60:.0f} minutes, {machine}.", "", *told(looks, store.find("last"))]
    print("\n".join(lines))
    if given.to is not None:
        put(given.to, "soak", "\n".join(lines))


if __name__ == "__main__":
    main()
