"""What every test stands on: no socket but loopback, no folder of the user's, no hub."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_socket import socket_allow_hosts

from tests.pulse import pulse, pulse_daemon

__all__ = ["only_loopback", "own_folders", "pulse", "pulse_daemon", "shared"]

SHARED = Path(__file__).parents[2] / "shared"
"""The work place's material; tests that read it skip with a reason where it is missing."""


@pytest.fixture(autouse=True)
def only_loopback() -> None:
    """Every socket that is not loopback is refused."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recordings, banks and settings of a test are its own; the weights are the machine's."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("INTERVIEWER_RECORDINGS", str(home / "recordings"))
    (home / "interviewer.toml").touch()
    monkeypatch.setenv("INTERVIEWER_CONFIG", str(home / "interviewer.toml"))
    monkeypatch.setenv("INTERVIEWER_CACHE", str(home / "cache"))
    monkeypatch.setenv("INTERVIEWER_BANKS", str(home / "banks"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


@pytest.fixture
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the work place's shared folder is not beside this checkout")
    return SHARED
