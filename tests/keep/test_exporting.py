"""Packing a session and taking one in: whole, or not at all."""

from __future__ import annotations

import json
import os
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewer.adapters.folder_store import FolderStore
from interviewer.cli.main import main
from interviewer.errors import InterviewerError, SessionDamaged, SessionTooNew, StoreError
from interviewer.publishing import captions as captioned
from tests.keep.examples import FULL, HOLES, committed, session, state_of, with_sound


@pytest.fixture
def home(tmp_path: Path) -> FolderStore:
    """A store with one session that has sound."""
    store = FolderStore(tmp_path / "home")
    store.begin(session())
    with_sound(store, session())
    store.ledger(session().id, 1, 1).note("ask", prompt="p")
    store.end(session())
    return store


@pytest.fixture
def packed(home: FolderStore, tmp_path: Path) -> Path:
    home.pack(session().id, tmp_path / "session.zip")
    return tmp_path / "session.zip"


@pytest.fixture
def away(tmp_path: Path) -> FolderStore:
    """A store on another machine, with a session of its own."""
    store = FolderStore(tmp_path / "away")
    store.begin(session(id="2026-01-01T10-00-00-small-bank"))
    store.end(session(id="2026-01-01T10-00-00-small-bank"))
    return store


def test_a_packed_session_comes_in_again_byte_for_byte(home: FolderStore, packed: Path, away: FolderStore) -> None:
    assert away.unpack(packed) == session()
    assert state_of(away.folder(session().id)) == state_of(home.folder(session().id))
    assert stat.S_IMODE(away.folder(session().id).stat().st_mode) == 0o700
    assert stat.S_IMODE(packed.stat().st_mode) == 0o600


def test_the_same_session_makes_the_same_archive(home: FolderStore, packed: Path, tmp_path: Path) -> None:
    home.pack(session().id, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == packed.read_bytes()


def test_reports_are_packed_to_be_read_and_not_taken_in(home: FolderStore, away: FolderStore, tmp_path: Path) -> None:
    home.put_report(session().id, "html", "<script>alert(1)</script>")
    home.pack(session().id, tmp_path / "with.zip")
    assert f"{session().id}/report.html" in zipfile.ZipFile(tmp_path / "with.zip").namelist()
    away.unpack(tmp_path / "with.zip")
    assert not (away.folder(session().id) / "report.html").exists()


def test_what_is_here_already_is_never_replaced(home: FolderStore, packed: Path) -> None:
    before = state_of(home.recordings)
    with pytest.raises(StoreError, match="is here already"):
        home.unpack(packed)
    with pytest.raises(StoreError, match="is there already"):
        home.pack(session().id, packed)
    assert state_of(home.recordings) == before


def _rewritten(change: Callable[[dict[str, bytes]], object]) -> Callable[[Path], None]:
    """The same archive with other contents, its manifest still that of the old ones."""

    def rewrite(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        change(files)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)

    return rewrite


def _declare(path: Path, size: int) -> None:
    """Let the first file of the archive say that it is so large (APPNOTE 4.3.12: 24 bytes into its directory entry)."""
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, content.index(b"PK\x01\x02") + 24, size)
    path.write_bytes(content)


