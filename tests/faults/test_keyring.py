"""The key of a paid judge in the system's keyring: kept there alone, asked for there last, and never shown."""

from __future__ import annotations

import io
import json
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest
from keyring.backends import fail, null
from keyring.backends.chainer import ChainerBackend

from interviewer import consent, credentials, places, settings, studio
from interviewer.adapters import key_ring
from interviewer.cli.main import main
from interviewer.errors import EndpointRefused, KeyringUnusable
from tests.keep.examples import FULL, committed

KEY = "sk-canary-1234567890"
HOST = "api.example.com"
FAR = {"base_url": f"https://{HOST}/v1", "model": "far", "send_to": HOST}


class Ring(keyring.backend.KeyringBackend):
    """A keyring in memory."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Locked(Ring):
    """A keyring that the user does not open."""

    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked(f"the secret is {KEY}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.PasswordSetError(f"cannot keep {password}")


class Hanging(Ring):
    """A keyring that waits for a window that nobody sees."""

    def __init__(self) -> None:
        super().__init__()
        self.over = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.over.wait(30)
        return None


@pytest.fixture
def use() -> Iterator[object]:
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


@pytest.fixture
def ring(use: object) -> Ring:
    mine = Ring()
    keyring.set_keyring(mine)
    return mine


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f' "{KEY}"\n'))


def far(**changes: str) -> settings.Settings:
    return settings.load(**{**FAR, **changes})


@pytest.mark.usefixtures("typed")
def test_a_key_is_kept_for_its_host_used_and_forgotten(ring: Ring, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["key", "set", HOST]) == 0
    assert ring.kept == {("interviewer", HOST): KEY}
    assert credentials.endpoint_of(far()).key == KEY
    assert studio.open_judge(far()) is not None
    assert main(["key", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.partition("\n")[2]) == [HOST]
    assert main(["key", "forget", HOST]) == 0
    assert ring.kept == {}
    with pytest.raises(EndpointRefused, match="No API key") as refused:
        credentials.endpoint_of(far())
    assert f"interviewer key set {HOST}" in refused.value.hint
    assert main(["key", "forget", HOST]) == 0
    assert "There was no key" in capsys.readouterr().out


@pytest.mark.usefixtures("typed")
@pytest.mark.parametrize("host", [f"https://{HOST}/v1", HOST])
def test_an_address_is_taken_for_its_host(host: str, ring: Ring) -> None:
    assert main(["key", "set", host]) == 0
    assert list(ring.kept) == [("interviewer", HOST)]


@pytest.mark.usefixtures("typed")
def test_without_a_host_it_is_the_judges(ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["key", "set"]) == 3  # the judge is on this computer
    monkeypatch.setenv("INTERVIEWER_BASE_URL", FAR["base_url"])
    assert main(["key", "set"]) == 0
    assert list(ring.kept) == [("interviewer", HOST)]


@pytest.mark.usefixtures("typed")
def test_the_environment_wins_and_the_keyring_is_not_even_asked(ring: Ring) -> None:
    main(["key", "set", HOST])
    assert credentials.endpoint_of(far(api_key="sk-other")).key == "sk-other"
    assert ring.asked == 0


def test_no_keyring_is_asked_about_a_host_that_none_was_kept_for(ring: Ring) -> None:
    ring.kept["interviewer", HOST] = KEY
    with pytest.raises(EndpointRefused, match="No API key"):
        consent.hosts_to_ask_about(far())
    assert credentials.endpoint_of(far(base_url="http://127.0.0.1:9/v1")).key == ""
    assert ring.asked == 0


@pytest.mark.usefixtures("typed")
def test_a_key_goes_to_no_other_host(ring: Ring) -> None:
    main(["key", "set", HOST])
    for url in ("https://api.example.com.evil.org/v1", "https://api.example.com:8443/v1", "https://example.com/v1"):
        with pytest.raises(EndpointRefused, match="No API key"):
            credentials.endpoint_of(far(base_url=url))


def test_the_second_judge_finds_its_own(ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    for host in (HOST, "b.example.com"):
        credentials.store(host, f"{KEY}-{host}")
    monkeypatch.setenv("INTERVIEWER_SECOND_MODEL", "m")
    monkeypatch.setenv("INTERVIEWER_SECOND_BASE_URL", "https://b.example.com/v1")
    second = settings.second(far())
    assert second is not None
    assert credentials.endpoint_of(second).key == f"{KEY}-b.example.com"


# -- a keyring that will not do

RINGS = {
    "none": (fail.Keyring, "This system has no keyring that can be used."),
    "nowhere": (null.Keyring, "does not protect what it keeps"),
    "locked": (Locked, "The system's keyring failed (KeyringLocked)."),
    "hangs": (Hanging, "did not answer within"),
}


@pytest.mark.parametrize("name", RINGS)
@pytest.mark.usefixtures("use")
def test_a_keyring_that_will_not_do_is_one_sentence(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(key_ring, "PATIENCE", 0.3)
    kind, sentence = RINGS[name]
    chosen = kind()
    keyring.set_keyring(chosen)
    from interviewer.adapters.hosts import Hosts

    Hosts(places.keys()).keep(HOST)
    for variable, value in FAR.items():
        monkeypatch.setenv(settings.variable(variable), value)
    recordings = Path(os.environ["INTERVIEWER_RECORDINGS"])
    committed(recordings)
    assert main(["regrade", FULL]) == 3
    told = capsys.readouterr()
    assert sentence in told.err
    assert "INTERVIEWER_API_KEY" in told.err
    assert "Traceback" not in told.err
    assert KEY not in told.out + told.err
    if isinstance(chosen, Hanging):
        chosen.over.set()


@pytest.mark.usefixtures("use", "typed")
def test_a_keyring_that_refuses_to_keep_a_key_does_not_give_it_away(capsys: pytest.CaptureFixture[str]) -> None:
    keyring.set_keyring(Locked())
    assert main(["key", "set", HOST]) == 3
    told = capsys.readouterr()
    assert "failed (PasswordSetError)" in told.err
    assert KEY not in told.out + told.err
    assert credentials.with_keys() == frozenset()


@pytest.mark.usefixtures("use")
def test_plain_files_behind_other_keyrings_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    Plain = type("PlaintextKeyring", (Ring,), {"__module__": "keyrings.alt.file"})
    chain = ChainerBackend()
    monkeypatch.setattr(ChainerBackend, "backends", [Plain()])
    keyring.set_keyring(chain)
    with pytest.raises(KeyringUnusable, match="does not protect"):
        key_ring.store(HOST, KEY)


# -- where the key is not


@pytest.mark.usefixtures("ring", "typed")
def test_the_key_is_in_no_file_of_ours_and_in_nothing_that_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["key", "set", HOST], ["key", "list"], ["where"], ["sessions"]):
        assert main(words) == 0
    home = Path(os.environ["INTERVIEWER_CONFIG"]).parent
    for path in home.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), path
    told = capsys.readouterr()
    assert KEY not in told.out + told.err
    assert KEY not in repr(credentials.endpoint_of(far()))


@pytest.mark.usefixtures("ring", "typed")
def test_the_key_is_in_no_traceback_of_a_bug(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    committed(Path(os.environ["INTERVIEWER_RECORDINGS"]))
    main(["key", "set", HOST])
    for variable, value in FAR.items():
        monkeypatch.setenv(settings.variable(variable), value)

    def bug(*given: object, **named: object) -> None:
        raise RuntimeError("bug")

    monkeypatch.setattr("interviewer.desk.redo", bug)
    assert main(["regrade", FULL]) == 1
    told = capsys.readouterr()
    assert "RuntimeError: bug" in told.err
    assert KEY not in told.out + told.err


@pytest.mark.usefixtures("ring")
@pytest.mark.parametrize("given", ["", "   \n", "two words\n", "sk-ключ\n"])
def test_what_is_no_key_is_not_kept(given: str, ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(given))
    assert main(["key", "set", HOST]) in (2, 3)
    assert ring.kept == {}
