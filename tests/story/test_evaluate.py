"""`interviewer eval`: what would spoil an hour of judging is told at once, and who was named reads the answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewer.adapters.embedded_chat import EmbeddedChat
from interviewer.cli.main import main
from tests.weights import weights_file


@pytest.fixture
def no_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_MODELS", str(tmp_path))


@pytest.mark.usefixtures("no_weights")
def test_a_folder_that_is_not_there_is_told_before_a_model_is_looked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", "--json", str(tmp_path / "nowhere" / "out.json")]) == 3
    assert "There is no folder" in capsys.readouterr().err


@pytest.mark.usefixtures("no_weights")
def test_without_a_judge_it_says_how_to_switch_it_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INTERVIEWER_JUDGE", "off")
    assert main(["eval"]) == 3
    assert capsys.readouterr().err.endswith("Type: INTERVIEWER_JUDGE=on interviewer eval\n")


@pytest.mark.real
def test_the_head_reads_without_a_language_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    weights_file("minilm", "model.onnx")
    weights_file("qwen-1.5b", "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf")
    loaded: list[EmbeddedChat] = []
    monkeypatch.setattr(EmbeddedChat, "start", loaded.append)
    monkeypatch.setattr(EmbeddedChat, "complete", lambda chat, *_, **__: loaded.append(chat))
    out = tmp_path / "figures.json"
    assert main(["eval", "--by", "head", "--limit", "2", "--quick", "--json", str(out)]) == 0
    assert "dev: 2 answers, 0 of them not graded" in capsys.readouterr().out
    figures = json.loads(out.read_text(encoding="utf-8"))
    assert figures["readers"] == "head"
    assert len(figures["predictions"]) == 2
    assert all(1 <= each["overall"] <= 5 and each["labels"] for each in figures["predictions"])
    assert loaded == []


def test_who_reads_is_one_of_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "--by", "nobody"]) == 2
    err = capsys.readouterr().err
    assert "'nobody' is not one of 'auto', 'model', 'head'" in err


@pytest.mark.parametrize("yes", [[], ["--yes"]])
def test_where_no_head_was_fitted_the_language_model_does_not_stand_in_for_it(
    yes: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INTERVIEWER_API_KEY", "sk-none")
    far = ["--base-url", "https://judge.example/v1", "--model", "far"]
    assert main(["eval", "--by", "head", "--limit", "1", "--quick", *far, *yes]) == 3
    told = capsys.readouterr()
    assert told.err == (
        "No head was fitted to the judge 'far', so none can read the answers.\n"
        "Leave --by out, or name the judge on this computer that has one: qwen-1.5b, without an address.\n"
    )
    assert told.out == ""
