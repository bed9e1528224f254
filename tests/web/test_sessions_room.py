"""Sessions, answers and progress as pages: what they show, what they change, and that nobody's text becomes markup."""

from __future__ import annotations

import io
import os
import re
import threading
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from interviewer import studio
from interviewer.adapters.folder_store import FolderStore
from interviewer.errors import ModelNotInstalled
from interviewer.model.session import Session, Take
from interviewer.web import views
from tests.keep.examples import FULL, committed, session, take, with_sound
from tests.pages.test_pages import PAYLOADS, everywhere
from tests.web.visitors import candidate

ID = session().id
ANSWER = f"/sessions/{ID}/answers/1"


def keep(kept: Session) -> FolderStore:
    store = FolderStore(Path(os.environ["INTERVIEWER_RECORDINGS"]))
    store.begin(kept)
    with_sound(store, kept)
    store.end(kept)
    return store


@pytest.fixture
def store() -> FolderStore:
    two = session().turns[0].but(takes=(take(1), take(2, "Um, I wrote one more test. It holds.")))
    return keep(session(two))


def kept_take(store: FolderStore, number: int = 2) -> Take:
    return next(each for each in store.find(ID).turns[0].takes if each.number == number)


def test_without_a_session_the_pages_say_so_and_lead_to_practise() -> None:
    visitor = candidate()
    for path in ("/sessions", "/progress"):
        page = visitor.get(path)
        assert page.status_code == 200
        assert "There is no session yet." in page.text
        assert 'href="/practise"' in page.text


def test_the_list_shows_what_holds_all_words_and_where(store: FolderStore) -> None:
    visitor = candidate()
    assert f'href="/sessions/{ID}"' in visitor.get("/sessions").text
    found = visitor.get("/sessions", params={"q": "MISSING tests"}).text
    assert "1 session with “MISSING tests”" in found
    assert f"/sessions/{ID}/answers/1?take=1" in found
    assert "0 sessions with" in visitor.get("/sessions", params={"q": "kubernetes"}).text


def test_a_session_shows_its_report_in_a_frame_that_may_only_play(store: FolderStore) -> None:
    visitor = candidate()
    page = visitor.get(f"/sessions/{ID}")
    assert f'src="/sessions/{ID}/report" sandbox="allow-scripts"' in page.text
    assert "frame-src 'self'" in page.headers["content-security-policy"]
    assert f"/practise?retry={ID}&amp;question=bug" in page.text
    report = visitor.get(f"/sessions/{ID}/report")
    policy = report.headers["content-security-policy"]
    meta = re.search(r'Content-Security-Policy" content="([^"]+)"', report.text)
    assert meta is not None
    assert policy == meta[1].replace("&#39;", "'") + "; frame-ancestors 'self'"
    assert "What you said" in report.text


def test_words_that_were_chosen_are_put_right_and_what_was_heard_stays(store: FolderStore) -> None:
    visitor = candidate()
    given = {"take": "2", "first": "4", "last": "5", "heard": "more test", "said": "better test"}
    answer = visitor.post(f"{ANSWER}/correct", data=given)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{ANSWER}?take=2#words")
    (correction,) = kept_take(store).corrections
    assert (correction.heard, correction.said) == ("more test.", "better test.")
    page = visitor.get(ANSWER).text
    assert "(heard: more test.)" in page
    assert "Words were corrected after this was judged." in page
    assert "better" in (store.folder(ID) / "report.html").read_text()


def test_a_word_that_nobody_said_is_struck_out_by_an_empty_field(store: FolderStore) -> None:
    given = {"take": "1", "heard": "missing", "said": ""}
    assert candidate().post(f"{ANSWER}/correct", data=given).status_code == 303
    (correction,) = kept_take(store, 1).corrections
    assert "missing" in correction.heard
    assert "missing" not in correction.said


def test_words_that_were_typed_are_found_without_a_script(store: FolderStore) -> None:
    given = {"take": "1", "first": "", "last": "", "at": "", "heard": "missing tests", "said": "missing checks"}
    assert candidate().post(f"{ANSWER}/correct", data=given).status_code == 303
    assert kept_take(store, 1).corrections[0].said == "missing checks."


