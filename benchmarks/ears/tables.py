"""The measured lines as tables, written between two marks of README.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"

Line = dict[str, Any]


def fill(readme: Path, where: str, told: str) -> None:
    """Put what was measured in its place. Raises ValueError when the marks are not there."""
    text = readme.read_text(encoding="utf-8")
    before, after = text[: text.index(BEGIN) + len(BEGIN)], text[text.index(END) :]
    readme.write_text(f"{before}\nLast measured {where}.\n\n{told}\n{after}", encoding="utf-8")


def tables(lines: Sequence[Line], of_turns: Sequence[Line]) -> str:
    """Everything that was measured: turn taking, what is late and what is lost, then each answer and each noise."""
    ran = [line for line in lines if "failed" not in line]
    answers = [line for line in ran if "ending" in line]
    noises = [line for line in ran if "minutes_plain" in line]
    captured = [line for line in ran if "missing" in line and "reported" in line]
    parts = [["measure", "ours", "the same ears, one shot", "plain faster-whisper", "floor", "aim"]]
    parts += [*_waits(answers), *_grades(ran), *_compute(answers), *_wrong(answers), *_invented(noises)]
    parts += [*_lost(captured), *_key(ran), *_memory([line for line in ran if "bytes" in line])]
    found = [turn_taking(ran, of_turns), parts, [*_each_answer(answers)], [*_each_noise(noises)]]
    told = [table(rows) for rows in found if len(rows) > 1]
    told += [f"`{line['part']}` could not be measured: {line['failed']}" for line in lines if "failed" in line]
    return "\n\n".join(told)


ON_THE_CLOCK = {
    "ours, relaxed": "ours, relaxed",
    "ours, brisk": "ours, brisk",
    "fixed silence of 0.6 s": "fixed 0.6 s",
    "fixed silence of 1.6 s": "fixed 1.6 s",
    "fixed silence of 3.6 s": "fixed 3.6 s",
    "Smart Turn asked once, 3 s cap": "Smart Turn, 3 s cap",
}
"""Systems that were run on the clock of the sound, and the heads of their columns."""


def turn_taking(lines: Sequence[Line], of_turns: Sequence[Line]) -> list[list[str]]:
    """Ours beside theirs; counts of all voices and stories together, and twenty in real time."""
    systems = {
        title: [line for line in of_turns if str(line.get("system", "")).split(" (")[0] == name]
        for name, title in ON_THE_CLOCK.items()
    }
    systems["fixed, dead air of ours relaxed"] = [
        line for line in of_turns if "fixed" in str(line.get("system")) and "relaxed" in line["system"]
    ]
    systems["ours, 20 in real time"] = [line for line in lines if line["part"] == "twenty"]
    systems["RealtimeSTT, 20 in real time"] = [line for line in lines if line["part"] == "realtimestt"]
    shown = {title: mine for title, mine in systems.items() if mine}
    if not shown:
        return []

    def row(measure: str, cell: Callable[[list[Line]], str], floor: str, aim: str) -> list[str]:
        return [measure, *(cell(mine) for mine in shown.values()), floor, aim]

    clock = {_which(line): line["talked_on_the_clock"] for line in lines if line["part"] == "twenty-clock"}

    def agreed(mine: list[Line]) -> str:
        if not clock or any(line.get("part") != "twenty" for line in mine):
            return ""
        return share([line["talked"] == clock[_which(line)] for line in mine])

    def talked(mine: list[Line], *, complete: bool) -> str:
        return share(
            [line["talked"] for line in mine if (line["kind"] == "complete") == complete and 2 <= line["pause"] <= 5]
        )

    return [
        ["measure", *shown, "floor", "aim"],
        row(
            "answers with words missing after a pause of up to 6 s",
            lambda mine: share([line["missing"] for line in mine]),
            "0 of 100",
            "0 of 500",
        ),
        row(
            "talks into a pause of 2 to 5 s mid-clause or after a filler",
            lambda mine: talked(mine, complete=False),
            "2 %",
            "0 of 200",
        ),
        row(
            "the same after a complete sentence",
            lambda mine: talked(mine, complete=True),
            "10 points below fixed silence of equal dead air",
            "8 %",
        ),
        row("true end to the next word: median (p95)", dead_air, "3.5 / 2.5 s", "2.6 / 1.6 s"),
        row("agrees with the same session on the clock of the sound", agreed, "", "all"),
    ]


def _which(line: Line) -> tuple[str, int, float]:
    return line["kind"], line["story"], line["pause"]


def dead_air(lines: Sequence[Line]) -> str:
    """Median (p95) of the seconds from the true end to the decision, where it came to one."""
    found = [line["dead"] for line in lines if line["dead"] is not None]
    return f"{np.median(found):.1f} s ({np.percentile(found, 95):.1f} s) of {len(found)}" if found else "-"


def share(found: Sequence[bool]) -> str:
    """How many of how many."""
    return f"{sum(found)} of {len(found)} ({sum(found) / len(found):.0%})" if found else ""


def _grades(lines: Sequence[Line]) -> Iterator[list[str]]:
    given = [line for line in lines if line["part"] == "grade"]
    if given:
        spoken = sorted(line["spoken"] for line in given)
        yield [
            f"grade after the end is decided by silence, answers of {spoken[0]:.0f} to {spoken[-1]:.0f} s: p50, p95 of"
            f" {len(given)}",
            _spread(line["grade"] for line in given),
            "",
            "",
            "p95 8 s",
            "p95 3 s",
        ]
    graded = [line for line in lines if line["part"] == "same-grade"]
    if graded:
        yield [
            f"grade after the last word, its beginning read ahead: p50, p95 of {len(graded)} labelled answers",
            _spread(line["ahead"] for line in graded),
            f"judged at once: {_spread(line['at_once'] for line in graded)}",
            "",
            "",
            "",
        ]
        yield [
            "grade that was read ahead equals the one that was not: overall (everything in it)",
            f"{share([line['same_overall'] for line in graded])}; {share([line['same'] for line in graded])}",
            "",
            "",
            "95 %",
            "99 %",
        ]


def _key(lines: Sequence[Line]) -> Iterator[list[str]]:
    for line in (each for each in lines if each["part"] == "key"):
        p50, p95 = np.percentile(line["seconds"], [50, 95])
        measure = (
            f"key press to silence of the voice, the delay of listening included: p50, p95 of {len(line['seconds'])}"
        )
        yield [measure, f"{p50 * 1000:.0f}, {p95 * 1000:.0f} ms", "", "", "150 ms", "40 ms"]


def _waits(answers: Sequence[Line]) -> Iterator[list[str]]:
    for ending, said in (("silence", "1.6 s of silence"), ("Enter", "Enter")):
        chosen = [line for line in answers if line["ending"] == ending]
        if chosen:
            floor, aim = ("p95 1.0 s", "p50 0, p95 0.15 s") if ending == "silence" else ("p95 1.0 s", "0.15, 0.6 s")
            columns = (_spread(line[key] for line in chosen) for key in ("wait", "wait_one_shot", "wait_plain"))
            yield [f"transcript after the end is decided by {said}: p50, p95 of {len(chosen)}", *columns, floor, aim]


def _compute(answers: Sequence[Line]) -> Iterator[list[str]]:
    if answers:
        ours, shot = (sum(line[key] for line in answers) for key in ("cpu", "cpu_one_shot"))
        minutes = sum(line["seconds"] for line in answers) / 60
        yield [
            "compute of the ears, by that of one shot",
            f"{ours / shot:.2f} x ({ours / minutes:.0f} s a minute)",
            f"1 ({shot / minutes:.0f} s a minute)",
            "",
            "2.0 x",
            "1.3 x",
        ]


def _wrong(answers: Sequence[Line]) -> Iterator[list[str]]:
    for synthetic, name in ((True, "synthetic"), (False, "human, read")):
        chosen = [line for line in answers if line["synthetic"] == synthetic]
        if chosen:
            rates = [_pooled(chosen, key) for key in ("wrong", "wrong_one_shot", "wrong_plain")]
            words = sum(line["words"] for line in chosen)
            ours = f"{rates[0]:.1%} ({(rates[0] - rates[1]) * 100:+.1f} points)"
            yield [f"words wrong, {name} ({words} words)", ours, f"{rates[1]:.1%}", f"{rates[2]:.1%}", "+1.0", "+0.2"]


def _invented(noises: Sequence[Line]) -> Iterator[list[str]]:
    if noises:
        minutes, plain = (sum(line[key] for line in noises) for key in ("minutes", "minutes_plain"))
        words, theirs = (sum(line[key] for line in noises) for key in ("words", "words_plain"))
        measure = f"words invented in {minutes:.0f} min of noise and silence"
        yield [measure, f"{words}", "", f"{theirs} in {plain:.0f} min", "3", "0"]


def _lost(captured: Sequence[Line]) -> Iterator[list[str]]:
    for line in captured:
        measure = f"samples lost in {line['seconds_captured']:.0f} s with every core busy"
        yield [measure, f"{line['missing']} ({line['reported']} reported)", "", "", "0 unreported", "0"]


def _memory(memory: Sequence[Line]) -> Iterator[list[str]]:
    for line in memory:
        yield ["memory of the whole program without the judge", f"{line['bytes'] / 1e9:.2f} GB", "", "", "1.2", "0.6"]


def _each_answer(answers: Sequence[Line]) -> Iterator[list[str]]:
    waits = ["wait", "one shot", "plain", "compute"]
    yield ["answer", "length", "end", *waits, "wrong", "one shot", "plain", "fast = live", "load"]
    for line in answers:
        yield [
            line["part"],
            f"{line['seconds']:.0f} s",
            line["ending"],
            *(f"{line[key]:.2f} s" for key in ("wait", "wait_one_shot", "wait_plain")),
            f"{line['cpu'] / line['cpu_one_shot']:.2f} x",
            *(f"{line[key]:.1%}" for key in ("wrong", "wrong_one_shot", "wrong_plain")),
            "yes" if line["same_as_fast"] else "no",
            f"{line['load']:.1f}",
        ]


def _each_noise(noises: Sequence[Line]) -> Iterator[list[str]]:
    yield ["sound", "minutes", "words, ours", "minutes", "words, plain"]
    for line in noises:
        yield [line["kind"], *(f"{line[key]:g}" for key in ("minutes", "words", "minutes_plain", "words_plain"))]


def _pooled(lines: Sequence[Line], key: str) -> float:
    return float(sum(line[key] * line["words"] for line in lines) / sum(line["words"] for line in lines))


def _spread(values: Iterator[float]) -> str:
    p50, p95 = np.percentile(list(values), [50, 95])
    return f"{p50:.2f}, {p95:.2f} s"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as Markdown, the first one as its head."""
    first, *rest = rows
    return "\n".join(f"| {' | '.join(row)} |" for row in (first, ["---"] * len(first), *rest))
