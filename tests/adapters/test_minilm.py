"""Sentence vectors from the real network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from interviewer.adapters.minilm import MiniLM
from interviewer.errors import ModelNotInstalled
from tests.weights import weights_file

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def encoder() -> MiniLM:
    weights_file("minilm", "tokenizer.json")
    return MiniLM(weights_file("minilm", "model.onnx").parent)


def test_what_means_the_same_lies_close(encoder: MiniLM) -> None:
    late, delayed, cake = encoder.encode(
        ["the delivery was late by two days", "the parcel came two days after it should", "she baked a lemon cake"]
    )
    assert late @ delayed > 0.5 > late @ cake + 0.2


def test_a_text_has_one_vector_whatever_stands_beside_it(encoder: MiniLM) -> None:
    fresh = MiniLM(encoder._folder)
    assert np.array_equal(
        encoder.encode(["one thing", "a much longer thing that needs more room than the first"])[0],
        fresh.encode(["one thing"])[0],
    )


def test_vectors_have_length_one_and_nothing_has_none(encoder: MiniLM) -> None:
    found = encoder.encode(["some words", "", "  "])
    assert found.shape == (3, 384)
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 0, 0])
    assert encoder.encode([]).shape == (0, 384)


def test_a_very_long_text_is_read_to_its_limit(encoder: MiniLM) -> None:
    assert np.isfinite(encoder.encode(["word " * 5000])).all()


def test_broken_weights_are_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"not a network")
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelNotInstalled) as told:
        MiniLM(tmp_path).load()
    assert "pull" in told.value.hint
