"""Banks in the browser: read, imported, checked, written, and harmless whatever stands in them."""

from __future__ import annotations

import html
import io
import os
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from interviewer.library import bank as banks
from interviewer.library.bank import HEAD
from interviewer.library.content import content
from interviewer.model.grade import PARTS, Part
from interviewer.rules.rubric import bundle_of
from interviewer.web import import_pages
from interviewer.web.papers import file_name
from tests.library.banks import HEAD as HEAD_TEXT
from tests.library.banks import OPENING, QUESTION, fingerprint, question, write_bank
from tests.library.guides import guide_text
from tests.pages.test_pages import PAYLOADS, Shape
from tests.web.visitors import candidate

BYTES = {"content-type": "application/octet-stream", "accept": "application/json"}


def own() -> Path:
    return Path(os.environ["INTERVIEWER_BANKS"])


@pytest.fixture
def browser() -> TestClient:
    return candidate()


def fields(text: str) -> dict[str, list[str]]:
    """What a browser would send of the form of a question, were it sent as it is shown."""
    form = text.partition('id="question"')[2].partition("</form>")[0]
    found: dict[str, list[str]] = {}
    for tag, inner in re.findall(r"<(?:input|textarea)([^>]*)>(?:([^<]*)</textarea>)?", form):
        name, value = re.search(r'name="(\w+)"', tag), re.search(r'value="([^"]*)"', tag)
        assert name is not None
        if 'type="checkbox"' in tag and " checked" not in tag:
            continue
        found.setdefault(name[1], []).append(html.unescape(value[1] if value else inner))
    for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = [html.unescape(chosen[1])] if chosen else []
    return found


def test_the_list_says_whose_bank_it_is_and_whether_it_is_fit(browser: TestClient) -> None:
    write_bank(own(), spill=question("spill", category='"x"'))
    text = browser.get("/banks").text
    assert "comes with the program, <code>any-role</code>" in text
    assert "your copy" not in text
    assert "Not fit yet: 1 thing to put right." in text
    assert '<a href="/banks/barista"' in text


def test_a_bank_is_shown_with_all_that_it_holds_and_its_check(browser: TestClient) -> None:
    bank = banks.find("it-product-manager")
    text = html.unescape(browser.get("/banks/it-product-manager").text)
    told = [one.text for one in [*bank.all_questions, *bank.questions_to_ask, *bank.preparation]]
    told += [one.answer for one in bank.advice]
    told += [one.example for one in bank.questions] + [point.text for one in bank.questions for point in one.points]
    assert [one for one in told if one not in text] == []
    assert "No complaints." in text
    write_bank(own(), spill=question("spill", category='"x"'))
    text = html.unescape(browser.get("/banks/barista").text)
    assert 'line 3: <span dir="auto">unknown category "x"; allowed: craft, guests' in text
    assert "It cannot be practised with" in text
    assert "Practise with it" not in text


@pytest.mark.parametrize(("kind", "parts"), [("behavioural", PARTS), ("knowledge", ())])
def test_what_the_scores_mean_is_folded_and_in_the_words_of_the_rubric(
    kind: str, parts: tuple[Part, ...], browser: TestClient
) -> None:
    folder = write_bank(own(), spill=QUESTION.replace('"behavioural"', f'"{kind}"'))
    text = html.unescape(browser.get("/banks/barista").text)
    told = text.partition("<h2>What the scores mean</h2>\n<details>")[2].partition("</details>")[0]
    shown = [
        (name, tuple(re.findall(r"<li>(.*?)</li>", items)))
        for name, items in re.findall(r'<dt>(.*?)</dt>\s*<dd><ol start="0">(.*?)</ol>', told)
    ]
    bundle = bundle_of(banks.load(folder).questions[0])
    assert [name for name, _ in shown[:-1]] == [part.capitalize() for part in parts]
    assert [meanings for _, meanings in shown] == [*bundle.part_anchors.values(), bundle.point_anchors]


def test_a_question_that_is_sent_back_as_it_was_shown_changes_nothing_in_its_file(browser: TestClient) -> None:
    folder = write_bank(own())
    sent = fields(browser.get("/banks/barista/questions/spill").text)
    assert browser.post("/banks/barista/questions/spill", data=sent).status_code == 303
    assert (folder / "spill.toml").read_text(encoding="utf-8") == QUESTION


