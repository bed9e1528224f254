"""How the judge grades "Tell me about yourself.": a dozen synthetic answers of different quality. Prints a table.

    python -m benchmarks.judge.introductions [--model ID] [--to benchmarks/introductions.md]

Wanted is the grade that a careful reader would give by the four points of the opening in the bank `any-role`. The
answers are too few to measure agreement; they show what is silly.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from interviewer import settings, studio
from interviewer.cli.evaluate import NoLedger
from interviewer.library import bank as banks
from interviewer.model.grade import Grade, Graded
from interviewer.model.question import Question
from interviewer.model.speech import Typed
from interviewer.ports import Judge
from interviewer.rules.segmenting import sentences

ABOUT = """# Introductions

`python -m benchmarks.judge.introductions`

Synthetic answers to "Tell me about yourself.", judged by {name} on {date}. Wanted is what a careful reader would
give by the four points of the opening; they are too few to measure agreement, and show what is silly.

{found}"""

ANSWERS = Path(__file__).with_name("introductions.toml")


@dataclass(frozen=True)
class Introduction:
    """One synthetic answer."""

    id: str
    text: str
    overall: int
    """1 to 5; 0: nothing that can be judged."""


def introductions() -> tuple[Introduction, ...]:
    """All of them, the best first."""
    read = tomllib.loads(ANSWERS.read_text("utf-8"))
    return tuple(
        Introduction(one["id"], " ".join(one["text"].split()), one["overall"]) for one in read["introductions"]
    )


def opening() -> Question:
    """The question that they answer."""
    found = banks.find("any-role").opening
    assert found is not None
    return found


def graded(judge: Judge, answer: Introduction) -> Grade:
    """What the judge says of one."""
    heard = Typed(text=answer.text)
    return judge.grade(opening(), sentences(heard), heard, NoLedger())


def table(rows: Iterator[tuple[Introduction, Grade]]) -> str:
    """The grades as Markdown."""
    lines = ["| introduction | wanted | graded | range | points |", "| --- | ---: | ---: | --- | --- |"]
    for answer, grade in rows:
        wanted = str(answer.overall or "not judged")
        if isinstance(grade, Graded):
            points = " ".join(str(point.score) for point in grade.points)
            lines.append(f"| {answer.id} | {wanted} | {grade.overall} | {grade.low} to {grade.high} | {points} |")
        else:
            lines.append(f"| {answer.id} | {wanted} | not judged: {grade.code} | | |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default=None)
    parser.add_argument("--to", type=Path)
    chosen = parser.parse_args()
    judge = studio.open_judge(settings.load(model=chosen.model))
    assert judge is not None
    judge.start()
    try:
        found = table((answer, graded(judge, answer)) for answer in introductions())
    finally:
        judge.close()
    text = ABOUT.format(name=judge.name, date=datetime.now(UTC).date(), found=found)
    print(text)
    if chosen.to:
        chosen.to.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
