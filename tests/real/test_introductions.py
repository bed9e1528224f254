"""The real judge on "tell me about yourself"."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.judge.introductions import Introduction, graded, introductions
from interviewer import settings, studio
from interviewer.model.grade import Graded, Ungraded
from interviewer.ports import Judge
from tests.weights import weights_file

pytestmark = pytest.mark.real

BY_ID = {answer.id: answer for answer in introductions()}


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    weights_file("qwen-1.5b", "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf")
    weights_file("minilm", "model.onnx")
    judge = studio.open_judge(settings.load())
    assert judge is not None
    judge.start()
    yield judge
    judge.close()


def overall(judge: Judge, answer: Introduction) -> int:
    found = graded(judge, answer)
    assert isinstance(found, Graded), found
    assert all(part.score is None for part in found.parts)
    return found.overall


def test_a_good_introduction_beats_a_poor_one(judge: Judge) -> None:
    good, poor = (overall(judge, BY_ID[name]) for name in ("nurse-whole", "adjectives"))
    assert good >= 4
    assert poor <= 2


def test_hardly_anything_is_not_judged(judge: Judge) -> None:
    assert isinstance(graded(judge, BY_ID["hardly-anything"]), Ungraded)


def test_words_to_the_grader_are_worth_nothing(judge: Judge) -> None:
    found = graded(judge, BY_ID["orders"])
    assert isinstance(found, Ungraded) or found.overall == 1
