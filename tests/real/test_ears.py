"""The ears on real speech, and on everything that is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import psutil
import pytest
import soundfile

from interviewer.adapters.ears import WhisperEars
from interviewer.errors import TranscriptionError
from interviewer.model.audio import RATE
from interviewer.model.speech import NoSpeech, Transcript
from tests.spoken import demo_answer, word_error_rate
from tests.weights import weights_file

pytestmark = pytest.mark.real

OwnEars = tuple[WhisperEars, Callable[[], list[psutil.Process]]]

ANSWERS = {
    1: "Sure. I was the product manager of a booking app for small clinics last spring. We had promised online "
    "payments and a new calendar for June, and by April it was clear that we could not finish both. It was my job "
    "to decide which one to drop. So first, I went through the support tickets and called seven clinics myself, "
    "and nearly all of them said that double bookings cost them the most time. Then I compared the risk of both "
    "features with our lead engineer, and I decided to move payments to the autumn. I wrote a one page note with "
    "the reasons, and presented it to sales before anyone else heard about it. So in the end, we shipped the "
    "calendar on time, the clinics were much happier, and sales came around to the decision.",
    2: "So, in our team we are quite driven by data, you know. We look at dashboards every week, and we talk about "
    "what the numbers are telling us. Usually we have a hypothesis, and then, we run a test, and we go with the "
    "winner. And, you know, we also listen to our customers, because numbers don't tell you everything. For "
    "example, we once saw that a lot of people left during sign up. So we made the form shorter, and, that helped "
    "quite a bit. So yeah, I think data is really important, and we look at it every time before we decide "
    "anything.",
}


@pytest.fixture(scope="module")
def quick() -> Iterator[WhisperEars]:
    ears = WhisperEars(weights_file("whisper-tiny.en", "model.bin").parent, name="whisper-tiny.en", threads=2)
    ears.start()
    yield ears
    ears.close()


@pytest.fixture(scope="module")
def default() -> Iterator[WhisperEars]:
    ears = WhisperEars(weights_file("whisper-base", "model.bin").parent, name="whisper-base", threads=2)
    ears.start()
    yield ears
    ears.close()


@pytest.fixture
def own_ears() -> Iterator[OwnEars]:
    """Ears of the test's own, and a look at their living process."""
    others = {child.pid for child in psutil.Process().children()}
    ears = WhisperEars(weights_file("whisper-tiny.en", "model.bin").parent, name="whisper-tiny.en", threads=2)

    def living() -> list[psutil.Process]:
        found = [child for child in psutil.Process().children() if child.pid not in others]
        return [child for child in found if child.status() != psutil.STATUS_ZOMBIE]

    yield ears, living
    ears.close()
    assert not living()


@pytest.mark.parametrize("number", [1, 2])
def test_the_demo_answers_are_understood_and_their_pauses_found(
    default: WhisperEars, tmp_path: Path, number: int
) -> None:
    heard = default.transcribe(demo_answer(number, tmp_path))
    assert isinstance(heard, Transcript)
    rate = word_error_rate([ANSWERS[number]], [heard.text])
    print(f"\nanswer {number}: word error rate {rate:.1%}")
    assert rate <= 0.05
    pauses = [after.start - word.end for word, after in pairwise(heard.words)]
    assert min(pauses) >= 0.0
    assert 1.8 <= max(pauses) <= 3.2, "each answer holds one long thinking pause"
    assert heard.words[-1].end <= heard.seconds


def test_five_recordings_of_a_person_are_understood(default: WhisperEars, shared: Path) -> None:
    said, heard = [], []
    for wav in sorted((shared / "speech").glob("*.wav")):
        found = default.transcribe(wav)
        assert isinstance(found, Transcript)
        said.append(wav.with_suffix(".txt").read_text(encoding="utf-8"))
        heard.append(found.text)
    rate = word_error_rate(said, heard)
    print(f"\nfive human recordings: word error rate {rate:.1%}")
    assert rate <= 0.08


def _pink(seconds: float) -> np.ndarray:
    count = round(seconds * RATE)
    spectrum = np.fft.rfft(np.random.default_rng(7).standard_normal(count))
    return np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 10)), count)


