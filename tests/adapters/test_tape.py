"""A recording on disk, whatever happens."""

from __future__ import annotations

import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from interviewer.adapters.tape import HEADER_BYTES, Tape, recover
from interviewer.errors import BadAudio, StoreError
from tests.sounds import hush, ramp, read_wav, samples, tone, write_wav

BLOCK = ramp(0.05)
WRITES_FOR_EVER = """
import sys
from pathlib import Path
from interviewer.adapters.tape import Tape
from tests.sounds import ramp
pcm = ramp(300)
with Tape(Path(sys.argv[1])) as tape:
    for start in range(0, len(pcm), 1600):
        tape.add(pcm[start:start + 1600])
        print(start + 1600, flush=True)
"""
WRITES_AND_TELLS = """
import sys
from pathlib import Path
from interviewer.adapters.tape import Tape
from interviewer.errors import StoreError
from tests.sounds import ramp
tape = Tape(Path(sys.argv[1]))
try:
    with tape:
        for _ in range(40):
            tape.add(ramp(0.05))
except StoreError as fault:
    print(f"{tape.seconds:.2f}", fault)
"""


def recorded(path: Path, pcm: bytes) -> Path:
    with Tape(path) as tape:
        for start in range(0, len(pcm), len(BLOCK)):
            tape.add(pcm[start : start + len(BLOCK)])
    return path


def test_what_is_added_is_a_wav_after_every_block(tmp_path: Path) -> None:
    path = tmp_path / "answer.wav"
    with Tape(path) as tape:
        for count in range(1, 8):
            tape.add(BLOCK)
            assert read_wav(path) == BLOCK * count
            assert tape.seconds == pytest.approx(0.05 * count)


def test_a_tape_that_is_cut_is_a_whole_wav_and_can_go_on(tmp_path: Path) -> None:
    path = tmp_path / "answer.wav"
    with Tape(path) as tape:
        tape.add(BLOCK * 4)
        tape.cut(0.1)
        assert read_wav(path) == BLOCK * 2
        tape.cut(5.0)
        tape.add(BLOCK)
    assert read_wav(path) == BLOCK * 3
    assert path.stat().st_size == HEADER_BYTES + 3 * len(BLOCK)


def test_a_recording_is_for_its_owner_only(tmp_path: Path) -> None:
    path = recorded(tmp_path / "turn-01" / "take-1" / "answer.wav", BLOCK)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.parent.parent.stat().st_mode & 0o777 == 0o700


def test_a_recording_is_never_overwritten(tmp_path: Path) -> None:
    path = recorded(tmp_path / "answer.wav", BLOCK)
    with pytest.raises(StoreError, match="never overwritten"), Tape(path):
        pass
    assert read_wav(path) == BLOCK


def test_lost_sound_is_replaced_by_silence_of_its_length(tmp_path: Path) -> None:
    with Tape(tmp_path / "answer.wav") as tape:
        tape.add(BLOCK)
        tape.add_silence(0.3)
        tape.add(BLOCK)
    assert read_wav(tape.path) == BLOCK + hush(0.3) + BLOCK


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_sync_comes_at_least_every_quarter_of_a_second_of_sound(tmp_path: Path) -> None:
    log = tmp_path / "log"
    traced("-o", str(log), "-e", "trace=write,fdatasync", code=WRITES_AND_TELLS, path=tmp_path / "answer.wav")
    unsynced = worst = 0
    for line in log.read_text().splitlines():
        size = int(line.rpartition("= ")[2].split()[0]) if "write(" in line else 0
        unsynced = 0 if "fdatasync(" in line else unsynced + (size if size > HEADER_BYTES else 0)
        worst = max(worst, unsynced)
    assert 0 < worst <= 0.25 * 32_000