TOP = session().id
HOSTILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "climbs out": (_rewritten(lambda files: files.update({f"{TOP}/../../evil": b""})), "no part of a session"),
    "is absolute": (_rewritten(lambda files: files.update({"/etc/evil": b""})), "exactly one session"),
    "uses backslashes": (_rewritten(lambda files: files.update({f"{TOP}/..\\evil": b""})), "no part of a session"),
    "brings a stranger": (_rewritten(lambda files: files.update({f"{TOP}/run.sh": b"x"})), "no part of a session"),
    "has a lock": (_rewritten(lambda files: files.update({f"{TOP}/lock": b"{}"})), "no part of a session"),
    "is two sessions": (_rewritten(lambda files: files.update({f"{FULL}/session.json": b""})), "exactly one session"),
    "was edited": (_rewritten(lambda files: files.update({f"{TOP}/session.json": b"{}"})), "SHA-256 differs"),
    "lacks a file": (_rewritten(lambda files: files.pop(f"{TOP}/events.jsonl")), "not both in it and in its manifest"),
    "has one too many": (
        _rewritten(lambda files: files.update({f"{TOP}/turn-09/question.wav": b""})),
        "not both in it and in its manifest",
    ),
    "has no manifest": (_rewritten(lambda files: files.pop(f"{TOP}/manifest.json")), "no manifest"),
    "has a strange manifest": (
        _rewritten(lambda files: files.update({f"{TOP}/manifest.json": b'{"format": 1, "files": [1]}'})),
        "manifest cannot be read",
    ),
    "has a later manifest": (
        _rewritten(lambda files: files.update({f"{TOP}/manifest.json": b'{"format": 2}'})),
        'format "2", this version reads 1',
    ),
    "is a bomb": (lambda path: _declare(path, 2_100_000_000), "more than 2000 files or 2000 MB"),
    "is a crowd": (
        _rewritten(lambda files: files.update({f"{TOP}/turn-{n:03}/question.wav": b"" for n in range(2_001)})),
        "more than 2000 files or 2000 MB",
    ),
    "is no archive": (lambda path: path.write_bytes(b"hello"), "not a zip file"),
    "is empty": (lambda path: path.write_bytes(b""), "not a zip file"),
    "is cut off": (lambda path: path.write_bytes(path.read_bytes()[:-30]), "not a zip file"),
    "is not there": (lambda path: path.unlink(), "There is no file"),
}


@pytest.mark.parametrize("how", HOSTILE)
def test_an_archive_that_is_refused_and_leaves_nothing_behind(how: str, packed: Path, away: FolderStore) -> None:
    spoil, said = HOSTILE[how]
    spoil(packed)
    before, names = state_of(away.recordings), sorted(path.name for path in away.recordings.iterdir())
    with pytest.raises(SessionDamaged, match=said):
        away.unpack(packed)
    assert state_of(away.recordings) == before
    assert sorted(path.name for path in away.recordings.iterdir()) == names
    assert not (packed.parent / "evil").exists()


def test_a_session_of_a_newer_version_is_not_taken_in(home: FolderStore, away: FolderStore, tmp_path: Path) -> None:
    file = home.folder(session().id) / "session.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"format": 3}))
    home.pack(session().id, tmp_path / "newer.zip")
    with pytest.raises(SessionTooNew):
        away.unpack(tmp_path / "newer.zip")
    assert len(away.names()) == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(flips=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 7)), min_size=1, max_size=4))
def test_an_archive_with_flipped_bits_is_whole_or_refused(
    flips: list[tuple[float, int]], home: FolderStore, packed: Path, tmp_path: Path
) -> None:
    content = bytearray(packed.read_bytes())
    for share, bit in flips:
        content[int(share * (len(content) - 1))] ^= 1 << bit
    (tmp_path / "flipped.zip").write_bytes(content)
    store = FolderStore(tmp_path / "flipped")
    try:
        found = store.unpack(tmp_path / "flipped.zip")
    except InterviewerError:
        assert store.names() == []
        return
    assert state_of(store.folder(found.id)) == state_of(home.folder(session().id))
    store.delete(found.id)


def test_the_commands_pack_delete_and_take_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = committed(Path(os.environ["INTERVIEWER_RECORDINGS"]))
    whole = store.find(HOLES)
    assert main(["export", HOLES, str(tmp_path / "a.zip")]) == 0
    captions = [name for name in zipfile.ZipFile(tmp_path / "a.zip").namelist() if name.endswith(".vtt")]
    assert captions == [f"{HOLES}/{path.removesuffix('.wav')}.vtt" for path in sorted(captioned(whole))]
    assert main(["delete", HOLES, "--yes"]) == 0
    assert store.names() == [FULL]
    assert main(["sessions", "import", str(tmp_path / "a.zip")]) == 0
    assert store.find(HOLES) == whole
    assert list(store.folder(HOLES).rglob("*.vtt")) == []
    assert str(store.folder(HOLES) / "report.html") in capsys.readouterr().out
    assert main(["export", HOLES, str(tmp_path / "a.html")]) == 0
    assert (tmp_path / "a.html").read_text() == (store.folder(HOLES) / "report.html").read_text()
    assert main(["delete", "--all", "--yes"]) == 0
    assert list(store.recordings.iterdir()) == []
