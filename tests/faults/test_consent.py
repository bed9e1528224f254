"""Nothing said leaves the machine before the user has agreed to the host; a key leaves it for that host alone."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from interviewer import consent, places, settings
from interviewer.adapters.embedded_chat import EmbeddedChat
from interviewer.adapters.hosts import Hosts
from interviewer.cli.consent import ask
from interviewer.cli.main import main
from interviewer.errors import BadSettings, EndpointRefused
from tests.keep.examples import FULL, committed, state_of

KEY = "sk-canary-1234567890"
FAR = {"base_url": "https://api.example.com/v1", "model": "far", "api_key": KEY}


@pytest.fixture
def far(monkeypatch: pytest.MonkeyPatch) -> settings.Settings:
    for name, value in FAR.items():
        monkeypatch.setenv(settings.variable(name), value)
    return settings.load()


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What the user says at a terminal, one a question."""
    said: list[bool] = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("click.confirm", lambda *given, **named: said.pop(0))
    return said


def test_a_yes_is_asked_for_once_a_host_and_remembered(far: settings.Settings, answers: list[bool]) -> None:
    answers.append(True)
    ask(far, yes=False)
    ask(far, yes=False)
    assert answers == []
    assert Hosts(places.consents()).hosts() == {"api.example.com"}
    if os.name == "posix":
        assert stat.S_IMODE(places.consents().stat().st_mode) == 0o600


def test_a_no_is_not_remembered_and_nothing_is_sent(far: settings.Settings, answers: list[bool]) -> None:
    answers += [False, False]
    for _ in range(2):
        with pytest.raises(EndpointRefused, match="Nothing was sent"):
            ask(far, yes=False)
    assert answers == []


def test_yes_on_the_command_line_holds_once(far: settings.Settings) -> None:
    ask(far, yes=True)
    assert consent.hosts_to_ask_about(far) == ("api.example.com",)


def test_a_setting_agrees_for_its_hosts_alone(far: settings.Settings) -> None:
    assert consent.hosts_to_ask_about(far.model_copy(update={"send_to": "a.org api.example.com"})) == ()
    assert consent.hosts_to_ask_about(far.model_copy(update={"send_to": "example.com api.example.com.evil.org"}))


def test_the_second_judge_is_asked_about_too(far: settings.Settings) -> None:
    both = far.model_copy(
        update={"second_model": "m", "second_base_url": "http://192.168.1.9/v1", "second_api_key": ""}
    )
    both = both.model_copy(update={"allow_insecure": True, "second_api_key": far.api_key})
    assert consent.hosts_to_ask_about(both) == ("api.example.com", "192.168.1.9")