def _typing(seconds: float) -> np.ndarray:
    random, sound = np.random.default_rng(7), np.zeros(round(seconds * RATE))
    for start in random.integers(0, len(sound) - 800, round(seconds * 6)):
        sound[start : start + 400] += random.standard_normal(400) * np.exp(-np.arange(400) / 80)
    return sound


NO_SPEECH = {
    "white noise": lambda seconds: np.random.default_rng(7).standard_normal(round(seconds * RATE)),
    "pink noise": _pink,
    "typing": _typing,
    "mains hum": lambda seconds: sum(np.sin(np.arange(seconds * RATE) * 100 * k * np.pi / RATE) / k for k in (1, 2, 3)),
    "a tone": lambda seconds: np.sin(np.arange(seconds * RATE) * 880 * np.pi / RATE),
}


@pytest.mark.parametrize("loudness", [0.01, 0.3])
@pytest.mark.parametrize("kind", NO_SPEECH)
def test_sounds_that_are_no_speech_are_never_turned_into_words(
    quick: WhisperEars, tmp_path: Path, kind: str, loudness: float
) -> None:
    sound = NO_SPEECH[kind](14.0)
    soundfile.write(tmp_path / "answer.wav", loudness * sound / np.abs(sound).max(), RATE, subtype="PCM_16")
    assert quick.transcribe(tmp_path / "answer.wav") == NoSpeech(seconds=14.0)


def test_a_minute_of_silence_around_words_adds_none_and_moves_none(quick: WhisperEars, tmp_path: Path) -> None:
    sound, _ = soundfile.read(demo_answer(2, tmp_path, until=10.0), dtype="int16")
    room = np.random.default_rng(7).integers(-20, 20, 30 * RATE).astype(np.int16)
    soundfile.write(tmp_path / "late.wav", np.concatenate([room, sound, room]), RATE, subtype="PCM_16")
    alone, late = quick.transcribe(tmp_path / "answer-2.wav"), quick.transcribe(tmp_path / "late.wav")
    assert isinstance(alone, Transcript)
    assert isinstance(late, Transcript)
    assert word_error_rate([alone.text], [late.text]) <= 0.05
    assert late.words[0].start == pytest.approx(30.0 + alone.words[0].start, abs=0.5)
    assert late.words[-1].end == pytest.approx(30.0 + alone.words[-1].end, abs=0.5)


def test_a_faint_voice_is_understood(quick: WhisperEars, tmp_path: Path) -> None:
    sound, _ = soundfile.read(demo_answer(2, tmp_path, until=10.0))
    soundfile.write(tmp_path / "faint.wav", sound * 0.02, RATE, subtype="PCM_16")
    heard = quick.transcribe(tmp_path / "faint.wav")
    assert isinstance(heard, Transcript)
    assert "driven by data" in heard.text


def test_ears_that_are_killed_in_the_middle_begin_again(own_ears: OwnEars, tmp_path: Path) -> None:
    ears, living = own_ears
    killed: list[int] = []

    def kill_once(share: float | None) -> None:
        if share is not None and share < 1.0 and not killed:
            (child,) = living()
            killed.append(child.pid)
            child.kill()

    heard = ears.transcribe(demo_answer(1, tmp_path), kill_once)
    assert killed
    assert isinstance(heard, Transcript)
    assert word_error_rate([ANSWERS[1]], [heard.text]) <= 0.08


def test_ears_that_are_killed_twice_give_up_and_keep_the_recording(own_ears: OwnEars, tmp_path: Path) -> None:
    ears, living = own_ears
    wav = demo_answer(2, tmp_path)
    before = wav.read_bytes()

    def kill(share: float | None) -> None:
        for child in living() if share is not None else []:
            child.kill()

    with pytest.raises(TranscriptionError, match="failed twice") as raised:
        ears.transcribe(wav, kill)
    assert raised.value.hint
    assert wav.read_bytes() == before


def test_weights_that_are_no_weights_are_an_error_of_the_ears(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"not weights")
    ears = WhisperEars(tmp_path, name="broken")
    try:
        with pytest.raises(TranscriptionError):
            ears.transcribe(demo_answer(2, tmp_path, until=3.0))
    finally:
        ears.close()
