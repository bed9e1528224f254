"""What a speech engine does wrong in its child becomes one VoiceError; what it is licensed under stays there too."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from interviewer.adapters import voice_piper, voice_pyttsx3
from interviewer.adapters.child import Child
from interviewer.adapters.voice_in_child import VoiceInChild
from interviewer.adapters.voice_piper import PiperVoice
from interviewer.adapters.voice_pyttsx3 import Pyttsx3Voice
from interviewer.errors import VoiceError, VoiceMissing
from tests.weights import weights_file

ADAPTERS = Path(voice_piper.__file__).parent
GPL = {"espeakng_loader", "piper", "pyttsx3"}


class BadVoice(VoiceInChild):
    """A real child process with an engine that goes wrong in one way."""

    name = "bad voice"

    def __init__(self, how: str, *, deadline: float = 20.0) -> None:
        super().__init__(voice="", rate=165, deadline=deadline)
        self._how = how

    def _start(self) -> Child:
        return Child("tests.misbehaving_child", self._how)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("renders silence", "silence"),
        ("renders too little", "words are missing"),
        ("renders rubbish", "no readable sound"),
        ("refuses", "not this one"),
        ("aborts", "ended with code"),
        ("hangs", "no reply within"),
    ],
)
def test_an_engine_that_goes_wrong_costs_one_sentence_and_leaves_nothing(how: str, said: str, tmp_path: Path) -> None:
    voice = BadVoice(how, deadline=1.0 if how == "hangs" else 20.0)
    with pytest.raises(VoiceError, match=said):
        voice.render("Tell me about yourself.", tmp_path / "question.wav")
    voice.close()
    assert list(tmp_path.iterdir()) == []
    assert not [child for child in psutil.Process().children() if "tests.misbehaving_child" in child.cmdline()]


@pytest.mark.real
def test_a_voice_whose_process_was_killed_speaks_again(tmp_path: Path) -> None:
    voice = PiperVoice(weights_file("piper-joe", "en_US-joe-medium.onnx").parent)
    try:
        first = voice.render("Tell me about yourself.", tmp_path / "question.wav")
        (child,) = [each for each in psutil.Process().children() if "piper" in each.cmdline()]
        child.kill()
        child.wait()
        assert voice.render("Tell me about yourself.", tmp_path / "question.wav") == pytest.approx(first, rel=0.3)
    finally:
        voice.close()


@pytest.mark.real
def test_a_voice_says_the_same_alike_in_every_process(tmp_path: Path) -> None:
    sounds = []
    for name in ("one.wav", "other.wav"):
        voice = PiperVoice(weights_file("piper-joe", "en_US-joe-medium.onnx").parent)
        voice.render("Tell me about yourself.", tmp_path / name)
        voice.close()
        sounds.append((tmp_path / name).read_bytes())
    assert sounds[0] == sounds[1]


@pytest.mark.real
def test_a_slower_rate_takes_longer(tmp_path: Path) -> None:
    folder = weights_file("piper-joe", "en_US-joe-medium.onnx").parent
    text = "How do you manage technical debt while delivering new features?"
    for slow, quick in (
        (Pyttsx3Voice(rate=120), Pyttsx3Voice(rate=220)),
        (PiperVoice(folder, rate=120), PiperVoice(folder, rate=220)),
    ):
        assert slow.render(text, tmp_path / "slow.wav") > 1.4 * quick.render(text, tmp_path / "quick.wav")
        slow.close()
        quick.close()


def test_a_voice_that_nobody_has_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(VoiceMissing, match="'Englsh'") as raised:
        Pyttsx3Voice(voice="Englsh").check()
    assert "INTERVIEWER_VOICE_NAME" in raised.value.hint
    Pyttsx3Voice().check()


def test_a_voice_can_be_chosen_by_the_id_that_check_offers(tmp_path: Path) -> None:
    voice = Pyttsx3Voice()
    identifier, name = voice.voices()[0]
    for each in (identifier, name):
        Pyttsx3Voice(voice=each).check()
    assert Pyttsx3Voice(voice=identifier).render("Hello there.", tmp_path / "question.wav") > 0.3


def test_a_missing_voice_is_explained_without_importing_it(tmp_path: Path) -> None:
    assert voice_pyttsx3.why_not() is None
    assert "no voice in" in str(voice_piper.why_not(tmp_path)) or "not installed" in str(voice_piper.why_not(tmp_path))


def test_only_the_voice_process_imports_a_speech_engine() -> None:
    for file in ADAPTERS.parent.rglob("*.py"):
        names = {
            (name or "").split(".")[0]
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        assert file.name == "voice_child.py" or not names & GPL, file


@pytest.mark.real
def test_a_process_that_has_spoken_holds_no_speech_engine(tmp_path: Path) -> None:
    folder = weights_file("piper-joe", "en_US-joe-medium.onnx").parent
    program = f"""
import sys
from pathlib import Path
from interviewer.adapters.voice_piper import PiperVoice
from interviewer.adapters.voice_pyttsx3 import Pyttsx3Voice
for voice in (PiperVoice(Path({str(folder)!r})), Pyttsx3Voice()):
    voice.render("Good morning.", Path({str(tmp_path / "spoken.wav")!r}))
    voice.close()
libraries = Path("/proc/self/maps").read_text() if Path("/proc/self/maps").exists() else ""
print(sorted({GPL!r} & sys.modules.keys()), "espeak" in libraries)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] False"
