"""The shim forgets what was not synced, remembers what was, and fails at the call that it is told to."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from interviewer.adapters.disk import make_folder, sync_folder, write_whole
from tests.faults.forgetful_disk import Disk, Image, in_place

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the shim reads files back by /proc/self/fd")


def images(disk: Disk) -> dict[str, Image]:
    return dict(disk.images())


def test_an_unsynced_file_is_forgotten_whole(tmp_path: Path) -> None:
    with in_place(Disk(tmp_path)) as disk:
        os.write(os.open(tmp_path / "a", os.O_CREAT | os.O_WRONLY), b"12345678")
        found = images(disk)
    assert found == {
        "forgotten": {},
        "contents only": {},
        "names only": {"a": b""},
        "all": {"a": b"12345678"},
        "torn": {"a": b"123"},
    }


def test_a_synced_file_without_its_name_is_forgotten_too(tmp_path: Path) -> None:
    with in_place(Disk(tmp_path)) as disk:
        os.fsync(handle := os.open(tmp_path / "a", os.O_CREAT | os.O_WRONLY))
        os.write(handle, b"1234")
        os.fsync(handle)
        assert images(disk)["forgotten"] == {}
        sync_folder(tmp_path)
        assert images(disk)["forgotten"] == {"a": b"1234"}
        os.write(handle, b"5678")
        assert images(disk)["forgotten"] == {"a": b"1234"}


def test_a_name_that_was_changed_is_the_old_one_until_the_folder_is_synced(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with in_place(Disk(tmp_path)) as disk:
        (tmp_path / "a").replace(tmp_path / "b")
        assert images(disk)["forgotten"] == {"a": b"old"}
        sync_folder(tmp_path)
        assert images(disk)["forgotten"] == {"b": b"old"}


def test_what_the_adapters_write_whole_is_there_whole(tmp_path: Path) -> None:
    with in_place(Disk(tmp_path)) as disk:
        make_folder(tmp_path / "x" / "y")
        write_whole(tmp_path / "x" / "y" / "a", b"1234")
        assert set(map(str, images(disk).values())) == {str({"x": None, "x/y": None, "x/y/a": b"1234"})}


@pytest.mark.parametrize(("for_good", "failures"), [(False, [2]), (True, [2, 3, 4])])
def test_it_fails_where_it_is_told_to(for_good: bool, failures: list[int], tmp_path: Path) -> None:
    failed = []
    with in_place(Disk(tmp_path, fail_at=2, code=errno.ENOSPC, for_good=for_good)) as disk:
        for number in (1, 2, 3, 4):
            try:
                (tmp_path / str(number)).mkdir()
            except OSError as error:
                assert error.errno == errno.ENOSPC
                failed.append(disk.calls)
    assert failed == failures
