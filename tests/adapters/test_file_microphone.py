"""Files as the microphone."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.adapters.file_microphone import FileMicrophone
from interviewer.errors import BadAudio, MicrophoneError, NoMicrophone
from tests.sounds import noise, read_wav, tone, write_wav


def files(tmp_path: Path) -> list[Path]:
    return [write_wav(tmp_path / f"{number}.wav", noise(1, loudness=0.1 * number)) for number in (1, 2)]


def test_file_number_n_answers_question_n_every_time_it_is_asked(tmp_path: Path) -> None:
    first, second = files(tmp_path)
    with FileMicrophone([first, second], fast=True) as microphone:
        for take, (turn, file) in enumerate([(2, second), (1, first), (1, first)]):
            to = tmp_path / f"take-{take}.wav"
            with microphone.record(to, turn=turn) as recording:
                chunks = list(recording)
            assert read_wav(to) == read_wav(file) == b"".join(chunk.pcm for chunk in chunks)


def test_a_question_without_a_file_is_refused_with_the_number_to_ask_for(tmp_path: Path) -> None:
    with (
        FileMicrophone(files(tmp_path), fast=True) as microphone,
        pytest.raises(NoMicrophone) as caught,
        microphone.record(tmp_path / "answer.wav", turn=3),
    ):
        pass
    assert caught.value.message == "There is no file for question 3: only 2 to answer from."
    assert caught.value.hint == "Try --questions 2"
    assert not (tmp_path / "answer.wav").exists()


def test_no_file_at_all_is_no_microphone() -> None:
    with pytest.raises(NoMicrophone):
        FileMicrophone([]).__enter__()


def test_a_bad_file_is_found_before_the_first_question(tmp_path: Path) -> None:
    (tmp_path / "empty.wav").touch()
    with pytest.raises(BadAudio, match=r"empty\.wav is empty"):
        FileMicrophone([*files(tmp_path), tmp_path / "empty.wav"]).__enter__()


def test_a_file_that_is_gone_when_it_is_wanted_costs_the_answer_and_not_the_session(tmp_path: Path) -> None:
    first, second = files(tmp_path)
    with FileMicrophone([first, second], fast=True) as microphone:
        second.unlink()
        with (
            pytest.raises(MicrophoneError, match="is not there"),
            microphone.record(tmp_path / "answer.wav", turn=2) as recording,
        ):
            list(recording)


def test_a_pause_loses_nothing_of_a_file(tmp_path: Path) -> None:
    file = write_wav(tmp_path / "a.wav", tone(1))
    with (
        FileMicrophone([file], fast=True) as microphone,
        microphone.record(tmp_path / "answer.wav", turn=1) as recording,
    ):
        chunks = iter(recording)
        next(chunks)
        recording.pause()
        assert next(chunks).samples == 0
        recording.resume()
        list(chunks)
    assert read_wav(tmp_path / "answer.wav") == tone(1)
