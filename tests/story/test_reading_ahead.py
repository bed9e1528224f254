"""The judge on an answer while it is given: it may be early, and must never be wrong, late or dear."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from interviewer.errors import ModelUnreachable
from interviewer.listening import Around, Listening
from interviewer.model.grade import Grade, Graded
from interviewer.model.speech import NoSpeech, Sentence, Transcript
from interviewer.reading_ahead import ReadingAhead
from interviewer.rules.judging import RubricJudge
from interviewer.rules.second_judge import SecondJudge
from interviewer.rules.segmenting import sentences
from interviewer.rules.turn_taking import TurnTaking
from tests.fake_chat import FakeChat, ListLedger
from tests.fakes import FakeDetector, FakeMicrophone, FakeTurnDetector
from tests.fakes_speech import FakeLiveEars
from tests.rules.answers import STORY, question, spoken
from tests.sounds import hush, tone
from tests.story.world import World, session, wav
from tests.story.world import hush as room_hush
from tests.story.world import tone as room_tone


class OwnChat(FakeChat):
    """A fake whose calls cost nobody anything."""

    is_ours = True


def told(*texts: str) -> Transcript:
    return spoken(*texts)[1]


def judge(chat: FakeChat) -> RubricJudge:
    return RubricJudge(chat, clock=lambda: 0.0)


def judged(by: RubricJudge | SecondJudge, answer: Transcript, ledger: ListLedger) -> Grade:
    return by.grade(question(), sentences(answer), answer, ledger)


def yes() -> bool:
    return True


class Desk:
    """Reads ahead when it is told to work."""

    def __init__(self, judge: RubricJudge | SecondJudge) -> None:
        self._jobs: deque[Callable[[], None]] = deque()
        self.ahead = ReadingAhead(judge, question(), self._jobs.append)

    def work(self) -> None:
        while self._jobs:
            self._jobs.popleft()()


@pytest.fixture
def chat() -> OwnChat:
    return OwnChat()


@pytest.fixture
def desk(chat: OwnChat) -> Iterator[Desk]:
    yield Desk(judge(chat))


def test_what_was_graded_ahead_is_the_grade_and_has_its_ledger(desk: Desk, chat: OwnChat) -> None:
    desk.ahead.seems_over(told(*STORY), yes)
    desk.work()
    asked = len(chat.asked)
    at_once, early = ListLedger(), ListLedger()
    expected = judged(judge(FakeChat()), told(*STORY), at_once)
    assert isinstance(expected, Graded)
    silence_behind_it = told(*STORY).but(seconds=99.0)
    assert desk.ahead.grade_of(silence_behind_it, early) == expected
    assert early.notes == at_once.notes
    assert len(chat.asked) == asked > 0


def test_it_counts_once(desk: Desk) -> None:
    desk.ahead.seems_over(told(*STORY), yes)
    desk.work()
    assert desk.ahead.grade_of(told(*STORY), ListLedger()) is not None
    assert desk.ahead.grade_of(told(*STORY), ListLedger()) is None


@pytest.mark.parametrize(
    "in_the_end",
    [told(*STORY, "And it has held since."), told(*STORY[:-1]), told(*STORY, "Um."), NoSpeech(seconds=3.0)],
    ids=["more", "less", "a filler", "nothing"],
)
def test_other_words_are_graded_by_themselves(desk: Desk, in_the_end: Transcript | NoSpeech) -> None:
    desk.ahead.seems_over(told(*STORY), yes)
    desk.work()
    ledger = ListLedger()
    assert desk.ahead.grade_of(in_the_end, ledger) is None
    assert ledger.notes == []


def test_words_at_other_times_are_other_words(desk: Desk) -> None:
    answer = told(*STORY)
    desk.ahead.seems_over(answer, yes)
    desk.work()
    last = answer.words[-1]
    moved = answer.but(words=(*answer.words[:-1], last.but(end=last.end + 0.1)))
    assert desk.ahead.grade_of(moved, ListLedger()) is None


def test_speech_that_goes_on_ends_it_before_the_next_call(desk: Desk, chat: OwnChat) -> None:
    desk.ahead.seems_over(told(*STORY), lambda: not chat.asked)
    desk.work()
    assert len(chat.asked) == 1  # of four: the labels and three guidance points
    assert desk.ahead.grade_of(told(*STORY), ListLedger()) is None


def test_speech_that_went_on_while_it_waited_costs_no_call(desk: Desk, chat: OwnChat) -> None:
    desk.ahead.seems_over(told(*STORY), lambda: False)
    desk.work()
    assert chat.asked == []


def test_once_the_answer_is_over_a_grade_under_way_is_finished_and_told_of(desk: Desk, chat: OwnChat) -> None:
    shares: list[float | None] = []
    answer = chat.script

    def ends_meanwhile(ask: object) -> object:
        desk.ahead.over(shares.append)
        return answer(ask)  # type: ignore[arg-type]

    chat.script = ends_meanwhile  # type: ignore[assignment]
    desk.ahead.seems_over(told(*STORY), lambda: not chat.asked)
    desk.work()
    assert desk.ahead.grade_of(told(*STORY), ListLedger()) is not None
    assert shares[-1] == 1.0


def test_nothing_is_begun_when_the_answer_is_over(desk: Desk, chat: OwnChat) -> None:
    desk.ahead.stands(told(*STORY))
    desk.ahead.seems_over(told(*STORY), yes)
    desk.ahead.over()
    desk.work()
    assert chat.asked == []


def test_a_take_that_is_set_aside_costs_no_further_call(desk: Desk, chat: OwnChat) -> None:
    answer = chat.script

    def dropped_meanwhile(ask: object) -> object:
        desk.ahead.drop()
        return answer(ask)  # type: ignore[arg-type]

    chat.script = dropped_meanwhile  # type: ignore[assignment]
    desk.ahead.seems_over(told(*STORY), yes)
    desk.ahead.stands(told(*STORY[:3]))
    desk.ahead.seems_over(told(*STORY), yes)
    desk.work()
    assert len(chat.asked) == 1
    assert desk.ahead.grade_of(told(*STORY), ListLedger()) is None


def test_only_the_newest_words_are_read(desk: Desk, chat: OwnChat) -> None:
    for count in (2, 3, 5):
        desk.ahead.stands(told(*STORY[:count]))
    desk.work()
    (ask,) = chat.asked
    assert STORY[3] in ask.user
    assert STORY[4] not in ask.user, "the last sentence may go on"


def test_requests_to_the_interviewer_are_not_read(desk: Desk, chat: OwnChat) -> None:
    desk.ahead.stands(told(STORY[0], "Let me think.", STORY[1], STORY[2]))
    desk.work()
    (ask,) = chat.asked
    assert "Let me think" not in ask.user


def test_words_that_were_graded_are_not_read_once_more(desk: Desk, chat: OwnChat) -> None:
    desk.ahead.seems_over(told(*STORY), yes)
    desk.work()
    asked = len(chat.asked)
    desk.ahead.stands(told(*STORY).but(seconds=60.0))
    desk.work()
    assert len(chat.asked) == asked


def test_a_model_that_somebody_may_be_paid_for_is_not_asked_ahead() -> None:
    chat = FakeChat()
    desk = Desk(judge(chat))
    desk.ahead.stands(told(*STORY))
    desk.ahead.seems_over(told(*STORY), yes)
    desk.work()
    assert chat.asked == []
    assert desk.ahead.grade_of(told(*STORY), ListLedger()) is None


def test_the_second_judge_is_not_asked_ahead() -> None:
    def lost(_ask: object) -> ModelUnreachable:
        return ModelUnreachable("The judge stopped.")

    first, second = OwnChat(lost), OwnChat()
    desk = Desk(SecondJudge(judge(first), judge(second), clock=lambda: 0.0))
    desk.ahead.seems_over(told(*STORY), yes)
    desk.work()
    assert len(first.asked) == 1
    assert second.asked == []
    assert desk.ahead.grade_of(told(*STORY), ListLedger()) is None


def test_a_first_judge_that_rests_is_not_asked_ahead() -> None:
    def lost(_ask: object) -> ModelUnreachable:
        return ModelUnreachable("The judge stopped.")

    first = OwnChat(lost)
    both = SecondJudge(judge(first), judge(OwnChat()), clock=lambda: 0.0)
    judged(both, told(*STORY), ListLedger())
    asked = len(first.asked)
    desk = Desk(both)
    desk.ahead.seems_over(told(*STORY), yes)
    desk.work()
    assert len(first.asked) == asked


def test_the_first_judge_reads_ahead_before_a_second() -> None:
    both = SecondJudge(judge(OwnChat()), judge(FakeChat()), clock=lambda: 0.0)
    desk = Desk(both)
    desk.ahead.seems_over(told(*STORY), yes)
    desk.work()
    found = desk.ahead.grade_of(told(*STORY), ListLedger())
    assert found == judged(judge(FakeChat()), told(*STORY), ListLedger())


@pytest.mark.parametrize("count", range(1, len(STORY)))
def test_what_is_read_ahead_is_how_every_prompt_begins(desk: Desk, chat: OwnChat, count: int) -> None:
    desk.ahead.stands(told(*STORY[: count + 1]))
    desk.work()
    (read,) = chat.asked
    judged(judge(chat), told(*STORY), ListLedger())
    last: Sentence = sentences(told(*STORY))[count - 1]
    reach = read.user.index(last.clean) + len(last.clean)
    assert all(ask.user[:reach] == read.user[:reach] and ask.system == read.system for ask in chat.asked)


def test_an_interview_has_the_same_grades_and_ledgers_whether_it_is_read_ahead_or_not(tmp_path: Path) -> None:
    held = []
    for name, chat in (("ahead", OwnChat()), ("at-once", FakeChat())):
        (tmp_path / name).mkdir()
        sounds = [
            wav(tmp_path / name / f"{n}.wav", room_tone(4), room_hush(2), room_tone(12), room_hush(9)) for n in "12"
        ]
        world = World(tmp_path / name, *sounds)
        world.turn_detector = FakeTurnDetector()
        world.judge = judge(chat)  # type: ignore[assignment]
        kept = world.hold(session(2))
        ledgers = [
            [line for line in file.read_text().splitlines() if "coach" not in line]
            for file in sorted((tmp_path / name).rglob("judging.jsonl"))
        ]
        held.append(([take.grade for turn in kept.turns for take in turn.takes], ledgers))
    assert held[0] == held[1]
    assert all(isinstance(grade, Graded) for grade in held[0][0])


def test_an_answer_is_said_to_seem_over_each_time_that_it_is_softly_closed(tmp_path: Path) -> None:
    live = FakeLiveEars("I wrote the tests that were missing.")
    around = Around(
        detector=FakeDetector(),
        turn_detector=FakeTurnDetector(0.95),
        live=live,
        tell=lambda _event: None,
        key=lambda: None,
        ask_again=lambda: None,
    )
    listening = Listening(around, TurnTaking(), turn=1, take=1)
    sound = tone(5.0) + hush(2.0) + tone(2.0) + hush(0.8) + tone(1.0) + hush(9.0)
    with FakeMicrophone([sound]) as microphone, microphone.record(tmp_path / "answer.wav", turn=1) as recording:
        assert listening.follow(recording) == "silence"
    assert live.seemed_over == 2  # not in the pause of 0.8 s
