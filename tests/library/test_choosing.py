"""One choice written into the settings file."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from interviewer import choosing, settings
from interviewer.adapters import disk
from interviewer.cli.main import DONE, SETUP, main
from interviewer.errors import BadSettings, StoreError

BEFORE = """\
# what I like
rate = 150  # words a minute

# the judge
model = "qwen-1.5b"
"""


@pytest.fixture(autouse=True)
def file(monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in os.environ:
        if name.startswith("INTERVIEWER_") and name not in ("INTERVIEWER_CONFIG", "INTERVIEWER_BANKS"):
            monkeypatch.delenv(name)
    path = Path(os.environ["INTERVIEWER_CONFIG"])
    path.write_text(BEFORE, encoding="utf-8")
    return path


def test_one_value_changes_and_every_other_line_stays(file: Path) -> None:
    assert choosing.choose({"rate": "140"}) == file
    assert file.read_text(encoding="utf-8") == BEFORE.replace("150", "140")
    choosing.choose({"questions": " 5 "})
    assert file.read_text(encoding="utf-8") == BEFORE.replace("150", "140") + "questions = 5\n"
    assert (settings.load().rate, settings.load().questions) == (140, 5)
    choosing.forget("questions")
    choosing.forget("seed")
    assert file.read_text(encoding="utf-8") == BEFORE.replace("150", "140")
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


TYPED = {
    ("allow_insecure", "true"): "allow_insecure = true",
    ("patience", "2.5"): "patience = 2.5",
    ("speaker", 'the "big" one'): 'speaker = "the \\"big\\" one"',
    ("recordings", "~/answers"): 'recordings = "~/answers"',
    ("voice", "off"): 'voice = "off"',
    ("base_url", ""): 'base_url = ""',
}


@pytest.mark.parametrize(("typed", "line"), TYPED.items(), ids=[name for name, _ in TYPED])
def test_what_is_typed_becomes_a_value_of_its_kind(file: Path, typed: tuple[str, str], line: str) -> None:
    choosing.choose(dict([typed]))
    assert file.read_text(encoding="utf-8") == f"{BEFORE}{line}\n"
    assert settings.origin(typed[0]) == "file"


REFUSED = {
    ("modle", "x"): 'There is no setting "modle" (did you mean "model"?)',
    ("questions", "0"): "questions must be a whole number from 1 to 50",
    ("questions", "three"): "questions must be a whole number from 1 to 50",
    ("patience", "nan"): "patience must be a number from 0 to 120",
    ("voice", "loud"): 'voice must be one of "auto", "piper-joe", "pyttsx3", "off"',
    ("model", " "): "model must be text, and not empty",
    ("api_key", "sk-canary"): "api_key does not belong in a file",
    ("second_api_key", ""): "second_api_key does not belong in a file",
}


@pytest.mark.parametrize(("typed", "sentence"), REFUSED.items(), ids=[f"{name}={text}" for name, text in REFUSED])
def test_what_does_not_fit_is_refused_and_nothing_is_written(file: Path, typed: tuple[str, str], sentence: str) -> None:
    with pytest.raises(BadSettings) as refused:
        choosing.choose(dict([typed]))
    assert refused.value.message == sentence
    assert "sk-canary" not in refused.value.hint
    assert file.read_text(encoding="utf-8") == BEFORE


def test_of_several_choices_all_are_written_or_none(file: Path) -> None:
    with pytest.raises(BadSettings, match="seed must be"):
        choosing.choose({"rate": "140", "seed": "-1"})
    assert file.read_text(encoding="utf-8") == BEFORE
    choosing.choose({"rate": "140", "seed": "1"})
    assert (settings.load().rate, settings.load().seed) == (140, 1)


@pytest.mark.parametrize("fault", ["rate = [", 'modle = "x"', "rate = 1", "\xff"])
def test_a_file_with_a_fault_is_not_written_over(file: Path, fault: str) -> None:
    file.write_bytes(fault.encode("latin-1"))
    for change in (lambda: choosing.choose({"seed": "3"}), lambda: choosing.forget("seed")):
        with pytest.raises(BadSettings, match=r"interviewer.toml line 1"):
            change()
    assert file.read_bytes() == fault.encode("latin-1")


def test_a_disk_that_is_full_leaves_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "sync", full)
    with pytest.raises(StoreError, match="No space left"):
        choosing.choose({"rate": "140"})
    assert file.read_text(encoding="utf-8") == BEFORE
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_to_the_file_stays_a_link(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = tmp_path / "interviewer.toml"
    link.symlink_to(file)
    monkeypatch.setenv("INTERVIEWER_CONFIG", str(link))
    choosing.choose({"rate": "140"})
    assert link.is_symlink()
    assert "140" in file.read_text(encoding="utf-8")


def test_without_a_file_the_users_own_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INTERVIEWER_CONFIG")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    path = choosing.choose({"rate": "140"})
    assert path.is_relative_to(tmp_path)
    assert settings.load().rate == 140


def test_every_source_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.origin("rate") == "file"
    monkeypatch.setenv("INTERVIEWER_RATE", "")
    assert settings.origin("rate") == "file"
    monkeypatch.setenv("interviewer_rate", "120")
    assert settings.origin("rate") == "environment"
    assert settings.origin("rate", rate=130) == "flag"
    assert settings.origin("seed", rate=130) == "default"


def test_the_listing_shows_what_is_in_force_and_never_a_key(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], file: Path
) -> None:
    monkeypatch.setenv("INTERVIEWER_API_KEY", "sk-canary")
    assert main(["settings", "--json"]) == DONE
    printed = capsys.readouterr().out
    rows = {row["name"]: (row["value"], row["from"]) for row in json.loads(printed)}
    assert rows.keys() == settings.Settings.model_fields.keys()
    assert (rows["rate"], rows["api_key"], rows["seed"]) == (
        ("150", "file"),
        ("(set)", "environment"),
        ("0", "default"),
    )
    assert main(["settings"]) == DONE
    assert f"150 ({file})" in (listed := capsys.readouterr().out)
    assert "sk-canary" not in printed + listed


def test_what_is_set_says_when_the_environment_goes_before_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], file: Path
) -> None:
    monkeypatch.setenv("INTERVIEWER_RATE", "120")
    assert main(["settings", "set", "rate", "140"]) == DONE
    assert capsys.readouterr().out == f"Written to {file}\nrate is 120 (INTERVIEWER_RATE)\n"
    assert main(["settings", "unset", "rate"]) == DONE
    assert "rate" not in file.read_text(encoding="utf-8")
    assert main(["settings", "set", "rat", "140"]) == SETUP
