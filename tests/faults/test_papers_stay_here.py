"""A job description and a CV lead to follow-ups on this computer alone: no judge elsewhere gets a line of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from interviewer import desk
from interviewer.errors import ModelUnreachable
from interviewer.model.grade import Graded
from interviewer.model.session import Paper, Reason, Session
from interviewer.ports import Ask, Judge
from interviewer.rules.following.choice import Budget
from interviewer.rules.judging import RubricJudge
from interviewer.rules.second_judge import SecondJudge
from interviewer.sitting import Sitting
from tests.fake_chat import FakeChat, last_values
from tests.story.world import ScriptedKeys, World, session

LINES: dict[Paper, str] = {
    "job": "Set priorities when several patients deteriorate at once, and escalate without delay.",
    "cv": "Found the root cause of a memory leak that had stopped the booking service every nine days.",
}
FAR = "judge.example"
STORY = (
    "In March two years ago our build broke twice a week at the company. My job was to get it green before the release."
    " I wrote the tests that were missing and I moved the slow ones into a night run. In the end it has not broken"
    " since, and the release came out on the third of May."
)
MORE = "I told my manager about it on a Monday, and she liked what I had found out."
LONG_ENOUGH = 4
"""Words in a row; fewer are in common by chance."""


class FarChat(FakeChat):
    """A judge at an address of the user's that finds everything in every answer, so it is asked for all there is."""

    host = FAR

    def __init__(self) -> None:
        super().__init__(lambda ask: json.dumps(last_values(ask.schema)))


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    """All that stands in a row in it."""
    found = words(text)
    return {tuple(found[place : place + LONG_ENOUGH]) for place in range(len(found) - LONG_ENOUGH + 1)}


def sent(asked: Sequence[Ask]) -> set[tuple[str, ...]]:
    """All that stands in a row in what a model was given, whichever way it was given."""
    texts = [text for ask in asked for text in (ask.system, ask.user, json.dumps(ask.schema), *sum(ask.examples, ()))]
    return {run for text in texts for run in runs(text)}


def alone(far: FakeChat) -> Judge:
    return RubricJudge(far, clock=lambda: 0.0)


def behind_another(far: FakeChat) -> Judge:
    """Takes over from a judge on this computer that does not answer."""
    near = FakeChat(lambda _ask: ModelUnreachable("Nobody answers."), name="near")
    return SecondJudge(alone(near), alone(far), clock=lambda: 0.0)


def planned(paper: Paper) -> Session:
    """An interview of one question that a line of the paper was the reason for."""
    line = LINES[paper]
    return session(1, reasons=(Reason(question="question-1", paper=paper, line=1, quote=line),))


@pytest.mark.parametrize("paper", LINES)
@pytest.mark.parametrize("judge", [alone, behind_another], ids=["alone", "behind another"])
def test_a_judge_elsewhere_gets_no_line_of_a_paper_that_a_follow_up_asked_about(
    judge: Callable[[FakeChat], Judge], paper: Paper, tmp_path: Path
) -> None:
    far = FarChat()
    world = World(tmp_path, keys=ScriptedKeys(typed=[STORY, MORE]))
    world.follow_ups = Budget(a_question=1, in_all=1)
    world.judge = judge(far)  # type: ignore[assignment]
    held = world.hold(planned(paper))

    (turn,) = held.turns
    (follow_up,) = turn.follow_ups
    assert follow_up.reason is not None
    assert runs(LINES[paper]) & runs(follow_up.text), "the candidate hears the line"
    assert turn.take is not None
    assert isinstance(turn.take.grade, Graded)
    assert turn.take.grade.judged_by.host == FAR
    assert turn.take.coaching is not None
    assert runs(STORY) & sent(far.asked), "it reads the answers"
    assert runs(MORE) & sent(far.asked), "it reads what was added to them"
    assert not runs(LINES[paper]) & sent(far.asked)

    far.asked.clear()
    sitting = Sitting(world.store.find("last"), world.store, lambda _event: None)
    sitting.take_up()
    desk.redo(sitting, None, judge(far))
    assert runs(STORY) & sent(far.asked)
    assert not runs(LINES[paper]) & sent(far.asked)
