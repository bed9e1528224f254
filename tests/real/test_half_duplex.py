"""A microphone that hears the loudspeaker, as in every laptop: the interviewer's voice is no part of an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from interviewer.adapters.device_microphone import DeviceMicrophone
from interviewer.adapters.speaker import DeviceSpeaker
from interviewer.model import events
from interviewer.model.audio import RATE
from interviewer.model.session import Session
from interviewer.rules.turn_taking import Patience
from tests.pulse import Pulse
from tests.sounds import noise, tone
from tests.story.world import BeepVoice, ScriptedKeys, World, recorded, session, wav
from tests.story.world import tone as spoken

pytestmark = [pytest.mark.real, pytest.mark.pulse]


LEFT_OVER = 0.1
"""Seconds of the voice's very end that a busy sound server may deliver late; no syllable is as short."""


class LongVoice(BeepVoice):
    """Speaks every question for three seconds."""

    def render(self, text: str, to: Path) -> float:
        wav(to, spoken(3))
        return 3.0


class Counted(DeviceSpeaker):
    """Knows what it has played, in the names of the folders."""

    played: tuple[str, ...] = ()

    def play(self, wav: Path, *, start: float = 0.0, stop: Callable[[], bool] = lambda: False) -> float:
        self.played = (*self.played, wav.parent.name)
        return super().play(wav, start=start, stop=stop)


@pytest.fixture
def room(pulse: Pulse, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pulse]:
    """The loudspeaker stands beside the microphone."""
    monkeypatch.setenv("PULSE_SINK", "room")
    yield pulse


def hold(folder: Path, planned: Session, keys: ScriptedKeys | None = None) -> tuple[World, Session]:
    world = World(folder, keys=keys)
    world.voice = LongVoice()
    world.patience = Patience(silence_to_finish=2.0)
    with DeviceMicrophone() as microphone, Counted() as speaker:
        world.microphone, world.loudspeaker = microphone, speaker
        held = world.hold(planned)
    return world, held


def answer(world: World, held: Session, turn: int) -> npt.NDArray[np.int16]:
    take = held.turns[turn - 1].take
    assert take is not None
    assert take.answer is not None
    sound, _rate = soundfile.read(world.store.folder(held.id) / take.answer.path, dtype="int16")
    return np.asarray(sound, np.int16)


def loud(sound: npt.NDArray[np.int16]) -> float:
    """Seconds of the sound that are louder than a whisper."""
    return float(np.count_nonzero(np.abs(sound.astype(np.int32)) > 1500)) / RATE


def test_no_sound_of_the_question_is_in_the_answer(room: Pulse, tmp_path: Path) -> None:
    with room.murmur():
        world, held = hold(tmp_path, session(1, source="microphone"), ScriptedKeys((recorded(2.0), "finish")))
    sound = answer(world, held, 1)
    assert len(sound) / RATE > 1.9
    assert loud(sound) < LEFT_OVER


def test_the_next_question_is_no_part_of_the_answer_before_though_the_microphone_hears_it(
    room: Pulse, tmp_path: Path
) -> None:
    given = noise(6) + tone(4, hertz=300, loudness=0.4) + noise(60)
    with room.heard(given):
        world, held = hold(tmp_path, session(2, source="microphone"), ScriptedKeys((in_the_second, "finish")))
    sound = answer(world, held, 1)
    assert loud(sound) == pytest.approx(loud(np.frombuffer(given, "<i2")), abs=0.3)
    assert loud(sound[-RATE:]) < LEFT_OVER
    assert loud(answer(world, held, 2)) < LEFT_OVER
    assert "reopened" not in world.types()
    assert isinstance(world.loudspeaker, Counted)
    assert world.loudspeaker.played == ("turn-01", "turn-02", "turn-02"), (
        "the microphone did not hear the loudspeaker, so this test proves nothing"
    )


def in_the_second(event: events.Event) -> bool:
    return isinstance(event, events.Listening) and event.turn == 2
