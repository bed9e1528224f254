"""`interviewer eval`: what would spoil an hour of judging is told at once, and who was named reads the answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import pytest

from interviewer import settings, studio
from interviewer.adapters.embedded_chat import EmbeddedChat
from interviewer.cli.main import main
from interviewer.errors import JudgeError, ModelUnreachable
from interviewer.library.fitted import fitted
from interviewer.library.labelled import LabelledAnswer, read_answers
from interviewer.model.card import Card
from interviewer.ports import Ask
from interviewer.rules.judging import RubricJudge
from interviewer.settings import Settings
from interviewer.studio import judges
from tests.fake_chat import FakeChat, first_values
from tests.weights import weights_file

NO_STORY = Path(__file__).parents[2] / "benchmarks" / "judge" / "no-story" / "situational.jsonl"


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


@pytest.fixture
def far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A judge on a server of the user's own, whose model gives the first of all answers that it may give."""
    monkeypatch.setenv("INTERVIEWER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("INTERVIEWER_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("INTERVIEWER_MODEL", "mine")
    monkeypatch.setattr(judges, "open_chat", lambda *_: FakeChat(name="mine"))
    return settings.load()


def card(chosen: Settings) -> Card | None:
    """What the reports of this judge would tell."""
    opened = studio.open_judge(chosen)
    assert isinstance(opened, RubricJudge)
    return opened.card


def test_what_was_measured_goes_into_the_grades_of_that_judge_and_no_other(
    far: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert card(far) is None
    assert main(["eval", "--quick"]) == 0
    assert "Reports of this judge now say: On labelled answers that the judge had not seen" in capsys.readouterr().out
    known = card(far)
    assert known is not None and known.sets[0].n == len(labelled())
    assert card(far.model_copy(update={"seed": 7})) is None


@pytest.mark.parametrize("more", [["--limit", "25"], ["--only", "overall"], ["--by", "model"]])
def test_a_part_of_the_evaluation_is_no_card(
    more: list[str], far: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", "--quick", *more]) == 0
    assert "eports" not in capsys.readouterr().out
    assert card(far) is None


def test_where_no_answer_is_labelled_with_parts_none_is_measured(
    far: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", "--quick", "--limit", "20", str(NO_STORY)]) == 0
    told = capsys.readouterr().out
    assert "No sentence is labelled with a STAR part" in told
    assert "guidance points" in told
    assert "macro-F1" not in told and "situation  " not in told


def test_one_answer_alone_has_its_figures_too(far: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "--quick", "--limit", "1"]) == 0
    assert "dev: 1 answer, 0 of them not graded" in capsys.readouterr().out


def test_an_answer_that_could_not_be_judged_makes_no_card(
    far: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = labelled()[3].sentences[0]

    def script(ask: Ask) -> str | JudgeError:
        return ModelUnreachable("Gone.") if lost in ask.user else json.dumps(first_values(ask.schema))

    monkeypatch.setattr(judges, "open_chat", lambda *_: FakeChat(script, name="mine"))
    assert main(["eval", "--quick"]) == 0
    assert "Reports do not tell these figures: 1 answer could not be judged.\n" in capsys.readouterr().out
    assert card(far) is None


def test_a_few_answers_of_ones_own_make_no_card(
    far: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text("".join(one.model_dump_json() + "\n" for one in labelled()[:5]), encoding="utf-8")
    assert main(["eval", "--quick", str(few)]) == 0
    assert "fewer than 20 answers were new to this judge." in capsys.readouterr().out
    assert card(far) is None


def test_the_figures_are_written_before_a_card_that_cannot_be_kept_is_told(
    far: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "cards").write_text("no folder", encoding="utf-8")
    out = tmp_path / "figures.json"
    assert main(["eval", "--quick", "--json", str(out)]) == 3
    assert capsys.readouterr().err.startswith("The figures could not be kept for the reports.\n")
    assert len(json.loads(out.read_text(encoding="utf-8"))["predictions"]) == len(labelled())


def labelled() -> Sequence[LabelledAnswer]:
    return read_answers(Path(str(files("interviewer") / "labelled" / "dev.jsonl")))


@pytest.mark.real
def test_the_judge_that_ships_knows_its_card() -> None:
    weights_file("minilm", "model.onnx")
    weights_file("qwen-1.5b", "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf")
    head = fitted("qwen-1.5b")
    for readers, known in (("auto", True), ("model", False), ("head", False)):
        judge = studio.open_judge(settings.load(), readers)  # type: ignore[arg-type]
        assert isinstance(judge, RubricJudge) and head is not None
        assert judge.card == (head.card if known else None)
