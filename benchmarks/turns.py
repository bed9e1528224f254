"""When an answer is taken to be over: how often a thinking candidate is talked into, and how long a finished one waits.

    python -m benchmarks.turns [--voices piper-joe pyttsx3] [--memory FOLDER]

Answers are built from synthetic speech with pauses put mid-clause, after a filler, after a complete sentence that goes
on, and at the true end; a quiet room's noise lies under all of it. They are run on the clock of their sound, as fast as
the models can hear. Each voice replaces its own lines in turns.jsonl, from which the tables in turns.md are written.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from faster_whisper import WhisperModel

from benchmarks.ears.deciding import Evidence, System, as_pipecat, fixed, ours
from benchmarks.ears.pausing import CHOSEN_ON, TALKED_INTO, Answer, answers
from benchmarks.ears.tables import dead_air, fill, share, table
from interviewer import settings as choices
from interviewer import studio
from interviewer.library.labelled import read_answers
from interviewer.rules.head.outcome import OutcomeFinder
from interviewer.rules.turn_taking import OUTCOME_TOLD
from interviewer.rules.turn_taking_profiles import Name
from interviewer.rules.turn_taking_undo import WINDOW

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "interviewer" / "labelled" / "dev.jsonl"
RESULTS, PAGE = HERE / "turns.jsonl", HERE / "turns.md"

FIXED = (0.6, 1.6, 3.6)
PROFILES: tuple[Name, ...] = ("relaxed", "brisk", "patient")

LABELLED = {
    "outcome": "the shipped labelled stories (in view when the threshold was chosen)",
    "outcome-other": "labelled stories of real people (in view too)",
}

Line = dict[str, Any]


def measure(voice: str, name: str, system: System, given: list[Answer], evidence: Evidence) -> list[Line]:
    """What one system did with each answer."""
    lines = []
    for answer in given:
        at = system(answer, evidence)
        talked = at < answer.pause_to
        # Ours hears on while the next question begins; whoever goes on in that time has lost no word.
        kept_open = WINDOW if name.startswith("ours") else 0.0
        lines.append(
            {
                "part": voice,
                "system": name,
                "kind": answer.kind,
                "story": answer.story,
                "pause": answer.pause,
                "talked": talked,
                "missing": talked and answer.pause_to - at > kept_open,
                "dead": round(at - answer.end, 2) if not talked and answer.is_whole and at >= answer.end else None,
            }
        )
    evidence.keep()
    return lines


def run(voice: str, given: list[Answer], evidence: Evidence) -> list[Line]:
    """All systems on all answers of one voice, with fixed silences of the same dead air as ours among them."""
    lines: list[Line] = []
    equal: dict[float, list[str]] = {silence: [] for silence in FIXED}
    for profile in PROFILES:
        done = measure(voice, f"ours, {profile}", ours(profile), given, evidence)
        lines += done
        equal.setdefault(round(statistics.median(_dead(done)), 1), []).append(profile)
    for silence, same in sorted(equal.items()):
        name = f"fixed silence of {silence:g} s" + (f" (dead air of {' and '.join(same)})" if same else "")
        lines += measure(voice, name, fixed(silence), given, evidence)
    lines += measure(voice, "Smart Turn asked once, 3 s cap", as_pipecat, given, evidence)
    return lines


def outcomes(finder: OutcomeFinder, file: Path, part: str) -> list[Line]:
    """At every end of a sentence of labelled stories: whether the outcome is taken to be told, and whether it is."""
    lines = []
    for answer in read_answers(file):
        question, said = answer.as_question(), answer.as_sentences()
        for count in range(2, len(said) + 1) if answer.kind == "behavioural" else ():
            chance = finder.outcome(question, " ".join(one.text for one in said[:count]))
            told = any("result" in parts for parts in answer.labels[:count])
            lines.append({"part": part, "chance": chance, "told": told, "is_end": count == len(said)})
    return lines


def tables(lines: Sequence[Line]) -> str:
    """Everything that was measured."""
    voices = sorted({line["part"] for line in lines if "system" in line})
    parts = []
    for voice in voices:
        mine = [line for line in lines if line["part"] == voice]
        for title, story in (("the stories that waits were not chosen on", False), ("those that they were", True)):
            parts += [
                f"### {voice}, {title}",
                _systems([line for line in mine if (line["story"] < CHOSEN_ON) is story]),
            ]
    for part, title in LABELLED.items():
        if found := [line for line in lines if line["part"] == part]:
            parts += [f"### Whether the outcome is told, at ends of sentences of {title}", _told(found)]
    return "\n\n".join(parts)


def _systems(lines: Sequence[Line]) -> str:
    rows = [
        [
            "waits",
            "talks into a pause of 2 to 5 s mid-clause or after a filler",
            "after a complete sentence",
            "answers with words missing, pauses up to 6 s",
            "true end to decision: median (p95) of n",
        ]
    ]
    for name in dict.fromkeys(line["system"] for line in lines):
        mine = [line for line in lines if line["system"] == name]
        long = [line for line in mine if TALKED_INTO[0] <= line["pause"] <= TALKED_INTO[1]]
        rows.append(
            [
                name,
                share([line["talked"] for line in long if line["kind"] != "complete"]),
                share([line["talked"] for line in long if line["kind"] == "complete"]),
                share([line["missing"] for line in mine]),
                dead_air(mine),
            ]
        )
    return table(rows)


def _told(lines: Sequence[Line]) -> str:
    rows = [["", "taken to be told", "labelled as told"]]
    for is_end, name in ((False, "before the end"), (True, "at the end")):
        mine = [line for line in lines if line["is_end"] == is_end]
        rows.append(
            [
                name,
                share([(line["chance"] or 0) >= OUTCOME_TOLD for line in mine]),
                share([line["told"] for line in mine]),
            ]
        )
    return table(rows)


def _dead(lines: Sequence[Line]) -> list[float]:
    return [line["dead"] for line in lines if line["dead"] is not None]


def keep(part: str, lines: list[Line], results: Path = RESULTS, page: Path = PAGE) -> None:
    """Replace the lines of this part, and write the page again."""
    old = [json.loads(line) for line in results.read_text().splitlines()] if results.exists() else []
    every = [line for line in old if line["part"] != part] + lines
    results.write_text("".join(json.dumps(line) + "\n" for line in every), encoding="utf-8")
    fill(page, f"{datetime.now().astimezone():%Y-%m-%d}", tables(every))


def evidence(chosen: choices.Settings, folder: Path) -> Evidence:
    """The real models, with what they said before."""
    ears = WhisperModel(str(studio.check_weights(chosen, chosen.ears)), device="cpu", compute_type="int8")
    return Evidence(studio.open_turn_detector(chosen), ears, studio.open_outcomes(chosen), folder)


def measure_voice(name: str, chosen: choices.Settings, folder: Path) -> None:
    """All systems on all answers of one voice; what is in `folder` already is not said or heard again."""
    folder.mkdir(parents=True, exist_ok=True)
    voice = studio.open_voice(choices.load(voice=name))
    try:
        keep(name, run(name, answers(voice, folder), evidence(chosen, folder)))
    finally:
        voice.close()


def measure_outcomes(chosen: choices.Settings, other: Path | None) -> None:
    """How well outcomes are told, on the shipped labelled answers and on others."""
    finder = studio.open_outcomes(chosen)
    for part, file in (("outcome", SHIPPED), ("outcome-other", other)):
        if finder is not None and file is not None:
            keep(part, outcomes(finder, file, part))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voices", nargs="*", default=["piper-joe", "pyttsx3"])
    parser.add_argument("--labelled", type=Path, help="labelled answers besides those that are shipped")
    parser.add_argument("--memory", type=Path, help="what was said and heard is kept here, so that a run can go on")
    given = parser.parse_args()
    chosen = choices.load()
    with tempfile.TemporaryDirectory() as passing:
        measure_outcomes(chosen, given.labelled)
        for name in given.voices:
            measure_voice(name, chosen, given.memory or Path(passing))
            print(name, "done", flush=True)
    print(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
