"""Practise without a browser: the form, and whole typed interviews over the wire of a page."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from interviewer.adapters.folder_store import FolderStore
from interviewer.model.session import Session
from interviewer.web import live
from tests.web.visitors import PORT, candidate

BEGIN = {"bank": "it-product-manager", "questions": "2", "answers": "typed"}


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody speaks, judges or asks further, so that an interview takes no time and needs no weights."""
    monkeypatch.setenv("INTERVIEWER_VOICE", "off")
    monkeypatch.setenv("INTERVIEWER_JUDGE", "off")
    monkeypatch.setenv("INTERVIEWER_SPEAKER", "off")
    monkeypatch.setenv("INTERVIEWER_FOLLOW_UPS", "0")


@pytest.fixture
def client() -> Iterator[TestClient]:
    with candidate() as opened:
        yield opened


class Page:
    """The scripts of a page, as far as the wire knows them."""

    def __init__(self, socket: WebSocketTestSession) -> None:
        self.socket = socket
        self.events: list[dict[str, Any]] = []
        self.state: dict[str, Any] = {}

    def until(self, kind: str) -> dict[str, Any]:
        """The first event of this kind that has not been looked for yet."""
        while True:
            for place, event in enumerate(self.events):
                if event["type"] == kind:
                    del self.events[: place + 1]
                    return event
            self.hear()

    def until_status(self, status: str) -> None:
        while self.state.get("status") != status:
            self.hear()

    def hear(self) -> None:
        message = json.loads(self.socket.receive_text())
        self.events += message.get("events", [])
        self.state = message.get("state", self.state)

    def send(self, **message: Any) -> None:
        self.socket.send_text(json.dumps(message))


@contextmanager
def page(client: TestClient, run: str = "", after: int = 0) -> Iterator[Page]:
    run = run or client.get("/practise/live").text.partition('data-run="')[2].partition('"')[0]
    to = f"ws://127.0.0.1:{PORT}/practise/wire?run={run}&after={after}"
    with client.websocket_connect(to, headers={"origin": f"http://127.0.0.1:{PORT}"}) as socket:
        yield Page(socket)


def kept() -> list[Session]:
    return FolderStore(Path(os.environ["INTERVIEWER_RECORDINGS"])).list()


def begin(client: TestClient, **fields: str) -> None:
    answer = client.post("/practise/begin", data={**BEGIN, **fields})
    assert (answer.status_code, answer.headers.get("location")) == (303, "/practise/live"), answer.text


def test_a_whole_typed_interview(client: TestClient) -> None:
    begin(client)
    with page(client) as seen:
        assert seen.until("question-asked")["of"] == 2
        seen.until("awaiting-typing")
        seen.send(line="I wrote the tests\nthat were missing.")
        assert seen.until("question-asked")["turn"] == 2
        seen.until("awaiting-typing")
        seen.send(key="skip")
        assert seen.until("session-ended")["status"] == "complete"
        seen.until("report-written")
        seen.until_status("over")
    (session,) = kept()
    assert [turn.skipped for turn in session.turns] == [False, True]
    take = session.turns[0].take
    assert take is not None
    assert take.heard is not None
    assert take.heard.text == "I wrote the tests that were missing."  # type: ignore[union-attr]