@pytest.mark.parametrize(
    ("path", "given", "told"),
    [
        ("correct", {"heard": "nothing", "said": "x"}, "does not stand in that answer"),
        ("correct", {"first": "900", "last": "900", "said": "x"}, "are not among them"),
        ("correct", {"first": "0", "last": "0", "said": "..."}, "at least one word"),
        ("note", {"text": ""}, "a word at least"),
        ("note", {"text": "x", "at": "soon"}, "is no place in the answer"),
        ("note", {"text": "x", "at": "9:00"}, "after the end"),
        ("note", {"remove": "7"}, "there is no number 7"),
    ],
)
def test_what_does_not_fit_gets_a_sentence_and_changes_nothing(
    path: str, given: dict[str, str], told: str, store: FolderStore
) -> None:
    before = (store.folder(ID) / "session.json").read_bytes()
    answer = candidate().post(f"{ANSWER}/{path}", data=given)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert (store.folder(ID) / "session.json").read_bytes() == before


def test_a_note_is_kept_at_its_second_and_taken_away_again(store: FolderStore) -> None:
    visitor = candidate()
    assert visitor.post(f"{ANSWER}/note", data={"take": "2", "text": "Name it.", "at": "0:01"}).status_code == 303
    assert [(note.at, note.text) for note in kept_take(store).notes] == [(1.0, "Name it.")]
    assert 'data-play="1.00"' in visitor.get(ANSWER).text
    assert "1 note" in visitor.get(f"/sessions/{ID}").text
    visitor.post(f"{ANSWER}/note", data={"take": "2", "remove": "1"})
    assert kept_take(store).notes == ()


