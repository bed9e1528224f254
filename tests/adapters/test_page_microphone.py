"""The page's microphone: what is on disk is what the page heard, whatever the connection does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from interviewer.adapters.page_microphone import LARGEST_CHUNK, REFUSALS, PageMicrophone, PageRecording
from interviewer.errors import MicrophoneError, NoMicrophone
from interviewer.ports import Recording
from tests.sounds import noise, read_wav

SOUND = noise(3)
CHUNKS = [SOUND[at : at + LARGEST_CHUNK] for at in range(0, len(SOUND), LARGEST_CHUNK)]


@pytest.fixture
def microphone() -> Iterator[PageMicrophone]:
    opened = PageMicrophone(lambda: None)
    opened.opened("Headset")
    with opened:
        yield opened


@pytest.mark.parametrize("seed", range(20))
def test_loss_repetition_and_disorder_leave_every_byte_in_its_place(
    microphone: PageMicrophone, tmp_path: Path, seed: int
) -> None:
    """A page that sends again from any place that was not acknowledged, over a wire that loses and repeats."""
    chance, to = Random(seed), tmp_path / "answer.wav"
    with microphone.record(to, turn=1):
        acknowledged, sent = 0, 0
        while acknowledged < len(CHUNKS):
            number = min(len(CHUNKS) - 1, chance.choice([sent, acknowledged, chance.randrange(sent + 1)]))
            sent = max(sent, number + 1)
            if chance.random() < 0.3:
                continue  # lost on its way
            wanted = microphone.feed(1, number, CHUNKS[number], last=False)
            assert wanted is not None
            if chance.random() < 0.7:  # the acknowledgement may be lost as well
                acknowledged = wanted
            if chance.random() < 0.1:
                sent = acknowledged  # the page was reloaded
    assert read_wav(to) == SOUND


def test_what_is_acknowledged_is_on_disk(microphone: PageMicrophone, tmp_path: Path) -> None:
    to = tmp_path / "answer.wav"
    with microphone.record(to, turn=1):
        for number, pcm in enumerate(CHUNKS[:5]):
            assert microphone.feed(1, number, pcm, last=False) == number + 1
            assert read_wav(to) == b"".join(CHUNKS[: number + 1])


def test_leaving_waits_for_what_is_under_way(microphone: PageMicrophone, tmp_path: Path) -> None:
    to, page = tmp_path / "answer.wav", threading.Event()

    def bring_home() -> None:
        while (wanted := microphone.wanted) is None or not wanted.closing:
            page.wait(0.01)
        for number in range(wanted.next, 5):
            microphone.feed(1, number, CHUNKS[number], last=False)
        microphone.feed(1, 5, CHUNKS[5][:320], last=True)

    thread = threading.Thread(target=bring_home)
    with microphone.record(to, turn=1):
        microphone.feed(1, 0, CHUNKS[0], last=False)
        thread.start()
    thread.join()
    assert read_wav(to) == b"".join(CHUNKS[:5]) + CHUNKS[5][:320]


def test_a_page_that_is_gone_holds_nothing_up(microphone: PageMicrophone, tmp_path: Path) -> None:
    with microphone.record(tmp_path / "answer.wav", turn=1):
        microphone.feed(1, 0, CHUNKS[0], last=False)
    assert read_wav(tmp_path / "answer.wav") == CHUNKS[0]


def test_sound_of_another_take_is_not_wanted(microphone: PageMicrophone, tmp_path: Path) -> None:
    assert microphone.feed(1, 0, CHUNKS[0], last=False) is None
    with microphone.record(tmp_path / "one.wav", turn=1):
        assert microphone.feed(2, 0, CHUNKS[0], last=False) is None
        assert microphone.feed(1, 0, CHUNKS[0], last=False) == 1
    with microphone.record(tmp_path / "two.wav", turn=2):
        assert microphone.feed(1, 1, CHUNKS[1], last=False) is None
    assert read_wav(tmp_path / "two.wav") == b""


@pytest.mark.parametrize("pcm", [bytes(LARGEST_CHUNK + 2), bytes(3), bytes(1 << 20)])
def test_what_can_be_no_chunk_is_refused(microphone: PageMicrophone, tmp_path: Path, pcm: bytes) -> None:
    with microphone.record(tmp_path / "answer.wav", turn=1), pytest.raises(MicrophoneError):
        microphone.feed(1, 0, pcm, last=False)
    assert read_wav(tmp_path / "answer.wav") == b""


def test_an_interview_is_told_what_to_do_while_nobody_speaks(microphone: PageMicrophone, tmp_path: Path) -> None:
    with microphone.record(tmp_path / "answer.wav", turn=1) as recording:
        assert isinstance(recording, Recording)
        assert isinstance(recording, PageRecording)
        assert [chunk.samples for chunk, _ in zip(recording, range(2), strict=False)] == [0, 0]


@pytest.mark.parametrize("error", [*REFUSALS, "AbortError"])
def test_what_the_browser_refuses_is_told_in_one_sentence_with_one_hint(error: str) -> None:
    microphone = PageMicrophone(lambda: None)
    microphone.refused(error)
    with pytest.raises(NoMicrophone) as refused, microphone:
        pass
    assert refused.value.message.endswith(".")
    assert refused.value.hint.endswith(".")


def test_closing_the_program_ends_the_wait_for_a_page() -> None:
    microphone = PageMicrophone(lambda: None)
    microphone.leave()
    with pytest.raises(KeyboardInterrupt), microphone:
        pass
