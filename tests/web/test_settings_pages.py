"""Settings, judge, models and data in the browser: the rules of the terminal, and what another page must not do."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from interviewer import choosing, consent, places, settings, studio
from interviewer.errors import DownloadFailed
from interviewer.web.work import WORK, Work
from tests.keep.examples import FULL, committed
from tests.stub_llm import fails, stub_llm
from tests.web.visitors import candidate

KEY = "sk-canary-1234567890"
JSON = {"accept": "application/json"}


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    for name in os.environ:
        if name.startswith("INTERVIEWER_") and name[12:] not in ("CONFIG", "BANKS", "RECORDINGS", "CACHE", "MODELS"):
            monkeypatch.delenv(name)
    return candidate()


def file() -> Path:
    return Path(os.environ["INTERVIEWER_CONFIG"])


def field(text: str, name: str) -> str:
    """What the page says of one setting."""
    return html.unescape(text.partition(f'id="about-{name}"')[2].partition('<div class="field">')[0])


def test_every_setting_is_there_with_its_value_and_its_origin(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    file().write_text("rate = 140\n", encoding="utf-8")
    monkeypatch.setenv("INTERVIEWER_SEED", "7")
    monkeypatch.setenv("INTERVIEWER_API_KEY", KEY)
    text = browser.get("/settings").text
    assert [name for name in settings.Settings.model_fields if not field(text, name)] == []
    assert 'value="140"' in field(text, "rate")
    assert "From the settings file." in field(text, "rate")
    assert "INTERVIEWER_SEED" in field(text, "seed")
    assert " disabled" in field(text, "seed")
    assert "The default." in field(text, "questions")
    assert "There is one; it is never shown." in field(text, "api_key")
    assert KEY not in text


def test_only_what_was_changed_is_written(browser: TestClient) -> None:
    file().write_text("# mine\nrate = 140\n", encoding="utf-8")
    sent = {name: settings.shown(settings.load(), name) for name in settings.Settings.model_fields}
    assert browser.post("/settings", data=sent | {"questions": "5"}).headers["location"] == "/settings?saved=1"
    assert file().read_text(encoding="utf-8") == "# mine\nrate = 140\nquestions = 5\n"
    assert browser.post("/settings/reset", data={"name": "rate"}).status_code == 303
    assert file().read_text(encoding="utf-8") == "# mine\nquestions = 5\n"


def test_a_value_that_does_not_fit_comes_back_with_its_sentence_and_nothing_is_written(browser: TestClient) -> None:
    reply = browser.post("/settings", data={"questions": "0", "rate": "140", "voice": "<b>loud</b>"})
    assert reply.status_code == 422
    assert "questions must be a whole number from 1 to 50" in field(reply.text, "questions")
    assert 'value="140"' in field(reply.text, "rate"), "what was typed is not lost"
    assert "<b>loud" not in reply.text
    assert file().read_text(encoding="utf-8") == ""


def test_a_key_an_unknown_name_and_what_the_environment_decides_are_never_written(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEWER_SEED", "7")
    browser.post("/settings", data={"api_key": KEY, "second_api_key": KEY, "modle": "x", "seed": "9"})
    assert file().read_text(encoding="utf-8") == ""
    assert browser.post("/settings/reset", data={"name": "../x"}).status_code == 422


def test_a_settings_file_with_a_fault_is_a_sentence(browser: TestClient) -> None:
    file().write_text("rate = 1\n", encoding="utf-8")
    reply = browser.get("/settings")
    assert reply.status_code == 422
    assert "interviewer.toml line 1: rate must be" in reply.text
    assert browser.post("/settings", data={"seed": "3"}).status_code == 422
    assert file().read_text(encoding="utf-8") == "rate = 1\n"


def test_the_judge_is_tried_in_a_sentence_that_holds_no_key(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEWER_API_KEY", KEY)
    with stub_llm(answer=lambda _body: '{"answer": "yes"}') as stub:
        choosing.choose({"base_url": stub.url, "model": "stub"})
        text = browser.post("/settings/judge/try").text
        assert "<strong>Works: judge.</strong> stub on this computer replied in" in text
        stub.always = fails(401, f"wrong key {KEY}")
        (told,) = browser.post("/settings/judge/try", headers=JSON).json()
        assert (told["name"], told["ok"]) == ("judge", False)
        assert KEY not in text + told["said"] + browser.get("/settings/judge").text
        assert stub.keys == [f"Bearer {KEY}"] * len(stub.asked)


def test_a_new_host_gets_neither_question_nor_key_before_a_yes(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T22: the address may come from the page, so the yes is asked for each host that it names."""
    monkeypatch.setenv("INTERVIEWER_API_KEY", KEY)
    sent: list[settings.Settings] = []
    monkeypatch.setattr(studio, "open_chat", sent.append)
    choosing.choose({"base_url": "https://api.example.com/v1", "model": "far"})
    text = browser.get("/settings/judge").text
    assert "May your words go to api.example.com?" in text
    assert consent.WHAT_IS_SENT in text
    (told,) = browser.post("/settings/judge/try", headers=JSON).json()
    assert told["said"].startswith("Nobody has agreed yet")
    assert browser.post("/settings/judge/agree", data={"host": "evil.example"}).status_code == 422
    assert sent == []
    assert browser.post("/settings/judge/agree", data={"host": "api.example.com"}).status_code == 303
    assert consent.hosts_to_ask_about(settings.load()) == ()
    choosing.choose({"base_url": "https://other.example/v1"})
    assert "May your words go to other.example?" in browser.get("/settings/judge").text
    assert sent == []


