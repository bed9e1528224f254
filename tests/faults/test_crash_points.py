"""A power cut, a kill or a failing disk at every single call of saving, closing, recovering, migrating and deleting a
session; and a second power cut while what the first has left is taken up.
"""

from __future__ import annotations

import errno
import itertools
import json
import os
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pytest

from interviewer.adapters import tape
from interviewer.adapters.folder_store import FolderStore
from interviewer.adapters.journal import SESSION_KEPT, TURN_KEPT, Journal
from interviewer.adapters.tape import SYNC_SECONDS, Tape
from interviewer.errors import InterviewerError
from interviewer.model import events
from interviewer.model.audio import BYTES_PER_SAMPLE, RATE, Clip
from interviewer.model.session import Session, Take, Turn
from interviewer.rules.recovery import keep
from interviewer.studio import orphans
from tests.faults.forgetful_disk import Disk, Image, in_place, put
from tests.keep.examples import question, session
from tests.sounds import tone

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the shim reads files back by /proc/self/fd")

SOUND = bytes(tone(0.6))
BLOCK = int(0.3 * RATE) * BYTES_PER_SAMPLE
ID = session().id
TURNS = tuple(
    Turn(
        number=number,
        question=question(),
        takes=(
            Take(number=1, answer=Clip(path=f"turn-{number:02d}/take-1/answer.wav", seconds=0.6), ended_by="enter"),
        ),
    )
    for number in (1, 2)
)
PLAN = (question(), question())
DEAD = '{"pid": 1, "started": 1.0}'
"""What a lock says whose holder has died; here the holder is this very process, which goes on."""

NOTHING = session(status="in progress", ended_at=None, planned=PLAN).but(turns=())


@dataclass
class Acknowledged:
    """What the program has said is kept."""

    turns: int = 0
    seconds: dict[int, float] = field(default_factory=dict)
    """Sound of a turn's take that has been handed to the tape."""

    begun: bool = False
    status: str = ""
    was: bytes = b""
    """The session as it was kept in an earlier format."""

    deleted: bool = False


Act = Callable[[FolderStore, Acknowledged], None]
Tried = Callable[[Callable[[], None]], None]


def record(store: FolderStore, done: Acknowledged, turn: int) -> None:
    with Tape(store.folder(ID) / f"turn-{turn:02d}/take-1/answer.wav") as recording:
        for start in range(0, len(SOUND), BLOCK):
            recording.add(SOUND[start : start + BLOCK])
            done.seconds[turn] = max(0.0, recording.seconds - SYNC_SECONDS)
    done.seconds[turn] = recording.seconds


def saving(store: FolderStore, done: Acknowledged) -> None:
    """A session of two answers from its folder to its last save."""
    store.begin(NOTHING)
    done.begun = True
    for number in (1, 2):
        store.tell(ID, events.QuestionSpoken(turn=number))
        record(store, done, number)
        store.ledger(ID, number, 1).note("prompt", text="p")
        store.save(NOTHING.but(turns=TURNS[:number]))
        done.turns = number
    closing(store, done)


def closing(store: FolderStore, done: Acknowledged) -> None:
    if not store.busy(ID):
        store.resume(ID)
    store.end(NOTHING.but(turns=TURNS, status="complete"))
    done.status = "complete"


def recovering(store: FolderStore, done: Acknowledged) -> None:
    """A session that was cut off in its second answer, taken up and closed."""
    found = store.resume(ID)
    mended = keep(found, orphans(store, found))
    store.save(mended)
    done.turns = len(mended.turns)  # a recording that could not be mended now is found again by the next start
    store.end(mended.but(status="left early"))
    done.status = "left early"


def migrating(store: FolderStore, done: Acknowledged) -> None:
    """A session of format 1, gone on with."""
    found = store.resume(ID)
    store.save(found)
    closing(store, done)


def deleting(store: FolderStore, done: Acknowledged) -> None:
    store.delete(ID)
    done.deleted, done.begun, done.turns, done.seconds = True, False, 0, {}


def nothing_there(recordings: Path) -> Acknowledged:
    recordings.mkdir()
    return Acknowledged()


def all_but_closed(recordings: Path) -> Acknowledged:
    done, store = Acknowledged(), FolderStore(recordings)
    recordings.mkdir()
    store.begin(NOTHING)
    for number in (1, 2):
        record(store, done, number)
    store.save(NOTHING.but(turns=TURNS))
    done.begun, done.turns = True, 2
    (store.folder(ID) / "lock").unlink()
    return done


