"""How late the words are: ears that follow an answer, beside ears that begin when it is over, in real time."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import soundfile

from benchmarks.ears.noise import invented
from benchmarks.ears.speech import Answer, room, synthetic
from interviewer import places, studio
from interviewer import settings as choices
from interviewer.adapters.file_microphone import FileMicrophone
from interviewer.live import Following
from interviewer.model.audio import RATE
from interviewer.model.speech import Heard, NoSpeech
from interviewer.ports import Ears
from tests.spoken import word_error_rate

ENDINGS = {"Enter": 0.3, "silence": 1.6}
"""Seconds after the last word at which the end is decided: by a key at once, or by the briskest silence aimed at."""


@dataclass(frozen=True)
class Followed:
    """One answer, followed in real time and then heard in one go."""

    part: str
    ending: str
    seconds: float
    synthetic: bool
    wait: float
    """Seconds from the end to the whole transcript."""

    wait_one_shot: float
    wait_plain: float
    """The same for faster-whisper as its README shows it."""

    cpu: float
    """Processor seconds of the ears' process, tries that were thrown away included."""

    cpu_one_shot: float
    words: int
    wrong: float
    """Words that were written down wrong, as a share of those said (word error rate)."""

    wrong_one_shot: float
    wrong_plain: float
    captions: int
    same_as_fast: bool
    """Whether the words are those of the same answer read as fast as can be."""

    load: float
    """Load average of the machine when it began; above the number of cores, others had a share in the delays."""


class Stopwatch:
    """Processor seconds of the ears' child."""

    def __init__(self) -> None:
        children = psutil.Process().children(recursive=True)
        self._child = next(child for child in children if "ears_child" in " ".join(child.cmdline()))

    def __call__(self) -> float:
        times = self._child.cpu_times()
        return times.user + times.system


@contextmanager
def warm_ears(chosen: choices.Settings) -> Iterator[tuple[Ears, Stopwatch]]:
    ears = studio.open_ears(chosen)
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "first.wav"
        soundfile.write(first, np.zeros(RATE), RATE, subtype="PCM_16")
        try:
            ears.transcribe(first)
            yield ears, Stopwatch()
        finally:
            ears.close()


@dataclass(frozen=True)
class Outcome:
    heard: Heard
    waited: float
    """Seconds from the end of the answer."""

    captions: int


def follow(ears: Ears, wav: Path, to: Path, *, fast: bool) -> Outcome:
    """The answer in `wav` as the loop hears it, recorded to `to`."""
    detector, captions = studio.open_detector(), []
    with ThreadPoolExecutor(1) as worker:
        jobs: list[Future[None]] = []

        def work(job: Callable[[], None]) -> None:
            jobs.append(worker.submit(job))

        live = Following(ears, to, work, captions.append)
        with FileMicrophone([wav], fast=fast) as microphone, microphone.record(to, turn=1) as recording:
            for chunk in recording:
                live.hear(chunk, detector.hear(chunk))
            seconds = recording.seconds
        ended = time.monotonic()
        heard = worker.submit(lambda: live.finish(seconds)).result()
        waited = time.monotonic() - ended
        for job in jobs:
            job.result()
    assert heard is not None, "the live path failed and all was to be heard again"
    return Outcome(heard, waited, len(captions))


def measure(answer: Answer, ending: str, ears: Ears, cpu: Stopwatch, plain: Callable[[Path], str]) -> Followed:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = folder / "whole.wav"
        sound = soundfile.read(answer.wav)[0]
        soundfile.write(whole, np.concatenate([sound, room(ENDINGS[ending] - 0.3)]), RATE, subtype="PCM_16")
        before, load = cpu(), psutil.getloadavg()[0]
        live = follow(ears, whole, folder / "live" / "answer.wav", fast=False)
        followed = cpu()
        began = time.monotonic()
        at_once = ears.transcribe(whole)
        one_shot, spent = time.monotonic() - began, cpu() - followed
        began = time.monotonic()
        theirs = plain(whole)
        by_plain = time.monotonic() - began
        quick = follow(ears, whole, folder / "fast" / "answer.wav", fast=True)
    return Followed(
        part=answer.id,
        ending=ending,
        seconds=round(answer.seconds, 1),
        synthetic=answer.synthetic,
        wait=round(live.waited, 3),
        wait_one_shot=round(one_shot, 3),
        wait_plain=round(by_plain, 3),
        cpu=round(followed - before, 2),
        cpu_one_shot=round(spent, 2),
        words=len(answer.said.split()),
        wrong=round(word_error_rate([answer.said], [text(live.heard)]), 4),
        wrong_one_shot=round(word_error_rate([answer.said], [text(at_once)]), 4),
        wrong_plain=round(word_error_rate([answer.said], [theirs]), 4),
        captions=live.captions,
        same_as_fast=text(quick.heard) == text(live.heard),
        load=round(load, 1),
    )


def spoken(chosen: choices.Settings, kept: Path, part: str) -> list[Answer]:
    voice = studio.open_voice(chosen)
    try:
        return synthetic(voice, kept, only=part)
    finally:
        voice.close()


def text(heard: Heard) -> str:
    return "" if isinstance(heard, NoSpeech) else heard.text


@contextmanager
def plain_whisper(chosen: choices.Settings) -> Iterator[Callable[[Path], str]]:
    """faster-whisper as its README shows it: beam 5, no filter, the whole file at once."""
    from faster_whisper import WhisperModel

    model = WhisperModel(str(places.models(chosen) / chosen.ears), device="cpu", compute_type="int8", cpu_threads=2)

    def plain(wav: Path) -> str:
        segments, _info = model.transcribe(str(wav), beam_size=5, language=chosen.language)
        return " ".join(segment.text.strip() for segment in segments)

    yield plain


def late(chosen: choices.Settings, given: list[Answer]) -> Iterator[dict[str, Any]]:
    """Each answer, ended by a key and by silence."""
    with warm_ears(chosen) as (ears, cpu), plain_whisper(chosen) as plain:
        for answer in given:
            for ending in ENDINGS:
                yield asdict(measure(answer, ending, ears, cpu, plain))


def noises(chosen: choices.Settings, minutes: float) -> Iterator[dict[str, Any]]:
    """So many minutes of each kind of noise, heard as an answer is."""
    with warm_ears(chosen) as (ears, _cpu), plain_whisper(chosen) as plain:
        for line in invented(lambda wav, to: text(follow(ears, wav, to, fast=True).heard), plain, minutes):
            yield {"part": "noise", **line}