def test_an_address_that_may_not_be_used_is_said(browser: TestClient) -> None:
    choosing.choose({"base_url": "http://far.example/v1"})
    assert "Refusing to send your transcript unencrypted" in browser.get("/settings/judge").text


Told = Callable[[studio.Step], None]


@pytest.fixture
def no_weights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("INTERVIEWER_MODELS", str(tmp_path / "models"))


@pytest.mark.usefixtures("no_weights")
def test_a_pull_tells_the_page_what_it_tells_the_terminal(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def pull(_shelf: object, ids: list[str], watch: Told) -> list[str]:
        watch(studio.Step(ids[0], "fetching", 5, 10))
        seen.append(browser.get("/settings/models/progress").json())
        return ids

    seen: list[dict[str, object]] = []
    monkeypatch.setattr(studio, "pull", pull)
    assert "An interview without a network needs whisper-base" in browser.get("/settings/models").text
    assert browser.post("/settings/models/pull", data={"id": "whisper-base"}).status_code == 303
    WORK.wait(10)
    assert (seen[0]["running"], seen[0]["doing"], seen[0]["done"], seen[0]["total"]) == (
        True,
        "whisper-base fetching",
        5,
        10,
    )
    assert "Fetched and checked: whisper-base." in browser.get("/settings/models").text


@pytest.mark.usefixtures("no_weights")
def test_a_pull_that_fails_or_is_stopped_says_so(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_shelf: object, _ids: list[str], _watch: Told) -> list[str]:
        raise DownloadFailed("The network is away.", hint="Try again.")

    def endless(_shelf: object, ids: list[str], watch: Told) -> list[str]:
        while True:
            watch(studio.Step(ids[0], "fetching", 5, 10))

    monkeypatch.setattr(studio, "pull", fail)
    browser.post("/settings/models/pull", data={"id": "whisper-base"})
    WORK.wait(10)
    assert "The network is away. Try again." in browser.get("/settings/models").text
    monkeypatch.setattr(studio, "pull", endless)
    browser.post("/settings/models/pull", data={"id": "whisper-base"})
    again = browser.post("/settings/models/pull", data={"id": "whisper-base"})
    assert (again.status_code, "goes on" in again.text) == (422, True)
    assert browser.post("/settings/models/stop").status_code == 303
    WORK.wait(10)
    assert WORK.state()["said"] == "Stopped. What had come whole is kept."


@pytest.mark.usefixtures("no_weights")
@pytest.mark.parametrize("id", ["../..", "whisper-base/..", "", "."])
@pytest.mark.parametrize("what", ["pull", "verify", "remove"])
def test_only_weights_of_the_table_are_touched(browser: TestClient, what: str, id: str, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "mine.txt").touch()
    assert browser.post(f"/settings/models/{what}", data={"id": id}).status_code == 422
    assert (tmp_path / "models" / "mine.txt").exists()
    assert not WORK.state()["running"]


@pytest.mark.usefixtures("no_weights")
def test_weights_are_checked_and_removed(browser: TestClient, tmp_path: Path) -> None:
    shelf = studio.open_shelf(settings.load())
    (file_,) = shelf.weights("smart-turn-3.2").files
    folder = shelf.folder("smart-turn-3.2")
    folder.mkdir(parents=True)
    (folder / file_.name).write_bytes(b"x")
    assert "Damaged" in browser.get("/settings/models").text
    browser.post("/settings/models/verify", data={"id": "smart-turn-3.2"})
    WORK.wait(10)
    assert "has 1 bytes, expected are" in browser.get("/settings/models").text
    assert browser.post("/settings/models/remove", data={"id": "smart-turn-3.2"}).status_code == 303
    assert not folder.exists()


def test_a_bug_in_the_work_is_said_and_lets_the_next_begin(capsys: pytest.CaptureFixture[str]) -> None:
    work = Work()
    work.begin("Nothing", lambda _watch: str(1 // 0))
    work.wait(10)
    state = work.state()
    assert (state["running"], state["failed"], state["said"]) == (False, True, "This is a bug of ours.")
    assert "ZeroDivisionError" in capsys.readouterr().err
    work.begin("Again", lambda _watch: "Done.")
    work.wait(10)
    assert (work.state()["failed"], work.state()["said"]) == (False, "Done.")


def test_the_page_says_where_everything_lies(browser: TestClient) -> None:
    committed(Path(os.environ["INTERVIEWER_RECORDINGS"]))
    text = html.unescape(browser.get("/settings/data").text)
    for path in places.all_of(settings.load()).values():
        assert f"<code>{path.absolute()}</code>" in text
    assert "2 sessions with recordings" in text


@pytest.mark.parametrize("word", ["", "delet", "yes", "delete everything"])
def test_without_the_word_nothing_is_deleted(browser: TestClient, word: str) -> None:
    committed(Path(os.environ["INTERVIEWER_RECORDINGS"]))
    assert browser.post("/settings/data/delete", data={"word": word}).status_code == 422
    assert (Path(os.environ["INTERVIEWER_RECORDINGS"]) / FULL).is_dir()


def test_with_the_word_every_session_goes_and_banks_and_settings_stay(browser: TestClient) -> None:
    recordings = Path(os.environ["INTERVIEWER_RECORDINGS"])
    committed(recordings)
    cached = Path(os.environ["INTERVIEWER_CACHE"]) / "voice"
    cached.mkdir(parents=True)
    bank = Path(os.environ["INTERVIEWER_BANKS"]) / "mine"
    bank.mkdir(parents=True)
    file().write_text("rate = 140\n", encoding="utf-8")
    reply = browser.post("/settings/data/delete", data={"word": "Delete"})
    assert "Deleted 2 sessions." in reply.text
    assert not (recordings / FULL).exists()
    assert not cached.exists()
    assert bank.exists()
    assert file().read_text(encoding="utf-8") == "rate = 140\n"


def test_nothing_is_changed_by_looking(browser: TestClient) -> None:
    """A page that somebody was lured to could make the browser ask for any address of ours."""
    changes = ["/settings/reset", "/settings/judge/try", "/settings/judge/agree", "/settings/data/delete"]
    changes += [f"/settings/models/{what}" for what in ("pull", "verify", "remove", "stop")]
    changes += ["/banks/any-role/delete", "/banks/any-role/questions/bad-news/delete", "/banks/-/import/x/leave"]
    assert {path: browser.get(path).status_code for path in changes} == dict.fromkeys(changes, 405)
    assert not re.search(r'<a [^>]*href="[^"]*/(delete|remove|reset|agree)"', browser.get("/settings/data").text)