def test_the_recording_of_a_take_is_played_from_any_second(store: FolderStore) -> None:
    visitor = candidate()
    whole = visitor.get(f"/sessions/{ID}/sound/1/2")
    assert whole.content == (store.folder(ID) / "turn-01/take-2/answer.wav").read_bytes()
    part = visitor.get(f"/sessions/{ID}/sound/1/2", headers={"range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, whole.content[100:200])
    assert visitor.get(f"/sessions/{ID}/sound/1/9").status_code == 404


def test_takes_are_compared_within_a_session_and_with_others_of_the_same_questions(store: FolderStore) -> None:
    visitor = candidate()
    assert "question 1, take 2" in visitor.get(f"/sessions/{ID}/compare").text
    keep(session(id="2026-11-24T10-00-00-small-bank"))
    page = visitor.get(f"/sessions/{ID}/compare").text
    assert "1 earlier or later session with the same questions" in page
    assert page.count('<th scope="col">') == 3
    alone = keep(session(id="2026-11-25T10-00-00-other-bank", bank="other-bank"))
    assert "answered more than once yet" in visitor.get("/sessions/2026-11-25/compare").text
    assert alone.names()


def test_a_session_is_saved_as_one_file(store: FolderStore) -> None:
    visitor = candidate()
    packed = visitor.post(f"/sessions/{ID}/export", data={"form": "zip"})
    assert f'filename="{ID}.zip"' in packed.headers["content-disposition"]
    assert any(name.endswith("session.json") for name in zipfile.ZipFile(io.BytesIO(packed.content)).namelist())
    page = visitor.post(f"/sessions/{ID}/export", data={"form": "html"})
    assert page.headers["content-disposition"].startswith("attachment")
    assert b"application/ogg" in page.content
    assert visitor.post(f"/sessions/{ID}/export", data={"form": "exe"}).status_code == 400


def test_a_session_goes_only_after_it_was_asked_for(store: FolderStore) -> None:
    visitor = candidate()
    asked = visitor.get(f"/sessions/{ID}/delete")
    assert "Delete this session?" in asked.text
    assert store.names() == [ID]
    answer = visitor.post(f"/sessions/{ID}/delete")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sessions")
    assert store.names() == []
    assert visitor.get(f"/sessions/{ID}").status_code == 404


@pytest.mark.parametrize("path", ["/sessions/{}", "/sessions/{}/report", "/sessions/{}/compare", "/sessions/{}/delete"])
@pytest.mark.parametrize("id", ["nobody", "%2e%2e", "%2e%2e%2fetc", "2026-11-23T10-00-00-small-bank%00", "a" * 5000])
def test_an_id_is_never_a_path(id: str, path: str, store: FolderStore) -> None:
    assert candidate().get(path.format(id)).status_code == 404


def test_an_answer_is_judged_again_behind_the_page(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go = threading.Event(), threading.Event()

    def regraded(_chosen: object, kept: Session, turn: int, _tell: object) -> Session:
        begun.set()
        assert turn == 1
        assert go.wait(20)
        return kept

    monkeypatch.setattr(studio, "regraded", regraded)
    visitor = candidate()
    assert visitor.get(f"{ANSWER}/judging").json() == {"state": "none"}
    assert visitor.post(f"{ANSWER}/judge").headers["location"] == f"{ANSWER}#judged"
    assert begun.wait(20)
    assert visitor.get(f"{ANSWER}/judging").json() == {"state": "working"}
    assert "The answer is being judged." in visitor.get(ANSWER).text
    assert visitor.post(f"{ANSWER}/judge").status_code == 409
    go.set()
    _wait(visitor)
    assert "It was judged again: 3 of 5, fair." in visitor.get(ANSWER).text


def test_why_it_could_not_be_judged_is_said(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def regraded(*_: object) -> Session:
        raise ModelNotInstalled("The weights are not here.", hint="Type: interviewer models pull")

    monkeypatch.setattr(studio, "regraded", regraded)
    visitor = candidate()
    visitor.post(f"{ANSWER}/judge")
    _wait(visitor)
    assert "The weights are not here. Type: interviewer models pull" in visitor.get(ANSWER).text


def test_words_go_to_no_host_that_nobody_agreed_to(store: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_BASE_URL", "https://judge.example/v1")
    monkeypatch.setenv("INTERVIEWER_API_KEY", "k")
    monkeypatch.setattr(studio, "regraded", lambda *_: pytest.fail("it was sent"))
    page = candidate().post(f"{ANSWER}/judge")
    assert "May your answers be sent?" in page.text
    assert "judge.example" in page.text


def _wait(visitor: TestClient) -> None:
    tick = threading.Event()
    while visitor.get(f"{ANSWER}/judging").json() == {"state": "working"}:
        tick.wait(0.02)


class Tags(HTMLParser):
    """The tags of a page and their attributes' names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attributes)))


@pytest.mark.parametrize("path", ["", "/answers/1", "/compare", "/report"])
def test_no_text_of_a_session_becomes_markup(path: str) -> None:
    """Tags, ids and addresses of a page with hostile text everywhere are those of our own templates."""
    kept = everywhere(" ".join(PAYLOADS))
    keep(kept)
    visitor = candidate()
    page = visitor.get(f"/sessions/{kept.id}{path}")
    assert page.status_code == 200
    names = {name for _, attributes in Tags(page.text).found for name in attributes}
    assert not {name for name in names if name.startswith("on") or name in ("style", "srcdoc", "formaction")}
    scripts = [attributes for tag, attributes in Tags(page.text).found if tag == "script"]
    assert all("src" in each or path == "/report" for each in scripts)
    assert "<img" not in page.text.lower()
    for listed in ("/sessions", "/progress"):
        assert visitor.get(listed).status_code == 200
        assert "<img" not in visitor.get(listed).text.lower()


def test_an_error_shows_what_to_type_and_where_in_the_studio_it_can_be_put_right() -> None:
    page = candidate().get("/sessions/nobody").text
    assert "<code>interviewer sessions</code> lists them." in page
    assert '<a class="button main" href="/sessions">All sessions</a>' in page
    assert "`<b>" not in candidate().get("/sessions/`<b>`").text


def test_a_sentence_is_escaped_inside_and_outside_of_what_is_to_be_typed() -> None:
    assert views.commands("a <b> `c <d>` e") == "a &lt;b&gt; <code>c &lt;d&gt;</code> e"
    assert views.commands("one ` alone <i>") == "one ` alone &lt;i&gt;"


def test_a_damaged_session_is_named_and_can_go(store: FolderStore) -> None:
    broken = store.folder("2026-11-22T10-00-00-gone")
    broken.mkdir()
    visitor = candidate()
    page = visitor.get("/sessions").text
    assert "2026-11-22T10-00-00-gone" in page
    assert f'href="/sessions/{ID}"' in page
    assert visitor.post("/sessions/2026-11-22T10-00-00-gone/delete").status_code == 303
    assert not broken.exists()


def test_progress_shows_the_weakest_and_a_table_behind_each_picture(store: FolderStore) -> None:
    keep(session(id="2026-11-24T10-00-00-small-bank"))
    page = candidate().get("/progress").text
    assert "2 sessions, 2 answers, 2 judged" in page
    assert page.count('<svg class="timeline"') >= 1
    assert page.count("<figure") == page.count("<table")
    assert f'href="/sessions/{ID}"' in page


def test_a_question_that_progress_advises_is_asked_by_its_bank() -> None:
    page = candidate().get("/practise", params={"bank": "any-role", "question": "own-mistake"}).text
    assert '<input type="hidden" name="bank" value="any-role">' in page
    assert '<input type="hidden" name="question" value="own-mistake">' in page


def test_the_committed_sessions_open() -> None:
    store = committed(Path(os.environ["INTERVIEWER_RECORDINGS"]))
    visitor = candidate()
    for name in store.names():
        for path in ("", "/report", "/compare", "/answers/1"):
            assert visitor.get(f"/sessions/{name}{path}").status_code in (200, 404 if path == "/answers/1" else 200)
    assert visitor.get(f"/sessions/{FULL}").status_code == 200
