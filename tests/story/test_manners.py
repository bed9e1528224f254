"""A friendly interviewer and a pressing one judge the same answers alike."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from interviewer.model import events
from interviewer.model.session import Manner, Session
from tests.story.world import World, hush, session, tone, wav

ANSWER = (hush(1), tone(4))


def held(folder: Path, manner: Manner) -> tuple[World, Session]:
    world = World(folder, *(wav(folder / f"{number}.wav", *ANSWER) for number in (1, 2, 3)))
    return world, world.hold(session(3, manner=manner))


def test_the_judge_is_given_the_same_and_grades_the_same_in_every_manner(tmp_path: Path) -> None:
    worlds: dict[Manner, tuple[World, Session]] = {}
    for manner in get_args(Manner):
        (tmp_path / manner).mkdir()
        worlds[manner] = held(tmp_path / manner, manner)
    neutral_world, neutral = worlds["neutral"]
    for world, kept in worlds.values():
        assert world.judge.graded == neutral_world.judge.graded == ["question-1", "question-2", "question-3"]
        assert world.judge.warmed == neutral_world.judge.warmed
        assert world.judge.read == neutral_world.judge.read
        assert [turn.question for turn in kept.turns] == [turn.question for turn in neutral.turns]
        assert [turn.take and turn.take.grade for turn in kept.turns] == [
            turn.take and turn.take.grade for turn in neutral.turns
        ]
        assert [turn.take and turn.take.coaching for turn in kept.turns] == [
            turn.take and turn.take.coaching for turn in neutral.turns
        ]


def test_what_is_said_is_what_is_shown_and_differs_by_manner(tmp_path: Path) -> None:
    said = {}
    for manner in get_args(Manner):
        (tmp_path / manner).mkdir()
        world, _ = held(tmp_path / manner, manner)
        said[manner] = [event.text for event in world.told if isinstance(event, events.QuestionAsked)]
        assert world.voice.rendered == said[manner]
    assert len({tuple(texts) for texts in said.values()}) == 3
