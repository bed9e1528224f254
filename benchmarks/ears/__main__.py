"""Ears that wait and are never late: everything that is asked of them, by one command. Fills README.md.

    python -m benchmarks.ears [PART ...] [--scratch FOLDER]

Each part replaces its own lines in measured.jsonl (turn taking on the clock of the sound: turns.jsonl), from which the
tables are written, so that a part can be measured again by itself. A part that fails is said and costs no other.
"""

from __future__ import annotations

import argparse
import json
import platform
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil

from benchmarks import turns
from benchmarks.ears import grading, live, realtimestt, stopping, twenty
from benchmarks.ears.capture import lost
from benchmarks.ears.pausing import Answer, answers
from benchmarks.ears.speech import human
from benchmarks.ears.tables import fill, tables
from benchmarks.ears.whole import peak_memory
from interviewer import places, studio
from interviewer import settings as choices

HERE = Path(__file__).parent
RESULTS, README = HERE / "measured.jsonl", HERE / "README.md"

Lines = Iterator[dict[str, Any]]

GRADED = ("pricing-test", "difficult-colleague", "feedback")
"""Answers of about a minute to a minute and a half."""


@dataclass(frozen=True)
class Given:
    """What was asked for."""

    chosen: choices.Settings
    scratch: Path
    kept: Path
    """Where spoken answers are kept from run to run."""

    speech: Path
    labelled: Path | None
    noise: float
    capture: float


@dataclass(frozen=True)
class Part:
    minutes: float
    """On two idle cores, about."""

    run: Callable[[Given], Lines]


def _turns(voice: str) -> Callable[[Given], Lines]:
    def run(given: Given) -> Lines:
        turns.measure_outcomes(given.chosen, given.labelled)
        turns.measure_voice(voice, given.chosen, given.scratch / "memory")
        return iter(())

    return run


def _late(id: str) -> Callable[[Given], Lines]:
    return lambda given: live.late(given.chosen, live.spoken(given.chosen, given.kept, id))


def _human(given: Given) -> Lines:
    yield from live.late(given.chosen, human(given.speech, given.kept))


def _grades(given: Given) -> Lines:
    for id in GRADED:
        for answer in live.spoken(given.chosen, given.kept, id):
            yield grading.after_end(answer)


def _twenty_clock(given: Given) -> Lines:
    yield from twenty.on_the_clock(_chosen(given), turns.evidence(given.chosen, given.scratch / "memory"))


def _realtimestt(given: Given) -> Lines:
    python = realtimestt.set_up(given.scratch / "realtimestt")
    weights = studio.check_weights(given.chosen, "whisper-tiny.en")
    chosen = _chosen(given)
    with tempfile.TemporaryDirectory() as folder:
        told = realtimestt.listen(python, weights, twenty.files(chosen, Path(folder)))
    yield from twenty.by_others(chosen, told)


def _chosen(given: Given) -> list[Answer]:
    """The twenty answers; what was said before is kept."""
    memory = given.scratch / "memory"
    memory.mkdir(parents=True, exist_ok=True)
    voice = studio.open_voice(choices.load(voice="piper-joe"))
    try:
        return twenty.chosen_from(answers(voice, memory))
    finally:
        voice.close()


def _memory(given: Given) -> Lines:
    (answer,) = live.spoken(given.chosen, given.kept, "short-outage")
    yield {"part": "memory", **peak_memory(answer.wav)}


PARTS: dict[str, Part] = {
    "piper-joe": Part(6, _turns("piper-joe")),
    "pyttsx3": Part(5, _turns("pyttsx3")),
    "twenty": Part(10, lambda given: twenty.in_the_loop(_chosen(given))),
    "twenty-clock": Part(0.5, _twenty_clock),
    "realtimestt": Part(9, _realtimestt),
    "grade": Part(6, _grades),
    "same-grade": Part(9, lambda _given: grading.same(20)),
    "short-outage": Part(1.5, _late("short-outage")),
    "pricing-test": Part(3.5, _late("pricing-test")),
    "difficult-colleague": Part(4, _late("difficult-colleague")),
    "long-migration": Part(8, _late("long-migration")),
    "no-pause": Part(2.5, _late("no-pause")),
    "feedback": Part(2.5, _late("feedback")),
    "human": Part(6, _human),
    "noise": Part(5, lambda given: live.noises(given.chosen, given.noise)),
    "capture": Part(2, lambda given: iter([{"part": "capture", **lost(given.capture * 60)}])),
    "key": Part(1, lambda _given: iter([stopping.key_to_silence(20)])),
    "memory": Part(1, _memory),
}


def kept_lines() -> list[dict[str, Any]]:
    return [json.loads(line) for line in RESULTS.read_text().splitlines()] if RESULTS.exists() else []


def write(part: str, lines: list[dict[str, Any]], where: str) -> None:
    """Put the lines of this part in the stead of its old ones, and write the page again."""
    order = list(PARTS)
    every = sorted(
        [each for each in kept_lines() if each["part"] != part] + lines, key=lambda each: order.index(each["part"])
    )
    RESULTS.write_text("".join(json.dumps(each) + "\n" for each in every), encoding="utf-8")
    of_turns = [json.loads(line) for line in turns.RESULTS.read_text().splitlines()] if turns.RESULTS.exists() else []
    fill(README, where, tables(every, of_turns))


def measure(name: str, given: Given) -> None:
    """One part, with what went wrong if anything did."""
    began = time.monotonic()
    try:
        lines = list(PARTS[name].run(given))
    except Exception as error:
        traceback.print_exc()
        lines = [{"part": name, "failed": f"{type(error).__name__}: {error}".splitlines()[0]}]
    where = f"{platform.system()} {platform.machine()}, {psutil.cpu_count()} cores, Python {platform.python_version()}"
    write(name, lines, f"{datetime.now().astimezone():%Y-%m-%d}, {where}, {given.chosen.ears}")
    print(f"{name}: {len(lines)} lines in {(time.monotonic() - began) / 60:.1f} min", flush=True)


def main() -> None:
    about = "\n".join(f"  {name:<20} {part.minutes:>4g} min" for name, part in PARTS.items())
    asked = argparse.ArgumentParser(
        description=__doc__,
        epilog=f"parts:\n{about}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    asked.add_argument("part", nargs="*", default=[*PARTS], metavar="PART")
    asked.add_argument("--scratch", type=Path, help="what others need, and what was heard, is kept here")
    asked.add_argument("--speech", type=Path, default=HERE.parents[2] / "shared" / "speech")
    asked.add_argument("--labelled", type=Path, help="labelled answers besides those that are shipped")
    asked.add_argument("--noise", type=float, default=3.0, help="minutes of each of the ten kinds")
    asked.add_argument("--capture", type=float, default=1.5, help="minutes of recording with every core busy")
    told = asked.parse_args()
    if strangers := set(told.part) - set(PARTS):
        asked.error(f"no such part: {', '.join(sorted(strangers))}")
    chosen = choices.load(speaker="off", judge="off")
    kept = places.cache(chosen) / "benchmarks-ears"
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as passing:
        scratch = told.scratch or Path(passing)
        given = Given(chosen, scratch, kept, told.speech, told.labelled, told.noise, told.capture)
        for name in told.part:
            measure(name, given)


if __name__ == "__main__":
    main()
