"""From somebody else's guide to a judged interview, as it is typed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from interviewer.cli.main import DONE, main
from tests.library.guides import GUIDES
from tests.story.world import ScriptedJudge

ANSWERS = """\
One night in March the mixer broke at two. I called the owner and moved the dough to the small mixer. We opened on time.

"""


def test_an_interview_with_an_imported_bank(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    judge = ScriptedJudge()
    monkeypatch.setattr("interviewer.studio.judges.open_judge", lambda chosen, **_: judge)
    monkeypatch.setenv("INTERVIEWER_VOICE", "off")
    monkeypatch.setenv("INTERVIEWER_SPEAKER", "off")
    monkeypatch.setattr("sys.stdin", io.StringIO(ANSWERS * 3))
    assert main(["bank", "import", str(GUIDES / "baker.txt"), "--yes"]) == DONE

    assert main(["practice", "--bank", "baker", "--questions", "3", "--typed", "--seed", "1"]) == DONE

    capsys.readouterr()
    assert main(["report", "last", "--format", "json"]) == DONE
    session = json.loads(capsys.readouterr().out)
    assert (session["bank"], session["role"], session["status"]) == ("baker", "Baker", "complete")
    assert len(judge.graded) == len(session["turns"]) == 3
    asked = {turn["question"]["text"]: turn["question"] for turn in session["turns"]}
    wrong = asked["Tell me about a time when something went wrong during a night shift."]
    assert [point["text"] for point in wrong["points"]] == [
        "one night",
        "what you decided and why",
        "how the morning turned out",
    ]
    assert all(turn["takes"][0]["grade"]["overall"] == 3 for turn in session["turns"])


def test_a_bank_in_a_folder_of_ones_own_choosing_is_practised_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("interviewer.studio.judges.open_judge", lambda chosen, **_: ScriptedJudge())
    monkeypatch.setenv("INTERVIEWER_VOICE", "off")
    monkeypatch.setattr("sys.stdin", io.StringIO(ANSWERS))
    questions = tmp_path / "questions.txt"
    questions.write_text("Tell me about a time when you were late.\n", encoding="utf-8")
    folder = str(tmp_path / "mine")
    assert main(["bank", "import", str(questions), "--to", folder, "--yes"]) == DONE
    assert main(["practice", "--bank", folder, "--questions", "1", "--typed"]) == DONE
    assert "Tell me about a time when you were late." in capsys.readouterr().out
