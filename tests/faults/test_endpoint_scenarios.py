"""A judge at an address that fails in every way there is, in the middle of a whole interview."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from interviewer import desk
from interviewer.adapters.openai_chat import OpenAIChat
from interviewer.model.grade import Graded, Ungraded
from interviewer.model.session import Session, Take
from interviewer.model.speech import Typed
from interviewer.pages.markdown import markdown
from interviewer.rules import approaches
from interviewer.rules.judging import RubricJudge
from interviewer.rules.reporting import report
from interviewer.sitting import Sitting
from tests.faults.scenarios import FAILING, KEY, PATIENCE, SCENARIOS, Scenario, playing
from tests.story.world import ScriptedKeys, World, session
from tests.stub_llm import Body

SAID = (
    "In March our build broke twice a week and nobody knew why. I wrote the tests that were missing and I moved the "
    "slow ones to the night. It has not broken since, and the team ships every day.\n"
)
BEGINS_AN_ANSWER = "s1: "
"""In every prompt about an answer; not in those that only warm a server of this computer up."""


@dataclass(frozen=True)
class Held:
    """An interview of two typed answers, held while its judge failed."""

    scenario: Scenario
    world: World
    session: Session
    asked: tuple[Body, ...]
    folder: Path


@pytest.fixture(scope="module", autouse=True)
def short_wall_clock() -> Iterator[None]:
    """The 120 s that one call may take, all tries together, are 2.5 s here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(approaches, "DEADLINE", 2.5)
        yield


def judge_at(url: str) -> RubricJudge:
    return RubricJudge(OpenAIChat(base_url=url, model="stub", api_key=KEY, patience=PATIENCE), clock=time.monotonic)


def interview(folder: Path, scenario: Scenario) -> Held:
    world = World(folder, keys=ScriptedKeys(typed=[SAID, SAID]))
    with playing(scenario) as (stub, url):
        world.judge = judge_at(url)
        world.hold(session(2))
        return Held(scenario, world, world.store.find("last"), tuple(stub.asked), folder)


def judged_again(world: World, scenario: Scenario) -> Session:
    with playing(scenario) as (_, url):
        sitting = Sitting(world.store.find("last"), world.store, lambda event: None)
        sitting.take_up()
        desk.redo(sitting, None, judge_at(url))
        sitting.end()
    return world.store.find("last")


def takes(held: Session) -> list[Take]:
    return [turn.take for turn in held.turns if turn.take is not None]


@pytest.fixture(scope="module", params=SCENARIOS.values(), ids=list(SCENARIOS))
def held(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Held:
    return interview(tmp_path_factory.mktemp("held"), request.param)


def test_no_session_is_lost_and_no_grade_is_stored_that_was_not_earned(held: Held) -> None:
    assert held.session.status == "complete"
    assert [take.heard for take in takes(held.session)] == [Typed(text=SAID.strip())] * 2
    for take in takes(held.session):
        if held.scenario.outcome == "judged":
            assert isinstance(take.grade, Graded)
            assert (take.grade.judged_by.model, take.grade.judged_by.host) == ("stub", "this computer")
        else:
            assert isinstance(take.grade, Ungraded)
            assert (take.grade.code, take.grade.again) == (held.scenario.outcome, True)
            assert take.coaching is None
    assert SAID.split(".")[0] in markdown(report(held.session))


def test_a_judge_is_asked_no_more_often_than_may_help(held: Held) -> None:
    """An answer costs one check of a judge that fails: it is not asked about the next point as well."""
    checks = [text for body in held.asked if BEGINS_AN_ANSWER in (text := body["messages"][-1]["content"])]
    most = 2 * held.scenario.most_calls
    assert (max(map(checks.count, checks)) if held.scenario.outcome == "judged" else len(checks)) <= most


def test_the_key_is_in_no_file(held: Held) -> None:
    for path in held.folder.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), path


def test_what_was_not_judged_is_judged_once_the_server_is_well(held: Held) -> None:
    well = judged_again(held.world, Scenario("judged"))
    assert all(isinstance(take.grade, Graded) for take in takes(well))


@pytest.mark.parametrize("scenario", FAILING.values(), ids=FAILING)
def test_a_grade_that_stands_survives_a_judge_that_fails(scenario: Scenario, tmp_path: Path) -> None:
    before = interview(tmp_path, Scenario("judged"))
    after = judged_again(before.world, scenario)
    assert [take.grade for take in takes(after)] == [take.grade for take in takes(before.session)]
    assert all("earlier grade stands" in take.problems[-1].message for take in takes(after))
