"""How an answer ends: told by the events of whole interviews."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from interviewer.live import Following
from interviewer.model import events
from interviewer.model.audio import RATE
from interviewer.model.grade import Ungraded
from interviewer.model.session import EndedBy, Take, Turn
from interviewer.overhearing import BACK
from interviewer.rules.turn_taking import Patience
from tests.fakes import FakeMicrophone, FakeSpeaker, FakeTurnDetector, Lost, Moved
from tests.sounds import samples
from tests.sounds import tone as sine
from tests.story.world import SAID, BeepVoice, ScriptedKeys, World, asked, hush, recorded, session, tone, wav


def finishing(event: events.Event) -> bool:
    return isinstance(event, events.Finishing)


def world(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str = SAID, keys: ScriptedKeys | None = None) -> World:
    """Twenty seconds with two pauses, of 2.5 s and without end; in each `text` is known at once."""
    made = World(folder, wav(folder / "a.wav", tone(4), hush(2.5), tone(4), hush(10)), keys=keys)
    made.turn_detector = FakeTurnDetector()
    monkeypatch.setattr(Following, "tail", lambda _self: text)
    return made


def ended(turn: Turn) -> tuple[EndedBy, float]:
    assert isinstance(turn.take, Take)
    assert turn.take.answer is not None
    return turn.take.ended_by, turn.take.answer.seconds


def test_a_complete_answer_is_softly_closed_and_taken_back_by_the_next_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = world(tmp_path, monkeypatch)
    (turn,) = here.hold(session(1)).turns
    assert [name for name in here.types() if "finish" in name] == ["finishing", "not-finished", "finishing"]
    assert ended(turn) == ("silence", pytest.approx(4 + 2.5 + 4 + 3.0, abs=0.3))


def test_the_ring_is_shown_only_while_the_answer_is_closing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = world(tmp_path, monkeypatch)
    here.hold(session(1))
    levels = [event for event in here.told if isinstance(event, events.Level)]
    assert all((level.finishing > 0) == (level.silence > 1.15) for level in levels[:-1])
    assert {level.time_to_answer for level in levels} == {180.0}


def test_without_the_model_of_turn_ends_the_wait_is_longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = world(tmp_path, monkeypatch)
    here.turn_detector = None
    (turn,) = here.hold(session(1)).turns
    assert ended(turn) == ("silence", pytest.approx(4 + 2.5 + 4 + 6.5, abs=0.3))


def test_the_model_hears_the_last_eight_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = world(tmp_path, monkeypatch)
    here.turn_detector = model = FakeTurnDetector()
    here.hold(session(1))
    assert model.seconds[0] == pytest.approx(4.2, abs=0.15)
    assert max(model.seconds) == pytest.approx(8.0)


def test_space_in_the_soft_close_gives_more_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = world(tmp_path, monkeypatch, keys=ScriptedKeys((recorded(12.5), "more")))
    (turn,) = here.hold(session(1)).turns
    assert "more-time" in here.types()
    assert ended(turn) == ("file", pytest.approx(20.5))


def test_manual_waits_for_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = world(tmp_path, monkeypatch)
    here.patience = Patience(profile="manual")
    (turn,) = here.hold(session(1)).turns
    assert ended(turn) == ("file", pytest.approx(20.5))
    assert "finishing" not in here.types()


def test_saying_that_it_is_the_answer_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = world(tmp_path, monkeypatch, f"{SAID} That's my answer.")
    (turn,) = here.hold(session(1)).turns
    assert ended(turn) == ("said", pytest.approx(4.1, abs=0.2))


def test_asking_for_a_moment_gives_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = world(tmp_path, monkeypatch, "Give me a moment.")
    (turn,) = here.hold(session(1)).turns
    assert here.types().count("more-time") == 2
    assert ended(turn) == ("file", pytest.approx(20.5))


def test_the_question_is_spoken_again_once_for_each_time_it_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = world(tmp_path, monkeypatch, "Could you repeat the question?")
    (turn,) = here.hold(session(1)).turns
    assert len(here.speaker.played) == 3
    assert ended(turn) == ("file", pytest.approx(20.5))


def test_a_question_can_be_skipped_in_words_and_its_sound_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = world(tmp_path, monkeypatch, "Let's skip this one.")
    held = here.hold(session(1))
    (turn,) = held.turns
    assert turn.skipped
    assert here.judge.graded == []
    assert turn.take is not None
    assert turn.take.answer is not None
    assert (here.store.folder(held.id) / turn.take.answer.path).is_file()


def test_requests_are_not_judged(tmp_path: Path) -> None:
    here = World(tmp_path, wav(tmp_path / "a.wav", tone(4)))
    here.ears.said = f"Let me think. {SAID} That's my answer."
    here.hold(session(1))
    (read,) = here.judge.read
    assert " ".join(sentence.text for sentence in read) == SAID


def test_only_requests_are_no_answer(tmp_path: Path) -> None:
    here = World(tmp_path, wav(tmp_path / "a.wav", tone(4)))
    here.ears.said = "Let me think. I'm done."
    (turn,) = here.hold(session(1)).turns
    assert turn.take is not None
    assert turn.take.grade == Ungraded(code="nothing-said", reason="Nothing was said but requests to the interviewer.")


def test_own_pauses_are_remembered_for_the_next_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = wav(tmp_path / "many.wav", *[sound for _ in range(4) for sound in (tone(4), hush(2.5))], tone(1), hush(0.1))
    here = World(tmp_path, many, wav(tmp_path / "one.wav", tone(4), hush(9)))
    here.turn_detector = FakeTurnDetector()
    monkeypatch.setattr(Following, "tail", lambda _self: SAID)
    _first, second = here.hold(session(2)).turns
    assert ended(second) == ("silence", pytest.approx(4 + 1.2 * 2.5 + 1.8, abs=0.4))


def test_a_long_answer_is_told_once_and_goes_on(tmp_path: Path) -> None:
    here = World(tmp_path, wav(tmp_path / "a.wav", tone(9)))
    here.patience = Patience(time_to_answer=5)
    (turn,) = here.hold(session(1)).turns
    assert here.types().count("time-to-finish") == 1
    assert ended(turn) == ("file", pytest.approx(9.0))


# -- a microphone that dies


@pytest.mark.parametrize(("source", "told"), [("microphone", 1), ("file", 0)])
def test_a_microphone_that_goes_dead_is_told_at_once_and_once(tmp_path: Path, source: str, told: int) -> None:
    here = World(tmp_path)
    here.microphone = FakeMicrophone([sine(4), bytes(64_000 * 2), sine(1), bytes(64_000 * 2)])
    (turn,) = here.hold(session(1, source=source)).turns
    problems = [problem.message for problem in turn.problems]
    assert len(problems) == told
    assert all("recorded since 0:04" in message for message in problems)
    stumbled = [index for index, event in enumerate(here.told) if isinstance(event, events.Stumbled)]
    heard_by_then = [event for event in here.told[: stumbled[0]] if isinstance(event, events.Level)] if stumbled else []
    assert all(event.seconds < 6.2 for event in heard_by_then)
    assert ended(turn) == ("file", pytest.approx(13.0))


def test_sleep_in_mid_answer_is_told_each_time_and_marked_and_the_answer_goes_on(tmp_path: Path) -> None:
    here = World(tmp_path)
    here.microphone = FakeMicrophone([sine(4), Lost(30.0), sine(2), Lost(0.2), sine(1), Lost(5.0), sine(2)])
    (turn,) = here.hold(session(1, source="microphone")).turns
    problems = [problem.message for problem in turn.problems]
    assert [message[:36] for message in problems] == [
        "At least 30 s from 0:04 on were not ",
        "At least 5 s from 0:37 on were not h",
    ]
    assert isinstance(turn.take, Take)
    assert [gap.seconds for gap in turn.take.gaps] == [30.0, 0.2, 5.0]
    assert ended(turn) == ("file", pytest.approx(44.2))


def test_another_microphone_is_named_each_time_and_the_answer_goes_on(tmp_path: Path) -> None:
    here = World(tmp_path)
    here.microphone = FakeMicrophone([sine(4), Moved("Webcam"), sine(2.5), Moved("Headset"), sine(1)])
    (turn,) = here.hold(session(1, source="microphone")).turns
    assert [problem.message[:60] for problem in turn.problems] == [
        "From about 0:04 on another microphone hears you: Webcam. The",
        "From about 0:06 on another microphone hears you: Headset. Th",
    ]
    assert ended(turn) == ("file", pytest.approx(7.5))


@pytest.mark.parametrize(
    ("loudness", "words"), [(0.0015, "You are hard to hear"), (4.0, "Your voice is distorted"), (0.2, "")]
)
def test_a_voice_that_is_heard_badly_is_told_once_a_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loudness: float, words: str
) -> None:
    monkeypatch.setattr("tests.story.world.LoudnessDetector.hear", lambda _self, _chunk: 0.9)
    sound = (np.clip(samples(sine(9, loudness=0.9)) * (loudness / 0.9), -32768, 32767)).astype("<i2").tobytes()
    here = World(tmp_path)
    here.microphone = FakeMicrophone([sound], [sound])
    held = here.hold(session(2, source="microphone"))
    told = [problem.message for turn in held.turns for problem in turn.problems]
    assert len(told) == (1 if words else 0)
    assert all(words in message for message in told)


# -- an end that is taken back


class LongVoice(BeepVoice):
    """Speaks every question for three seconds."""

    def render(self, text: str, to: Path) -> float:
        wav(to, tone(3))
        return 3.0


def two_questions(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *first: list[float], keys: ScriptedKeys | None = None
) -> World:
    """The first answer is softly closed in every pause and over after three seconds; every word is known at once."""
    made = World(folder, wav(folder / "1.wav", *first), wav(folder / "2.wav", tone(4)), keys=keys)
    made.turn_detector = FakeTurnDetector()
    made.voice = LongVoice()
    made.loudspeaker = FakeSpeaker()
    monkeypatch.setattr(Following, "tail", lambda _self: SAID)
    return made


def spoken_questions(here: World) -> list[tuple[str, float]]:
    assert isinstance(here.loudspeaker, FakeSpeaker)
    return [(played.wav.parent.name, round(played.reached, 1)) for played in here.loudspeaker.played]


def test_who_goes_on_as_the_next_question_begins_goes_on_with_the_same_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = two_questions(tmp_path, monkeypatch, tone(4), hush(3.5), tone(3), hush(9))
    first, second = here.hold(session(2)).turns
    assert ended(first) == ("silence", pytest.approx(4 + 3.5 + 3 + 3.0, abs=0.3))
    assert len(first.takes) == 1
    assert ended(second) == ("file", pytest.approx(4.0))
    asked_for, cut_short, whole = spoken_questions(here)
    assert (asked_for, whole) == (("turn-01", 3.0), ("turn-02", 3.0))
    assert cut_short[1] < 1.0
    assert here.of_loop().count("reopened") == 1
    assert here.judge.graded == ["question-1", "question-2"]


def test_nothing_of_a_reopened_answer_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = [tone(4), hush(3.5), tone(3), hush(9)]
    here = two_questions(tmp_path, monkeypatch, *sound)
    held = here.hold(session(2))
    take = held.turns[0].take
    assert take is not None
    assert take.answer is not None
    given, _rate = soundfile.read(tmp_path / "1.wav", dtype="int16")
    kept, _rate = soundfile.read(here.store.folder(held.id) / take.answer.path, dtype="int16")
    assert (kept == given[: len(kept)]).all()
    assert len(kept) / RATE == pytest.approx(take.answer.seconds)


def test_a_microphone_that_hears_the_voice_is_found_out_once_and_nothing_is_kept_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = two_questions(tmp_path, monkeypatch, tone(4), hush(3.3), tone(0.5), hush(20))
    held = here.hold(session(2))
    first, second = held.turns
    assert ended(first) == ("silence", pytest.approx(7.0, abs=0.2))
    (_first, cut, rest) = here.loudspeaker.played  # type: ignore[union-attr]
    assert (cut.wav, rest.start) == (rest.wav, pytest.approx(cut.reached - BACK))
    assert 0 < rest.start < rest.reached == pytest.approx(3.0)
    assert here.types().count("question-asked") == 2
    assert "reopened" not in here.types()
    assert first.take is not None
    assert first.take.answer is not None
    kept, _rate = soundfile.read(here.store.folder(held.id) / first.take.answer.path, dtype="int16")
    assert abs(kept[-RATE:]).max() < 100
    assert ended(second) == ("file", pytest.approx(4.0))


def test_who_speaks_when_the_next_question_was_heard_answers_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = two_questions(tmp_path, monkeypatch, tone(4), hush(6.6), tone(9))
    first, _second = here.hold(session(2)).turns
    assert ended(first) == ("silence", pytest.approx(7.0, abs=0.2))
    assert spoken_questions(here) == [("turn-01", 3.0), ("turn-02", 3.0)]
    assert here.of_loop().count("answer-ended") == 2


def test_a_key_in_that_time_is_obeyed_and_the_answer_before_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = ScriptedKeys((asked(2), "skip"))
    here = two_questions(tmp_path, monkeypatch, tone(4), hush(3.2), tone(9), keys=keys)
    first, second = here.hold(session(2)).turns
    assert ended(first) == ("silence", pytest.approx(7.0, abs=0.2))
    assert second.skipped
    assert here.judge.graded == ["question-1"]


def test_leaving_in_a_reopened_answer_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = ScriptedKeys((recorded(9.0), "quit"))
    here = two_questions(tmp_path, monkeypatch, tone(4), hush(3.5), tone(9), keys=keys)
    held = here.hold(session(2))
    assert held.status == "left early"
    assert ended(held.turns[0]) == ("leave", pytest.approx(9.0, abs=0.3))
    assert here.judge.graded == ["question-1"]


def test_ctrl_c_in_that_time_keeps_what_was_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = two_questions(tmp_path, monkeypatch, tone(4), hush(9))

    def interrupt(event: events.Event) -> None:
        if isinstance(event, events.QuestionAsked) and event.turn == 2:
            raise KeyboardInterrupt

    here.keys.watch = interrupt  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        here.hold(session(2))
    kept = here.store.find("last")
    assert ended(kept.turns[0]) == ("silence", pytest.approx(7.0, abs=0.2))
    assert not here.store.busy(kept.id)


def test_after_the_last_question_nobody_waits_for_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = two_questions(tmp_path, monkeypatch, tone(4), hush(3.2), tone(9))
    (turn,) = here.hold(session(1)).turns
    assert ended(turn) == ("silence", pytest.approx(7.0, abs=0.2))
