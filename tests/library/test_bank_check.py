"""What `bank check` says about banks that can be used but should be better."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.cli.main import DONE, main
from interviewer.library.bank_check import say_the_same
from tests.library.banks import lint, question, write_bank


def test_a_good_bank_has_no_complaints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "check", str(write_bank(tmp_path))]) == DONE
    assert capsys.readouterr().out == "barista: 1 question, no complaints\n"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"follow_ups": '["Who saw it?"]'}, "9: warning: follow-ups: 1 (usual are 2)"),
        ({"example": ""}, "1: warning: no example answer"),
        ({"points": '["what was spilled"]'}, "6: warning: guidance points: 1 (good are 2 to 5)"),
        (
            {"points": '["one cup", "two jugs", "three pots", "four pans", "five tins", "six urns"]'},
            "6: warning: guidance points: 6 (good are 2 to 5)",
        ),
        (
            {"points": '[\n "the outcome of the decision",\n "calm",\n "what outcome the decisions had",\n]'},
            '9: warning: points overlap: "the outcome of the decision" and "what outcome the decisions had"',
        ),
        ({"kind": '"method"'}, '4: warning: kind is "method", but "a time when" reads as "behavioural"'),
        ({"text": '"How do you mop?"'}, '4: warning: kind is "behavioural", but "how do you" reads as "method"'),
        (
            {"text": '"What is your approach to mopping?"'},
            '4: warning: kind is "behavioural", but "what is your approach" reads as "method"',
        ),
        (
            {"text": '"What would you do if it rained milk?"', "kind": '"method"'},
            '4: warning: kind is "method", but "what would you" reads as "situational"',
        ),
        (
            {"text": '"Tell me about yourself."', "kind": '"behavioural"'},
            '4: warning: kind is "behavioural", but "tell me about yourself" reads as "introduction"',
        ),
    ],
)
def test_a_poor_question_is_a_warning_and_no_failure(
    tmp_path: Path, changes: dict[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_bank(tmp_path, spill=question("spill", **changes))
    assert main(["bank", "check", str(folder)]) == DONE
    assert capsys.readouterr().out == f"{folder / 'spill.toml'}:{said}\nbarista: 1 question, 1 warning\n"


@pytest.mark.parametrize(
    "text",
    [
        "How do you handle a situation where two guests want one table?",
        "Describe your experience with milk and how you froth it.",
        "What do you like about coffee?",
    ],
)
def test_wording_that_fits_or_says_nothing_is_left_alone(tmp_path: Path, text: str) -> None:
    assert lint(write_bank(tmp_path, spill=question("spill", text=f'"{text}"', kind='"method"'))) == ()


def test_two_questions_with_the_same_words_are_found(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, spill=question("spill"), splash=question("splash"))
    assert [str(one) for one in lint(folder)] == [f'{folder / "splash.toml"}:2: warning: asks the same as "spill"']


def test_questions_in_an_inner_folder_are_not_passed_over_in_silence(tmp_path: Path) -> None:
    folder = write_bank(tmp_path)
    (folder / "more").mkdir()
    for id in ("drop", "slip"):
        (folder / "more" / f"{id}.toml").write_text(question(id), encoding="utf-8")
    assert [str(one) for one in lint(folder)] == [f"{folder / 'more'}:1: warning: a folder inside a bank is not read"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the outcome", "outcome of the decision", True),
        ("how feedback is used", "how feedback is used in the end", True),
        ("identifying dependencies early", "managing dependencies through the lifecycle", False),
        ("a method for assessing technical debt", "ranking debt against features", False),
        ("how it was", "what it is", False),
    ],
)
def test_points_overlap_when_the_shorter_one_adds_nothing(one: str, other: str, same: bool) -> None:
    assert say_the_same(one, other) is same
    assert say_the_same(other, one) is same


def test_a_bank_without_any_follow_ups_is_told_so_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = {name: question(name, follow_ups="[]", text=f'"Tell me about a time when {name}."') for name in ("it", "we")}
    folder = write_bank(tmp_path, **bare)
    assert main(["bank", "check", str(folder)]) == DONE
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{folder / 'bank.toml'}:1: notice: no question has follow-ups of its own")
    assert last == "barista: 2 questions, 1 notice"
