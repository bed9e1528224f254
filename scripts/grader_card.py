"""Writes docs/grader-card.md: what was measured of the judge that comes with the program."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from interviewer.library.fitted import fitted
from interviewer.model.grade import PARTS
from interviewer.rules.grader_card import figure, told

PLACE = Path(__file__).parents[1] / "docs" / "grader-card.md"

BEGINNING = """\
# Grader card

How far the judge that comes with the program is from labelled answers, and what it misses. `make docs` writes this page
from the figures that were kept when the judge's head was fitted; `benchmarks/judge.md` says how they were found, with
what else was measured and what was tried. Every report has the line of the judge that gave its grades.

Figures are quadratically weighted kappas: 1 is always the same, 0 is chance. Only labels are the macro-F1 of which
sentence plays which STAR part, and two are shares: of good answers that are called answers to another question when
they are put to one, and of STAR parts that score less when their sentences are deleted. No figure holds an answer whose
question the head was fitted on.
"""

END = """\
The judge of your own endpoint has no card until you measure it: `interviewer eval` grades the labelled answers that
come with the program, or those of your own in a file, and from then on reports of that judge tell what it found.
Answers that a head was fitted on are left out, and fewer than 20 make no card. Questions of kind `situational`,
`introduction` and `knowledge` are in neither of these sets; `benchmarks/judge.md` says how well synthetic answers to
such questions are judged.
"""


def as_markdown() -> str:
    """docs/grader-card.md."""
    names = sorted(one.name.removesuffix(".json") for one in (files("interviewer") / "fitted").iterdir())
    cards = {name: found.card for name in names if (found := fitted(name)) is not None}
    blocks = [BEGINNING]
    for name, card in cards.items():
        heads = (
            "answers", "n", "overall", *PARTS, "guidance points", "labels", "another question seen",
            "deleted part falls", "two passes of labelling, overall",
        )  # fmt: skip
        rows = [heads, tuple("---" for _ in heads)]
        rows += [
            (
                one.answers,
                str(one.n),
                figure(one.overall),
                *(figure(one.parts[part]) for part in PARTS),
                figure(one.points),
                figure(one.labels),
                figure(one.other_question),
                figure(one.falls),
                figure(one.again),
            )
            for one in card.sets
        ]
        table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
        blocks.append(f"## {name}\n\nThe line in a report:\n\n> {told(card)}\n\n{table}\n")
    return "\n".join([*blocks, END])


if __name__ == "__main__":
    PLACE.write_text(as_markdown(), encoding="utf-8")
