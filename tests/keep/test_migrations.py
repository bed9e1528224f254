"""Sessions of every format that there has been are read, gone on with, and kept as they were."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.adapters import migrations
from interviewer.adapters.folder_store import FolderStore
from interviewer.model.session import FORMAT, Sent, Session
from interviewer.pages.markdown import markdown
from interviewer.rules.reporting import report
from tests.keep.examples import FULL, HOLES

EXAMPLES = Path(__file__).parents[1] / "data" / "sessions"
FORMATS = range(1, FORMAT + 1)
BACKUP = "session.format-1.json"


def shelf(folder: Path, version: int) -> FolderStore:
    shutil.copytree(EXAMPLES / f"format-{version}", folder)
    return FolderStore(folder)


def judged_far(folder: Path) -> FolderStore:
    """The example of format 1 as if its first answer had been judged elsewhere."""
    store = shelf(folder, 1)
    for name in ("session.json", "events.jsonl"):
        file = store.folder(FULL) / name
        file.write_text(file.read_text())
    file = store.folder(FULL) / "session.json"
    facts = json.loads(file.read_text())
    facts["turns"][0]["takes"][-1]["grade"]["judged_by"]["host"] = "api.example.com"
    file.write_text(json.dumps(facts))
    return store


@pytest.mark.parametrize("version", FORMATS)
@pytest.mark.parametrize("name", [FULL, HOLES])
def test_a_committed_session_of_every_format_is_read_and_told(name: str, version: int, tmp_path: Path) -> None:
    store = shelf(tmp_path / "recordings", version)
    assert json.loads((store.folder(name) / "session.json").read_bytes())["format"] == version
    session = store.find(name)
    assert session.format == FORMAT
    assert len(markdown(report(session))) > 1000
    (store.folder(name) / "session.json").unlink()
    rebuilt = store.find(name)
    assert rebuilt.but(problems=()) == session.but(problems=())


@pytest.mark.parametrize("name", [FULL, HOLES])
def test_every_format_tells_the_same_session(name: str, tmp_path: Path) -> None:
    told = [shelf(tmp_path / str(version), version).find(name) for version in FORMATS]
    assert all(each == told[0] for each in told)


@pytest.mark.parametrize("name", [FULL, HOLES])
def test_reading_changes_nothing(name: str, tmp_path: Path) -> None:
    store = shelf(tmp_path / "recordings", 1)
    before = (store.folder(name) / "session.json").read_bytes()
    store.find(name)
    store.list()
    assert (store.folder(name) / "session.json").read_bytes() == before
    assert not (store.folder(name) / BACKUP).exists()


def test_what_a_session_was_is_kept_beside_what_it_became(tmp_path: Path) -> None:
    store = shelf(tmp_path / "recordings", 1)
    folder = store.folder(FULL)
    before = (folder / "session.json").read_bytes()
    store.end(store.resume(FULL))
    assert (folder / BACKUP).read_bytes() == before
    assert json.loads((folder / "session.json").read_bytes())["format"] == FORMAT
    again = FolderStore(store.recordings)
    again.end(again.resume(FULL).but(role="Another"))
    assert (folder / BACKUP).read_bytes() == before, "what was kept once is not written over"


@pytest.mark.parametrize("name", [FULL, HOLES])
def test_a_session_of_this_format_has_nothing_kept_beside_it(name: str, tmp_path: Path) -> None:
    store = shelf(tmp_path / "recordings", FORMAT)
    store.end(store.resume(name))
    assert not list(store.folder(name).glob("session.format-*"))


def test_where_words_went_is_known_from_the_grade(tmp_path: Path) -> None:
    session = judged_far(tmp_path / "recordings").find(FULL)
    (far, *others) = [take for turn in session.turns for take in turn.takes if take.sent]
    assert far.sent == (Sent(host="api.example.com"),)
    assert others == []
    assert "api.example.com" in report(session).judged


def test_a_journal_of_two_formats_is_one_session(tmp_path: Path) -> None:
    """As a program leaves it that was killed after its first line in a session of before."""
    store = judged_far(tmp_path / "recordings")
    session = store.resume(FULL)
    store.end(session)
    (store.folder(FULL) / "session.json").unlink()
    lines = (store.folder(FULL) / "events.jsonl").read_bytes().splitlines(keepends=True)
    for kept in range(len(lines), len(lines) - len(session.turns) - 2, -1):
        (store.folder(FULL) / "events.jsonl").write_bytes(b"".join(lines[:kept]))
        rebuilt = FolderStore(store.recordings).find(FULL)
        assert [turn.number for turn in rebuilt.turns] == [turn.number for turn in session.turns]


def nested() -> st.SearchStrategy[Any]:
    leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
    names = st.sampled_from(["format", "turns", "takes", "grade", "judged_by", "host", "sent", "x"])
    return st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=5), max_leaves=20
    )


@given(
    facts=st.dictionaries(st.sampled_from(["format", "turns", "x"]), nested(), max_size=3), version=st.integers(1, 2)
)
def test_whatever_is_no_session_passes_without_an_error_and_twice_is_once(facts: dict[str, Any], version: int) -> None:
    once = migrations.session({**facts, "format": version})
    assert migrations.session(once) == once
    assert once["format"] == FORMAT


def test_a_migrated_session_can_be_written_and_read(tmp_path: Path) -> None:
    session = judged_far(tmp_path / "recordings").find(FULL)
    assert Session.model_validate_json(session.model_dump_json()) == session
