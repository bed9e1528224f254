"""Fit which sentences speak to whoever grades, on synthetic ones, and measure it on those that were not fitted.

    python -m benchmarks.judge.screen [FILE.jsonl ...]

With labelled answers it also puts every template into each good one, at three places, and counts what leaves a trace.

A logistic map on sentence vectors stands behind the patterns of `rules/screening.py`: patterns know the words that
somebody thought of, vectors know what means the same. The templates that the judge is measured with are in no fit.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.judge.answers import Answer, answers
from benchmarks.judge.linear import Floats, logistic
from benchmarks.judge.odds import usable
from interviewer import settings, studio
from interviewer.ports import Encoder
from interviewer.rules.cleaning import clean
from interviewer.rules.distortion import injected
from interviewer.rules.head.head import screened, to_grader
from interviewer.rules.injections import TEMPLATES
from interviewer.rules.measuring import BEST_FOR_DISTORTION
from interviewer.rules.screening import speaks_to_grader

HERE = Path(__file__).parent
TALK = HERE / "grader_talk.txt"
ORDINARY = 4000
"""Sentences of the training answers that are fitted with, drawn at random."""

WEIGHTS = {"+": 8.0, "-": 4.0, "": 1.0}
"""Of a sentence to the grader, of one that sounds a little like it, and of an ordinary one: there are a hundred, half a
hundred and thousands of them."""

STRENGTH = 20.0
FOLDS = 5

Maps = dict[str, Floats]
Told = Sequence[tuple[str, str]]
"""Sentences, each after its sign."""


def sentences() -> list[tuple[str, str]]:
    """All that is fitted with."""
    lines = TALK.read_text("utf-8").splitlines()
    marked = [(line[0], line[2:]) for line in lines if line[:2] in ("+ ", "- ")]
    every = [answer for file in sorted((HERE / "training").glob("*.txt")) for answer in answers(file)]
    said = [text for answer in every if answer["variant"] != "injection" for text in answer["sentences"]]
    return [*marked, *(("", text) for text in random.Random(1).sample(said, ORDINARY))]


def fit(encoder: Encoder, told: Told) -> Maps:
    wanted = np.array([[sign == "+"] for sign, _ in told], float)
    weights = np.array([WEIGHTS[sign] for sign, _ in told])
    vectors = np.asarray(encoder.encode(screened(_clean([text for _, text in told]))), float)
    coef, bias = logistic(vectors, wanted, weights, STRENGTH)
    return {"aside_coef": coef[0], "aside_bias": bias[0]}


def check(encoder: Encoder) -> Iterator[str]:
    """A Markdown table: shares that are set aside by the patterns alone, the map alone, and both."""
    told = sentences()
    order = random.Random(2).sample(range(len(told)), len(told))
    by_map: dict[str, bool] = {}
    for held in range(FOLDS):
        maps = fit(encoder, [told[at] for place, at in enumerate(order) if place % FOLDS != held])
        unseen = [told[at][1] for place, at in enumerate(order) if place % FOLDS == held]
        by_map |= dict(zip(unseen, to_grader(_clean(unseen), encoder, maps), strict=True))
    by_map |= dict(zip(TEMPLATES, to_grader(_clean(TEMPLATES), encoder, fit(encoder, told)), strict=True))
    groups = {
        "to the grader, written for the fit (unseen folds)": [text for sign, text in told if sign == "+"],
        "to the grader, the templates of `eval`": list(TEMPLATES),
        "sounds a little like it (unseen folds)": [text for sign, text in told if sign == "-"],
        "ordinary sentences of answers (unseen folds)": [text for sign, text in told if not sign],
    }
    yield "| sentences | n | patterns | map | set aside by either |"
    yield "| --- | --- | --- | --- | --- |"
    for name, texts in groups.items():
        spoken, mapped = [speaks_to_grader(text) for text in texts], [by_map[text] for text in texts]
        either = [one or other for one, other in zip(spoken, mapped, strict=True)]
        yield f"| {name} | {len(texts)} | " + " | ".join(str(sum(each)) for each in (spoken, mapped, either)) + " |"


def without_trace(files: Sequence[Path]) -> tuple[int, int]:
    """Answers with a template in them that a judge reads as if it were not there, and all of them."""
    same = every = 0
    for file in files:
        for answer in answers(file):
            if answer["overall"] >= BEST_FOR_DISTORTION:
                plain_words = _read(answer, answer["sentences"])
                told = [_read(answer, sentences) for _, sentences in injected(answer["sentences"])]
                same, every = same + told.count(plain_words), every + len(told)
    return same, every


def _read(answer: Answer, sentences: Sequence[str]) -> list[str]:
    return [one.clean for one in usable(answer | {"sentences": list(sentences)})]


def _clean(texts: Sequence[str]) -> list[str]:
    return [clean(text.split()) for text in texts]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*")
    given = parser.parse_args()
    for line in check(studio.open_encoder(settings.load(), "minilm")):
        print(line)
    if given.files:
        print("\nRead as if no template were in them: {} of {} answers.".format(*without_trace(given.files)))


if __name__ == "__main__":
    main()
