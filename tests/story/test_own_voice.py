"""On open loudspeakers the interviewer is heard in a reopened answer, and its words are no part of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from interviewer import desk
from interviewer.live import Following
from interviewer.model import events
from interviewer.model.audio import RATE, Span
from interviewer.model.session import Session, Take
from interviewer.model.speech import Heard, NoSpeech, OwnVoice, Transcript, Word
from interviewer.ports import Ears, Progress, silent
from interviewer.sitting import Sitting
from tests.contours import Drawing
from tests.fakes import FakeMeter, FakeSpeaker, FakeTurnDetector
from tests.story.world import SAID, BeepVoice, ScriptedJudge, World, hush, session, tone, wav

VOICE = "Tell me"
"""What the microphone hears of "Tell me about time number 2." until it is stopped."""

MORE = "But tell me that nobody was paged by night about it."
"""What the candidate goes on with."""


class LongVoice(BeepVoice):
    """Speaks every question for three seconds."""

    def render(self, text: str, to: Path) -> float:
        wav(to, tone(3))
        return 3.0


class RoomEars(Ears):
    """Hears in the first answer what was said at 0.2 s, the voice at 7.4 s, and the candidate again at 8.6 s."""

    name = "room"

    def transcribe(self, wav: Path, progress: Progress = silent, span: Span | None = None) -> Heard:
        length = (wav.stat().st_size - 44) // 2
        start, end = (span.start, span.end) if span else (0, length)
        said = [*spread(SAID, 0.2, 3.8), *spread(VOICE, 7.4, 7.8), *spread(MORE, 8.6, 11.0)]
        words = tuple(word for word in said if start <= (word.start + word.end) / 2 * RATE < end)
        seconds = (end - start) / RATE
        if not words:
            return NoSpeech(seconds=seconds)
        return Transcript(words=words, seconds=seconds, speech_seconds=1.0, language="en", heard_by=self.name)


def spread(text: str, start: float, end: float) -> list[Word]:
    step = (end - start) / len(text.split())
    return [
        Word(text=each, start=start + n * step, end=start + (n + 1) * step, probability=0.9)
        for n, each in enumerate(text.split())
    ]


class WatchedSpeaker(FakeSpeaker):
    """Looks at the session on disk while it plays."""

    def __init__(self, look: Callable[[], tuple[OwnVoice, ...]]) -> None:
        super().__init__()
        self._look = look
        self.seen: list[tuple[OwnVoice, ...]] = []

    def play(self, wav: Path, *, start: float = 0.0, stop: Callable[[], bool] = lambda: False) -> float:
        self.seen.append(self._look())
        return super().play(wav, start=start, stop=stop)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The first answer seems over at 7 s; at 7.4 s, in the next question, there is sound again."""
    return in_a_room(tmp_path, monkeypatch, tone(4), hush(3.4), tone(3.6), hush(9))


def in_a_room(folder: Path, monkeypatch: pytest.MonkeyPatch, *first: list[float]) -> World:
    made = World(folder, wav(folder / "1.wav", *first), wav(folder / "2.wav", tone(4)))
    made.turn_detector, made.voice = FakeTurnDetector(), LongVoice()
    made.ears = RoomEars()  # type: ignore[assignment]

    def on_disk() -> tuple[OwnVoice, ...]:
        turns = made.store.find("last").turns
        return turns[0].takes[0].own_voice if turns and turns[0].takes else ()

    made.loudspeaker = WatchedSpeaker(on_disk)
    monkeypatch.setattr(Following, "tail", lambda _self: SAID)
    return made


def first(held: Session) -> Take:
    take = held.turns[0].take
    assert take is not None
    return take


def heard(take: Take) -> str:
    assert isinstance(take.heard, Transcript)
    return take.heard.text


def test_the_interviewers_words_are_left_out_and_none_of_the_candidates(room: World) -> None:
    take = first(room.hold(session(2, source="microphone")))
    assert room.of_loop().count("reopened") == 1
    (voice,) = take.own_voice
    assert (voice.start, voice.end) == (pytest.approx(7.0, abs=0.3), pytest.approx(7.8, abs=0.3))
    assert voice.text.startswith(VOICE)
    assert heard(take) == f"{SAID} {MORE}"


def test_they_are_neither_shown_nor_judged(room: World) -> None:
    room.hold(session(2, source="microphone"))
    shown = [event.text for event in room.told if isinstance(event, events.Captioned | events.Transcribed)]
    judged = [sentence.text for sentences in room.judge.read for sentence in sentences]
    assert any(MORE in text for text in shown) and any(MORE in text for text in judged)
    assert not [text for text in (*shown, *judged) if VOICE in text]


def test_written_down_again_from_the_sound_it_is_the_same_answer(room: World) -> None:
    held = room.hold(session(2, source="microphone"))
    sitting = Sitting(room.store.find("last"), room.store, lambda _event: None)
    sitting.take_up()
    sitting.amend_take(1, 1, heard=None)
    desk.redo(sitting, room.ears, ScriptedJudge(), turn=1)
    sitting.end()
    again = first(room.store.find("last"))
    assert heard(again) == heard(first(held)) == f"{SAID} {MORE}"


def test_nothing_of_how_they_sound_is_measured(room: World) -> None:
    held = room.hold(session(2, source="microphone"))
    heard_too = Drawing(11).speech(0.2, 3.8).speech(7.4, 7.8, level=-8, pitch=260).speech(8.6, 11)
    sitting = Sitting(held, room.store, lambda _event: None)
    sitting.take_up()
    to_hear_again = desk.measure(sitting, FakeMeter(heard_too.contours()), 1, 1)
    spoken = sitting.take(1, 1).delivery
    sitting.end()
    assert spoken is not None
    (pause,) = spoken.of("pause at a boundary", "pause in mid-clause")
    assert (pause.start, pause.end, pause.source) == (pytest.approx(3.8, abs=0.1), pytest.approx(8.6, abs=0.1), "sound")
    assert to_hear_again == ()


def test_a_recording_that_hears_no_loudspeaker_is_left_as_it_is(room: World) -> None:
    take = first(room.hold(session(2, source="file")))
    assert take.own_voice == ()
    assert heard(take) == f"{SAID} {VOICE} {MORE}"


def test_where_the_voice_will_be_is_on_disk_before_it_speaks_and_gone_once_it_is_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = in_a_room(tmp_path, monkeypatch, tone(4), hush(20))
    take = first(room.hold(session(2, source="microphone")))
    assert isinstance(room.loudspeaker, WatchedSpeaker)
    _first_question, (voice,) = room.loudspeaker.seen
    assert voice.text == "Tell me about time number 2."
    assert voice.end - voice.start == pytest.approx(3.0)
    assert take.own_voice == ()
