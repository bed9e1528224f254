"""What the head is taught of changed answers must be true of them by construction."""

from __future__ import annotations

import random

import numpy as np
import pytest

from benchmarks.judge import views
from benchmarks.judge.views import View
from interviewer.model.grade import PARTS

LABELS = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 1, 1], [0, 0, 0, 0]]
STAR = (2, 3, 2, 1)


@pytest.fixture
def told() -> View:
    return View(
        question="Tell me about a time when something broke.",
        kind="behavioural",
        points=("what broke", "what you did"),
        sentences=("in may", "it was mine to mend", "i opened it", "i turned the screw and it ran", "that is all"),
        labels=np.array(LABELS, float),
        point_scores=(2, 1),
        point_weights=(1.0, 1.0),
        star=STAR,
        overall=4,
    )


def scores_follow_from_what_is_left(view: View, whole: View) -> None:
    left = {sentence: row for sentence, row in zip(view.sentences, view.labels.tolist(), strict=True)}
    for part, (score, weight) in enumerate(zip(view.star, view.star_weights, strict=True)):
        before = [one for one, row in zip(whole.sentences, whole.labels, strict=True) if row[part]]
        after = [one for one, row in left.items() if row[part]]
        if not weight:
            assert len(after) < len(before), PARTS[part]
        elif not after:
            assert score == 0, PARTS[part]
        else:
            assert score == whole.star[part], PARTS[part]
    assert view.overall_weight == 0
    assert not any(view.point_weights)


@pytest.mark.parametrize("seed", range(40))
def test_one_part_alone_scores_as_before_and_what_is_gone_nothing(told: View, seed: int) -> None:
    view = views._alone(told, random.Random(seed))
    assert 0 < len(view.sentences) < len(told.sentences)
    scores_follow_from_what_is_left(view, told)


@pytest.mark.parametrize("seed", range(40))
def test_a_part_that_was_taken_out_scores_nothing_unless_something_is_left_of_it(told: View, seed: int) -> None:
    view = views._without(told, random.Random(seed))
    gone = [part for part in range(len(PARTS)) if view.labels[:, part].sum() < told.labels[:, part].sum()]
    assert gone
    for part in gone:
        assert not view.star_weights[part] or view.star[part] in (0, STAR[part])
    assert view.overall_weight == 0


@pytest.mark.parametrize("seed", range(20))
def test_misheard_words_leave_the_number_of_sentences(told: View, seed: int) -> None:
    said = views._misheard(told.sentences, random.Random(seed))
    assert len(said) == len(told.sentences)
    assert all(said)
