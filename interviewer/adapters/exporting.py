"""A session as one .zip, and back. What comes in is not trusted: not its names, not its sizes, not its contents."""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from interviewer.adapters.disk import PRIVATE_FILE, make_folder, sync, sync_folder, write_whole
from interviewer.adapters.session_reader import load, quoted, reason
from interviewer.errors import SessionDamaged, StoreError
from interviewer.model.session_id import ID

MANIFEST = "manifest.json"
MANIFEST_FORMAT = 1

SESSION_FILES = re.compile(
    r"session\.json|events\.jsonl|farewell\.wav|turn-[0-9]{2,3}/((question|follow-up-[0-9]{1,2})\.wav|take-[0-9]{1,3}/(answer\.wav|judging\.jsonl))"
)
"""All that is taken in. Reports are not: they are made again, and a page of a stranger's could hold anything."""

REPORTS = re.compile(r"report\.(md|html|pdf)|turn-[0-9]{2,3}/take-[0-9]{1,3}/answer\.vtt")
"""What is packed beside them, to be read by whoever unpacks the file by hand."""

MOST_BYTES = 2_000_000_000
MOST_FILES = 2_000
_BLOCK = 1 << 20
_UNDATED = (1980, 1, 1, 0, 0, 0)
"""The same session makes the same bytes."""

_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, RuntimeError, NotImplementedError)
"""What the standard library raises for a file that is no whole, plain zip."""


