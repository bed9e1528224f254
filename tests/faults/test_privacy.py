"""What is kept is the owner's alone, what is deleted is gone, and what is old goes when the user has said so."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from interviewer import settings
from interviewer.adapters.folder_store import FolderStore
from interviewer.adapters.lock import Holder
from interviewer.adapters.voice_cache import CachedVoice
from interviewer.cli.delete import delete_old
from interviewer.cli.main import main
from interviewer.rules.retention import outlived
from tests.keep.examples import FULL, HOLES, committed
from tests.story.world import BeepVoice, World, session, tone, wav

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead of modes")


@pytest.fixture
def loose() -> Iterator[None]:
    """A user whose files anybody may read, unless the program says otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


@posix
@pytest.mark.usefixtures("loose")
def test_every_file_of_an_interview_is_the_owners_alone(tmp_path: Path) -> None:
    world = World(tmp_path, wav(tmp_path / "a.wav", tone(4)))
    world.voice = CachedVoice(BeepVoice(), tmp_path / "cache" / "voice")
    held = world.hold(session(1))
    world.store.put_report(held.id, "md", "report")
    found = [path for folder in ("recordings", "cache") for path in (tmp_path / folder).rglob("*")]
    assert {"question.wav", "answer.wav", "session.json", "events.jsonl", "judging.jsonl", "report.md"} <= {
        path.name for path in found
    }
    for path in found:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


@posix
@pytest.mark.usefixtures("loose")
def test_a_question_is_the_owners_alone_where_the_cache_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    CachedVoice(BeepVoice(), tmp_path / "file" / "voice").render("What?", tmp_path / "question.wav")
    assert stat.S_IMODE((tmp_path / "question.wav").stat().st_mode) == 0o600


# -- deleting


@pytest.fixture
def recordings() -> Path:
    folder = Path(os.environ["INTERVIEWER_RECORDINGS"])
    committed(folder)
    return folder


@pytest.fixture
def cache() -> Path:
    folder = Path(os.environ["INTERVIEWER_CACHE"])
    for name in ("voice/a.wav", "eval/b.json", "somebody-elses/c"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    return folder


def test_deleting_all_leaves_no_session_and_nothing_in_our_caches(recordings: Path, cache: Path) -> None:
    (recordings / ".deleting-2026-01-01T00-00-00-cut-off").mkdir()
    assert main(["delete", "--all", "--yes"]) == 0
    assert list(recordings.iterdir()) == []
    assert sorted(path.name for path in cache.rglob("*")) == ["c", "somebody-elses"]


def test_deleting_all_finishes_what_was_cut_off_even_where_no_session_is_left(cache: Path) -> None:
    left = Path(os.environ["INTERVIEWER_RECORDINGS"]) / ".deleting-2026-01-01T00-00-00-cut-off"
    assert main(["delete", "--all", "--yes"]) == 0
    left.mkdir(parents=True)
    (left / "answer.wav").write_text("x")
    assert main(["delete", "--all", "--yes"]) == 0
    assert not left.exists()
    assert not (cache / "voice").exists()


def test_deleting_one_leaves_the_others_and_no_spoken_question(recordings: Path, cache: Path) -> None:
    """Replies of `eval` are about labelled answers, not about a session."""
    assert main(["delete", FULL, "--yes"]) == 0
    assert [path.name for path in recordings.iterdir()] == [HOLES]
    assert not (cache / "voice").exists()
    assert (cache / "eval/b.json").is_file()


def test_a_question_of_a_deleted_session_is_in_no_file_of_ours(recordings: Path) -> None:
    """Its text and its sound: looked for in every byte that is left."""
    cache = Path(os.environ["INTERVIEWER_CACHE"])
    world = World(recordings.parent, wav(recordings.parent / "a.wav", tone(4)))
    world.store = FolderStore(recordings)
    world.voice = CachedVoice(BeepVoice(), cache / "voice")
    held = world.hold(session(1))
    spoken = (recordings / held.id / "turn-01/question.wav").read_bytes()
    assert any(path.read_bytes() == spoken for path in cache.rglob("*.wav"))
    assert main(["delete", held.id, "--yes"]) == 0
    for path in (*recordings.rglob("*"), *cache.rglob("*")):
        if path.is_file():
            assert spoken not in path.read_bytes(), path
            assert b"wrote the tests that were missing" not in path.read_bytes(), path


def test_a_cache_that_cannot_be_deleted_is_told(
    recordings: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = shutil.rmtree

    def fails_in_the_cache(folder: Path) -> None:
        if folder.is_relative_to(cache):
            raise PermissionError(13, "Permission denied")
        real(folder)

    monkeypatch.setattr(shutil, "rmtree", fails_in_the_cache)
    assert main(["delete", FULL, "--yes"]) == 3
    assert "could not be deleted whole: Permission denied" in capsys.readouterr().err


# -- age

NOW = datetime(2026, 12, 24, 9, 14, 4, tzinfo=UTC)


def test_a_session_is_kept_for_as_many_days_as_were_said() -> None:
    assert outlived([FULL, HOLES], NOW, 31) == (FULL,)
    assert outlived([FULL, HOLES], NOW, 30) == (FULL, HOLES)
    assert outlived([FULL, HOLES], NOW, 32) == ()


def test_what_cannot_be_dated_is_kept() -> None:
    assert outlived(["2026-99-99T00-00-00-x", "notes", ""], NOW, 0) == ()


def test_a_session_in_use_keeps_no_other_from_being_deleted(
    recordings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    me = Holder.me()
    (recordings / FULL / "lock").write_text(json.dumps({"pid": me.pid, "started": me.started}))
    assert main(["delete", "--all", "--yes"]) == 3
    told = capsys.readouterr()
    assert "Deleted 1 session." in told.out
    assert f"Session {FULL} is in use" in told.err
    assert FolderStore(recordings).names() == [FULL]


def test_delete_takes_an_age(recordings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["delete", "--older-than", "36500", "--yes"]) == 0
    assert "no session older than 36500 days" in capsys.readouterr().out
    old = (recordings / FULL).rename(recordings / "2001-01-01T00-00-00-old")
    assert main(["delete", "--older-than", "5000", "--yes"]) == 0
    assert not old.exists()
    assert [path.name for path in recordings.iterdir()] == [HOLES]


@pytest.mark.parametrize("words", [["--all", "--older-than", "1"], [FULL, "--older-than", "1"], ["--older-than", "-1"]])
def test_an_age_and_a_name_are_not_given_together(words: list[str], recordings: Path) -> None:
    assert main(["delete", *words, "--yes"]) == 2
    assert len(list(recordings.iterdir())) == 2


def test_old_sessions_go_when_the_user_has_said_so_and_not_before(
    recordings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (recordings / FULL).rename(recordings / "2001-01-01T00-00-00-old")
    delete_old(settings.load())
    assert len(list(recordings.iterdir())) == 2
    delete_old(settings.load(keep_days=5000))
    assert [path.name for path in recordings.iterdir()] == [HOLES]
    assert "Deleted 1 session older than 5000 days, as keep_days says." in capsys.readouterr().err


def test_an_old_session_that_is_in_use_stays_and_is_named(recordings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = (recordings / FULL).rename(recordings / "2001-01-01T00-00-00-old")
    FolderStore(recordings).resume(old.name)
    assert (old / "lock").read_text().find(str(Holder.me().pid)) > 0
    delete_old(settings.load(keep_days=5000))
    assert old.is_dir()
    assert "in use by another interviewer" in capsys.readouterr().err
