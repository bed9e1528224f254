"""What all ears promise: the fake ones, and Whisper."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from interviewer.adapters.ears import WhisperEars
from interviewer.errors import TranscriptionError
from interviewer.model.audio import RATE, Span
from interviewer.model.speech import NoSpeech, Transcript
from interviewer.ports import Ears
from tests.fakes_speech import FakeEars
from tests.sounds import hush, noise, write_wav
from tests.spoken import demo_answer
from tests.weights import weights_file


def open_ears(kind: str) -> Ears:
    if kind == "fake":
        return FakeEars("In our team we are quite driven by data.")
    folder = weights_file("whisper-tiny.en", "model.bin").parent
    return WhisperEars(folder, name="whisper-tiny.en", threads=2)


KINDS = ["fake", pytest.param("whisper", marks=pytest.mark.real)]


@pytest.fixture(scope="module", params=KINDS)
def ears(request: pytest.FixtureRequest) -> Iterator[Ears]:
    opened = open_ears(request.param)
    opened.start()
    yield opened
    opened.close()


def test_speech_becomes_words_that_stand_in_order_inside_the_recording(ears: Ears, tmp_path: Path) -> None:
    wav = demo_answer(2, tmp_path, until=12.0)
    heard = ears.transcribe(wav)
    assert isinstance(heard, Transcript)
    assert "driven by data" in heard.text
    assert heard.seconds == pytest.approx(12.0)
    assert 5.0 < heard.speech_seconds <= 12.0
    assert heard.heard_by == ears.name
    assert all(0.0 <= word.start < word.end <= heard.seconds for word in heard.words)
    assert all(word.end <= after.start for word, after in pairwise(heard.words))
    assert all(word.text == word.text.strip() for word in heard.words)


def test_a_part_of_a_recording_is_heard_on_the_clock_of_the_whole(ears: Ears, tmp_path: Path) -> None:
    wav = demo_answer(2, tmp_path, until=12.0)
    part = Span(4 * RATE, 12 * RATE)
    heard = ears.transcribe(wav, span=part)
    assert isinstance(heard, Transcript)
    assert heard.seconds == pytest.approx(8.0)
    assert 4.0 <= heard.words[0].start < heard.words[-1].end <= 12.0


def test_a_part_that_is_not_there_yet_is_an_error_of_the_ears(ears: Ears, tmp_path: Path) -> None:
    wav = write_wav(tmp_path / "answer.wav", hush(1.0))
    with pytest.raises(TranscriptionError):
        ears.transcribe(wav, span=Span(0, 2 * RATE))
    assert ears.transcribe(wav, span=Span(0, RATE)) == NoSpeech(seconds=1.0, digital_silence=True)


def test_digital_silence_is_known_for_what_it_is(ears: Ears, tmp_path: Path) -> None:
    heard = ears.transcribe(write_wav(tmp_path / "answer.wav", hush(14.0)))
    assert heard == NoSpeech(seconds=14.0, digital_silence=True)


def test_a_silent_room_is_no_speech(ears: Ears, tmp_path: Path) -> None:
    heard = ears.transcribe(write_wav(tmp_path / "answer.wav", noise(5.0, loudness=0.001)))
    assert heard == NoSpeech(seconds=5.0)


def test_progress_is_a_share_or_unknown(ears: Ears, tmp_path: Path) -> None:
    told: list[float | None] = []
    ears.transcribe(demo_answer(2, tmp_path, until=6.0), told.append)
    assert told
    assert all(share is None or 0.0 <= share <= 1.0 for share in told)


def test_a_recording_that_is_not_there_is_an_error_of_the_ears(ears: Ears, tmp_path: Path) -> None:
    with pytest.raises(TranscriptionError):
        ears.transcribe(tmp_path / "answer.wav")


def test_a_file_that_is_no_sound_is_an_error_and_the_next_one_is_heard(ears: Ears, tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.wav"
    rubbish.write_bytes(b"this is not sound")
    with pytest.raises(TranscriptionError):
        ears.transcribe(rubbish)
    assert ears.transcribe(write_wav(tmp_path / "answer.wav", hush(1.0))) == NoSpeech(seconds=1.0, digital_silence=True)


def test_a_verbatim_pass_gives_words_of_its_part_on_the_clock_of_the_whole(ears: Ears, tmp_path: Path) -> None:
    wav = demo_answer(2, tmp_path, until=12.0)
    said = ears.verbatim(wav, Span(4 * RATE, 12 * RATE))
    assert bool(said) == (ears.name != "fake ears")
    assert all(4.0 <= word.start <= word.end <= 12.0 for word in said)


@pytest.mark.parametrize("kind", KINDS)
def test_closed_ears_hear_nothing_and_may_be_closed_again(kind: str, tmp_path: Path) -> None:
    ears = open_ears(kind)
    ears.start()
    ears.close()
    ears.close()
    with pytest.raises(TranscriptionError):
        ears.transcribe(write_wav(tmp_path / "answer.wav", hush(1.0)))
