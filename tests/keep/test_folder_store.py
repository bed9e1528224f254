"""Sessions as folders: kept, found, locked, deleted."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from interviewer import studio
from interviewer.adapters.folder_store import FolderStore
from interviewer.errors import RecordingsUnusable, SessionBusy, SessionDamaged, SessionNotFound, StoreError
from interviewer.model import events
from interviewer.model.audio import Clip
from interviewer.model.session import Session, Take, Turn
from tests.keep.examples import question, session, take, with_sound


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "recordings")


def _begun(store: FolderStore, **changes: object) -> Session:
    made = session(**changes)
    store.begin(made)
    return made


def test_what_was_saved_is_found_again(store: FolderStore) -> None:
    store.begin(session())
    longer = session(*session().turns, Turn(number=2, question=question(), skipped=True))
    store.save(longer)
    assert FolderStore(store.recordings).find(longer.id) == longer


@pytest.mark.parametrize("name", ["last", "2026-11-23T10-00-00-small-bank", "2026-11-23", "2"])
def test_a_session_answers_to_its_id_a_unique_prefix_and_last(store: FolderStore, name: str) -> None:
    store.end(begun := _begun(store))
    assert store.find(name).id == begun.id


def test_sessions_are_listed_oldest_first(store: FolderStore) -> None:
    for second in ("30", "10", "20"):
        store.begin(session(id=f"2026-11-23T10-00-{second}-small-bank"))
    assert [each.id[17:19] for each in store.list()] == ["10", "20", "30"]


def test_only_the_owner_may_read_a_session(store: FolderStore) -> None:
    store.begin(session())
    store.tell(session().id, events.QuestionSpoken(turn=1))
    store.ledger(session().id, 1, 1).note("ask", prompt="p")
    for path in [store.recordings, *store.recordings.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_levels_and_progress_are_not_kept_and_other_events_are(store: FolderStore) -> None:
    store.begin(session())
    for event in (
        events.Level(seconds=1, dbfs=-20, silence=0, patience=0),
        events.Working(what="ears"),
        events.QuestionSpoken(turn=7),
    ):
        store.tell(session().id, event)
    lines = (store.folder(session().id) / "events.jsonl").read_text().splitlines()
    types = [json.loads(line)["event"]["type"] for line in lines]
    assert types == ["session-kept", "turn-kept", "question-spoken"]
    assert [json.loads(line)["n"] for line in lines] == [1, 2, 3]


def test_an_unchanged_turn_is_not_written_into_the_journal_again(store: FolderStore) -> None:
    store.begin(session())
    before = (store.folder(session().id) / "events.jsonl").read_bytes()
    store.save(session())
    assert (store.folder(session().id) / "events.jsonl").read_bytes() == before


def test_the_ledger_takes_whatever_the_judge_notes(store: FolderStore) -> None:
    store.begin(session())
    ledger = store.ledger(session().id, 1, 2)
    ledger.note("ask", prompt="Say \u2028 so", question=question())
    ledger.note("reply", text="ja")
    path = store.folder(session().id) / "turn-01" / "take-2" / "judging.jsonl"
    assert [json.loads(line)["kind"] for line in path.read_bytes().splitlines()] == ["ask", "reply"]


def test_a_renamed_folder_is_found_by_its_new_name(store: FolderStore) -> None:
    store.end(_begun(store))
    store.folder(session().id).rename(store.recordings / "2026-11-23T10-00-00-my-best-one")
    assert store.find("last").id == "2026-11-23T10-00-00-my-best-one"


def test_a_link_to_a_folder_elsewhere_is_no_session(store: FolderStore, tmp_path: Path) -> None:
    store.end(_begun(store))
    store.folder(session().id).rename(tmp_path / "elsewhere")
    store.folder(session().id).symlink_to(tmp_path / "elsewhere")
    assert store.list() == []
    with pytest.raises(SessionNotFound):
        store.delete(session().id)
    assert (tmp_path / "elsewhere" / "session.json").exists()


@pytest.mark.parametrize("path", ["../../secret.wav", "/etc/passwd", "turn-01/take-1/../../../x.wav", "turn-01\\x.wav"])
def test_a_session_that_names_a_file_outside_is_damaged(store: FolderStore, path: str) -> None:
    store.end(_begun(store))
    file = store.folder(session().id) / "session.json"
    file.write_text(file.read_text().replace("turn-01/take-1/answer.wav", json.dumps(path)[1:-1]))
    (store.folder(session().id) / "events.jsonl").unlink()
    with pytest.raises(SessionDamaged, match="no path of a recording"):
        store.find("last")


# -- one program at a time


HOLDER = """
import sys, time
from pathlib import Path
from interviewer.adapters.folder_store import FolderStore
store = FolderStore(Path(sys.argv[1]))
store.resume("last")
print("held", flush=True)
sys.stdin.read()
"""


def _hold(recordings: Path) -> subprocess.Popen[str]:
    """Another program that has the last session, until it is killed."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(recordings)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None and other.stdout.readline() == "held\n"
    return other


