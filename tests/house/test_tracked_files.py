"""What is committed holds for every machine: no path of one, no host that packages came from."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]

ONE_MACHINE = re.compile(
    rb"/(?:work|root|farm)/[a-z.]|/home/[a-z]+/|/Users/[a-z]+/|[a-z]:\\Users\\|"
    rb"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org"
)
"""Folders of one computer, and package registries by name (pip knows the user's own)."""


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("this is not a git checkout")
    return [CHECKOUT / name.decode() for name in listed.stdout.split(b"\0") if name]


def test_no_tracked_file_belongs_to_one_machine() -> None:
    found = [
        f"{file.relative_to(CHECKOUT)}:{number}"
        for file in tracked()
        if file.is_file() and file != Path(__file__)
        for number, line in enumerate(file.read_bytes().splitlines(), 1)
        if ONE_MACHINE.search(line)
    ]
    assert found == []


def test_locks_name_no_index() -> None:
    for lock in (CHECKOUT / "locks").glob("*.lock"):
        assert not re.search(r"https?:|^-|file:", lock.read_text(encoding="utf-8"), re.MULTILINE), lock.name