def test_a_change_is_saved_and_a_fault_comes_back_beside_its_field(browser: TestClient) -> None:
    folder = write_bank(own())
    sent = fields(browser.get("/banks/barista/questions/spill").text)
    sent["points"] = ["what was spilled", "", "who helped"]
    saved = browser.post("/banks/barista/questions/spill", data=sent)
    assert (saved.status_code, saved.headers["location"]) == (303, "/banks/barista?saved=spill#q-spill")
    assert [point.text for point in banks.load(folder).questions[0].points] == ["what was spilled", "who helped"]
    before = fingerprint(folder)
    sent = fields(browser.get("/banks/barista/questions/spill").text)
    sent |= {"text": [""], "points": ["the mop", "ab"], "guidance": ["Mine."]}
    refused = browser.post("/banks/barista/questions/spill", data=sent)
    assert refused.status_code == 422
    assert fingerprint(folder) == before
    text = html.unescape(refused.text)
    assert "Not saved: 2 things have to be put right first." in text
    for field, message in {
        "text": '"text" is empty',
        "points-1": '"points" is too short: at least 3 characters',
    }.items():
        lint = text.partition(f'id="lint-{field}"')[2].partition("</ul>")[0]
        assert message in lint
    assert 'aria-describedby="lint-points-1"' in text
    assert ">Mine.</textarea>" in text, "what was written is not lost"


def test_checking_saves_nothing_and_answers_a_script_with_fields_and_lines(browser: TestClient) -> None:
    folder = write_bank(own())
    before = fingerprint(folder)
    sent = fields(browser.get("/banks/barista/questions/spill").text)
    sent |= {"kind": ["method"], "follow_ups": ["Who?"], "do": ["check"]}
    assert browser.post("/banks/barista/questions/spill", data=sent).status_code == 200
    told = browser.post("/banks/barista/questions/spill", data=sent, headers={"accept": "application/json"}).json()
    assert [(one["field"], one["line"], one["severity"]) for one in told] == [
        ("kind", 4, "warning"),
        ("follow_ups", 9, "warning"),
    ]
    assert fingerprint(folder) == before


def test_changing_a_shipped_question_changes_a_copy(browser: TestClient) -> None:
    shipped = content("question_bank") / "any-role"
    before = fingerprint(shipped)
    page = browser.get("/banks/any-role/questions/bad-news").text
    assert "goes into a copy of your own" in page
    sent = fields(page) | {"text": ["Describe a time when you had to give a friend bad news."]}
    assert browser.post("/banks/any-role/questions/bad-news", data=sent).status_code == 303
    assert fingerprint(shipped) == before
    assert "your copy of <code>any-role</code>" in browser.get("/banks").text
    assert browser.post("/banks/any-role/delete").status_code == 303
    assert not (own() / "any-role").exists()
    assert browser.post("/banks/any-role/delete").status_code == 422
    assert fingerprint(shipped) == before


def test_two_windows_do_not_write_over_each_other(browser: TestClient) -> None:
    write_bank(own())
    sent = fields(browser.get("/banks/barista/questions/spill").text)
    assert browser.post("/banks/barista/questions/spill", data=sent | {"probes": ["One."]}).status_code == 303
    refused = browser.post("/banks/barista/questions/spill", data=sent | {"probes": ["Two."]})
    assert refused.status_code == 422
    assert "changed elsewhere" in refused.text
    assert banks.load(own() / "barista").questions[0].probes == "One."


def test_a_bank_from_nothing_and_its_first_question(browser: TestClient) -> None:
    begun = browser.post("/banks/-/new", data={"role": "Night nurse"})
    assert begun.headers["location"] == "/banks/night-nurse/new-question"
    sent = fields(browser.get("/banks/night-nurse/new-question").text)
    sent |= {
        "text": ["How do you hand over at dawn?"],
        "kind": ["method"],
        "guidance": ["Say how."],
        "probes": ["Care."],
    }
    sent |= {"points": ["what is told", "how it is checked"]}
    saved = browser.post("/banks/night-nurse/new-question", data=sent)
    assert saved.status_code == 303
    assert [one.id for one in banks.load(own() / "night-nurse").questions] == ["hand-over-dawn"]
    again = browser.post("/banks/night-nurse/new-question", data=sent)
    assert again.status_code == 303, "a second one that asks the same gets a name of its own"
    assert browser.post("/banks/night-nurse/questions/hand-over-dawn/delete").status_code == 303
    assert [one.id for one in banks.load(own() / "night-nurse").questions] == ["hand-over-dawn-2"]
    assert browser.post("/banks/-/new", data={"role": ""}).status_code == 422
    assert browser.post("/banks/-/new", data={"role": "Night nurse"}).status_code == 422


