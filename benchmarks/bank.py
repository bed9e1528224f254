"""How quickly a large bank is listed, checked and chosen from. Prints a table; `--to FILE` keeps it as Markdown.

    python -m benchmarks.bank [--questions N] [--to benchmarks/bank.md]

The bank is the shipped `any-role` over and over, each question under another id and wording, example answers included.
Commands are whole processes, from their start to their last line, in processor seconds, since another program on the
machine would count into the time on the wall.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import cycle, islice
from pathlib import Path

from interviewer.library import bank as banks
from interviewer.rules import practice

SHIPPED = "any-role"
ROUNDS = 5


def write_bank(folder: Path, questions: int) -> None:
    """Fill the folder with a sound bank of so many questions."""
    shipped = banks.folder_of(SHIPPED)
    (folder / banks.HEAD).write_bytes((shipped / banks.HEAD).read_bytes())
    sources = [path for path in sorted(shipped.glob("*.toml")) if path.name != banks.HEAD]
    for number, source in enumerate(islice(cycle(sources), questions), start=1):
        text = source.read_text(encoding="utf-8")
        text = text.replace(f'id = "{source.stem}"', f'id = "{source.stem}-{number}"', 1)
        text = text.replace('text = "', f'text = "Case {number}. ', 1)
        (folder / f"{source.stem}-{number}.toml").write_text(text, encoding="utf-8")


def command_seconds(arguments: Sequence[str]) -> float:
    """Processor seconds of one command and its children. Raises CalledProcessError when it fails."""
    before = _children()
    subprocess.run(
        [sys.executable, "-m", "interviewer", *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"COLUMNS": "80"},
    )
    return _children() - before


def call_seconds(call: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    before = time.process_time()
    call()
    return time.process_time() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(questions: int) -> list[tuple[str, float]]:
    """Each thing that was done, with the median of its processor seconds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_bank(folder, questions)
        bank = banks.load(folder)
        done: dict[str, Callable[[], float]] = {
            "`bank show`, whole command": lambda: command_seconds(["bank", "show", name]),
            "`bank check`, whole command": lambda: command_seconds(["bank", "check", name]),
            "reading the bank, before the first question": lambda: call_seconds(lambda: banks.load(folder)),
            "choosing five questions": lambda: call_seconds(
                lambda: practice.choose(bank, count=5, seed=1, last_practised={})
            ),
        }
        return [(what, statistics.median(once() for _ in range(ROUNDS))) for what, once in done.items()]


def table(questions: int, rows: Sequence[tuple[str, float]]) -> str:
    """The figures as Markdown."""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    day = f"{datetime.now().astimezone():%Y-%m-%d}"
    lines = [
        f"| {questions} questions (median of {ROUNDS}) | processor time | wanted |",
        "| --- | --- | --- |",
        *(f"| {what} | {seconds:.2f} s | 1 s |" for what, seconds in rows),
    ]
    head = f"# A large bank\n\n`python -m benchmarks.bank`\n\nMeasured {day} on {machine}.\n\n"
    return head + "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=2_000)
    parser.add_argument("--to", type=Path)
    chosen = parser.parse_args()
    text = table(chosen.questions, measure(chosen.questions))
    print(text)
    if chosen.to:
        chosen.to.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