def cut_off(recordings: Path) -> Acknowledged:
    """As a kill leaves it: a dead program's lock, half a sample, a header that is behind, an unknown take."""
    done = all_but_closed(recordings)
    store = FolderStore(recordings)
    store.resume(ID)
    store.end(NOTHING.but(turns=TURNS[:1]))
    folder = store.folder(ID)
    for name in ("session.json", "events.jsonl"):
        assert (folder / name).is_file()
    (folder / "lock").write_text(DEAD)
    wav = folder / "turn-02/take-1/answer.wav"
    with wav.open("r+b") as file:
        file.write(wav.read_bytes()[:40] + bytes(4))
        file.seek(0, 2)
        file.write(b"\x01")
    done.turns = 1
    return done


def of_format_1(recordings: Path) -> Acknowledged:
    """A closed session as the first version of this program left it."""
    done, store = all_but_closed(recordings), FolderStore(recordings)
    store.resume(ID)
    store.end(NOTHING.but(turns=TURNS))
    folder = store.folder(ID)
    facts = json.loads((folder / "session.json").read_bytes()) | {"format": 1}
    for take in (take for turn in facts["turns"] for take in turn["takes"]):
        del take["sent"]
    (folder / "session.json").write_text(json.dumps(facts))
    (folder / "events.jsonl").unlink()
    journal = Journal(folder / "events.jsonl")
    journal.append({"type": SESSION_KEPT, "session": {name: facts[name] for name in facts if name != "turns"}})
    for turn in facts["turns"]:
        journal.append({"type": TURN_KEPT, "turn": turn})
    done.was = (folder / "session.json").read_bytes()
    return done


ACTS: dict[str, tuple[Callable[[Path], Acknowledged], Act]] = {
    "saving": (nothing_there, saving),
    "closing": (all_but_closed, closing),
    "recovering": (cut_off, recovering),
    "migrating": (of_format_1, migrating),
    "deleting": (all_but_closed, deleting),
}


def look(recordings: Path, done: Acknowledged) -> None:
    """After waking up: everything acknowledged is there, and the session can be gone on with."""
    store = FolderStore(recordings)
    if (lock := recordings / ID / "lock").exists():
        lock.write_text(lock.read_text() and DEAD)
    if done.deleted:
        assert store.names() == []
        return
    if not done.begun:
        assert len(store.list()) + len(store.damaged()) == len(store.names())
        return
    for other in ("", "session.json", "events.jsonl"):  # each of the two files tells the session alone
        found = without(recordings / ID / other, lambda: store.find(ID)) if other else store.find(ID)
        assert [turn.number for turn in found.turns][: done.turns] == list(range(1, done.turns + 1)), other
        assert done.status in ("", found.status)
    if done.was and (recordings / ID / "session.json").read_bytes() != done.was:
        assert (recordings / ID / "session.format-1.json").read_bytes() == done.was
    for turn, seconds in done.seconds.items():
        wav = recordings / ID / f"turn-{turn:02d}/take-1/answer.wav"
        assert tape.recover(wav) >= seconds - 1e-9
        kept = wav.read_bytes()[tape.HEADER_BYTES :]
        assert kept == SOUND[: len(kept)]
    resumed = store.resume(ID)
    store.end(keep(resumed, orphans(store, resumed)).but(status="left early"))
    assert store.find(ID).status == "left early"


def without(file: Path, do: Callable[[], Session]) -> Session:
    """What is done when the file is not there."""
    if not file.exists():
        return do()
    away = file.rename(file.with_name("away"))
    try:
        return do()
    finally:
        away.rename(file)


def look_at_deletion(recordings: Path, before: dict[str, bytes | None], done: Acknowledged) -> None:
    """A session is there whole, or it is in no listing."""
    names = FolderStore(recordings).names()
    if names:
        assert not done.deleted
        for place, content in before.items():
            if content is not None and place.startswith(ID):
                assert (recordings / place).read_bytes() == content
    else:
        assert FolderStore(recordings).damaged() == []