def test_a_follow_up_is_told_to_the_page(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_FOLLOW_UPS", "1")
    begin(client, questions="1")
    with page(client) as seen:
        assert seen.until("question-asked")["follow_up"] == 0
        seen.until("awaiting-typing")
        seen.send(line="I wrote the tests that were missing.")
        assert seen.until("question-asked")["follow_up"] == 1
        seen.until("awaiting-typing")
        seen.send(key="quit")
        seen.until_status("over")


def test_a_page_that_comes_back_catches_up_from_where_it_was(client: TestClient) -> None:
    begin(client)
    with page(client) as first:
        first.until("awaiting-typing")
        seen = 3
    with page(client, after=seen) as second:
        second.send(line="Once.")
        assert second.until("answer-ended")["turn"] == 1
    with page(client) as third:
        assert [third.until(kind)["type"] for kind in ("session-started", "question-asked", "answer-ended")]
        third.until("awaiting-typing")
        third.send(key="quit")
        assert third.until("session-ended")["status"] == "left early"


def test_the_newest_tab_holds_the_interview(client: TestClient) -> None:
    begin(client)
    with page(client) as first:
        first.until("awaiting-typing")
        with page(client) as second:
            with pytest.raises(WebSocketDisconnect) as left:
                while True:
                    first.hear()
            assert left.value.code == live.ELSEWHERE
            second.until("awaiting-typing")
            second.send(key="quit")
            second.until_status("over")


def test_an_interview_of_another_run_is_gone(client: TestClient) -> None:
    for run, after in (("no-such-run", 0), ("", -1)):
        with page(client, run or "x", after) as seen, pytest.raises(WebSocketDisconnect) as gone:
            seen.hear()
        assert gone.value.code == live.GONE


@pytest.mark.parametrize(
    "message",
    [
        "",
        "[]",
        "{",
        '{"key": "explode"}',
        '{"key": 1}',
        '{"path": "/etc/passwd"}',
        '{"line": "' + "x" * 60_001 + '"}',
        '{"heard": {"number": 1, "seconds": -1}}',
        '{"heard": {"number": 1, "seconds": 1e999}}',
        b"",
        b"short",
        bytes(12 + 3202),
        bytes(12 + 3),
    ],
)
def test_what_is_no_message_closes_the_wire_and_not_the_interview(client: TestClient, message: str | bytes) -> None:
    begin(client)
    with page(client) as seen:
        seen.until("awaiting-typing")
        if isinstance(message, str):
            seen.socket.send_text(message)
        else:
            seen.socket.send_bytes(message)
        with pytest.raises(WebSocketDisconnect) as closed:
            while True:
                seen.hear()
        assert closed.value.code == live.WRONG
    with page(client) as again:
        again.until("awaiting-typing")
        again.send(key="quit")
        again.until_status("over")


def test_one_interview_at_a_time(client: TestClient) -> None:
    begin(client)
    refused = client.post("/practise/begin", data=BEGIN)
    assert refused.status_code == 409
    assert "under way" in refused.text
    assert "under way" in client.get("/practise").text
    with page(client) as seen:
        seen.until("awaiting-typing")
        seen.send(key="quit")
        seen.until_status("over")
    begin(client)


def test_closing_the_program_keeps_what_there_is() -> None:
    with candidate() as client:
        begin(client)
        with page(client) as seen:
            seen.until("awaiting-typing")
    (session,) = kept()
    assert session.status == "left early"


def test_an_interview_that_was_left_can_be_gone_on_with(client: TestClient) -> None:
    begin(client, questions="3")
    with page(client) as seen:
        seen.until("awaiting-typing")
        seen.send(line="Once.")
        seen.until("awaiting-typing")
        seen.send(key="quit")
        seen.until_status("over")
    (session,) = kept()
    shown = client.get(f"/practise?resume={session.id}").text
    assert "Go on with it" in shown
    answer = client.post("/practise/go-on", data={"session": session.id, "answers": "typed", "how": "keep"})
    assert answer.headers["location"] == "/practise/live"
    with page(client) as seen:
        assert seen.until("question-asked")["turn"] == 3
        seen.until("awaiting-typing")
        seen.send(line="Twice.")
        assert seen.until("session-ended")["status"] == "complete"
        seen.until_status("over")
    assert client.get(f"/practise?resume={session.id}").status_code == 404


def test_an_interview_that_was_cut_off_is_offered_and_can_be_closed(client: TestClient) -> None:
    begin(client)
    with page(client) as seen:
        seen.until("awaiting-typing")
        seen.send(key="quit")
        seen.until_status("over")
    store = FolderStore(Path(os.environ["INTERVIEWER_RECORDINGS"]))
    (session,) = kept()
    store.save(session.but(status="in progress", ended_at=None))
    assert "was cut off" in client.get("/practise").text
    client.post("/practise/go-on", data={"session": session.id, "answers": "typed", "how": "discard"})
    assert [each.status for each in kept()] == ["interrupted"]
    assert "was cut off" not in client.get("/practise").text


def test_one_question_of_an_earlier_interview_is_asked_again(client: TestClient) -> None:
    begin(client)
    with page(client) as seen:
        seen.until("awaiting-typing")
        seen.send(key="quit")
        seen.until_status("over")
    (session,) = kept()
    asked = session.planned[1]
    shown = client.get(f"/practise?retry={session.id}&question={asked.id}").text
    assert "That question once more" in shown
    begin(client, retry=session.id, question=asked.id)
    with page(client) as seen:
        event = seen.until("question-asked")
        assert (event["text"], event["of"]) == (asked.text, 1)
        seen.until("awaiting-typing")
        seen.send(key="quit")
        seen.until_status("over")


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"questions": "many"}, 422, "A number is wanted"),
        ({"questions": "99"}, 422, "from 1 to 50"),
        ({"bank": "no-such-bank"}, 422, "no-such-bank"),
        ({"profile": "hasty"}, 422, "must be one of"),
        ({"answers": "telepathy"}, 400, "cannot do that"),
        ({"retry": "../../etc"}, 404, "Not a session id"),
        ({"opening": "yes", "bank": "<b>"}, 422, "&lt;b&gt;"),
    ],
)
def test_a_form_that_cannot_be_followed_is_answered_in_words(
    client: TestClient, fields: dict[str, str], status: int, words: str
) -> None:
    answer = client.post("/practise/begin", data={**BEGIN, **fields})
    assert answer.status_code == status
    assert words in answer.text
    assert "Traceback" not in answer.text
    assert kept() == []


def test_nothing_is_sent_elsewhere_before_somebody_agreed(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_JUDGE", "on")
    monkeypatch.setenv("INTERVIEWER_BASE_URL", "https://judge.example/v1")
    monkeypatch.setenv("INTERVIEWER_API_KEY", "a-key")
    asked = client.post("/practise/begin", data=BEGIN)
    assert asked.status_code == 200
    assert "judge.example" in asked.text
    assert 'name="questions" value="2"' in asked.text
    assert "a-key" not in asked.text
    assert kept() == []


def test_before_anything_is_held_there_is_no_live_page_and_no_sound(client: TestClient) -> None:
    assert client.get("/practise/live").headers["location"] == "/practise"
    assert client.get("/practise/sound/1").status_code == 404