@pytest.mark.parametrize("url", ["http://127.0.0.1:11434/v1", "http://localhost:1/v1", "http://[::1]:1/v1", ""])
def test_this_computer_needs_no_consent(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert consent.hosts_to_ask_about(settings.load(base_url=url, model="m")) == ()


def test_no_judge_needs_no_consent(far: settings.Settings) -> None:
    assert consent.hosts_to_ask_about(far.model_copy(update={"judge": "off"})) == ()


@pytest.mark.parametrize("spoilt", [b"", b"{", b'{"a": 1}', b'"api.example.com"', b"[1, null]", b"\xff", b"[" * 9999])
def test_a_spoilt_memory_is_no_yes_and_is_mended_by_the_next_one(
    spoilt: bytes, far: settings.Settings, answers: list[bool]
) -> None:
    places.consents().write_bytes(spoilt)
    answers.append(True)
    ask(far, yes=False)
    assert Hosts(places.consents()).hosts() == {"api.example.com"}


@pytest.mark.parametrize("words", [["practice", "--typed"], ["demo"], ["regrade", "last"], ["eval"]], ids=" ".join)
@pytest.mark.usefixtures("far")
def test_where_nobody_can_be_asked_nothing_is_sent(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    recordings = Path(os.environ["INTERVIEWER_RECORDINGS"])
    committed(recordings)
    before = state_of(recordings)
    assert main(words) == 3
    told = capsys.readouterr().err
    assert "The judge is at api.example.com, and nobody has agreed" in told
    assert "INTERVIEWER_SEND_TO=api.example.com" in told
    assert state_of(recordings) == before


# -- the key


@pytest.mark.parametrize("name", sorted(settings.SECRETS))
def test_a_key_in_the_settings_file_is_refused_and_not_repeated(name: str) -> None:
    file = Path(os.environ["INTERVIEWER_CONFIG"])
    file.write_text(f'\n{name} = "{KEY}"\n')
    with pytest.raises(BadSettings) as refused:
        settings.load()
    assert refused.value.message == f"interviewer.toml line 2: {name} does not belong in a file"
    assert settings.variable(name) in refused.value.hint
    assert KEY not in refused.value.message + refused.value.hint


@pytest.mark.usefixtures("far")
def test_the_key_is_in_no_traceback_of_a_bug(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bug inside the client, with the key in the frames on the way there."""
    committed(Path(os.environ["INTERVIEWER_RECORDINGS"]))

    def bug(*given: object, **named: object) -> None:
        raise RuntimeError("bug")

    monkeypatch.setattr("interviewer.desk.redo", bug)
    assert main(["regrade", FULL, "--yes"]) == 1
    told = capsys.readouterr()
    assert "RuntimeError: bug" in told.err
    assert KEY not in told.out + told.err


@pytest.mark.usefixtures("far")
def test_the_key_is_in_nothing_that_the_program_prints(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["where"], ["where", "--json"], ["sessions"], ["sessions", "--json"]):
        assert main(words) == 0
    told = capsys.readouterr()
    assert KEY not in told.out + told.err
    assert KEY not in repr(settings.load())


@pytest.mark.usefixtures("far")
def test_the_process_of_the_embedded_judge_does_not_get_the_key_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Named as the second judge it runs beside the one that the key is for."""
    given: list[dict[str, str]] = []

    def refused(*command: object, env: dict[str, str], **rest: object) -> None:
        given.append(env)
        raise RuntimeError("not started")

    monkeypatch.setattr("interviewer.adapters.openmp.environment", dict)  # it starts a process of its own
    monkeypatch.setattr("interviewer.adapters.embedded_chat.subprocess.Popen", refused)
    (tmp_path / "weights").write_text("")
    with pytest.raises(RuntimeError, match="not started"):
        EmbeddedChat(tmp_path / "weights", name="near").load()
    assert "PATH" in given[0]
    assert KEY not in given[0].values()


# -- I20 to I25, as commands


BAD: dict[str, tuple[dict[str, str], str]] = {
    "I20 no scheme": ({"base_url": "api.example.com/v1"}, "must start with http:// or https://"),
    "I20 a file": ({"base_url": "file:///etc/passwd"}, "must start with http:// or https://"),
    "I20 a key in it": ({"base_url": f"https://u:{KEY}@example.com/v1"}, "holds a key"),
    "I20 a key behind it": ({"base_url": f"https://example.com/v1?api_key={KEY}"}, "holds a key"),
    "I21 plain http": ({"base_url": "http://example.com/v1"}, "Refusing to send your transcript unencrypted"),
    "I22 no key": ({"api_key": ""}, "No API key for api.example.com."),
    "I22 two words": ({"api_key": f"{KEY} {KEY}"}, "must be one word without white space"),
    "I22 other letters": ({"api_key": "sk-ключ"}, "no key has"),
}


@pytest.mark.parametrize(("changes", "sentence"), BAD.values(), ids=BAD)
@pytest.mark.parametrize("words", [["practice", "--typed", "--yes"], ["regrade", "last", "--yes"]], ids=" ".join)
@pytest.mark.usefixtures("far")
def test_an_address_or_key_that_cannot_be_used_is_told_in_a_sentence(
    words: list[str],
    changes: dict[str, str],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    recordings = Path(os.environ["INTERVIEWER_RECORDINGS"])
    committed(recordings)
    before = state_of(recordings)
    for name, value in changes.items():
        monkeypatch.setenv(settings.variable(name), value)
    assert main(words) == 3
    told = capsys.readouterr().err
    assert sentence in told
    assert KEY not in told
    assert "Traceback" not in told
    assert state_of(recordings) == before
