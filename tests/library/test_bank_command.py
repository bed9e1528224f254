"""`interviewer bank`, as it is typed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from interviewer.cli.main import DONE, main
from interviewer.library import bank as banks
from interviewer.model.grade import PARTS, Part
from interviewer.rules.rubric import bundle_of
from tests.library.banks import HEAD, QUESTION, write_bank


def test_list_names_every_shipped_bank(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "list"]) == DONE
    assert capsys.readouterr().out == (
        "any-role\n  Any role, 24 questions\nit-product-manager\n  IT Product Manager, 9 questions\n"
    )


def test_list_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "list", "--json"]) == DONE
    rows = [(row["id"], row["role"], row["questions"]) for row in json.loads(capsys.readouterr().out)]
    assert rows == [("any-role", "Any role", 24), ("it-product-manager", "IT Product Manager", 9)]


def test_a_broken_bank_of_ones_own_hides_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_bank(tmp_path / "mine" / "broken")
    (tmp_path / "mine" / "broken" / "bank.toml").write_text("role = [", encoding="utf-8")
    monkeypatch.setenv("INTERVIEWER_BANKS", str(tmp_path / "mine"))
    assert main(["bank", "list"]) == DONE
    printed = capsys.readouterr()
    assert "it-product-manager" in printed.out
    assert "interviewer bank check broken" in printed.err


def test_show_as_json_is_the_whole_bank(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "show", "it-product-manager", "--json"]) == DONE
    shown = json.loads(capsys.readouterr().out)
    assert shown == banks.find("it-product-manager").model_dump(mode="json")
    assert {"questions", "questions_to_ask", "categories", "competencies", "preparation", "advice"} <= shown.keys()


def test_examples_are_shown_only_when_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = str(write_bank(tmp_path))
    assert main(["bank", "show", folder]) == DONE
    hidden = capsys.readouterr().out
    assert main(["bank", "show", folder, "--examples"]) == DONE
    assert "latte" not in hidden
    assert "add --examples" in hidden
    assert "I spilled a latte" in capsys.readouterr().out


@pytest.mark.parametrize(("kind", "parts"), [("behavioural", PARTS), ("knowledge", ())])
def test_what_the_scores_mean_is_told_in_the_words_of_the_rubric(
    kind: str, parts: tuple[Part, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_bank(tmp_path, spill=QUESTION.replace('"behavioural"', f'"{kind}"'))
    assert main(["bank", "show", str(folder)]) == DONE
    told = " ".join(capsys.readouterr().out.partition("What the scores mean")[2].split())
    bundle = bundle_of(banks.find(str(folder)).questions[0])
    assert bundle.kind == kind
    assert tuple(bundle.part_anchors) == parts
    for meanings in (*bundle.part_anchors.values(), bundle.point_anchors):
        assert " ".join(f"{score} {meaning}" for score, meaning in enumerate(meanings)) in told
    assert ("Situation" in told) == bool(parts)


@pytest.mark.parametrize("name", banks.banks())
@pytest.mark.parametrize("columns", [40, 80])
def test_nothing_is_cut_or_too_wide(
    columns: int, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert main(["bank", "show", name, "--examples"]) == DONE
    out = capsys.readouterr().out
    assert max(len(line) for line in out.splitlines()) <= columns
    assert all(line == line.rstrip() for line in out.splitlines())
    bank = banks.find(name)
    said = " ".join(out.split())
    assert all(question.text in said and question.example in said for question in bank.questions)
    assert all(step.text in said for step in bank.preparation)


def test_markup_and_control_characters_of_others_are_only_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = HEAD.replace('"Coffee."', '"[bold]Cof\\u001b[2Jfee[/bold] :smile: [link=http://x.test]x[/link]"')
    folder = str(write_bank(tmp_path, head=head, spill=QUESTION))
    assert main(["bank", "show", folder]) == DONE
    out = capsys.readouterr().out
    assert "[bold]Cof[2Jfee[/bold] :smile: [link=http://x.test]x[/link]" in out
    assert "\x1b" not in out


def test_a_code_page_without_the_characters_ends_in_question_marks_and_not_in_an_error(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, head=HEAD.replace("Coffee", "\u30b3\u30fc\u30d2\u30fc"), spill=QUESTION)
    command = [sys.executable, "-X", "utf8=0", "-m", "interviewer", "bank", "show", str(folder)]
    shown = subprocess.run(command, capture_output=True, env={"PYTHONIOENCODING": "cp1252"}, check=True)
    assert b"????" in shown.stdout
    assert shown.stderr == b""


def test_check_without_a_name_checks_all_that_is_shipped(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "check"]) == DONE
    assert capsys.readouterr().out == (
        "any-role: 24 questions, no complaints\nit-product-manager: 9 questions, no complaints\n"
    )
