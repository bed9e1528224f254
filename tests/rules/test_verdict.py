"""From a reading and verified evidence to scores: what no sentence carries is worth nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from interviewer.library import bank as banks
from interviewer.model.grade import PARTS, Evidence, Part, PartScore
from interviewer.model.impression import Impression
from interviewer.rules.approaches import OTHER_QUESTION, Reading
from interviewer.rules.head.head import part_scores
from interviewer.rules.reading import PointReading
from interviewer.rules.rubric import bundle_of
from interviewer.rules.verdict import LIKELIEST, verdict

BUNDLE = bundle_of(next(one for one in banks.find("any-role").questions if one.kind == "behavioural"))
PROVED = {one: Evidence(sentence=one, quote=f"what {one} says", start=None, end=None) for one in ("s1", "s2", "s3")}


def reading(chances: dict[str, float], parts: dict[Part, float] | None) -> Reading:
    """Sentences that play the action with these chances, and nothing else."""
    return Reading(
        labels={one: {"action": chance} for one, chance in chances.items()},
        points=tuple(PointReading(evidence=("s1",), verdict=1, expected=1.0) for _ in BUNDLE.points),
        plays=0.4,
        parts=parts,
    )


def action(chances: dict[str, float], *, is_expected: bool = True) -> PartScore:
    expected: dict[Part, float] | None = dict.fromkeys(PARTS, 2.1) if is_expected else None
    found = verdict(BUNDLE, reading(chances, expected), PROVED)
    return next(part for part in found.parts if part.part == "action")


def cited(part: PartScore) -> list[str]:
    return [one.sentence for one in part.evidence]


def test_sentences_that_surely_play_a_part_are_its_evidence() -> None:
    found = action({"s1": 0.9, "s2": 0.3, "s3": 0.5})
    assert (found.score, cited(found)) == (2, ["s1", "s3"])


def test_the_likeliest_sentence_stands_for_a_part_that_none_surely_plays() -> None:
    found = action({"s1": LIKELIEST, "s2": 0.3, "s3": 0.0})
    assert (found.score, cited(found)) == (2, ["s2"])


def test_a_part_that_no_sentence_may_play_is_worth_nothing() -> None:
    found = action({"s1": LIKELIEST - 0.01, "s2": 0.05})
    assert (found.score, cited(found)) == (0, [])


def test_a_sentence_that_the_transcript_does_not_hold_is_no_evidence() -> None:
    found = action({"s9": 0.9})
    assert (found.score, cited(found)) == (0, [])


def test_labels_alone_carry_only_what_surely_plays_a_part() -> None:
    found = action({"s1": 0.3, "s2": 0.39}, is_expected=False)
    assert (found.score, cited(found)) == (0, [])


@pytest.mark.parametrize("part", range(4), ids=PARTS)
def test_a_part_is_told_as_well_as_by_its_best_sentence(part: int) -> None:
    chances = np.full((2, 4), 0.2)
    chances[1, part] = 0.8
    seen = Impression(chances=chances, parts=np.ones(4), points=np.ones(3), overall=3.0)
    scores = part_scores(seen, np.ones(4))
    assert scores[part] == max(scores)
    assert sum(scores == scores[part]) == 1


def test_an_answer_to_another_question_gets_a_1_and_the_range_says_what_it_would_get_here() -> None:
    here = reading(dict.fromkeys(PROVED, 0.9), dict.fromkeys(PARTS, 2.1))
    fair = verdict(BUNDLE, here, PROVED)
    found = verdict(BUNDLE, replace(here, off_question=OTHER_QUESTION), PROVED)
    assert (found.overall.score, found.low, found.high) == (1, 1, fair.overall.score)
    assert found.overall.caps == (OTHER_QUESTION,)
    assert fair.overall.score > 1
    assert [point.score for point in found.points] == [0 for _ in BUNDLE.points]
