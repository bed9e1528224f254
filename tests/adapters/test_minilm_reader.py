"""The network that reads whole answers: its base is what onnxruntime runs; what was fitted tells stories from talk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.adapters import minilm_layers, onnx_arrays
from interviewer.adapters.minilm import MiniLM
from interviewer.adapters.minilm_reader import LONGEST_SENTENCE, SHORTEST_CUT, MiniLMReader, windows
from interviewer.errors import ModelNotInstalled
from interviewer.library.fitted import added
from tests.weights import weights_file

QUESTION = "Tell me about a time you tracked down a difficult bug under time pressure."
POINTS = ("what the bug was and why it was urgent", "how you found it", "what came of it")
TOLD = (
    "last winter our checkout lost one order in five, two days before the sale.",
    "i was on call, so finding it was my job.",
    "i compared the logs of both servers line by line and saw that one clock ran four minutes late.",
    "i set the clock and wrote a check for it.",
    "after that we lost no order any more, and the check has caught two more servers since.",
)
TALKED = ("i think bugs are a part of life.", "you always have to stay calm, and communication is the key.")


@pytest.fixture(scope="module")
def folder() -> Path:
    return weights_file("minilm", "model.onnx").parent


@pytest.fixture(scope="module")
def reader(folder: Path) -> MiniLMReader:
    return MiniLMReader(folder, added("minilm"))


@pytest.mark.real
def test_six_layers_of_numpy_are_the_network_that_onnxruntime_runs(folder: Path) -> None:
    from tokenizers import Tokenizer

    text = "I rang the consultant at ten to three."
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    ids = np.array(tokenizer.encode(text).ids, np.int64)
    (states,) = minilm_layers.states(minilm_layers.load(folder / "model.onnx"), [(ids, np.zeros_like(ids))])
    rows = states.mean(axis=0)
    (theirs,) = MiniLM(folder).encode([text])
    assert np.allclose(rows / np.linalg.norm(rows), theirs, atol=1e-4)


@pytest.mark.real
def test_a_story_is_more_than_talk(reader: MiniLMReader) -> None:
    told, talked = (reader.read(QUESTION, "behavioural", POINTS, said) for said in (TOLD, TALKED))
    assert told.overall > talked.overall + 1
    assert (told.parts > talked.parts + 0.5).all()
    assert told.points.sum() > talked.points.sum() + 1
    assert [int(row.argmax()) for row in told.chances] == [0, 1, 2, 2, 3]
    assert talked.chances.max() < 0.5


@pytest.mark.real
def test_a_story_is_nearer_to_its_own_question(reader: MiniLMReader) -> None:
    own = reader.match(QUESTION, POINTS, TOLD)
    assert own > reader.match("How do you keep your skills up to date?", ("what you read", "courses"), TOLD) + 0.2
    assert -1 <= own <= 1


@pytest.mark.real
def test_the_same_answer_is_read_the_same_and_in_any_length(folder: Path, reader: MiniLMReader) -> None:
    once = reader.read(QUESTION, "behavioural", POINTS, TOLD)
    again = MiniLMReader(folder, added("minilm")).read(QUESTION, "behavioural", POINTS, TOLD)
    assert np.array_equal(once.chances, again.chances)
    assert once.overall == again.overall
    long = reader.read(QUESTION, "behavioural", POINTS, TOLD * 40)
    assert long.chances.shape == (200, 4)
    assert 1 <= long.overall <= 5
    assert reader.read(QUESTION, "behavioural", (), TALKED).points.shape == (0,)


@pytest.mark.real
def test_what_was_read_before_is_not_read_again(reader: MiniLMReader) -> None:
    once = reader.read(QUESTION, "behavioural", POINTS, TOLD)
    assert reader.read(QUESTION, "behavioural", list(POINTS), list(TOLD)) is once
    for other in (
        ("Why?", "behavioural", POINTS, TOLD),
        (QUESTION, "method", POINTS, TOLD),
        (QUESTION, "behavioural", POINTS[:2], TOLD),
        (QUESTION, "behavioural", POINTS, TOLD[:4]),
    ):
        assert reader.read(*other) is not once


@pytest.mark.real
def test_a_result_by_itself_is_read_as_a_result_and_as_nothing_else(reader: MiniLMReader) -> None:
    situation, task, action, result = reader.read(QUESTION, "behavioural", POINTS, TOLD[-1:]).parts
    assert result > 1.5
    assert max(situation, task, action) < 1


@pytest.mark.real
def test_one_copy_of_the_weights_serves_every_task(folder: Path) -> None:
    base = minilm_layers.load(folder / "model.onnx")
    read, match = (minilm_layers.tuned(base, added("minilm"), task) for task in ("read", "match"))
    assert read.matrices is match.matrices is base.matrices
    assert read.words is match.words is base.words
    packed = [one.bytes for layer in base.matrices for one in layer.values()]
    assert {one.dtype for one in packed} == {np.dtype(np.int8)}
    assert not np.array_equal(read.layer(0)["query"], match.layer(0)["query"])
    assert np.array_equal(base.layer(0)["query"], base.matrices[0]["query"].whole())


@pytest.mark.real
def test_a_broken_network_is_told_with_how_to_fetch_it_again(folder: Path, tmp_path: Path) -> None:
    whole = (folder / "model.onnx").read_bytes()
    (tmp_path / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
    for broken in (b"", whole[:100_000], b"\xff" * 50, whole[len(whole) // 2 :]):
        (tmp_path / "model.onnx").write_bytes(broken)
        with pytest.raises(ModelNotInstalled, match="cannot be loaded"):
            MiniLMReader(tmp_path, added("minilm")).load()


@given(st.binary(max_size=300))
def test_any_bytes_are_a_network_or_a_value_error(data: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.onnx"
        file.write_bytes(data)
        with pytest.raises((ValueError, OverflowError)):
            onnx_arrays.read(file)


@settings(max_examples=200)
@given(st.lists(st.integers(1, 90), min_size=1, max_size=120), st.integers(200, 480))
def test_every_sentence_is_in_one_window_and_every_window_fits(lengths: list[int], room: int) -> None:
    said = [[number] * length for number, length in enumerate(lengths)]
    found = windows(said, room)
    assert [sentence[0] for window in found for sentence in window] == list(range(len(said)))
    assert all(sum(len(sentence) + 1 for sentence in window) <= room for window in found)
    kept = [sentence for window in found for sentence in window]
    assert all(len(cut) >= min(len(whole), SHORTEST_CUT) for whole, cut in zip(said, kept, strict=True))
    assert all(len(cut) <= LONGEST_SENTENCE for cut in kept)
