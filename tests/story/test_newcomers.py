"""A nurse, a software engineer and a product manager, each with papers of their own, from the guide to the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewer import places, settings, studio
from interviewer.cli.main import DONE, main
from interviewer.library import bank as banks
from interviewer.model.closing import AskingGrade
from interviewer.model.grade import Graded
from interviewer.model.session import Session
from interviewer.model.speech import Typed
from interviewer.rules.closing import replying
from interviewer.rules.following.wording import reveals
from interviewer.rules.reporting import report
from interviewer.rules.segmenting import sentences
from tests.newcomers import WHO, Newcomer, Typist, newcomer
from tests.story.world import ScriptedJudge
from tests.weights import weights_file


@pytest.fixture(params=WHO)
def person(request: pytest.FixtureRequest, tmp_path: Path) -> Newcomer:
    return newcomer(request.param, tmp_path)


def typed(person: Newcomer, monkeypatch: pytest.MonkeyPatch, *, questions: int, parts: str = "--whole") -> Session:
    """An interview as it is typed into a terminal, judged by whoever is there."""
    chosen = settings.load()
    monkeypatch.setattr("sys.stdin", Typist(person, places.recordings(chosen)))
    monkeypatch.setenv("INTERVIEWER_VOICE", "off")
    monkeypatch.setenv("INTERVIEWER_SPEAKER", "off")
    assert main(["bank", "import", str(person.guide), "--yes"]) == DONE
    papers = ["--job", str(person.job), "--cv", str(person.cv)]
    words = ["practice", parts, "--typed", "--bank", person.bank, *papers, "--company", str(person.company)]
    more = ["--questions", str(questions), "--follow-ups", "1", "--manner", person.manner, "--seed", "3"]
    assert main([*words, *more]) == DONE
    return studio.open_store(chosen).find("last")


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> ScriptedJudge:
    judge = ScriptedJudge()
    monkeypatch.setattr("interviewer.studio.judges.open_judge", lambda chosen, **_: judge)
    return judge


def test_the_guide_becomes_a_bank_without_a_warning(person: Newcomer, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bank", "import", str(person.guide), "--yes"]) == DONE
    assert "Not understood" not in capsys.readouterr().out
    assert main(["bank", "check", person.bank]) == DONE
    assert "warning: follow-ups" not in capsys.readouterr().out
    bank = banks.find(person.bank, own=places.banks(settings.load()))
    assert person.answers.keys() <= {question.text for question in bank.questions}
    assert (len(bank.categories), len(bank.competencies), len(bank.questions_to_ask)) == (3, 4, 3)
    told = json.dumps(bank.model_dump(mode="json"))
    assert not any(sold in told for sold in ("Sign Up", "Sign in", "free!", "Join", "Copy Goes Here", "salaries"))


def test_the_page_to_get_ready_with_names_duties_and_missing_stories(person: Newcomer, tmp_path: Path) -> None:
    page = tmp_path / "ready.md"
    main(["bank", "import", str(person.guide), "--yes"])
    papers = ["--job", str(person.job), "--cv", str(person.cv)]
    assert main(["prepare", "--bank", person.bank, *papers, "--to", str(page)]) == DONE
    text = page.read_text(encoding="utf-8")
    plan = text.split("### The first 30 days")[1].split("### Until")[0]
    assert plan.count("- [ ]") == 5
    assert "No line of your CV was found that speaks of:" in text
    assert "The post, line" in text


def test_each_is_asked_about_what_they_left_out_from_the_greeting_to_the_goodbye(
    person: Newcomer, scripted: ScriptedJudge, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    weights_file("minilm", "model.onnx")
    held = typed(person, monkeypatch, questions=5)
    assert held.status == "complete"
    assert held.turns[0].question.kind == "introduction"
    stories = [turn for turn in held.turns if turn.question.text in person.answers]
    assert len(stories) == 5
    asked = {turn.question.text: [each.gap for each in turn.follow_ups] for turn in stories}
    assert asked == {text: [told.leaves_out] for text, told in person.answers.items()}
    for turn in stories:
        said = turn.takes[0].heard
        assert isinstance(said, Typed)
        assert not reveals(turn.follow_ups[0].text, turn.question, sentences(said))
        assert turn.take is not None
        assert isinstance(turn.take.grade, Graded)
        assert turn.follow_ups[0].takes == (2,)
    told = [answer for answer in report(held).answers if answer.question.text in person.answers]
    assert all(answer.follow_ups[0].summary for answer in told)


def test_each_asks_back_and_is_answered_from_the_sheet_and_judged(
    person: Newcomer, scripted: ScriptedJudge, monkeypatch: pytest.MonkeyPatch
) -> None:
    closing = typed(person, monkeypatch, questions=1).closing
    assert closing is not None
    assert closing.farewell
    assert isinstance(closing.grade, AskingGrade)
    assert [one.text for one in closing.asked]
    for one in closing.asked:
        assert all(line.text in one.reply for line in one.cites)
        assert bool(one.cites) != (one.reply in replying.UNKNOWN)


@pytest.mark.real
@pytest.mark.timeout(900)  # the judge takes as long as whatever else runs leaves it
def test_a_newcomer_is_judged_by_the_model_that_comes_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    weights_file("minilm", "model.onnx")
    weights_file("qwen-1.5b", "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf")
    held = typed(newcomer("engineer", tmp_path), monkeypatch, questions=1, parts="--closing")
    turn = held.turns[0]
    assert turn.take is not None
    grade = turn.take.grade
    assert isinstance(grade, Graded)
    assert grade.alone is not None
    assert isinstance(held.closing and held.closing.grade, AskingGrade)
