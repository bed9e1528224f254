"""Bytes that change by themselves, disks that fill up and processes that are killed: nothing kept is lost."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewer.adapters.folder_store import FolderStore
from interviewer.errors import InterviewerError, SessionTooNew, StoreError
from interviewer.model.session import Session, Turn
from tests.keep.examples import FULL, committed, question, session

# -- bytes


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> FolderStore:
    return committed(tmp_path_factory.mktemp("damage") / "recordings")


def _harmed(content: bytes, harm: tuple[str, list[tuple[float, int]]]) -> bytes:
    """Some bits flipped, or the end cut off, or a stretch overwritten with zeros."""
    kind, places = harm
    spoiled = bytearray(content)
    for share, bit in places:
        at = int(share * (len(spoiled) - 1))
        match kind:
            case "flip":
                spoiled[at] ^= 1 << bit
            case "cut":
                del spoiled[at:]
                break
            case "zeros":
                spoiled[at : at + 512] = bytes(len(spoiled[at : at + 512]))
    return bytes(spoiled)


harms = st.tuples(
    st.sampled_from(["flip", "cut", "zeros"]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 7)), min_size=1, max_size=16),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(harm=harms, name=st.sampled_from(["session.json", "events.jsonl"]))
def test_harm_to_one_file_never_costs_the_session(
    shelf: FolderStore, harm: tuple[str, list[tuple[float, int]]], name: str
) -> None:
    file = shelf.folder(FULL) / name
    healthy = file.read_bytes()
    try:
        file.write_bytes(_harmed(healthy, harm))
        found = shelf.find(FULL)
    except SessionTooNew:
        return  # the flipped bit made a 3 of the 1 that is the format
    finally:
        file.write_bytes(healthy)
    assert [turn.number for turn in found.turns] == [1, 2, 3]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(harm=harms, other=harms)
def test_harm_to_both_files_is_a_session_or_a_sentence(
    shelf: FolderStore, harm: tuple[str, list[tuple[float, int]]], other: tuple[str, list[tuple[float, int]]]
) -> None:
    files = [shelf.folder(FULL) / name for name in ("session.json", "events.jsonl")]
    healthy = [file.read_bytes() for file in files]
    try:
        for file, each in zip(files, (harm, other), strict=True):
            file.write_bytes(_harmed(file.read_bytes(), each))
        try:
            assert isinstance(shelf.find(FULL), Session)
        except InterviewerError as error:
            assert "session.json" in error.message or isinstance(error, SessionTooNew)
        assert len(shelf.list()) + len(shelf.damaged()) == 2
    finally:
        for file, content in zip(files, healthy, strict=True):
            file.write_bytes(content)


def test_a_journal_line_that_went_bad_costs_that_line_alone(shelf: FolderStore) -> None:
    folder = shelf.folder(FULL)
    journal, kept = folder / "events.jsonl", folder / "session.json"
    whole, healthy = journal.read_bytes(), kept.read_bytes()
    try:
        lines = whole.splitlines(keepends=True)
        lines[1] = lines[1].replace(b"question", b"qvestion")
        journal.write_bytes(b"".join(lines) + b'{"torn')
        kept.write_bytes(b"")
        found = shelf.find(FULL)
        assert "Lines that could not be read: 2." in found.problems[-1].message
        assert len(found.turns) == 3
    finally:
        journal.write_bytes(whole)
        kept.write_bytes(healthy)


# -- a disk that is full or fails


def test_a_full_disk_costs_the_save_and_leaves_the_old_session(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "recordings")
    store.begin(session())
    folder = store.folder(session().id)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    longer = session(*(Turn(number=n, question=question("why " * 400)) for n in range(1, 30)))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, hard))
    try:
        with pytest.raises(StoreError, match="What was saved before is untouched"):
            store.save(longer)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert store.find("last") == session()
    assert not list(folder.glob("*.part"))
    assert (folder / "events.jsonl").read_bytes().startswith(before["events.jsonl"])
    assert (folder / "events.jsonl").read_bytes().endswith(b"}\n")
    store.save(longer)
    assert FolderStore(store.recordings).find("last") == longer


STRACE = shutil.which("strace")
needs_strace = pytest.mark.skipif(STRACE is None, reason="strace is not here, so no fault can be injected")

SITTING = """
import os, sys
from pathlib import Path
from interviewer.adapters.folder_store import FolderStore
from interviewer.errors import StoreError
from interviewer.model import events
from tests.keep.examples import session, question
from interviewer.model.session import Turn

