"""The judge that the user has named second: takes over what the first cannot judge, and is named for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewer import settings, studio
from interviewer.errors import EndpointRefused, ModelRefused, ModelUnreachable
from interviewer.model.grade import Graded, Ungraded
from interviewer.model.session import Session, Take
from interviewer.rules.judging import RubricJudge
from interviewer.rules.reporting import report
from interviewer.rules.second_judge import REST, SecondJudge
from tests.fake_chat import FakeChat
from tests.faults.scenarios import SCENARIOS, Scenario, playing
from tests.faults.test_endpoint_scenarios import SAID, judge_at, short_wall_clock, takes
from tests.story.world import ScriptedKeys, World, session

__all__ = ["short_wall_clock"]


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def held(folder: Path, judge: SecondJudge, *answers: str) -> Session:
    world = World(folder, keys=ScriptedKeys(typed=answers))
    world.judge = judge
    world.hold(session(len(answers)))
    return world.store.find("last")


def judge(chat: FakeChat) -> RubricJudge:
    return RubricJudge(chat, clock=lambda: 0.0)


def failing(name: str, error: type[ModelUnreachable | ModelRefused], *, times: int = 1000) -> FakeChat:
    """Fails so many calls, then works."""
    left = iter(range(times))
    working = FakeChat().script
    return FakeChat(lambda ask: working(ask) if next(left, None) is None else error(f"{name} failed."), name=name)


def named(take: Take) -> str:
    assert isinstance(take.grade, Graded)
    return take.grade.judged_by.model


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_every_answer_is_judged_whatever_the_first_judge_does(scenario: Scenario, tmp_path: Path) -> None:
    with playing(scenario) as (_, url):
        first = judge_at(url)
        kept = held(tmp_path, SecondJudge(first, judge(FakeChat(name="second")), clock=Clock()), SAID, SAID)
    expected = "stub" if scenario.outcome == "judged" else "second"
    assert [named(take) for take in takes(kept)] == [expected, expected]
    assert all(take.coaching is not None for take in takes(kept))
    assert report(kept).judged == f"Judged by {expected} on this computer. Nothing you said left it."


def test_grade_report_and_ledger_say_who_judged_and_why(tmp_path: Path) -> None:
    first = failing("first", ModelRefused)
    kept = held(tmp_path, SecondJudge(judge(first), judge(FakeChat(name="second")), clock=Clock()), SAID)
    (answer,) = report(kept).answers
    assert "judged by second, your second judge, because the first could not: first failed." in answer.notes
    ledger = tmp_path / "recordings" / kept.id / "turn-01/take-1/judging.jsonl"
    lines = [json.loads(line) for line in ledger.read_text().splitlines()]
    assert [line for line in lines if line["kind"] == "handed-over"] == [
        {"kind": "handed-over", "to": "second", "why": "first failed."}
    ]


def test_a_judge_that_could_not_be_reached_rests_before_it_is_asked_again(tmp_path: Path) -> None:
    clock = Clock()
    first, second = failing("first", ModelUnreachable, times=2), FakeChat(name="second")
    both = SecondJudge(judge(first), judge(second), clock=clock)
    kept = held(tmp_path / "a", both, SAID, SAID)
    assert [named(take) for take in takes(kept)] == ["second", "second"]
    asked = len(first.asked)
    clock.now = REST - 1
    assert [named(take) for take in takes(held(tmp_path / "b", both, SAID))] == ["second"]
    assert len(first.asked) == asked
    clock.now = REST
    assert [named(take) for take in takes(held(tmp_path / "c", both, SAID))] == ["first"]


def test_a_judge_that_refused_one_answer_is_asked_about_the_next(tmp_path: Path) -> None:
    first = failing("first", ModelRefused, times=2)  # the warming-up and the first check
    both = SecondJudge(judge(first), judge(FakeChat(name="second")), clock=Clock())
    assert [named(take) for take in takes(held(tmp_path, both, SAID, SAID))] == ["second", "first"]


def test_a_reason_that_lies_in_the_answer_is_not_handed_over(tmp_path: Path) -> None:
    second = FakeChat(name="second")
    kept = held(tmp_path, SecondJudge(judge(FakeChat(name="first")), judge(second), clock=Clock()), "Fine.")
    (take,) = takes(kept)
    assert isinstance(take.grade, Ungraded)
    assert take.grade.code == "too-short"
    assert second.asked == []


def test_when_both_fail_both_reasons_are_told_and_nothing_is_graded(tmp_path: Path) -> None:
    both = SecondJudge(judge(failing("first", ModelRefused)), judge(failing("second", ModelUnreachable)), clock=Clock())
    (take,) = takes(held(tmp_path, both, SAID))
    assert take.grade == Ungraded(code="model-unreachable", reason="first failed. second failed.", again=True)


# -- by settings


def test_nobody_takes_over_unless_the_user_has_named_a_second_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = settings.load(base_url="http://127.0.0.1:9/v1", model="far")
    assert isinstance(studio.open_judges(chosen), RubricJudge)
    monkeypatch.setenv("INTERVIEWER_SECOND_MODEL", "near")
    monkeypatch.setenv("INTERVIEWER_SECOND_BASE_URL", "http://127.0.0.1:10/v1")
    both = studio.open_judges(settings.load(base_url="http://127.0.0.1:9/v1", model="far"))
    assert both is not None
    assert both.name == "far, else near"
    both.close()


def test_a_second_judge_that_may_not_be_used_is_refused_before_the_first_question() -> None:
    chosen = settings.load(
        base_url="http://127.0.0.1:9/v1", model="far", second_model="x", second_base_url="http://example.com/v1"
    )
    with pytest.raises(EndpointRefused, match="unencrypted"):
        studio.open_judges(chosen)


def test_the_key_of_one_judge_never_goes_to_the_other() -> None:
    chosen = settings.load(model="a", api_key="sk-one", second_model="b", second_base_url="http://127.0.0.1:9/v1")
    of_second = settings.second(chosen)
    assert of_second is not None
    assert of_second.api_key.get_secret_value() == ""