def pack(folder: Path, to: Path) -> None:
    """Write the session in `folder` as a zip with a manifest of SHA-256 hashes. Raises StoreError."""
    _refuse_to_replace(to)
    part = to.with_name(to.name + ".part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE), "wb") as file:
            with zipfile.ZipFile(file, "w") as archive:
                manifest = {name: _add(archive, folder, name) for name in _to_pack(folder)}
                facts = {"format": MANIFEST_FORMAT, "session": folder.name, "files": manifest}
                archive.writestr(_entry(f"{folder.name}/{MANIFEST}"), json.dumps(facts, indent=1) + "\n")
            file.flush()
            sync(file.fileno())
        part.replace(to)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise StoreError(f"{to} could not be written ({reason(error)}).") from error


def write_new(content: bytes, to: Path) -> None:
    """Write a file that is not there yet, for the owner alone. Raises StoreError."""
    _refuse_to_replace(to)
    try:
        write_whole(to, content)
    except OSError as error:
        raise StoreError(f"{to} could not be written ({reason(error)}).") from error


def unpack(archive_path: Path, recordings: Path) -> str:
    """Take an exported session in and return its id. Either all of it is there afterwards, or nothing.

    Raises SessionDamaged for a file that is no exported session, SessionTooNew, and StoreError when it is here already
    or cannot be written.
    """
    holding = recordings / f".importing-{os.getpid()}"
    try:
        with _opened(archive_path) as archive:
            name, entries, manifest = _checked(archive)
            if (recordings / name).exists():
                raise StoreError(f"Session {name} is here already. Nothing was changed.")
            make_folder(holding / name)
            for inside, info in entries.items():
                _take(archive, info, holding / name / inside, manifest[inside])
        load(holding / name)
        for each in (holding / name, *(path for path in (holding / name).rglob("*") if path.is_dir())):
            sync_folder(each)
        (holding / name).replace(recordings / name)
        sync_folder(recordings)
    except _BROKEN as error:
        raise _bad(archive_path, str(error) or "it is cut off") from error
    except (ValueError, KeyError) as error:
        raise _bad(archive_path, str(error)) from error
    except OSError as error:
        raise StoreError(f"{archive_path} could not be taken in ({reason(error)}). Nothing was changed.") from error
    finally:
        shutil.rmtree(holding, ignore_errors=True)
    return name


def _refuse_to_replace(to: Path) -> None:
    if to.exists():
        raise StoreError(f"{to} is there already. Nothing was written.", hint="Name another file, or remove that one.")


# -- packing


def _to_pack(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if (SESSION_FILES.fullmatch(name) or REPORTS.fullmatch(name)) and path.is_file() and not path.is_symlink():
            yield name


def _add(archive: zipfile.ZipFile, folder: Path, name: str) -> dict[str, Any]:
    """Add one file, read once, so that the hash is of the bytes that are in the archive."""
    digest, size = hashlib.sha256(), 0
    with (folder / name).open("rb") as source, archive.open(_entry(f"{folder.name}/{name}"), "w") as target:
        while block := source.read(_BLOCK):
            digest.update(block)
            size += len(block)
            target.write(block)
    return {"sha256": digest.hexdigest(), "bytes": size}


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _UNDATED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = PRIVATE_FILE << 16
    return entry


# -- unpacking


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    if not path.is_file():
        raise SessionDamaged(f"There is no file {path}.", hint="`interviewer export SESSION FILE.zip` makes one.")
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    with zipfile.ZipFile(path) as archive:
        yield archive


def _checked(archive: zipfile.ZipFile) -> tuple[str, dict[str, zipfile.ZipInfo], dict[str, str]]:
    """(session id, entries by their path inside the session, SHA-256 of each), nothing written yet.

    Raises ValueError, with the reason.
    """
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_BYTES:
        raise ValueError(f"it holds more than {MOST_FILES} files or {MOST_BYTES // 1_000_000} MB")
    tops = {info.filename.split("/", 1)[0] for info in infos}
    if len(tops) != 1 or not ID.fullmatch(name := tops.pop()):
        raise ValueError("it does not hold exactly one session")
    entries: dict[str, zipfile.ZipInfo] = {}
    manifest: dict[str, str] | None = None
    for info in infos:
        inside = info.filename.partition("/")[2]
        if info.flag_bits & 1:
            raise ValueError("it is encrypted")
        if inside in entries:
            raise ValueError(f"{quoted(inside)} is in it twice")
        if inside == MANIFEST and manifest is None:
            manifest = _manifest(archive, info)
        elif SESSION_FILES.fullmatch(inside):
            entries[inside] = info
        elif not REPORTS.fullmatch(inside):
            raise ValueError(f"{quoted(info.filename)} is no part of a session")
    if manifest is None or "session.json" not in entries:
        raise ValueError("it has no manifest or no session.json")
    if missing := sorted({each for each in manifest if SESSION_FILES.fullmatch(each)} ^ entries.keys()):
        raise ValueError(f"{quoted(missing[0])} is not both in it and in its manifest")
    return name, entries, manifest


def _manifest(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> dict[str, str]:
    if info.file_size > _BLOCK:
        raise ValueError("its manifest is too large")
    facts = json.loads(archive.read(info))
    version = facts.get("format") if isinstance(facts, dict) else None
    if version != MANIFEST_FORMAT:
        raise ValueError(f"its manifest has format {quoted(str(version))}, this version reads {MANIFEST_FORMAT}")
    try:
        return {str(name): str(each["sha256"]) for name, each in facts["files"].items()}
    except (AttributeError, TypeError) as error:
        raise ValueError("its manifest cannot be read") from error


def _take(archive: zipfile.ZipFile, info: zipfile.ZipInfo, to: Path, sha256: str) -> None:
    make_folder(to.parent)
    digest, left = hashlib.sha256(), info.file_size
    with (
        archive.open(info) as source,
        os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb") as target,
    ):
        for block in _blocks(source):
            left -= len(block)
            if left < 0:
                raise ValueError(f"{quoted(info.filename)} is larger than it says")
            digest.update(block)
            target.write(block)
        target.flush()
        sync(target.fileno())
    if digest.hexdigest() != sha256:
        raise ValueError(f"{quoted(info.filename)} is not the file that was packed (SHA-256 differs)")


def _blocks(source: IO[bytes]) -> Iterator[bytes]:
    while block := source.read(_BLOCK):
        yield block


def _bad(path: Path, why: str) -> SessionDamaged:
    return SessionDamaged(
        f"{path} is no session that can be taken in: {why}. Nothing was changed.",
        hint="`interviewer export SESSION FILE.zip` makes such a file.",
    )