TRAVERSAL = [
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e%2f%2e%2e",
    "..%252f..%252f",
    "%2fetc%2fpasswd",
    "..%5c..%5c",
    "C:%5c",
    "bank",
    "bank.toml",
    "spill.toml",
    "spill%00",
    "spill%0a",
    ".",
    "a" * 5000,
    "con",
    "~",
    "*",
    "%E2%80%AE",
    "-",
]


@pytest.mark.parametrize("id", TRAVERSAL)
def test_no_id_is_ever_a_path(browser: TestClient, id: str, tmp_path: Path) -> None:
    folder = write_bank(own())
    outside = write_bank(tmp_path / "outside")
    before = fingerprint(folder), fingerprint(outside), fingerprint(content("question_bank"))
    sent = fields(browser.get("/banks/barista/questions/spill").text)
    for bank, one in ((id, "spill"), ("barista", id), (str(outside).replace("/", "%2f"), "spill")):
        assert browser.get(f"/banks/{bank}/questions/{one}").status_code in (303, 307, 404, 422)
        for path in (f"/banks/{bank}/questions/{one}", f"/banks/{bank}/questions/{one}/delete", f"/banks/{one}/delete"):
            if path == "/banks/spill/delete" or one != "spill" or bank != "barista":
                assert browser.post(path, data=sent).status_code in (303, 307, 404, 405, 422)
    after = fingerprint(folder), fingerprint(outside), fingerprint(content("question_bank"))
    assert after == before


@pytest.mark.parametrize("id", ["../x", "a/b", "..", "bank", "A", "a\\b", "con/"])
def test_no_question_is_renamed_out_of_its_bank(browser: TestClient, id: str) -> None:
    folder = write_bank(own())
    before = fingerprint(own())
    sent = fields(browser.get("/banks/barista/questions/spill").text) | {"id": [id]}
    assert browser.post("/banks/barista/questions/spill", data=sent).status_code == 422
    assert fingerprint(own()) == before
    assert folder.exists()


def hostile(payload: str) -> str:
    """TOML that means the payload."""
    escaped = "".join(f"\\u{ord(letter):04x}" if not letter.isalnum() else letter for letter in payload)
    return f'"{escaped} x"'


def put_in_every_text(payload: str) -> None:
    """A bank that can be practised with, and one that cannot, with the payload wherever a text may stand."""
    written = hostile(payload)
    keys = "about|name|role|text|guidance|probes|example"
    head = re.sub(rf'({keys}) = ".*"', lambda found: f"{found[1]} = {written}", HEAD_TEXT + OPENING)
    texts = dict.fromkeys(("text", "guidance", "probes", "example"), written)
    texts |= {"points": f"[{written}, {written}]", "follow_ups": f"[{written}]"}
    write_bank(own(), head=head, spill=question("spill", **texts))
    broken = texts | dict.fromkeys(("category", "kind"), written) | {"competencies": f"[{written}]"}
    folder = write_bank(own() / "broken", head=head, spill=question("spill", **broken))
    if (own() / "unfit").exists():
        shutil.rmtree(own() / "unfit")
    folder.rename(own() / "unfit")
    folder.parent.rmdir()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_stands_in_somebody_elses_bank_is_only_text(browser: TestClient, payload: str) -> None:
    """Whatever it says, the page has the tags and attributes of a page with plain words."""
    found = []
    for words in (payload, re.sub(r"[^\s\[\]\u200b\u202c\u202e\u2060]", "x", payload)):
        put_in_every_text(words)
        addresses = [f"/banks/{bank}{page}" for bank in ("barista", "unfit") for page in ("", "/questions/spill")]
        replies = [browser.get(address) for address in ("/banks", "/banks/barista/new-question", *addresses)]
        assert [reply.status_code for reply in replies] == [200] * 6
        found.append([Shape(reply.text).shape for reply in replies])
    assert found[0] == found[1]


def test_a_folder_of_a_strange_name_is_a_bank_like_any_other(browser: TestClient) -> None:
    write_bank(own()).rename(own() / 'a "b" <i>?#%')
    link = re.search(r'<a href="(/banks/a[^"]*)"', browser.get("/banks").text)
    assert link is not None
    assert browser.get(html.unescape(link[1])).status_code == 200


