"""Whole interviews, told by their events."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from interviewer import studio
from interviewer.adapters.file_microphone import FileMicrophone
from interviewer.adapters.folder_store import FolderStore
from interviewer.errors import MicrophoneError, StoreError, VoiceError
from interviewer.model import events
from interviewer.model.audio import Chunk
from interviewer.model.grade import Graded, Ungraded
from interviewer.model.session import Session
from interviewer.model.speech import NoSpeech, Transcript, Typed
from interviewer.ports import Recording
from interviewer.rules.recovery import Orphan, keep, set_aside
from interviewer.rules.turn_taking import Patience
from interviewer.studio import orphans
from tests.story.world import ScriptedEars, ScriptedKeys, World, asked, hush, recorded, session, tone, wav


def test_an_answer_is_asked_for_recorded_heard_judged_and_kept(tmp_path: Path) -> None:
    world = World(tmp_path, wav(tmp_path / "a.wav", hush(1), tone(4)))
    held = world.hold(session(1))
    assert world.types() == [
        "session-started",
        "question-asked",
        "question-spoken",
        "listening",
        "speech-heard",
        "answer-ended",
        "transcribed",
        "judged",
        "coached",
        "session-ended",
    ]
    (turn,) = world.store.find(held.id).turns
    take = turn.take
    assert take is not None
    assert take.ended_by == "file"
    assert isinstance(take.heard, Transcript)
    assert isinstance(take.grade, Graded)
    assert take.coaching is not None
    assert take.answer is not None
    assert take.answer.seconds == pytest.approx(5.0)
    assert (world.store.folder(held.id) / take.answer.path).is_file()
    assert (world.store.folder(held.id) / "turn-01/question.wav").is_file()
    assert (world.store.folder(held.id) / "turn-01/take-1/judging.jsonl").is_file()
    assert held.status == "complete"


def test_silence_after_enough_speech_ends_the_answer(tmp_path: Path) -> None:
    world = World(tmp_path, wav(tmp_path / "a.wav", tone(4), hush(9), tone(2)))
    world.patience = Patience(silence_to_finish=5.0)
    take = world.hold(session(1)).turns[0].take
    assert take is not None
    assert take.ended_by == "silence"
    assert take.answer is not None
    assert take.answer.seconds == pytest.approx(9.0, abs=0.5)


def test_a_pause_for_thought_does_not(tmp_path: Path) -> None:
    world = World(tmp_path, wav(tmp_path / "a.wav", tone(4), hush(4.5), tone(4)))
    take = world.hold(session(1)).turns[0].take
    assert take is not None
    assert take.answer is not None
    assert take.answer.seconds == pytest.approx(12.5)


def test_silence_is_never_judged(tmp_path: Path) -> None:
    world = World(tmp_path, wav(tmp_path / "a.wav", hush(3)))
    take = world.hold(session(1)).turns[0].take
    assert take is not None
    assert isinstance(take.heard, NoSpeech)
    assert take.grade == Ungraded(code="nothing-said", reason="No speech found in 3.0 s.")
    assert world.judge.graded == []


@pytest.mark.parametrize(
    ("has_judge", "sound", "to_judge"),
    [(True, tone(3), True), (False, tone(3), False), (True, hush(3), False)],
    ids=["judged", "no judge", "nothing said"],
)
def test_only_what_a_judge_will_read_is_said_to_be_judged(
    tmp_path: Path, has_judge: bool, sound: list[float], to_judge: bool
) -> None:
    world = World(tmp_path, wav(tmp_path / "a.wav", sound))
    if not has_judge:
        world.judge = None  # type: ignore[assignment]
    world.hold(session(1))
    assert [event.to_judge for event in world.told if isinstance(event, events.Transcribed)] == [to_judge]


def test_the_next_question_is_asked_before_the_last_answer_is_judged(tmp_path: Path) -> None:
    answers = [wav(tmp_path / f"{n}.wav", tone(4)) for n in range(2)]
    world = World(tmp_path, *answers)
    held = world.hold(session(2))
    assert world.of_loop().count("question-asked") == 2
    assert all(isinstance(turn.take and turn.take.grade, Graded) for turn in held.turns)
    assert world.judge.warmed == ["question-1", "question-2"]


def test_enter_ends_the_answer_at_once(tmp_path: Path) -> None:
    world = World(tmp_path, wav(tmp_path / "a.wav", tone(9)), keys=ScriptedKeys((recorded(2.0), "finish")))
    take = world.hold(session(1)).turns[0].take
    assert take is not None
    assert take.ended_by == "enter"
    assert take.answer is not None
    assert take.answer.seconds == pytest.approx(2.0, abs=0.2)


def test_a_key_stops_the_voice_and_the_answer_begins(tmp_path: Path) -> None:
    world = World(tmp_path, wav(tmp_path / "a.wav", tone(4)), keys=ScriptedKeys((asked(1), "finish")))
    held = world.hold(session(1))
    assert world.of_loop().count("listening") == 1
    assert held.status == "complete"


def test_repeat_speaks_the_question_again_without_losing_the_answer(tmp_path: Path) -> None:
    world = World(tmp_path, wav(tmp_path / "a.wav", tone(4)), keys=ScriptedKeys((recorded(1.0), "repeat")))
    take = world.hold(session(1)).turns[0].take
    assert len(world.speaker.played) == 2
    assert take is not None
    assert take.answer is not None
    assert take.answer.seconds == pytest.approx(4.0)


def test_skip_goes_on_and_judges_nothing(tmp_path: Path) -> None:
    answers = [wav(tmp_path / f"{n}.wav", tone(4)) for n in range(2)]
    world = World(tmp_path, *answers, keys=ScriptedKeys((recorded(1.0), "skip")))
    first, second = world.hold(session(2)).turns
    assert first.skipped
    assert world.judge.graded == ["question-2"]
    assert second.take is not None


def test_starting_again_makes_a_new_take_and_keeps_the_old_one(tmp_path: Path) -> None:
    world = World(tmp_path, wav(tmp_path / "a.wav", tone(4)), keys=ScriptedKeys((recorded(1.5), "again")))
    (turn,) = world.hold(session(1)).turns
    first, second = turn.takes
    assert (first.ended_by, second.ended_by) == ("again", "file")
    assert turn.take == second
    assert isinstance(first.grade, Graded)
    folder = world.store.folder("2026-11-23T09-14-03-small-bank")
    assert all((folder / f"turn-01/take-{n}/answer.wav").is_file() for n in (1, 2))


def test_again_during_the_next_question_goes_back_to_the_answer_before(tmp_path: Path) -> None:
    answers = [wav(tmp_path / f"{n}.wav", tone(4)) for n in range(2)]
    world = World(tmp_path, *answers, keys=ScriptedKeys((asked(2), "again")))
    first, second = world.hold(session(2)).turns
    assert [take.number for take in first.takes] == [1, 2]
    assert [take.number for take in second.takes] == [1]


def test_leaving_keeps_and_judges_what_is_there(tmp_path: Path) -> None:
    answers = [wav(tmp_path / f"{n}.wav", tone(4)) for n in range(3)]
    world = World(tmp_path, *answers, keys=ScriptedKeys((recorded(2.5), "quit")))
    held = world.hold(session(3))
    (turn,) = held.turns
    assert held.status == "left early"
    assert turn.take is not None
    assert turn.take.ended_by == "leave"
    assert isinstance(turn.take.grade, Graded)


def test_nothing_said_in_a_pause_is_recorded(tmp_path: Path) -> None:
    keys = ScriptedKeys((recorded(1.0), "pause"), (lambda event: isinstance(event, events.Paused), "pause"))
    world = World(tmp_path, wav(tmp_path / "a.wav", tone(4)), keys=keys)
    world.hold(session(1))
    assert [name for name in world.of_loop() if name in ("paused", "resumed")] == ["paused", "resumed"]


def test_a_typed_answer_is_judged_and_makes_no_claim_about_delivery(tmp_path: Path) -> None:
    world = World(tmp_path, keys=ScriptedKeys(typed=["In May I fixed the build.", ""]))
    first, second = world.hold(session(2, source="keyboard")).turns
    assert first.take is not None
    assert isinstance(first.take.heard, Typed)
    assert isinstance(first.take.grade, Graded)
    assert first.take.delivery is None
    assert second.skipped


def test_a_keyboard_that_goes_away_leaves_early(tmp_path: Path) -> None:
    world = World(tmp_path, keys=ScriptedKeys(typed=["In May I fixed the build."]))
    held = world.hold(session(2, source="keyboard"))
    assert held.status == "left early"


def test_a_voice_that_fails_costs_the_sound_and_nothing_else(tmp_path: Path) -> None:
    world = World(tmp_path, wav(tmp_path / "a.wav", tone(4)))

    def mute(_text: str, _to: Path) -> float:
        raise VoiceError("The voice is hoarse.")

    world.voice.render = mute  # type: ignore[method-assign]
    (turn,) = world.hold(session(1)).turns
    assert [problem.code for problem in turn.problems] == ["voice"]
    assert turn.take is not None
    assert isinstance(turn.take.grade, Graded)


def test_ears_that_fail_while_the_answer_goes_on_hear_all_of_it_afterwards(tmp_path: Path) -> None:
    world = World(tmp_path, wav(tmp_path / "a.wav", tone(4)))
    world.ears = ScriptedEars(failures=1)
    take = world.hold(session(1)).turns[0].take
    assert take is not None
    assert isinstance(take.heard, Transcript)
    assert take.problems == ()


def test_captions_are_told_while_the_answer_goes_on_and_stand_in_its_transcript(tmp_path: Path) -> None:
    world = World(tmp_path, wav(tmp_path / "a.wav", tone(12), hush(1.5), tone(11), hush(1.5), tone(2)))
    take = world.hold(session(1)).turns[0].take
    captions = [event for event in world.told if isinstance(event, events.Captioned)]
    assert take is not None
    assert isinstance(take.heard, Transcript)
    assert len(captions) == 2
    assert take.heard.text.startswith(" ".join(caption.text for caption in captions))
    assert len(take.heard.text.split()) > len(" ".join(caption.text for caption in captions).split())
    assert 0.0 <= captions[0].start < captions[0].end <= captions[1].start < captions[1].end < take.heard.seconds


def test_ears_that_fail_cost_the_words_but_never_the_recording(tmp_path: Path) -> None:
    world = World(tmp_path, wav(tmp_path / "a.wav", tone(4)))
    world.ears = ScriptedEars(failures=2)
    held = world.hold(session(1))
    take = held.turns[0].take
    assert take is not None
    assert take.heard is None
    assert isinstance(take.grade, Ungraded)
    assert take.grade.again
    assert take.answer is not None
    assert (world.store.folder(held.id) / take.answer.path).stat().st_size > 4 * 32_000


class Unplugged(FileMicrophone):
    """Goes away after two seconds of the first answer."""

    @contextmanager
    def record(self, to: Path, *, turn: int) -> Iterator[Recording]:
        with super().record(to, turn=turn) as recording:
            yield _Breaks(recording) if turn == 1 else recording


class _Breaks(Recording):
    def __init__(self, inner: Recording) -> None:
        self._inner = inner

    def __iter__(self) -> Iterator[Chunk]:
        for chunk in self._inner:
            if self.seconds > 2.0:
                raise MicrophoneError("The microphone stopped at 2.0 s.")
            yield chunk

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    @property
    def seconds(self) -> float:
        return self._inner.seconds


def test_an_unplugged_microphone_costs_only_what_was_not_yet_said(tmp_path: Path) -> None:
    answers = [wav(tmp_path / f"{n}.wav", tone(4)) for n in range(2)]
    world = World(tmp_path, *answers)
    world.microphone = Unplugged(answers, fast=True)
    first, second = world.hold(session(2)).turns
    assert first.take is not None
    assert first.take.ended_by == "microphone"
    assert first.take.answer is not None
    assert first.take.answer.seconds == pytest.approx(2.0, abs=0.2)
    assert [problem.code for problem in first.take.problems] == ["microphone"]
    assert isinstance(first.take.grade, Graded)
    assert second.take is not None
    assert second.take.ended_by == "file"


class FullDisk(FolderStore):
    """Refuses every save once an answer is there."""

    def save(self, session: Session) -> None:
        if any(turn.takes for turn in session.turns):
            raise StoreError("The disk is full.")
        super().save(session)


def test_a_disk_that_fills_up_is_told_once_and_the_interview_goes_on(tmp_path: Path) -> None:
    answers = [wav(tmp_path / f"{n}.wav", tone(4)) for n in range(2)]
    world = World(tmp_path, *answers)
    world.store = FullDisk(tmp_path / "recordings")
    held = world.hold(session(2))
    assert len(held.turns) == 2
    assert [problem.code for problem in held.problems] == ["store"]


def test_ctrl_c_keeps_what_was_said_and_lets_go_of_the_session(tmp_path: Path) -> None:
    world = World(tmp_path, wav(tmp_path / "a.wav", tone(4)))

    def interrupt(event: events.Event) -> None:
        if isinstance(event, events.Level) and event.seconds >= 2.0:
            raise KeyboardInterrupt

    world.keys.watch = interrupt  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        world.hold(session(1))
    kept = world.store.find("last")
    take = kept.turns[0].take
    assert kept.status == "left early"
    assert take is not None
    assert take.answer is not None
    assert take.answer.seconds == pytest.approx(2.0, abs=0.2)
    assert not world.store.busy(kept.id)


def cut_off(world: World, tmp_path: Path) -> tuple[Session, tuple[Orphan, ...]]:
    """A session of two questions that was killed in the middle of the second answer."""
    answers = [wav(tmp_path / f"{n}.wav", tone(4)) for n in range(2)]
    world.microphone = FileMicrophone(answers, fast=True)
    whole = world.hold(session(2))
    one = whole.but(turns=(whole.turns[0], whole.turns[1].but(takes=())), status="in progress", ended_at=None)
    world.store.save(one)
    (interrupted,) = studio.interrupted(world.store)
    return interrupted, orphans(world.store, interrupted)


def test_a_cut_off_answer_can_be_kept_and_is_judged(tmp_path: Path) -> None:
    world = World(tmp_path, tmp_path / "none.wav")
    interrupted, found = cut_off(world, tmp_path)
    assert [(orphan.turn, orphan.take) for orphan in found] == [(2, 1)]
    world.told.clear()
    held = world.resume(keep(interrupted, found))
    assert held.status == "complete"
    assert "question-asked" not in world.types()
    take = held.turns[1].take
    assert take is not None
    assert take.ended_by == "recovered"
    assert isinstance(take.grade, Graded)


def test_a_cut_off_answer_can_be_given_again_and_the_old_sound_stays(tmp_path: Path) -> None:
    world = World(tmp_path, tmp_path / "none.wav")
    interrupted, found = cut_off(world, tmp_path)
    world.told.clear()
    held = world.resume(set_aside(interrupted, found))
    assert [event.turn for event in world.told if isinstance(event, events.QuestionAsked)] == [2]
    assert [take.ended_by for take in held.turns[1].takes] == ["again", "file"]


def test_the_session_file_can_be_rebuilt_from_what_was_told(tmp_path: Path) -> None:
    world = World(tmp_path, wav(tmp_path / "a.wav", tone(4)))
    held = world.hold(session(1))
    (world.store.folder(held.id) / "session.json").write_text("{ torn")
    rebuilt = world.store.find(held.id)
    assert rebuilt.turns == held.turns
    assert rebuilt.status == "complete"
    assert len(rebuilt.problems) == 1
