"""`interviewer say` and `interviewer transcribe`, as they are typed."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from interviewer.cli.main import DONE, SETUP, USAGE, main
from interviewer.model.speech import Heard, Transcript
from tests.sounds import hush, noise, write_wav
from tests.spoken import DEMO
from tests.weights import weights_file


@pytest.fixture
def quick_ears(monkeypatch: pytest.MonkeyPatch) -> None:
    weights_file("whisper-tiny.en", "model.bin")
    monkeypatch.setenv("INTERVIEWER_EARS", "whisper-tiny.en")


def test_say_writes_a_wav(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = tmp_path / "a b.wav"
    assert main(["say", "Good morning.", "--voice", "pyttsx3", "--to", str(to)]) == DONE
    with wave.open(str(to), "rb") as file:
        assert file.getnframes() > 0
    assert "a b.wav" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["say", ""], SETUP, "nothing that can be spoken"),
        (["say", "why? " * 2_000], SETUP, "at most 5,000"),
        (["say", "Hello", "--voice", "off"], SETUP, "switched off"),
        (["say", "Hello", "--voice", "pyttsx3", "--voice-name", "nobody"], SETUP, "nobody"),
        (["say", "Hello", "--rate", "5"], USAGE, "--rate must be"),
        (["say"], USAGE, "TEXT"),
        (["transcribe"], USAGE, "FILE"),
        (["transcribe", "x.wav", "--language", "english"], USAGE, "--language must be"),
        (["transcribe", "x.wav", "--ears", "none-such"], SETUP, "none-such"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    arguments: list[str], code: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = ["--to", str(tmp_path / "x.wav")] if arguments[:1] == ["say"] and len(arguments) > 1 else []
    assert main([*arguments, *to]) == code
    told = capsys.readouterr()
    assert said in told.err
    assert "Traceback" not in told.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["say", "Hello", "--to", str(tmp_path / "nowhere" / "x.wav")]) == SETUP
    assert "nowhere" in capsys.readouterr().err


@pytest.mark.real
@pytest.mark.usefixtures("quick_ears")
def test_transcribe_prints_sentences_with_their_times(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["transcribe", str(DEMO / "answer-2.ogg")]) == DONE
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) >= 5
    assert all(line[:3] in {" 0:"} and line[5] == "." for line in lines)
    assert "driven by data" in lines[0]


@pytest.mark.real
@pytest.mark.usefixtures("quick_ears")
def test_transcribe_as_json_is_the_whole_transcript(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["transcribe", str(DEMO / "answer-2.ogg"), "--json"]) == DONE
    heard: Heard = TypeAdapter(Heard).validate_python(json.loads(capsys.readouterr().out))
    assert isinstance(heard, Transcript)
    assert len(heard.words) > 60


@pytest.mark.real
@pytest.mark.usefixtures("quick_ears")
@pytest.mark.parametrize(
    ("pcm", "said"),
    [(hush(14.0), "no speech found in 14.0 s: every sample is zero"), (noise(3.0), "no speech found in 3.0 s\n")],
)
def test_transcribe_says_when_there_is_no_speech(
    pcm: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wav = write_wav(tmp_path / "quiet.wav", pcm)
    assert main(["transcribe", str(wav)]) == DONE
    assert said in capsys.readouterr().out
    assert main(["transcribe", str(wav), "--json"]) == DONE
    assert json.loads(capsys.readouterr().out)["kind"] == "no-speech"


@pytest.mark.real
@pytest.mark.usefixtures("quick_ears")
@pytest.mark.parametrize("content", [None, b"", b"this is not sound"])
def test_a_file_that_is_no_sound_is_refused(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answer.mp3"
    if content is not None:
        file.write_bytes(content)
    assert main(["transcribe", str(file)]) == SETUP
    assert "answer.mp3" in capsys.readouterr().err
