"""The measured lines as tables, written between two marks of README.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


def tables(lines: Sequence[Line]) -> str:
    answers = [line for line in lines if "ending" in line]
    noises = [line for line in lines if "kind" in line]
    captured = [line for line in lines if "missing" in line]
    memory = [line for line in lines if "bytes" in line]
    parts = [["measure", "ours", "the same ears, one shot", "plain faster-whisper", "floor", "aim"]]
    parts += [*_waits(answers), *_compute(answers), *_wrong(answers), *_invented(noises), *_lost(captured)]
    parts += _memory(memory)
    found = [parts, [*_each_answer(answers)], [*_each_noise(noises)]]
    return "\n\n".join(table(rows) for rows in found if len(rows) > 1)


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
