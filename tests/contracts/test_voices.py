"""What every voice promises: the fake, the system's, the natural one, and any of them behind the cache."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from interviewer.adapters import voice_piper, voice_pyttsx3
from interviewer.adapters.voice_cache import CachedVoice
from interviewer.errors import VoiceError
from interviewer.ports import Voice
from tests.fakes_speech import FakeVoice
from tests.weights import weights_file

QUESTION = "Tell me about a decision that you would make again."


def open_voice(kind: str, cache: Path) -> Voice:
    match kind:
        case "fake":
            return FakeVoice()
        case "fake, cached":
            return CachedVoice(FakeVoice(), cache)
        case "piper":
            folder = weights_file("piper-joe", "en_US-joe-medium.onnx").parent
            if (missing := voice_piper.why_not(folder)) is not None:
                pytest.skip(missing)
            return CachedVoice(voice_piper.PiperVoice(folder), cache)
        case _:
            if (missing := voice_pyttsx3.why_not()) is not None:
                pytest.skip(missing)
            return voice_pyttsx3.Pyttsx3Voice()


KINDS = ["fake", "fake, cached", "pyttsx3", pytest.param("piper", marks=pytest.mark.real)]


@pytest.fixture(scope="module", params=KINDS)
def voice(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Voice]:
    opened = open_voice(request.param, tmp_path_factory.mktemp("cache"))
    opened.start()
    yield opened
    opened.close()


def test_a_question_becomes_sound_that_can_be_heard(voice: Voice, tmp_path: Path) -> None:
    to = tmp_path / "question.wav"
    seconds = voice.render(QUESTION, to)
    with wave.open(str(to), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        assert seconds == pytest.approx(file.getnframes() / file.getframerate(), abs=0.001)
        loudest = np.abs(np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(int)).max()
    assert 1.5 < seconds < 8.0
    assert loudest > 3_000
    assert [file.name for file in tmp_path.iterdir()] == ["question.wav"]


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00\x1b", "— … !", "[[]]"])
def test_nothing_to_say_is_an_error_and_leaves_no_file(voice: Voice, tmp_path: Path, text: str) -> None:
    with pytest.raises(VoiceError):
        voice.render(text, tmp_path / "question.wav")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        "What happened; touch pwned $(touch pwned) `touch pwned` && touch pwned | touch pwned > pwned?",
        "Was it <speak>fast</speak>, [[h@'loU]], 'quoted', \"quoted\" or {braced}?",
        "What\x00 did\x07 the\x1b[31m log\r\nsay\u2028then?",
        "Wie überraschend war das – naïve café, 日本, or 🎉?",
        "-rf --help what does this option do?",
    ],
)
def test_odd_text_is_spoken_and_does_nothing_else(
    voice: Voice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert voice.render(text, tmp_path / "question.wav") > 0.5
    assert [file.name for file in tmp_path.iterdir()] == ["question.wav"]


def test_a_long_text_is_spoken_to_its_end(voice: Voice, tmp_path: Path) -> None:
    short = voice.render(QUESTION, tmp_path / "short.wav")
    long = voice.render(" ".join([QUESTION] * 6), tmp_path / "long.wav")
    assert long > 4 * short


def test_a_text_without_end_is_refused(voice: Voice, tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match=r"characters|cannot"):
        voice.render("why? " * 2_000, tmp_path / "question.wav")


def test_an_earlier_file_is_replaced(voice: Voice, tmp_path: Path) -> None:
    to = tmp_path / "question.wav"
    to.write_bytes(b"an older one")
    voice.render(QUESTION, to)
    assert to.read_bytes()[:4] == b"RIFF"


def test_a_folder_that_is_not_there_is_an_error_of_the_voice(voice: Voice, tmp_path: Path) -> None:
    with pytest.raises(VoiceError):
        voice.render(QUESTION, tmp_path / "nowhere" / "question.wav")


@pytest.mark.parametrize("kind", KINDS)
def test_a_closed_voice_says_nothing_new_and_may_be_closed_again(kind: str, tmp_path: Path) -> None:
    voice = open_voice(kind, tmp_path / "cache")
    voice.close()
    voice.close()
    with pytest.raises(VoiceError):
        voice.render("Something that was never said before.", tmp_path / "question.wav")
