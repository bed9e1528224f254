"""The real head reads an answer and what a follow-up added to it: only what that speaks to moves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.follow_ups.stories import Story, stories
from interviewer import settings, studio
from interviewer.model.grade import PARTS, Graded, Part
from interviewer.model.session import FollowUp, LeftOut, Take, Turn
from interviewer.model.speech import Typed
from interviewer.rules.adding import together
from interviewer.rules.approaches import ByHead
from interviewer.rules.head.head import Head
from interviewer.rules.judging import RubricJudge
from tests.fake_chat import FakeChat, ListLedger
from tests.weights import weights_file

STORIES = stories("tuned")
PART_OF: dict[LeftOut, Part] = {"result": "result", "number": "result", "own-role": "action", "action": "action"}


@pytest.fixture(scope="module")
def head() -> Head:
    weights_file("minilm", "model.onnx")
    found = studio.open_labeller(settings.load())
    assert found is not None
    return found


@pytest.fixture
def judge(head: Head) -> Iterator[RubricJudge]:
    yield RubricJudge(FakeChat(), approach=ByHead(head), clock=lambda: 0.0)


def graded(judge: RubricJudge, story: Story, told: str, *replies: str) -> Graded:
    takes = [
        Take(number=n, ended_by="typed", heard=Typed(text=text)) for n, text in enumerate((told, *replies), start=1)
    ]
    asked = tuple(
        FollowUp(to=1, text=f"And then, {take.number}?", takes=(take.number,), is_over=True) for take in takes[1:]
    )
    turn = Turn(number=1, question=story.question, takes=tuple(takes), follow_ups=asked)
    found = together(turn, 1)
    assert found is not None
    said, heard = found
    grade = judge.grade(story.question, said, heard, ListLedger())
    assert isinstance(grade, Graded)
    return grade


def scores(grade: Graded) -> dict[Part, int | None]:
    return {part.part: part.score for part in grade.parts}


@pytest.mark.parametrize("gap", PART_OF)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_an_answer_to_a_follow_up_moves_only_the_parts_that_it_speaks_to(
    judge: RubricJudge, story: Story, gap: LeftOut
) -> None:
    alone = graded(judge, story, story.told(gap))
    grown = graded(judge, story, story.told(gap), story.reply(gap))
    before, after = scores(alone), scores(grown)
    for part in PARTS:
        score = next(each for each in grown.parts if each.part == part)
        if not any(evidence.take == 2 for evidence in score.evidence):
            assert after[part] == before[part]
        assert (after[part] or 0) >= (before[part] or 0)
    assert (after[PART_OF[gap]] or 0) >= 2
    assert grown.overall >= alone.overall
    assert grown.alone is not None
    assert (grown.alone.overall, grown.alone.parts) == (alone.overall, tuple(before.values()))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_an_answer_that_adds_nothing_moves_nothing(judge: RubricJudge, story: Story) -> None:
    alone = graded(judge, story, story.told("result"))
    grown = graded(judge, story, story.told("result"), "No, nothing else.")
    assert scores(grown) == scores(alone)
    assert [point.score for point in grown.points] == [point.score for point in alone.points]
    assert grown.overall == alone.overall


def test_what_was_read_before_is_not_read_again(judge: RubricJudge) -> None:
    story, ledger = STORIES[0], ListLedger()
    graded(judge, story, story.told("result"))
    takes = (
        Take(number=1, ended_by="typed", heard=Typed(text=story.told("result"))),
        Take(number=2, ended_by="typed", heard=Typed(text=story.reply("result"))),
    )
    asked = (FollowUp(to=1, text="And how did it end?", gap="result", takes=(2,), is_over=True),)
    found = together(Turn(number=1, question=story.question, takes=takes, follow_ups=asked), 1)
    assert found is not None
    judge.grade(story.question, *found, ledger)
    assert len(ledger.of("read-before")) == 1
    assert len(ledger.of("head")) == 1
