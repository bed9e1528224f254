"""Where things live, and that asking makes no folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewer import places, settings
from interviewer.cli.main import main

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def empty_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in (
        "INTERVIEWER_RECORDINGS",
        "INTERVIEWER_BANKS",
        "INTERVIEWER_MODELS",
        "INTERVIEWER_CACHE",
        "INTERVIEWER_CONFIG",
    ):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_checkout_keeps_its_sessions_beside_the_program() -> None:
    assert places.checkout() == CHECKOUT
    assert places.recordings(settings.load()) == CHECKOUT / "recordings"


def test_a_choice_wins_everywhere(tmp_path: Path) -> None:
    chosen = settings.load(recordings=tmp_path / "a", models=tmp_path / "b", cache=tmp_path / "c")
    found = [places.recordings(chosen), places.models(chosen), places.cache(chosen)]
    assert found == [tmp_path / "a", tmp_path / "b", tmp_path / "c"]


def test_weights_and_cache_lie_in_the_users_own_folders(empty_home: Path) -> None:
    chosen = settings.load()
    assert empty_home in places.models(chosen).parents
    assert empty_home in places.cache(chosen).parents


def test_asking_makes_no_folder(empty_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["where"]) == 0
    assert main(["models", "list"]) == 0
    assert list(empty_home.iterdir()) == []
    assert "(not there yet)" in capsys.readouterr().out


def test_the_settings_file_of_the_folder_beats_the_users_own(empty_home: Path) -> None:
    assert places.config_file() is None
    own = places.users_config_file()
    own.parent.mkdir(parents=True)
    own.touch()
    assert places.config_file() == own
    (empty_home / "interviewer.toml").touch()
    assert places.config_file() == Path("interviewer.toml")


def test_where_says_all_places_as_json(empty_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["where", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said.keys() == {"recordings", "banks", "models", "cache", "settings"}
    assert all(Path(path).is_absolute() for path in said.values())
