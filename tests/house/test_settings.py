"""Choices: who wins, what is refused, and in which words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from interviewer import settings
from interviewer.cli.main import main
from interviewer.errors import BadSettings


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No choice of the user's own but the place of the settings file."""
    for name in os.environ:
        if name.startswith("INTERVIEWER_") and name != "INTERVIEWER_CONFIG":
            monkeypatch.delenv(name)


def write(text: str) -> Path:
    file = Path(os.environ["INTERVIEWER_CONFIG"])
    file.write_text(text, encoding="utf-8")
    return file


def test_nothing_chosen_means_the_defaults() -> None:
    chosen = settings.load()
    assert (chosen.questions, chosen.ears, chosen.model, chosen.base_url) == (3, "whisper-base", "qwen-1.5b", "")


def test_a_flag_beats_the_environment_beats_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    write("questions = 4")
    assert settings.load().questions == 4
    monkeypatch.setenv("INTERVIEWER_QUESTIONS", "5")
    assert settings.load().questions == 5
    assert settings.load(questions=6).questions == 6
    assert settings.load(questions=None).questions == 5


def test_an_empty_variable_chooses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    write("questions = 4")
    monkeypatch.setenv("INTERVIEWER_QUESTIONS", "")
    assert settings.load().questions == 4


def test_a_key_loses_the_line_break_and_quotes_of_its_pasting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_API_KEY", ' "sk-abc"\n')
    chosen = settings.load()
    assert chosen.api_key.get_secret_value() == "sk-abc"
    assert "sk-abc" not in f"{chosen!r} {chosen}"


def test_a_wrong_key_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_API_KEY", "sk-abc sk-def")
    with pytest.raises(BadSettings) as refused:
        settings.load()
    assert refused.value.message == "INTERVIEWER_API_KEY must be one word without white space in it"
    assert "sk-" not in f"{refused.value.hint} {refused.value.__cause__}"


def test_a_home_folder_may_be_written_as_a_tilde(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    write('recordings = "~/answers"')
    assert settings.load().recordings == tmp_path / "answers"


IN_THE_FILE = {
    'modle = "x"': 'interviewer.toml line 1: unknown key "modle" (did you mean "model"?)',
    "\n\nquestion = 3": 'interviewer.toml line 3: unknown key "question" (did you mean "questions"?)',
    '# a note\n"zzz" = 1': 'interviewer.toml line 2: unknown key "zzz"',
    "rate = 100\n[judges]\nx = 1": 'interviewer.toml line 2: unknown key "judges" (did you mean "judge"?)',
    'questions = "three"': 'interviewer.toml line 1: questions must be a whole number from 1 to 50 (got "three")',
    "questions = true": "interviewer.toml line 1: questions must be a whole number from 1 to 50 (got true)",
    "questions = 2.5": "interviewer.toml line 1: questions must be a whole number from 1 to 50 (got 2.5)",
    "questions = 0": "interviewer.toml line 1: questions must be a whole number from 1 to 50 (got 0)",
    "patience = nan": "interviewer.toml line 1: patience must be a number from 0 to 120 (got NaN)",
    "rate = []": "interviewer.toml line 1: rate must be a whole number from 80 to 320 (got [])",
    'voice = "x"': 'interviewer.toml line 1: voice must be one of "auto", "piper-joe", "pyttsx3", "off" (got "x")',
    "judge = true": 'interviewer.toml line 1: judge must be one of "on", "off" (got true)',
    'allow_insecure = "yes"': 'interviewer.toml line 1: allow_insecure must be true or false (got "yes")',
    "bank = 2026-01-01": 'interviewer.toml line 1: bank must be text, and not empty (got "2026-01-01")',
    "models = 7": "interviewer.toml line 1: models must be a folder (got 7)",
    "rate = 100\nseed = = 1": "interviewer.toml line 2: column 8: Invalid value",
    "rate = 100\nrate = 120\n\n": "interviewer.toml line 2: ",
}

IN_THE_ENVIRONMENT = {
    ("INTERVIEWER_QUESTIONS", "ten"): 'INTERVIEWER_QUESTIONS must be a whole number from 1 to 50 (got "ten")',
    ("INTERVIEWER_MODLE", "x"): (
        'unknown setting "INTERVIEWER_MODLE" in the environment (did you mean "INTERVIEWER_MODEL"?)'
    ),
    ("INTERVIEWER_PATIENCE", "nan"): 'INTERVIEWER_PATIENCE must be a number from 0 to 120 (got "nan")',
    ("INTERVIEWER_LANGUAGE", "English"): (
        'INTERVIEWER_LANGUAGE must be a language code of two or three small letters, such as "en" (got "English")'
    ),
    ("INTERVIEWER_CONFIG", "gone.toml"): "INTERVIEWER_CONFIG names a settings file that is not there: 'gone.toml'.",
}


@pytest.mark.parametrize(("text", "sentence"), IN_THE_FILE.items(), ids=IN_THE_FILE)
def test_a_wrong_line_of_the_file_is_named(text: str, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(text)
    assert main(["where"]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(sentence)
    assert str(file) in said.err.splitlines()[1]


@pytest.mark.parametrize(("given", "sentence"), IN_THE_ENVIRONMENT.items())
def test_a_wrong_variable_is_named(
    given: tuple[str, str], sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(*given)
    assert main(["where"]) == 3
    said = capsys.readouterr()
    assert (said.out, said.err.splitlines()[0]) == ("", sentence)
    assert len(said.err.splitlines()) == 2


@pytest.mark.parametrize("number", ["0", "-3", "1e9", "1000000000", "ten", "2.5", ""])
def test_a_wrong_number_of_questions_is_wrong_usage(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["practice", "--questions", number]) == 2
    said = capsys.readouterr()
    assert f'--questions must be a whole number from 1 to 50 (got "{number}")' in said.err
    assert "Traceback" not in said.err
    assert not Path(os.environ["INTERVIEWER_CONFIG"]).with_name("recordings").exists()


def test_a_file_that_is_not_utf8_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    file = write("")
    file.write_bytes(b'voice_name = "Zo\xeb"')
    assert main(["where"]) == 3
    assert "interviewer.toml line 1: not UTF-8 at byte 16 (looks like cp1252)" in capsys.readouterr().err


def test_a_mistyped_flag_of_ours_is_a_bug_and_not_a_setting() -> None:
    with pytest.raises(TypeError, match="questoins"):
        settings.load(questoins=3)
