"""Every route, called by somebody who is not the user's own page: nothing gets through."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse

from interviewer.web.app import create_app
from interviewer.web.doorway import Doorway
from tests.web.visitors import PORT, candidate, stranger

HOSTILE_HOSTS = [
    "",
    "evil.example",
    f"evil.example:{PORT}",
    "127.0.0.1",
    f"127.0.0.1:{PORT + 1}",
    f"127.0.0.1:{PORT}.evil.example",
    f"127.0.0.1:{PORT}/x?",
    f"127.0.0.1:{PORT}#",
    f"127.0.0.1:{PORT}@evil.example",
    f"user@127.0.0.1:{PORT}",
    f"127.0.0.1:{PORT} ",
    f"127.0.0.1\t:{PORT}",
    f"127.1:{PORT}",
    f"2130706433:{PORT}",
    f"0.0.0.0:{PORT}",
    f"0x7f000001:{PORT}",
    f"LOCALHOST:{PORT}",
    f"localhost.:{PORT}",
    f"localhost:0{PORT}",
    f"[::]:{PORT}",
    f"[::ffff:127.0.0.1]:{PORT}",
    f"::1:{PORT}",
    "null",
]
HOSTILE_ORIGINS = [
    None,
    "null",
    "",
    "http://evil.example",
    f"https://127.0.0.1:{PORT}",
    f"http://127.0.0.1:{PORT + 1}",
    f"http://localhost:{PORT}",
    f"http://127.0.0.1:{PORT}.evil.example",
    f"http://127.0.0.1:{PORT}/",
    f"HTTP://127.0.0.1:{PORT}",
]
REFUSED = {400, 401, 403, 421}


def routes() -> Iterator[tuple[str, str]]:
    """(method, path) of everything that the app serves; WS for a WebSocket."""
    for route in create_app(Doorway(PORT)).app.routes:
        if isinstance(route, Mount):
            yield "GET", f"{route.path}/studio.css"
            continue
        assert isinstance(route, Route | WebSocketRoute)
        path = re.sub(r"\{\w+\}", "1", route.path_format)
        yield from [("WS", path)] if isinstance(route, WebSocketRoute) else ((method, path) for method in route.methods)


ALL = sorted(set(routes()))
BEHIND = [(method, path) for method, path in ALL if path != "/enter" and not path.startswith("/static")]


def status(client: TestClient, method: str, path: str, **headers: str | None) -> int:
    """The status of one request; a WebSocket that is accepted is 101. A header that is None is not sent."""
    sent = {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
    usual = client.headers.pop("origin")
    try:
        sent = {"origin": usual, **sent} if "origin" not in headers else sent
        if method != "WS":
            return client.request(method, path, headers=sent).status_code
        with client.websocket_connect(f"ws://127.0.0.1:{PORT}{path}", headers=sent):
            return 101
    except WebSocketDenialResponse as denied:
        return denied.status_code
    finally:
        client.headers["origin"] = usual


@pytest.mark.parametrize(("method", "path"), BEHIND)
def test_without_the_cookie_nothing_opens(method: str, path: str) -> None:
    assert status(stranger(), method, path) in (401, 403)


@pytest.mark.parametrize(("method", "path"), BEHIND)
def test_the_cookie_of_another_run_opens_nothing(method: str, path: str) -> None:
    other = candidate()
    client = stranger()
    for name, value in other.cookies.items():
        client.cookies.set(name, value)
    assert status(client, method, path) in (401, 403)


@pytest.mark.parametrize("host", HOSTILE_HOSTS)
def test_a_host_that_is_not_ours_reaches_no_route(host: str) -> None:
    client = candidate()
    for method, path in ALL:
        assert status(client, method, path, host=host, origin=f"http://{host}") in REFUSED, path


@pytest.mark.parametrize("origin", HOSTILE_ORIGINS)
def test_what_changes_anything_needs_the_origin_of_our_own_page(origin: str | None) -> None:
    client = candidate()
    for method, path in ALL:
        if method not in ("GET", "HEAD"):
            assert status(client, method, path, origin=origin) == 403, path
    assert status(client, "POST", "/anything", origin=origin) == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "x"])
def test_another_page_may_not_even_look(site: str) -> None:
    client = candidate()
    for method, path in ALL:
        assert status(client, method, path, sec_fetch_site=site) == 403, path


@pytest.mark.parametrize(("method", "path"), [each for each in ALL if each[0] in ("GET", "HEAD")])
def test_every_answer_carries_the_headers_of_safety_and_none_of_cors(method: str, path: str) -> None:
    for client in (candidate(), stranger()):
        answer = client.request(method, path)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        assert "'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["permissions-policy"].startswith("microphone=(self)")
        assert not [name for name in headers if name.startswith("access-control")]


@pytest.mark.parametrize("path", ["/", "/practise", "/static/studio.css"])
def test_no_other_page_is_told_what_it_may_do(path: str) -> None:
    answer = candidate().options(path, headers={"access-control-request-method": "POST"})
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_the_right_page_gets_in() -> None:
    client = candidate()
    assert client.get("/").headers["location"] == "/practise"
    for host in Doorway(PORT).hosts:
        headers = {"host": host, "origin": f"http://{host}", "cookie": _cookie(client)}
        assert client.get("/practise", headers=headers).status_code == 200


def _cookie(client: TestClient) -> str:
    return "; ".join(f"{name}={value}" for name, value in client.cookies.items())


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/x-www-form-urlencoded", b"a=" + b"x" * (1 << 20), 413),
        ("application/json", b"x" * ((1 << 20) + 1), 413),
        ("application/octet-stream", b"x" * 20_000_001, 413),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("text/plain", b"a=1", 415),
        ("<script>", b"", 415),
    ],
)
def test_a_body_that_is_too_large_or_of_the_wrong_kind_is_not_read_on(kind: str, body: bytes, status: int) -> None:
    answer = candidate().post("/practise", content=body, headers={"content-type": kind})
    assert answer.status_code == status
    assert "<script>" not in answer.text
    assert '<nav class="rooms"' in answer.text, "the studio's own page, from which there is a way on"
    assert answer.text.partition("<main")[2].count("<p ") == 2, "one sentence and one hint"


@pytest.mark.parametrize("path", ["/enter", "/static/studio.css", "/practise"])
def test_who_has_not_been_let_in_is_shown_no_room_for_it(path: str) -> None:
    answer = stranger().post(path, content=b"x" * ((1 << 20) + 1), headers={"content-type": "application/json"})
    assert answer.status_code == (401 if path == "/practise" else 413)
    assert "Not this way" in answer.text
    assert "<nav" not in answer.text


def test_a_script_that_sends_too_much_is_told_in_its_own_form() -> None:
    headers = {"content-type": "application/octet-stream", "accept": "application/json"}
    answer = candidate().post("/practise/papers/job?name=a.txt", content=b"x" * 20_000_001, headers=headers)
    assert answer.status_code == 413
    assert answer.json() == {
        "message": "What you sent is larger than 20 MB.",
        "hint": "A paper is some pages of text: choose a file with only those.",
    }


def test_a_page_that_is_not_there_says_so_in_one_sentence() -> None:
    answer = candidate().get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page." in answer.text
    assert candidate().get("/nowhere", headers={"accept": "application/json"}).json()["message"]


@pytest.mark.parametrize(
    "path",
    ["/static/../views.py", "/static/..%2fviews.py", "/static/%2e%2e/views.py", "/static//etc/passwd", "/static/%00"],
)
def test_static_files_are_those_of_the_folder(path: str) -> None:
    assert candidate().get(path).status_code in (400, 404)
