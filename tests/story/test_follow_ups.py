"""Follow-ups in whole interviews: asked about what was left out, answered, skipped, and counted with the answer."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from interviewer.adapters.file_microphone import FileMicrophone
from interviewer.model import events
from interviewer.model.grade import Graded
from interviewer.model.question import Question
from interviewer.model.session import FollowUp, Session, Take, Turn
from interviewer.model.speech import Sentence, Typed
from interviewer.rules.following.choice import Budget
from interviewer.rules.following.wording import BRIDGES
from tests.story.world import ScriptedJudge, ScriptedKeys, World, hush, question, session, tone, wav
from tests.story.world import asked as asked_of

STORY = (
    "In March two years ago our build broke twice a week at the company. My job was to get it green before the release."
    " I wrote the tests that were missing and I moved the slow ones into a night run."
)
ENDING = "In the end it has not broken since, and the release came out on the third of May."


def follow_up_asked(event: events.Event) -> bool:
    return isinstance(event, events.QuestionAsked) and event.follow_up > 0


def world(folder: Path, *typed: str, keys: ScriptedKeys | None = None, budget: Budget | None = None) -> World:
    made = World(folder, keys=keys or ScriptedKeys(typed=typed))
    made.follow_ups = budget or Budget(a_question=1, in_all=6)
    return made


def asked(made: World) -> list[str]:
    return [each.text for each in made.told if isinstance(each, events.QuestionAsked) and each.follow_up]


def graded(held: Session, number: int = 1) -> Graded:
    take = held.turns[number - 1].take
    assert take is not None
    assert isinstance(take.grade, Graded)
    return take.grade


def test_what_was_left_out_is_asked_for_and_counts_with_the_answer(tmp_path: Path) -> None:
    made = world(tmp_path, STORY, ENDING)
    held = made.hold(session(1))
    (turn,) = held.turns
    assert [(each.gap, each.takes, each.is_over) for each in turn.follow_ups] == [("result", (2,), True)]
    assert turn.take == turn.takes[0]
    assert held.status == "complete"
    said = made.judge.read[-1]
    assert [each.take for each in said] == [None, None, None, 2]
    assert said[-1].text == ENDING
    assert turn.takes[0].coaching is not None
    assert turn.takes[1].grade is None


def test_without_a_judge_it_is_said_once_that_nothing_is_judged(tmp_path: Path) -> None:
    made = world(tmp_path, STORY, ENDING, budget=Budget(a_question=2, in_all=6))
    made.judge = None  # type: ignore[assignment]
    held = made.hold(session(1))
    assert held.turns[0].follow_ups
    assert sum(isinstance(event, events.Judged) for event in made.told) == 1


class BusyJudge(ScriptedJudge):
    """Is still at work on something else until it is released."""

    def __init__(self) -> None:
        super().__init__()
        self.released = threading.Event()

    def warm(self, question: Question, said: Sequence[Sentence] = ()) -> None:
        self.released.wait(10.0)


class ReleasingKeys(ScriptedKeys):
    """Releases the judge when the second question is asked."""

    def __init__(self, judge: BusyJudge, *typed: str) -> None:
        super().__init__(typed=typed)
        self._judge = judge

    def watch(self, event: events.Event) -> None:
        if asked_of(2)(event):
            self._judge.released.set()


def test_what_was_added_while_the_judge_was_busy_is_judged_once(tmp_path: Path) -> None:
    judge = BusyJudge()
    made = world(tmp_path, keys=ReleasingKeys(judge, STORY, ENDING, ""))
    made.judge = judge
    made.hold(session(2))
    assert judge.graded == ["question-1"]
    assert judge.read[0][-1].text == ENDING
    assert sum(isinstance(event, events.Judged) for event in made.told) == 1


def test_a_whole_answer_gets_no_follow_up(tmp_path: Path) -> None:
    made = world(tmp_path, f"{STORY} {ENDING}")
    held = made.hold(session(1))
    assert asked(made) == []
    assert made.judge.graded == ["question-1"]
    assert held.turns[0].follow_ups == ()


@pytest.mark.parametrize(
    ("budget", "counts"),
    [
        (Budget(), [0, 0]),
        (Budget(a_question=1, in_all=6), [1, 1]),
        (Budget(a_question=2, in_all=6), [2, 2]),
        (Budget(a_question=2, in_all=3), [2, 1]),
    ],
    ids=str,
)
def test_no_more_is_asked_than_the_budget_allows(tmp_path: Path, budget: Budget, counts: list[int]) -> None:
    vague = "Two years ago at my company we moved the shop to a new system. We met every week and we wrote the plan."
    made = world(tmp_path, *[vague] * 8, budget=budget)
    held = made.hold(session(2))
    assert [len(turn.follow_ups) for turn in held.turns] == counts


def test_nothing_is_asked_twice_in_an_interview(tmp_path: Path) -> None:
    made = world(tmp_path, *[STORY, "I would have to think about that for a while, honestly, I do not know."] * 5)
    made.follow_ups = Budget(a_question=2, in_all=10)
    held = made.hold(session(4))
    assert len(asked(made)) == len(set(asked(made))) >= 4
    for turn in held.turns:
        gaps = [each.gap for each in turn.follow_ups]
        assert len(gaps) == len(set(gaps))


@pytest.mark.parametrize("nothing", ["I don't know.", "No idea, sorry.", "I can't think of one."])
def test_who_has_nothing_to_tell_is_not_pressed(tmp_path: Path, nothing: str) -> None:
    made = world(tmp_path, nothing)
    made.hold(session(1))
    assert asked(made) == []


def test_a_follow_up_that_is_left_out_leaves_the_grade_of_the_answer(tmp_path: Path) -> None:
    made = world(tmp_path, STORY, "")
    held = made.hold(session(1))
    (turn,) = held.turns
    assert not turn.skipped
    assert [each.is_over for each in turn.follow_ups] == [True]
    assert graded(held).overall == 3
    assert turn.takes[0].coaching is not None
    assert [each.follow_up for each in made.told if isinstance(each, events.QuestionSkipped)] == [1]


@pytest.mark.parametrize("key", ["skip", "quit"])
def test_a_key_while_the_follow_up_is_asked_leaves_it_out(tmp_path: Path, key: str) -> None:
    keys = ScriptedKeys((follow_up_asked, key), typed=[STORY])  # type: ignore[arg-type]
    made = world(tmp_path, keys=keys)
    held = made.hold(session(1))
    assert [each.number for each in held.turns[0].takes] == [1]
    assert held.turns[0].takes[0].coaching is not None
    assert held.status == ("left early" if key == "quit" else "complete")


def test_leaving_in_the_middle_of_a_follow_up_keeps_the_answer_judged(tmp_path: Path) -> None:
    made = world(tmp_path, STORY)
    held = made.hold(session(2))
    assert held.status == "left early"
    assert held.turns[0].takes[0].coaching is not None


def spoken(folder: Path, budget: Budget | None = None) -> World:
    answer = wav(folder / "answer.wav", tone(4.0), hush(0.5))
    more = wav(folder / "more.wav", tone(2.0), hush(0.5))
    made = World(folder, answer)
    made.microphone = FileMicrophone([answer], fast=True, follow_ups=[more])
    made.ears.said = STORY
    made.follow_ups = budget or Budget(a_question=1, in_all=1)
    return made


def test_a_spoken_follow_up_has_its_own_recording_and_its_own_seconds(tmp_path: Path) -> None:
    made = spoken(tmp_path)
    held = made.hold(session(1))
    (turn,) = held.turns
    assert [take.answer.path for take in turn.takes if take.answer] == [
        "turn-01/take-1/answer.wav",
        "turn-01/take-2/answer.wav",
    ]
    assert turn.follow_ups[0].asked is not None
    assert turn.follow_ups[0].asked.path == "turn-01/follow-up-1.wav"
    assert all(clip.path for clip in turn.clips)
    added = [each for each in made.judge.read[-1] if each.take == 2]
    assert added
    assert added[0].start == 0.0


def test_a_phrase_is_heard_before_the_follow_up(tmp_path: Path) -> None:
    made = spoken(tmp_path)
    made.hold(session(1))
    heard = [path.name for path in made.speaker.played]
    assert heard.index("bridge.wav") < heard.index("follow-up-1.wav")
    assert set(made.voice.rendered) & {*BRIDGES["neutral"], "Thank you. One moment."}


def test_an_answer_to_a_follow_up_can_be_started_again(tmp_path: Path) -> None:
    pressed: list[int] = []

    def in_the_follow_up(event: events.Event) -> bool:
        if isinstance(event, events.Listening):
            pressed.append(event.take)
        return bool(pressed) and pressed[-1] == 2 and isinstance(event, events.Level) and event.seconds > 1.0

    made = spoken(tmp_path)
    made.keys = ScriptedKeys((in_the_follow_up, "again"))
    held = made.hold(session(1))
    (turn,) = held.turns
    assert turn.follow_ups[0].takes == (2, 3)
    assert [take.ended_by for take in turn.takes] == ["file", "again", "file"]
    assert turn.take == turn.takes[0]
    assert {each.take for each in made.judge.read[-1]} == {None, 3}


def test_when_the_words_are_not_known_in_time_the_bank_asks(tmp_path: Path) -> None:
    made = spoken(tmp_path)
    made.ears.failures = 99
    asks = session(1).but(planned=(question(1).but(follow_ups=("Who saw it?",)),))
    held = made.hold(asks)
    assert [(each.text, each.gap) for each in held.turns[0].follow_ups] == [("Who saw it?", None)]


def test_a_session_that_was_cut_off_in_a_follow_up_goes_on_with_the_next_question(tmp_path: Path) -> None:
    cut_off = session(2).but(
        turns=(
            Turn(
                number=1,
                question=question(1),
                takes=(Take(number=1, ended_by="typed", heard=Typed(text=STORY)),),
                follow_ups=(FollowUp(to=1, text="And how did it end?", gap="result"),),
            ),
        )
    )
    made = world(tmp_path, f"{STORY} {ENDING}")
    made.store.begin(cut_off)
    made.store.end(cut_off)
    held = made.resume(cut_off)
    assert asked(made) == []
    assert held.turns[0].takes[0].coaching is not None
    assert [turn.number for turn in held.turns] == [1, 2]


def test_what_is_asked_is_in_the_manner_chosen(tmp_path: Path) -> None:
    texts = {}
    for manner in ("neutral", "friendly", "pressing"):
        made = world(tmp_path / manner, STORY, ENDING)
        held = made.hold(session(1, manner=manner))
        texts[manner] = asked(made)[0]
        assert held.turns[0].follow_ups[0].gap == "result"
    assert len(set(texts.values())) == 3
