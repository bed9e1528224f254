"""How quick and how small the loop is, on this machine. Prints a table; `--to FILE` keeps it as Markdown.

    python -m benchmarks.loop [--kills N] [--to benchmarks/loop.md]

Measured: the first question of a warm machine, a question's way to the loudspeaker on a cache hit, transcript and
grade after the end of a 90 second answer, memory, and sound lost by `kill -9`. Beside ours stand one-shot
faster-whisper with its own defaults, and the same model asked for the whole grade in one prompt, in the same run.
Speech is synthetic (the demo's own answers), files are read in real time where a row says so.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import psutil
import soundfile

from interviewer import places, studio
from interviewer import settings as choices
from interviewer.interview import Interview
from interviewer.library import bank as banks
from interviewer.model import events
from interviewer.model.audio import RATE
from interviewer.ports import Ask
from interviewer.rules import practice

DEMO = Path(__file__).parents[1] / "interviewer" / "demo"
ONE_PROMPT = {
    "type": "object",
    "properties": {"overall": {"type": "string", "enum": ["1", "2", "3", "4", "5"]}},
    "required": ["overall"],
    "additionalProperties": False,
}


class Watch:
    """Notes when each event came, and how much memory this process and its children held at most."""

    def __init__(self) -> None:
        self.at: dict[str, list[float]] = {}
        self.peak = {"all": 0, "judge": 0}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._over.set()
        self._thread.join()

    def __call__(self, event: events.Event) -> None:
        self.at.setdefault(event.type, []).append(time.monotonic())

    def _sample(self) -> None:
        me = psutil.Process()
        while not self._over.wait(0.2):
            total = judge = 0
            for process in (me, *me.children(recursive=True)):
                with contextlib.suppress(psutil.Error):
                    held = process.memory_full_info().pss
                    total += held
                    judge += held if "embedded_chat_child" in " ".join(process.cmdline()) else 0
            self.peak["all"] = max(self.peak["all"], total)
            self.peak["judge"] = max(self.peak["judge"], judge)


def ninety_seconds(folder: Path) -> Path:
    """Both demo answers one after the other, cut at 90 s."""
    sounds = [soundfile.read(DEMO / f"answer-{n}.ogg", dtype="float32")[0] for n in (1, 2)]
    whole = np.concatenate([*sounds, sounds[0]])[: 90 * RATE]
    path = folder / "answer.wav"
    soundfile.write(path, whole, RATE, subtype="PCM_16")
    return path


def long_answer(chosen: choices.Settings, folder: Path) -> tuple[Watch, Path]:
    """One question, 90 s of answer in real time, with the embedded judge."""
    bank = banks.find(chosen.bank)
    planned = practice.choose(bank, count=1, ids=("scope-decision",), seed=0, last_practised={})
    session = studio.new_session(chosen, planned, "file", bank=bank)
    answer = ninety_seconds(folder)
    with (
        Watch() as watch,
        studio.open_keys() as keys,
        studio.crew(chosen, session, studio.Files((answer,)), keys=keys) as crew,
    ):
        Interview(crew.members, session, watch).run()
    return watch, answer


def one_shot(chosen: choices.Settings, answer: Path) -> tuple[float, str]:
    """faster-whisper as its README shows it: beam 5, the whole file at once. (seconds, text)"""
    from faster_whisper import WhisperModel

    model = WhisperModel(str(places.models(chosen) / chosen.ears), device="cpu", compute_type="int8")
    began = time.monotonic()
    segments, _info = model.transcribe(str(answer), beam_size=5, language="en", word_timestamps=True)
    text = " ".join(segment.text for segment in segments)
    return time.monotonic() - began, text


def one_prompt(chosen: choices.Settings, text: str) -> float:
    """The same model asked for the overall grade in one prompt: quick, and worthless (see judge.md)."""
    chat = studio.open_chat(chosen)
    try:
        chat.start()
        question = "Can you discuss a tough decision about scope? Grade this answer from 1 to 5.\n\n" + text
        ask = Ask(system="You grade answers.", user=question, schema=ONE_PROMPT, name="overall", max_tokens=16)
        chat.complete(Ask(**{**ask.__dict__, "user": "Ready?"}), deadline=60)
        began = time.monotonic()
        chat.complete(ask, deadline=120)
        return time.monotonic() - began
    finally:
        chat.close()


def first_question(runs: int) -> list[float]:
    """Seconds from the command to the first question on the screen and in the loudspeaker; caches warm."""
    taken = []
    for run in range(runs + 1):
        began = time.monotonic()
        program = subprocess.Popen(
            [sys.executable, "-m", "interviewer", "demo"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert program.stdout is not None
        for line in program.stdout:
            if line.startswith("Question 1"):
                break
        if run:  # the first one fills the caches
            taken.append(time.monotonic() - began)
        program.send_signal(signal.SIGINT)
        program.communicate()
    return taken


def cache_hits(chosen: choices.Settings, runs: int) -> list[float]:
    """Seconds from asking for a question that was rendered before to its file being ready to play."""
    voice = studio.open_voice(chosen)
    text = banks.find(chosen.bank).questions[0].text
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        for run in range(runs + 1):
            began = time.monotonic()
            voice.render(text, Path(folder) / f"{run}.wav")
            if run:
                taken.append(time.monotonic() - began)
    voice.close()
    return taken


def kills(answer: Path, count: int) -> list[float]:
    """Seconds of sound missing after `kill -9` at random moments of a real-time recording."""
    chance = random.Random(1)
    return [_killed(answer, chance.uniform(1.0, 4.0)) for _ in range(count)]


def _killed(answer: Path, after: float) -> float:
    recorder = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from interviewer.adapters.file_microphone import FileMicrophone\n"
        "with FileMicrophone([Path(sys.argv[1])]) as mic, mic.record(Path(sys.argv[2]), turn=1) as recording:\n"
        "    for chunk in recording:\n"
        "        print(recording.seconds, flush=True)\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "take" / "answer.wav"
        program = subprocess.Popen(
            [sys.executable, "-c", recorder, str(answer), str(wav)], stdout=subprocess.PIPE, text=True
        )
        assert program.stdout is not None
        began, heard = 0.0, 0.0
        for line in program.stdout:
            began = began or time.monotonic() - float(line)
            heard = time.monotonic() - began
            if heard >= after:
                os.kill(program.pid, signal.SIGKILL)
                break
        program.communicate()
        kept = (wav.stat().st_size - 44) / 2 / RATE
        return max(0.0, heard - kept)


def rows(chosen: choices.Settings, count: int) -> Iterator[tuple[str, str, str, str]]:
    """(measure, ours, beside it, wanted)"""
    cached = cache_hits(chosen, 20)
    yield "question ready to play, cache hit (median of 20)", f"{statistics.median(cached) * 1e3:.1f} ms", "", "150 ms"
    begun = first_question(5)
    yield "first question of a warm machine (median of 5)", f"{statistics.median(begun):.1f} s", "", "4 s"
    with tempfile.TemporaryDirectory() as name:
        watch, answer = long_answer(chosen, Path(name))
        ended, heard, judged = (watch.at[each][-1] for each in ("answer-ended", "transcribed", "judged"))
        coached = watch.at.get("coached", [judged])[-1]
        shot, text = one_shot(chosen, answer)
        prompt = one_prompt(chosen, text)
        yield (
            "90 s answer: transcript after its end",
            f"{heard - ended:.1f} s",
            f"one-shot, beam 5: {shot:.1f} s",
            "8 s",
        )
        yield (
            "90 s answer: grade after the transcript",
            f"{judged - heard:.1f} s",
            f"one prompt: {prompt:.1f} s",
            "25 s",
        )
        yield "90 s answer: advice after the grade", f"{coached - judged:.1f} s", "", ""
        without = (watch.peak["all"] - watch.peak["judge"]) / 1e9
        yield "memory without the judge (PSS, peak)", f"{without:.2f} GB", "", "1.2 GB"
        yield "memory with it (PSS, peak)", f"{watch.peak['all'] / 1e9:.2f} GB", "", "3 GB"
        lost = kills(answer, count)
        worst, median = max(lost) * 1e3, statistics.median(lost) * 1e3
        yield f"sound lost by kill -9 (worst and median of {count})", f"{worst:.0f} ms, {median:.0f} ms", "", "200 ms"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=30)
    asked.add_argument("--to", type=Path)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as recordings:
        os.environ["INTERVIEWER_RECORDINGS"] = recordings
        chosen = choices.load(speaker="off")
        table = list(rows(chosen, given.kills))
    where = f"{platform.system()} {platform.machine()}, {psutil.cpu_count()} cores, Python {platform.python_version()}"
    lines = [
        f"Measured {datetime.now().astimezone():%Y-%m-%d} on {where}; ears {chosen.ears}, judge {chosen.model}.",
        "",
        "| measure | ours | beside it, same run | wanted |",
        "| --- | --- | --- | --- |",
        *(f"| {' | '.join(row)} |" for row in table),
    ]
    print("\n".join(lines))
    if given.to:
        given.to.write_text("# The loop\n\n`python -m benchmarks.loop`\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(json.dumps(table), file=sys.stderr)


if __name__ == "__main__":
    main()
