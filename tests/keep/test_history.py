"""The index beside the sessions: quick, and never believed against the folders."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from interviewer import settings as choices
from interviewer import studio
from interviewer.adapters import folder_store
from interviewer.adapters.folder_store import FolderStore
from interviewer.adapters.session_index import NAME, SessionIndex
from interviewer.cli.main import main
from interviewer.model.session import Session
from interviewer.studio.history import History
from tests.keep.examples import session, take


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    made = FolderStore(tmp_path / "recordings")
    for second, said in (("10", "We moved to Kubernetes. It held."), ("20", "I called each customer. They stayed.")):
        kept = session(session().turns[0].but(takes=(take(said=said),)), id=f"2026-11-23T10-00-{second}-small-bank")
        made.begin(kept)
        made.end(kept)
    return made


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sessions that were read from their folders."""
    found: list[str] = []
    load = folder_store.load

    def watched(folder: Path) -> Session:
        found.append(folder.name)
        return load(folder)

    monkeypatch.setattr(folder_store, "load", watched)
    return found


def search(store: FolderStore, query: str = "") -> list[str]:
    with History(store, SessionIndex(store.recordings / NAME)) as history:
        return [found.session.id[17:19] for found in history.search(query)]


def test_a_session_is_read_once_and_again_only_when_it_changed(store: FolderStore, reads: list[str]) -> None:
    assert search(store) == ["10", "20"]
    assert len(reads) == 2
    assert search(store, "kubernetes") == ["10"]
    assert len(reads) == 2
    with store.held("2026-11-23T10-00-20") as kept:
        store.save(kept.but(role="Kubernetes wrangler"))
    reads.clear()
    assert search(store, "kubernetes") == ["10", "20"]
    assert reads == ["2026-11-23T10-00-20-small-bank"]


def test_it_says_where_the_words_stand(store: FolderStore) -> None:
    with History(store, SessionIndex(store.recordings / NAME)) as history:
        (found,) = history.search("called customer")
    assert [(each.turn, each.take, each.text) for each in found.passages] == [(1, 1, "I called each customer.")]


def test_a_session_that_was_deleted_leaves_no_word_in_the_index(store: FolderStore) -> None:
    search(store)
    assert b"ubernetes" in (store.recordings / NAME).read_bytes()
    store.delete("2026-11-23T10-00-10-small-bank")
    assert b"ubernetes" not in (store.recordings / NAME).read_bytes()
    assert search(store) == ["20"]


def test_a_folder_that_was_taken_away_by_hand_is_forgotten(store: FolderStore) -> None:
    search(store)
    store.folder("2026-11-23T10-00-10-small-bank").rename(store.recordings / "elsewhere")
    assert search(store) == ["20"]
    assert b"ubernetes" not in (store.recordings / NAME).read_bytes()


def test_with_the_last_session_the_index_goes_too(monkeypatch: pytest.MonkeyPatch, store: FolderStore) -> None:
    monkeypatch.setenv("INTERVIEWER_RECORDINGS", str(store.recordings))
    search(store)
    assert main(["delete", "--all", "--yes"]) == 0
    assert list(store.recordings.iterdir()) == []


def test_only_the_owner_may_read_it(store: FolderStore) -> None:
    search(store)
    assert stat.S_IMODE((store.recordings / NAME).stat().st_mode) == 0o600


def flip(file: Path) -> None:
    """Another letter in the words, so that the file is sound and what it says is not."""
    file.write_bytes(file.read_bytes().replace(b"ubernetes", b"ibernetes"))


def other_shape(file: Path) -> None:
    with closing(sqlite3.connect(file)) as base:
        base.executescript("DROP TABLE sessions; CREATE TABLE sessions (id); PRAGMA user_version = 99")


def tables_gone(file: Path) -> None:
    with closing(sqlite3.connect(file)) as base:
        base.execute("DROP TABLE sessions")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "gone": lambda file: file.unlink(),
    "empty": lambda file: file.write_bytes(b""),
    "noise": lambda file: file.write_bytes(b"no database" * 1000),
    "cut off": lambda file: file.write_bytes(file.read_bytes()[:5000]),
    "its middle lost": lambda file: file.write_bytes(
        file.read_bytes()[:4096] + b"\xff" * 4096 + file.read_bytes()[8192:]
    ),
    "a letter flipped": flip,
    "of another shape": other_shape,
    "without its table": tables_gone,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_costs_nothing_but_reading_again(damage: str, store: FolderStore) -> None:
    assert search(store, "kubernetes") == ["10"]
    DAMAGES[damage](store.recordings / NAME)
    assert search(store, "kubernetes") == ["10"]
    assert search(store) == ["10", "20"]
    assert search(store, "ibernetes") == []


def test_damage_is_noted_and_mended(store: FolderStore) -> None:
    search(store)
    DAMAGES["noise"](store.recordings / NAME)
    with History(store, SessionIndex(store.recordings / NAME)) as history:
        assert len(history.sessions()) == 2
        assert history.trouble == "The index of the sessions was damaged; it is made again from their folders."
    with History(store, SessionIndex(store.recordings / NAME)) as history:
        assert len(history.sessions()) == 2
        assert history.trouble == ""


def test_where_it_cannot_be_written_the_folders_are_read(store: FolderStore) -> None:
    (store.recordings / NAME).mkdir()
    with History(store, SessionIndex(store.recordings / NAME)) as history:
        assert len(history.search("kubernetes")) == 1
        assert "cannot be used" in history.trouble


def test_a_session_whose_json_is_broken_is_read_each_time_and_one_that_is_lost_is_named(
    store: FolderStore, reads: list[str]
) -> None:
    search(store)
    broken = store.folder("2026-11-23T10-00-10-small-bank")
    (broken / "session.json").write_text("{")
    reads.clear()
    assert search(store, "kubernetes") == ["10"]
    assert search(store) == ["10", "20"]
    assert set(reads) == {broken.name}
    (broken / "events.jsonl").write_bytes(b"")
    with History(store, SessionIndex(store.recordings / NAME)) as history:
        assert [each.id[17:19] for each in history.sessions()] == ["20"]
        assert [name for name, _ in history.damaged] == [broken.name]


def test_without_a_session_no_file_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_RECORDINGS", str(tmp_path / "none"))
    with studio.open_history(choices.load()) as history:
        assert history.sessions() == []
    assert not (tmp_path / "none").exists()