def test_a_kill_at_any_moment_loses_nothing_that_was_added(tmp_path: Path) -> None:
    """Twelve processes are killed while they write; what each had acknowledged is on disk, sample for sample."""
    lots = random.Random(7)
    for number in range(12):
        path = tmp_path / f"{number}.wav"
        child = subprocess.Popen([sys.executable, "-c", WRITES_FOR_EVER, str(path)], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        for _ in range(lots.randint(1, 400)):
            child.stdout.readline()
        child.kill()
        acknowledged = [int(line) for line in child.stdout.read().split()]
        child.wait()
        child.stdout.close()
        seconds = recover(path)
        pcm = read_wav(path)
        assert len(pcm) >= (acknowledged[-1] if acknowledged else 0)
        assert seconds == len(pcm) / 32_000
        assert set((samples(pcm)[1:].astype(int) - samples(pcm)[:-1]) % 65536) <= {1}


def _with_header(**changes: int) -> Callable[[bytes], bytes]:
    offsets = {"riff": 4, "data": 40}

    def damage(file: bytes) -> bytes:
        damaged = bytearray(file)
        for name, value in changes.items():
            struct.pack_into("<I", damaged, offsets[name], value)
        return bytes(damaged)

    return damage


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(_with_header(data=0, riff=8), id="says that it is empty"),
        pytest.param(_with_header(data=0xFFFFFFFF, riff=0xFFFFFFFF), id="says that it is endless"),
        pytest.param(_with_header(data=16_000), id="says that it is shorter"),
        pytest.param(_with_header(data=10_000_000), id="says that it is longer"),
        pytest.param(lambda file: file[:36] + b"junk\0\0\0\0" + file[44:], id="has no data chunk"),
        pytest.param(lambda file: bytes(HEADER_BYTES) + file[HEADER_BYTES:], id="has zeros for a header"),
        pytest.param(lambda file: file + b"\x07", id="ends in half a sample"),
    ],
)
def test_a_damaged_header_is_put_right_from_the_length_of_the_file(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    pcm = tone(2.5)
    path = recorded(tmp_path / "answer.wav", pcm)
    path.write_bytes(damage(path.read_bytes()))
    os.utime(path, (1_000_000_000, 1_000_000_000))
    assert recover(path) == 2.5
    assert read_wav(path) == pcm
    assert path.stat().st_mtime == 1_000_000_000


@pytest.mark.parametrize("length", [0, 7, 43, 44, 45])
def test_a_file_cut_off_in_its_header_is_an_empty_recording(tmp_path: Path, length: int) -> None:
    path = tmp_path / "answer.wav"
    path.write_bytes(recorded(tmp_path / "whole.wav", BLOCK).read_bytes()[:length])
    assert recover(path) == 0.0
    assert read_wav(path) == b""


def test_a_healthy_recording_is_not_touched(tmp_path: Path) -> None:
    path = recorded(tmp_path / "answer.wav", tone(1))
    before = path.stat()
    assert recover(path) == 1.0
    assert path.stat() == before


def test_a_file_of_somebody_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "song.wav", tone(1, rate=44_100), rate=44_100)
    before = path.read_bytes()
    with pytest.raises(BadAudio, match="not a recording made by this program"):
        recover(path)
    assert path.read_bytes() == before


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """256 KB of room: eight seconds of sound."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a small disk can only be mounted by root on Linux")
    with tempfile.TemporaryDirectory() as folder:
        mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], capture_output=True)
        if mount.returncode:
            pytest.skip(f"no tmpfs can be mounted here: {mount.stderr.decode().strip()}")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk_keeps_everything_up_to_the_last_block_that_fitted(small_disk: Path) -> None:
    path, whole = small_disk / "answer.wav", ramp(20)
    tape = Tape(path)
    with pytest.raises(StoreError, match=r"The disk is full: answer.wav is kept up to \d\.\d s") as caught, tape:
        for start in range(0, len(whole), len(BLOCK)):
            tape.add(whole[start : start + len(BLOCK)])
    assert str(small_disk) in caught.value.hint
    pcm = read_wav(path)
    assert whole.startswith(pcm)
    assert tape.seconds == len(pcm) / 32_000
    assert tape.seconds > 7.5


def test_a_disk_without_room_for_the_first_byte_says_so(small_disk: Path) -> None:
    (small_disk / "full").write_bytes(bytes(256 * 1024))
    with pytest.raises(StoreError, match="cannot be made"), Tape(small_disk / "answer.wav"):
        pass
    assert not (small_disk / "answer.wav").exists()


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("call", [2, 3, 7])
def test_what_a_failed_sync_did_not_cover_is_not_called_kept(tmp_path: Path, call: int) -> None:
    """Call 1 belongs to the empty file; every later one covers four blocks of 50 ms."""
    inject = f"inject=fdatasync:error=EIO:when={call}"
    said = traced("-e", "trace=fdatasync", "-e", inject, code=WRITES_AND_TELLS, path=tmp_path / "answer.wav")
    seconds, _, sentence = said.partition(" ")
    assert float(seconds) <= 0.25 * (call - 2)
    assert sentence.startswith("The disk failed (Input/output error): answer.wav is kept up to")


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("call", range(3, 12))
def test_a_write_that_fails_leaves_a_playable_file(tmp_path: Path, call: int) -> None:
    path = tmp_path / "answer.wav"
    inject = f"inject=write:error=ENOSPC:when={call}"
    said = traced("-P", str(path), "-e", "trace=write", "-e", inject, code=WRITES_AND_TELLS, path=path)
    seconds, _, sentence = said.partition(" ")
    assert sentence.startswith("The disk is full")
    assert recover(path) == pytest.approx(float(seconds))


def traced(*options: str, code: str, path: Path) -> str:
    """Run the code under strace; what it printed."""
    command = ["strace", "-f", "-qq", *options, sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "Operation not permitted" in done.stderr and "ptrace" in done.stderr.lower():
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