@pytest.mark.parametrize("name", ACTS)
def test_a_power_cut_after_any_call_loses_nothing_acknowledged(name: str, tmp_path: Path) -> None:
    prepare, act = ACTS[name]
    recordings = tmp_path / "recordings"
    done = prepare(recordings)
    disk, count = Disk(recordings), itertools.count()
    before = dict(disk.images())["all"]

    def wake_up(_call: str) -> None:
        for _kind, image in disk.images():
            woken = put(image, tmp_path / f"woken-{next(count)}")
            if name == "deleting":
                look_at_deletion(woken, before, done)
            else:
                look(woken, done)
            shutil.rmtree(woken)

    disk.after = wake_up
    with in_place(disk):
        act(FolderStore(recordings), done)
    assert next(count) > 4 * 5


def pairs(name: str, folder: Path, chance: random.Random, *, first: int, share: float, tried: Tried) -> None:
    """Cut the power in one act, at `first` states of it, and again while the next start takes up what was left.

    `tried` is called with a look at each state that the second cut leaves, of which a `share` is drawn.
    """
    states = list(_states(name, folder))
    for number, (image, done) in enumerate(chance.sample(states, min(first, len(states)))):
        recordings = put(image, folder / f"first-{number}")
        if (lock := recordings / ID / "lock").exists():
            lock.write_text(lock.read_text() and DEAD)
        done = replace(done, seconds=dict(done.seconds), status="")
        if not done.begun or (name == "deleting" and not (recordings / ID).exists()):
            shutil.rmtree(recordings)
            continue
        disk = Disk(recordings)

        def look_again(woken: Path, done: Acknowledged = done, image: Image = image) -> None:
            if name == "deleting":
                look_at_deletion(woken, image, done)
            else:
                look(woken, done)

        def wake_up(_call: str, disk: Disk = disk, look_again: Callable[[Path], None] = look_again) -> None:
            for _kind, again in disk.images():
                if chance.random() < share:
                    woken = put(again, folder / "second")
                    tried(partial(look_again, woken))
                    shutil.rmtree(woken)

        disk.after = wake_up
        with in_place(disk):
            (deleting if name == "deleting" else recovering)(FolderStore(recordings), done)
        shutil.rmtree(recordings)


def _states(name: str, folder: Path) -> Iterator[tuple[Image, Acknowledged]]:
    """Everything that a power cut in one act may leave, and what had been acknowledged by then."""
    prepare, act = ACTS[name]
    recordings = folder / "states"
    done = prepare(recordings)
    disk = Disk(recordings)
    found: list[tuple[Image, Acknowledged]] = []
    disk.after = lambda _call: found.extend(
        (image, replace(done, seconds=dict(done.seconds))) for _kind, image in disk.images()
    )
    with in_place(disk):
        act(FolderStore(recordings), done)
    return iter(found)


@pytest.mark.parametrize("name", ACTS)
def test_a_second_power_cut_during_the_recovery_loses_nothing_either(name: str, tmp_path: Path) -> None:
    looked = itertools.count()

    def tried(look_at_it: Callable[[], None]) -> None:
        next(looked)
        look_at_it()

    for seed in range(int(os.environ.get("FAULT_CASES", "200")) // 200):
        folder = tmp_path / str(seed)
        folder.mkdir()
        pairs(name, folder, random.Random(seed), first=8, share=0.2, tried=tried)
    assert next(looked) > 10


def calls_of(name: str, folder: Path) -> int:
    """How many calls an act makes."""
    prepare, act = ACTS[name]
    done = prepare(folder)
    with in_place(Disk(folder)) as disk:
        act(FolderStore(folder), done)
    return disk.calls


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC], ids=errno.errorcode.get)
@pytest.mark.parametrize("name", ACTS)
def test_a_disk_that_fails_at_any_call_is_told_in_our_words_and_loses_nothing(
    name: str, code: int, for_good: bool, tmp_path: Path
) -> None:
    prepare, act = ACTS[name]
    for point in range(1, calls_of(name, tmp_path / "count") + 1):
        recordings = tmp_path / f"at-{point}"
        done = prepare(recordings)
        with in_place(Disk(recordings, fail_at=point, code=code, for_good=for_good)):
            try:
                act(FolderStore(recordings), done)
            except InterviewerError as error:
                assert "injected" not in error.message
        if name != "deleting":
            look(recordings, done)
        elif done.deleted or not (recordings / ID).exists():
            assert FolderStore(recordings).names() == []
        else:
            assert len(FolderStore(recordings).find(ID).turns) == 2
            FolderStore(recordings).delete(ID)
            assert list(recordings.iterdir()) == []
