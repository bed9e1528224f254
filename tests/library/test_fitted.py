"""The heads that ship: the pinned bytes and no others."""

from __future__ import annotations

import hashlib
import json
import shutil
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from interviewer.errors import HeadUnusable
from interviewer.library.fitted import fingerprint, fitted
from interviewer.library.labelled import read_answers
from interviewer.model.grade import PARTS

SHIPPED = Path(str(files("interviewer") / "fitted"))


def test_a_model_without_a_head_has_none() -> None:
    assert fitted("gpt-of-somebody") is None


def test_the_shipped_head_is_the_pinned_one() -> None:
    found = fitted("qwen-1.5b")
    assert found is not None
    assert found.encoder == "minilm"
    assert all(np.isfinite(array).all() for array in found.weights.values())
    assert len(found.answers) > 100
    assert all(one.n > 50 and one.parts.keys() == set(PARTS) for one in found.card.sets)


def test_the_answers_that_come_with_the_program_are_known_to_it_as_a_whole() -> None:
    """Those too short to fit as well: else `eval` would leave the others out, and print the figures of two."""
    found = fitted("qwen-1.5b")
    assert found is not None
    shipped = read_answers(SHIPPED.parent / "labelled" / "dev.jsonl")
    assert {fingerprint(one.sentences) for one in shipped} <= found.answers


def test_other_bytes_are_refused(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "fitted")
    arrays = tmp_path / "fitted" / "qwen-1.5b.npz"
    arrays.write_bytes(arrays.read_bytes()[:-1] + b"x")
    with pytest.raises(HeadUnusable):
        fitted("qwen-1.5b", tmp_path / "fitted")


def test_a_pickle_is_never_opened(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "fitted")
    arrays, facts = (tmp_path / "fitted" / f"qwen-1.5b.{end}" for end in ("npz", "json"))
    np.savez(arrays, evil=np.array([{"a": 1}], dtype=object))
    described = json.loads(facts.read_text("utf-8"))
    pinned = [hashlib.sha256(arrays.read_bytes()).hexdigest(), described["sha256"][1]]
    facts.write_text(json.dumps(described | {"sha256": pinned}), "utf-8")
    with pytest.raises(ValueError, match="pickle"):
        fitted("qwen-1.5b", tmp_path / "fitted")


def test_an_answer_is_known_by_its_words() -> None:
    assert fingerprint(["One.", "Two."]) == fingerprint(("One.", "Two.")) != fingerprint(["One. Two."])
