"""The link works once, and the cookie that it is swapped for says nothing to anybody else."""

from __future__ import annotations

from interviewer.web.doorway import WRONG_A_MINUTE, Doorway
from tests.web.visitors import HERE, PORT, stranger


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def token_of(link: str) -> str:
    return link.partition("token=")[2]


def test_a_link_lets_one_browser_in_once() -> None:
    doorway = Doorway(PORT)
    token = token_of(doorway.link())
    cookie = doorway.admit(token)
    assert cookie is not None
    assert doorway.knows(cookie)
    assert doorway.admit(token) is None


def test_a_newer_link_makes_the_older_one_worthless() -> None:
    doorway = Doorway(PORT)
    old, new = token_of(doorway.link()), token_of(doorway.link())
    assert doorway.admit(old) is None
    assert doorway.admit(new) is not None


def test_before_any_link_nothing_opens_the_door() -> None:
    doorway = Doorway(PORT)
    assert doorway.admit("") is None
    assert not doorway.knows("")


def test_guessing_is_slow() -> None:
    clock = Clock()
    doorway = Doorway(PORT, clock)
    token = token_of(doorway.link())
    for _ in range(WRONG_A_MINUTE):
        assert doorway.admit("wrong\udcff") is None
    assert doorway.admit(token) is None
    clock.now = 60.0
    assert doorway.admit(token) is not None


def test_the_cookie_is_for_this_page_alone_and_the_address_keeps_no_token() -> None:
    doorway = Doorway(PORT)
    client = stranger(doorway)
    answer = client.get(doorway.link())
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith(f"interviewer-{PORT}=")
    assert {"httponly", "samesite=strict", "path=/"} <= {part.strip() for part in cookie.split(";")}
    assert client.get("/practise").status_code == 200


def test_a_wrong_link_gets_one_sentence_and_one_hint() -> None:
    client = stranger()
    answer = client.get("/enter?token=guess")
    assert answer.status_code == 403
    assert "not the newest one" in answer.text
    assert "set-cookie" not in answer.headers
    for _ in range(WRONG_A_MINUTE):
        client.get("/enter")
    assert client.get("/enter").status_code == 429


def test_where_it_listens_is_written_as_a_browser_writes_it() -> None:
    assert Doorway(PORT).hosts == {f"127.0.0.1:{PORT}", f"localhost:{PORT}", f"[::1]:{PORT}"}
    assert {"127.0.0.1", "127.0.0.1:80"} <= Doorway(80).hosts
    assert HERE.endswith(str(PORT))
