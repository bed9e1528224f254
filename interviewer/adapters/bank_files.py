"""The files of a user's own question banks: each is on disk whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

from interviewer.adapters.disk import make_folder, sync_folder, write_whole
from interviewer.errors import StoreError


def write_file(path: Path, text: str) -> None:
    """Replace or make a file, and the folder that it lies in. Raises StoreError."""
    try:
        make_folder(path.parent)
        write_whole(path, text.encode())
    except OSError as error:
        raise StoreError(f"{path} could not be written ({error.strerror or error}).") from error


def remove_file(path: Path) -> None:
    """Raises StoreError."""
    try:
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"{path} could not be removed ({error.strerror or error}).") from error


def copy_bank(source: Path, to: Path, *, head: str) -> None:
    """Copy the TOML files of a bank, `head` last: a copy that was cut off has none, and so is no bank.

    Raises StoreError.
    """
    try:
        make_folder(to)
        for path in sorted(source.glob("*.toml"), key=lambda path: path.name == head):
            write_whole(to / path.name, path.read_bytes())
    except OSError as error:
        raise StoreError(f"The bank could not be copied to {to} ({error.strerror or error}).") from error


def remove_bank(folder: Path, *, head: str) -> None:
    """Remove a bank and its folder, `head` first: what is left of a removal that was cut off is no bank.

    Raises StoreError.
    """
    try:
        (folder / head).unlink(missing_ok=True)
        shutil.rmtree(folder)
    except OSError as error:
        raise StoreError(f"{folder} could not be removed ({error.strerror or error}).") from error
