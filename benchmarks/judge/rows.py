"""Labelled answers as the head sees them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.judge.answers import PARTS, Answer, answers
from benchmarks.judge.linear import Floats
from benchmarks.judge.odds import usable
from interviewer.model.impression import Impression
from interviewer.ports import AnswerReader
from interviewer.rules.distortion import without
from interviewer.rules.gates import FEWEST_WORDS
from interviewer.rules.head.cues import bare
from interviewer.rules.head.head import read_alone
from interviewer.rules.measuring import BEST_FOR_DISTORTION

ODDS = Path(__file__).parent / "odds-qwen-1.5b.jsonl"


@dataclass(frozen=True)
class Row:
    """One labelled answer as the head sees it."""

    answer: Answer
    source: str
    seen: Impression
    alone: Floats
    """Score of each part in its own sentences by themselves; shape (4,)."""

    match: float
    labels: Floats
    """Shape (sentences, 4)."""

    odds: dict[str, Any] | None
    other: float
    """How near it is to the other question that the language model was asked about."""

    shortened: tuple[tuple[int, Impression, Floats], ...]
    """Without the sentences of one part alone, and which part that is; none for an answer too weak to lose one."""

    @property
    def star(self) -> list[int]:
        return [self.answer["star"][part] for part in PARTS]

    @property
    def on_question(self) -> bool:
        return self.answer["overall"] > 1 and self.answer["variant"] not in ("wrong-question", "off-topic")


def load(files: Sequence[Path], reader: AnswerReader) -> list[Row]:
    """All answers that are long enough to be judged."""
    odds = {line["id"]: line for line in map(json.loads, ODDS.read_text("utf-8").splitlines())}
    found: list[Row] = []
    for file in files:
        every = answers(file)
        for answer in every:
            spoken = usable(answer)
            if sum(len(one.clean.split()) for one in spoken) < FEWEST_WORDS:
                continue
            said = [bare(one.clean) or "." for one in spoken]
            strangers = [one for one in every if one["question"] != answer["question"]]
            asked = odds.get(answer["id"])
            wanted = asked["other question"] if asked else None
            other = next((one for one in strangers if one["question"] == wanted), None) or random.Random(
                answer["id"]
            ).choice(strangers)
            labels = [[part in answer["labels"][int(one.id[1:]) - 1] for part in PARTS] for one in spoken]
            seen, alone = _read(reader, answer, said)
            found.append(
                Row(
                    answer=answer,
                    source=file.stem,
                    seen=seen,
                    alone=alone,
                    match=reader.match(answer["question"], answer["guidance_points"], said),
                    labels=np.array(labels, float),
                    odds=asked,
                    other=reader.match(other["question"], other["guidance_points"], said),
                    shortened=tuple(_shortened(reader, answer)),
                )
            )
    return found


def _shortened(reader: AnswerReader, answer: Answer) -> Iterator[tuple[int, Impression, Floats]]:
    if answer["overall"] < BEST_FOR_DISTORTION:
        return
    for number, part in enumerate(PARTS):
        left = usable(answer | {"sentences": without(answer["sentences"], answer["labels"], part)})
        is_told = len(left) < len(usable(answer))
        if is_told and sum(len(one.clean.split()) for one in left) >= FEWEST_WORDS:
            yield number, *_read(reader, answer, [bare(one.clean) or "." for one in left])


def _read(reader: AnswerReader, answer: Answer, said: Sequence[str]) -> tuple[Impression, Floats]:
    """The impression, and the score of each part in its own sentences by themselves."""
    read = partial(reader.read, answer["question"], answer["kind"], answer["guidance_points"])
    seen = read(said)
    return seen, read_alone(read, said, seen.chances)
