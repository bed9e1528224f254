"""The head: what goes in is counted rightly, what comes out is on its scale, and a reply can move it only so far."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.library.fitted import fitted
from interviewer.ports import Encoder
from interviewer.rules.head import cues, features
from interviewer.rules.head.head import Head, Opinion, calibrated, overall_features, sane
from interviewer.rules.rubric import bundle_of
from tests.rules.answers import STORY, question, said


class HashEncoder(Encoder):
    """Unit vectors that mean nothing, the same for the same text."""

    name = "hashes"

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        rows = []
        for text in texts:
            chooser = np.random.default_rng(int(hashlib.sha256(text.encode()).hexdigest()[:8], 16))
            row = chooser.normal(size=384)
            rows.append(row / np.linalg.norm(row) if text else np.zeros(384))
        return np.array(rows, np.float32).reshape(len(texts), 384)


@pytest.fixture(scope="module")
def head() -> Head:
    found = fitted("qwen-1.5b")
    assert found is not None
    return Head(HashEncoder(), found.weights, found.sha256)


def opinion(head: Head, *texts: str) -> Opinion:
    return head.read(bundle_of(question()), said(*(texts or STORY)))


def test_case_and_fillers_change_nothing() -> None:
    assert cues.bare("Um, so I, you know, CALLED the Bank.") == cues.bare("I, called the bank.")
    assert cues.bare("Well, like, we were late") == "we were late"
    assert cues.bare("It went well and I like it") == "it went well and i like it"


def test_cues_are_shares() -> None:
    found = cues.cues("so i called twelve people because we had to cut costs by thirty percent")
    assert found.shape == (cues.WIDTH,)
    assert found.min() >= 0 and found.max() <= 1


def test_an_opinion_is_on_the_scales(head: Head) -> None:
    found = opinion(head)
    assert set(found.chances) == {"s1", "s2", "s3", "s4", "s5"}
    assert all(0 <= chance <= 1 for parts in found.chances.values() for chance in parts.values())
    assert all(0 <= score <= 3 for score in found.parts.values())
    assert all(0 <= score <= 2 for score in found.points)
    assert len(found.points) == len(found.near) == len(question().points)


def test_the_same_answer_gives_the_same_opinion(head: Head) -> None:
    assert opinion(head) == opinion(head)


def test_one_sentence_is_enough(head: Head) -> None:
    assert set(opinion(head, "I called every customer myself and told them what had happened.").chances) == {"s1"}


def test_shapes_fit_what_was_fitted(head: Head) -> None:
    seen = features.vectors(HashEncoder(), "Why?", "method", ["one", "two"], ["I did it.", "It worked."])
    rows = features.sentence_features(seen)
    assert rows.shape == (2, head._weights["label_coef"].shape[1])
    chances = np.full((2, 4), 0.5)
    assert features.part_features(seen, chances).shape == head._weights["part_coef"].shape
    assert features.point_features(seen, chances).shape == (2, head._weights["point_coef"].shape[0])


@given(st.floats(-50, 50))
def test_rounding_a_calibrated_score_is_counting_cuts(score: float) -> None:
    cuts = [0.7, 1.2, 2.9]
    found = calibrated(score, cuts)
    assert 0 <= found <= 3
    assert int(found + 0.5) == sum(score >= cut for cut in cuts)


@given(st.floats(-50, 50), st.floats(0, 10))
def test_a_higher_score_is_never_calibrated_lower(score: float, more: float) -> None:
    assert calibrated(score + more, [0.7, 1.2, 2.9]) >= calibrated(score, [0.7, 1.2, 2.9])


def test_odds_are_believed_only_as_far_as_they_were_seen() -> None:
    assert sane(12.0) == sane(1e9) < 12
    assert sane(-12.0) == sane(-1e9) > -12


def test_an_estimate_for_nothing_is_lower_than_for_everything(head: Head) -> None:
    none = head.estimate("behavioural", dict.fromkeys(("situation", "task", "action", "result"), 0.0), [0.0, 0.0])
    full = head.estimate("behavioural", dict.fromkeys(("situation", "task", "action", "result"), 3.0), [2.0, 2.0])
    assert 1 <= none <= 1.5
    assert 4.5 <= full <= 5


def test_no_points_at_all_is_no_crash() -> None:
    assert np.isfinite(overall_features("method", [0.0] * 4, [])).all()
