"""Whether it was told how a story came out: asked of stories only, and never in the way of an interview."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from interviewer import settings, studio
from interviewer.errors import ModelNotInstalled
from interviewer.model.impression import Impression
from interviewer.model.question import Kind
from interviewer.ports import AnswerReader
from interviewer.rules.head.outcome import OutcomeFinder
from interviewer.rules.turn_taking import OUTCOME_TOLD
from tests.rules.answers import question
from tests.rules.test_head import WordReader, made
from tests.weights import weights_file

BEGUN = (
    "Last winter our checkout lost one order in five. I was the product manager and had to stop that before Easter."
    " I asked the bank for a second connection."
)
TOLD = f"{BEGUN} By April we lost only one order in ninety, and the complaints dropped by eighty percent."


def finder(reader: AnswerReader | None = None) -> OutcomeFinder:
    return OutcomeFinder(made(reader=reader))


class BrokenReader(WordReader):
    def read(self, question: str, kind: Kind, points: Sequence[str], sentences: Sequence[str]) -> Impression:
        raise ModelNotInstalled("The weights are gone.")


def test_it_is_a_probability() -> None:
    found = finder().outcome(question(), BEGUN)
    assert found is not None
    assert 0 <= found <= 1


@pytest.mark.parametrize("kind", ["method", "situational", "introduction", "knowledge"])
def test_only_a_story_has_an_outcome(kind: Kind) -> None:
    assert finder().outcome(question(kind), TOLD) is None


@pytest.mark.parametrize("said", ["", "  ", "Um.", "Um, uh."])
def test_nothing_said_tells_nothing(said: str) -> None:
    assert finder().outcome(question(), said) is None


def test_a_reader_that_fails_is_survived() -> None:
    assert finder(BrokenReader()).outcome(question(), TOLD) is None


@pytest.mark.real
def test_a_result_with_a_figure_is_an_outcome_and_a_first_step_is_none() -> None:
    weights_file("minilm", "model.onnx")
    outcomes = studio.open_outcomes(settings.load())
    assert outcomes is not None
    begun, told = (outcomes.outcome(question(), said) for said in (BEGUN, TOLD))
    assert begun is not None
    assert told is not None
    assert begun < OUTCOME_TOLD <= told