def test_a_second_program_is_refused_until_the_first_is_gone(store: FolderStore) -> None:
    store.end(_begun(store, status="in progress"))
    other = _hold(store.recordings)
    try:
        with pytest.raises(SessionBusy, match=f"process {other.pid}"):
            store.resume("last")
        with pytest.raises(SessionBusy):
            store.delete(session().id)
        assert studio.interrupted(store) == []
    finally:
        other.send_signal(signal.SIGKILL)
        other.communicate()
    assert [each.id for each in studio.interrupted(store)] == [session().id]
    assert store.resume("last").id == session().id


def test_a_lock_of_a_process_id_that_was_used_again_is_not_obeyed(store: FolderStore) -> None:
    store.end(_begun(store))
    long_ago = {"pid": os.getppid(), "started": psutil.Process(os.getppid()).create_time() - 3600}
    (store.folder(session().id) / "lock").write_text(json.dumps(long_ago))
    assert not store.busy(session().id)
    store.resume("last")
    assert json.loads((store.folder(session().id) / "lock").read_text())["pid"] == os.getpid()


@pytest.mark.parametrize(
    "content", ["", "{", "null", "[1]", '{"pid": -1, "started": 0}', '{"pid": 1e400, "started": 1}']
)
def test_a_lock_that_names_nobody_is_not_obeyed(store: FolderStore, content: str) -> None:
    store.end(_begun(store))
    (store.folder(session().id) / "lock").write_text(content)
    store.resume("last")
    assert store.busy(session().id)


def test_a_new_session_never_takes_the_folder_of_another(store: FolderStore) -> None:
    store.end(_begun(store))
    with pytest.raises(SessionBusy, match="already"):
        FolderStore(store.recordings).begin(session(role="Somebody else"))
    assert store.find("last").role == "Tester"


def test_the_lock_is_let_go_at_the_end(store: FolderStore) -> None:
    store.end(_begun(store))
    assert [path.name for path in store.folder(session().id).iterdir() if "lock" in path.name] == []
    with FolderStore(store.recordings).held("last"):
        assert store.busy(session().id)
    assert not store.busy(session().id)


# -- what a kill left behind


def test_recordings_that_the_session_does_not_know_are_found(store: FolderStore) -> None:
    kept = _begun(store, status="in progress")
    with_sound(store, kept)
    for place in ("turn-01/take-2", "turn-02/take-1", "turn-02/take-x", "notes"):
        folder = store.folder(kept.id) / place
        folder.mkdir(parents=True)
        (folder / "answer.wav").write_bytes(b"RIFF")
    assert [(turn, number, path.parent.name) for turn, number, path in store.orphans(kept)] == [
        (1, 2, "take-2"),
        (2, 1, "take-1"),
    ]


# -- deleting


def test_deleting_removes_every_byte(store: FolderStore) -> None:
    kept = _begun(store)
    with_sound(store, kept)
    store.end(kept)
    store.delete(kept.id)
    assert list(store.recordings.iterdir()) == []
    with pytest.raises(SessionNotFound):
        store.delete(kept.id)


def test_a_delete_that_was_cut_off_is_finished_by_the_next(store: FolderStore) -> None:
    store.end(_begun(store))
    store.folder(session().id).rename(store.recordings / f".deleting-{session().id}")
    store.end(_begun(store))
    assert len(store.list()) == 1
    store.delete(session().id)
    assert list(store.recordings.iterdir()) == []


def test_a_damaged_session_can_be_deleted(store: FolderStore) -> None:
    store.end(_begun(store))
    for name in ("session.json", "events.jsonl"):
        (store.folder(session().id) / name).write_bytes(b"\xff")
    store.delete(store.identify("last"))
    assert store.names() == []


# -- the folder itself


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "recordings").write_text("")
    store = FolderStore(tmp_path / "recordings")
    for act in (lambda: store.begin(session()), lambda: store.check_room(0), store.list):
        with pytest.raises(RecordingsUnusable, match=str(tmp_path / "recordings")):
            act()


def test_too_little_room_is_said_with_both_numbers(store: FolderStore) -> None:
    with pytest.raises(RecordingsUnusable, match=r"\d+ MB are needed, \d+ MB are free"):
        store.check_room(1e12)
    store.check_room(0)
    assert list(store.recordings.iterdir()) == []


def test_a_folder_that_went_away_costs_the_save_and_names_the_file(store: FolderStore) -> None:
    store.begin(session())
    store.recordings.rename(store.recordings.with_name("moved"))
    with pytest.raises(StoreError, match="could not be written"):
        store.save(session(role="Other"))
    with pytest.raises(StoreError):
        store.tell(session().id, events.QuestionSpoken(turn=1))


def test_takes_of_one_turn_are_kept_apart(store: FolderStore) -> None:
    first = Take(number=1, ended_by="again", answer=Clip(path="turn-01/take-1/answer.wav", seconds=1))
    kept = session(Turn(number=1, question=question(), takes=(first, take(2))))
    store.begin(kept)
    found = store.find("last")
    assert found == kept
    assert found.turns[0].take == take(2)
