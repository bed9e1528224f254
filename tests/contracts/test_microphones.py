"""What every microphone promises: files, the fake, and the real one on a virtual sound card."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from interviewer.adapters.device_microphone import DeviceMicrophone
from interviewer.adapters.file_microphone import FileMicrophone
from interviewer.adapters.page_microphone import PageMicrophone
from interviewer.errors import StoreError
from interviewer.model.audio import Chunk
from interviewer.ports import Microphone, Recording
from tests.fake_page import FakePage
from tests.fakes import FakeMicrophone
from tests.pulse import Pulse
from tests.sounds import noise, read_wav, write_wav

HEARD = noise(2)


@contextmanager
def _files(tmp_path: Path, *, fast: bool) -> Iterator[Microphone]:
    with FileMicrophone([write_wav(tmp_path / "heard.wav", HEARD)], fast=fast) as microphone:
        yield microphone


KINDS = ["fake", "files, fast", "files, in real time", "page", pytest.param("device", marks=pytest.mark.pulse)]


@pytest.fixture(params=KINDS)
def microphone(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Microphone]:
    match request.param:
        case "fake":
            with FakeMicrophone([HEARD]) as opened:
                yield opened
        case "page":
            with FakePage(HEARD) as page:
                opened = PageMicrophone(page.look)
                opened.opened("fake")
                page.lend(opened)
                with opened:
                    yield opened
        case "device":
            pulse: Pulse = request.getfixturevalue("pulse")
            with pulse.murmur(), DeviceMicrophone() as opened:
                yield opened
        case kind:
            with _files(tmp_path, fast=kind == "files, fast") as opened:
                yield opened


def follow(recording: Recording, seconds: float) -> list[Chunk]:
    """Chunks of at least this much sound, or until the recording ends."""
    chunks: list[Chunk] = []
    for chunk in recording:
        chunks.append(chunk)
        if sum(chunk.seconds for chunk in chunks) >= seconds:
            break
    return chunks


def sound(chunks: list[Chunk]) -> bytes:
    return b"".join(chunk.pcm for chunk in chunks)


def test_every_chunk_is_on_disk_when_it_is_given(microphone: Microphone, tmp_path: Path) -> None:
    to, given = tmp_path / "answer.wav", b""
    with microphone.record(to, turn=1) as recording:
        for chunk in recording:
            given += chunk.pcm
            assert read_wav(to).startswith(given)
            assert recording.seconds * 32_000 >= len(given)
            if len(given) > 24_000:
                break


def test_chunks_are_at_most_a_tenth_of_a_second(microphone: Microphone, tmp_path: Path) -> None:
    with microphone.record(tmp_path / "answer.wav", turn=1) as recording:
        assert all(0 < chunk.seconds <= 0.1 for chunk in follow(recording, 1))


def test_the_file_is_whole_when_the_take_is_left(microphone: Microphone, tmp_path: Path) -> None:
    to = tmp_path / "answer.wav"
    with microphone.record(to, turn=1) as recording:
        heard = sound(follow(recording, 0.5))
    kept = read_wav(to)
    assert kept.startswith(heard)
    assert len(kept) == round(recording.seconds * 32_000)


@pytest.mark.parametrize("end", ["by itself", "by an interrupt"])
def test_what_came_after_the_end_of_an_answer_is_cut_off(microphone: Microphone, tmp_path: Path, end: str) -> None:
    to = tmp_path / "answer.wav"
    with contextlib.suppress(KeyboardInterrupt), microphone.record(to, turn=1) as recording:
        heard = sound(follow(recording, 1.0))
        recording.kept = 0.5
        if end == "by an interrupt":
            raise KeyboardInterrupt
    assert read_wav(to) == heard[:16_000]
    assert recording.seconds == 0.5


def test_a_take_can_follow_a_take(microphone: Microphone, tmp_path: Path) -> None:
    for number in (1, 2):
        with microphone.record(tmp_path / f"take-{number}" / "answer.wav", turn=1) as recording:
            follow(recording, 0.3)
    assert len(read_wav(tmp_path / "take-1" / "answer.wav")) >= 9600
    assert len(read_wav(tmp_path / "take-2" / "answer.wav")) >= 9600


def test_a_paused_recording_stays_alive_and_keeps_nothing(microphone: Microphone, tmp_path: Path) -> None:
    with microphone.record(tmp_path / "answer.wav", turn=1) as recording:
        chunks = iter(recording)
        next(chunks)
        recording.pause()
        while next(chunks).samples:
            pass  # what was said before the pause may still be under way
        paused_at = recording.seconds
        assert [next(chunks).samples for _ in range(3)] == [0, 0, 0]
        assert recording.seconds == paused_at
        recording.resume()
        while not next(chunks).samples:
            pass
        assert recording.seconds > paused_at


def test_a_take_may_be_left_before_its_first_sound(microphone: Microphone, tmp_path: Path) -> None:
    with microphone.record(tmp_path / "answer.wav", turn=1):
        pass
    assert len(read_wav(tmp_path / "answer.wav")) < 32_000


def test_a_recording_that_is_there_is_never_overwritten(microphone: Microphone, tmp_path: Path) -> None:
    to = write_wav(tmp_path / "answer.wav", HEARD)
    with pytest.raises(StoreError), microphone.record(to, turn=1):
        pass
    assert read_wav(to) == HEARD


def test_a_recording_is_for_its_owner_only(microphone: Microphone, tmp_path: Path) -> None:
    to = tmp_path / "answer.wav"
    with microphone.record(to, turn=1) as recording:
        follow(recording, 0.2)
    assert to.stat().st_mode & 0o077 == 0


def test_a_microphone_has_a_name(microphone: Microphone) -> None:
    assert microphone.name