def test_an_import_is_shown_before_it_is_saved(browser: TestClient) -> None:
    sent = browser.post("/banks/-/import?name=baker.txt", content=guide_text("baker.txt").encode(), headers=BYTES)
    assert sent.status_code == 200, sent.text
    address = sent.json()["to"]
    assert not own().exists()
    text = html.unescape(browser.get(address).text)
    assert "Nothing is saved yet." in text
    assert "(a guess)" in text
    assert "Not saved" in text
    saved = browser.post(address, data={"name": "baker"})
    assert (saved.status_code, saved.headers["location"]) == (303, "/banks/baker")
    assert len(banks.load(own() / "baker").questions) == text.count("What belongs to it")
    assert browser.get(address).status_code == 422, "an import is saved once"


def test_pasted_words_are_read_too_and_a_name_that_is_taken_is_not_offered(browser: TestClient) -> None:
    for name in ("questions", "questions-2"):
        sent = browser.post("/banks/-/import", data={"words": "How do you bake?\nWhy do you bake?\n"})
        address = sent.headers["location"]
        offered = re.search(r'name="name" value="([^"]*)"', browser.get(address).text)
        assert offered is not None
        for wrong in ("", "../x", "any-role", "A b"):
            assert browser.post(address, data={"name": wrong}).status_code == 422
        assert browser.post(address, data={"name": name}).status_code == 303
    assert sorted(path.name for path in own().iterdir()) == ["questions", "questions-2"]


def test_an_import_can_be_left_and_old_ones_are_forgotten(browser: TestClient) -> None:
    addresses = []
    for _ in range(import_pages.MOST_WAITING + 1):
        addresses.append(
            browser.post("/banks/-/import", data={"words": "How do you bake?\nWhy?\n"}).headers["location"]
        )
    assert browser.get(addresses[0]).status_code == 422
    assert browser.get(addresses[-1]).status_code == 200
    assert browser.post(f"{addresses[-1]}/leave").status_code == 303
    assert browser.get(addresses[-1]).status_code == 422
    assert not own().exists()


def bomb() -> bytes:
    """A Word document of some kilobytes that unpacks to a gigabyte."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as inside:
            for _ in range(64):
                inside.write(b" " * 4_000_000)
    return made.getvalue()


def test_a_bomb_costs_a_sentence(browser: TestClient) -> None:
    reply = browser.post("/banks/-/import?name=guide.docx", content=bomb(), headers=BYTES)
    assert reply.status_code == 422
    assert reply.json()["message"]
    assert browser.get("/banks").status_code == 200


@pytest.mark.parametrize(
    ("kind", "size", "status"),
    [
        ("application/octet-stream", 20_000_001, 413),
        ("application/x-www-form-urlencoded", (1 << 20) + 1, 413),
        ("multipart/form-data; boundary=x", 10, 415),
        ("text/xml", 10, 415),
    ],
)
def test_a_body_that_is_too_large_or_strange_reaches_no_reader(
    browser: TestClient, kind: str, size: int, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_pages, "parse_any", lambda _document: pytest.fail("it was read"))
    assert browser.post("/banks/-/import", content=b"x" * size, headers={"content-type": kind}).status_code == status


NAMES = {
    "guide.pdf": "guide.pdf",
    "../../etc/passwd": "passwd",
    "..\\..\\boot.ini": "boot.ini",
    "C:\\guide.txt": "guide.txt",
    ".bashrc": "bashrc",
    "..": "guide.txt",
    "": "guide.txt",
    "a\x00b\n.txt": "ab .txt",
    "\u202egpj.txt": "gpj.txt",
    "x" * 300 + ".docx": "x" * 100 + ".docx",
}


@pytest.mark.parametrize(("sent", "kept"), NAMES.items(), ids=range(len(NAMES)))
def test_the_name_of_a_file_is_only_its_last_part(sent: str, kept: str) -> None:
    assert file_name(sent) == kept


def test_a_head_that_cannot_be_read_hides_no_question(browser: TestClient) -> None:
    folder = write_bank(own())
    (folder / HEAD).write_text("role = [", encoding="utf-8")
    assert "Tell me about a time when you spilled something." in browser.get("/banks/barista").text
    assert browser.get("/banks/barista/questions/spill").status_code == 200
    (folder / "spill.toml").write_text("id = [", encoding="utf-8")
    refused = browser.get("/banks/barista/questions/spill")
    assert refused.status_code == 422
    assert "interviewer bank edit" in refused.text


def test_a_bank_leads_to_an_interview_from_it(browser: TestClient, tmp_path: Path) -> None:
    link = re.search(r'href="(/practise[^"]*)"', browser.get("/banks/any-role").text.partition("<main")[2])
    assert link is not None
    assert '<option value="any-role" selected>' in browser.get(link[1]).text
    elsewhere = write_bank(tmp_path)
    assert "Barista" not in browser.get("/practise", params={"bank": str(elsewhere)}).text