def acknowledge(word):
    os.writev(1, [word.encode(), b"\\n"])  # not a write(2): those are counted

store = FolderStore(Path(sys.argv[1]))
turns = ()
made = session(status="in progress", ended_at=None).but(turns=())
acknowledge("ready")
try:
    store.begin(made)
    acknowledge("0")
    for number in (1, 2, 3):
        turns += (Turn(number=number, question=question(), skipped=True),)
        store.tell(made.id, events.QuestionSkipped(turn=number))
        store.save(made.but(turns=turns))
        acknowledge(str(number))
    store.end(made.but(turns=turns, status="complete"))
    acknowledge("over")
except Exception as error:
    acknowledge(type(error).__name__)
"""


def _sit(recordings: Path, inject: str) -> list[str]:
    """Hold a small session in another process with one fault injected; what it acknowledged."""
    assert STRACE is not None
    traced = inject.split(":", 1)[0]
    done = subprocess.run(
        [
            *(STRACE, "-qq", "-o", os.devnull, "-e", f"trace={traced}", "-e", f"inject={inject}"),
            *(sys.executable, "-c", SITTING, str(recordings)),
        ],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    words = done.stdout.split()
    assert words[:1] == ["ready"], done.stderr
    return words[1:]


POINTS = [("/^rename", n) for n in range(1, 6)] + [("/sync$", n) for n in range(1, 22, 2)]
POINTS += [("write", n) for n in range(1, 15, 2)]
"""Every rename of the small session, and every other fsync and write."""


@needs_strace
@pytest.mark.parametrize(("call", "point"), POINTS)
def test_a_kill_at_any_point_loses_nothing_that_was_acknowledged(call: str, point: int, tmp_path: Path) -> None:
    acknowledged = _sit(tmp_path / "recordings", f"{call}:signal=SIGKILL:when={point}")
    store = FolderStore(tmp_path / "recordings")
    if not acknowledged:
        assert len(store.list()) + len(store.damaged()) <= 1
        return
    found = store.find("last")
    last = 3 if acknowledged[-1] == "over" else int(acknowledged[-1])
    assert [turn.number for turn in found.turns][:last] == list(range(1, last + 1))
    assert not store.busy(found.id)
    if acknowledged[-1] != "over":
        resumed = store.resume("last")
        store.end(resumed.but(status="left early"))
        assert store.find("last").status == "left early"


@needs_strace
@pytest.mark.parametrize(("call", "name"), [("/sync$", "EIO"), ("write", "ENOSPC"), ("/^rename", "EROFS")])
@pytest.mark.parametrize("point", [2, 5])
def test_a_disk_that_fails_once_is_never_taken_for_success(call: str, name: str, point: int, tmp_path: Path) -> None:
    acknowledged = _sit(tmp_path / "recordings", f"{call}:error={name}:when={point}")
    store = FolderStore(tmp_path / "recordings")
    numbers = [int(word) for word in acknowledged if word.isdigit()]
    if acknowledged[-1] != "over":
        assert acknowledged[-1] in ("StoreError", "RecordingsUnusable")
    if numbers:
        assert [turn.number for turn in store.find("last").turns][: numbers[-1]] == list(range(1, numbers[-1] + 1))
    for path in (tmp_path / "recordings").rglob("session.json"):
        json.loads(path.read_text())
