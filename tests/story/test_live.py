"""Ears that follow an answer: what was heard stands, what is out of date is never shown, all sound is heard once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from interviewer.adapters.tape import Tape
from interviewer.errors import TranscriptionError
from interviewer.live import AlongReader, Following, NoLiveEars
from interviewer.model.audio import BYTES_PER_SAMPLE, RATE, Chunk, Span
from interviewer.model.speech import Heard, NoSpeech, Transcript, Word
from interviewer.ports import Ears, Progress, silent
from tests.sounds import hush, noise, tone

TENTH = RATE // 10 * BYTES_PER_SAMPLE


class SpanEars(Ears):
    """Hears where each part begins and ends, if it is loud, and nothing else."""

    name = "span"

    def __init__(self, *, fails_at: int = 0) -> None:
        self.spans: list[Span | None] = []
        self._fails_at = fails_at

    def transcribe(self, wav: Path, progress: Progress = silent, span: Span | None = None) -> Heard:
        self.spans.append(span)
        if len(self.spans) == self._fails_at:
            raise TranscriptionError("The ears stopped.")
        assert span is not None
        assert wav.stat().st_size >= 44 + span.end * BYTES_PER_SAMPLE, "heard before it was on disk"
        sound = wav.read_bytes()[44:][span.start * BYTES_PER_SAMPLE : span.end * BYTES_PER_SAMPLE]
        if not any(sound):
            return NoSpeech(seconds=span.seconds, digital_silence=True)
        progress(1.0)
        start, end = span.start / RATE, span.end / RATE
        word = Word(text=f"{start:.1f}-{end:.1f}", start=start, end=end, probability=0.9)
        return Transcript(words=(word,), seconds=span.seconds, speech_seconds=1.0, language="en", heard_by=self.name)


class Reader(AlongReader):
    """Notes what it is given to read."""

    def __init__(self) -> None:
        self.standing: list[str] = []
        self.whole: list[tuple[str, Callable[[], bool]]] = []

    def stands(self, heard: Heard) -> None:
        assert isinstance(heard, Transcript)
        self.standing.append(heard.text)

    def seems_over(self, heard: Heard, is_silent: Callable[[], bool]) -> None:
        assert isinstance(heard, Transcript)
        self.whole.append((heard.text, is_silent))


class Stage:
    """A take that grows when told to, and a worker that works when told to."""

    def __init__(self, tape: Tape, ears: SpanEars) -> None:
        self.ears = ears
        self.captions: list[str] = []
        self._jobs: deque[Callable[[], None]] = deque()
        self._tape = tape
        self.reader = Reader()
        self.live = Following(
            ears, self._tape.path, self._jobs.append, lambda heard: self.captions.append(heard.text), self.reader
        )

    def say(self, seconds: float) -> None:
        self._play(tone(seconds), 0.9)

    def hush(self, seconds: float) -> None:
        self._play(hush(seconds), 0.0)

    def mumble(self, seconds: float) -> None:
        """Sound that the detector in the loop takes for none."""
        self._play(noise(seconds), 0.1)

    def lose(self, seconds: float) -> None:
        self._tape.add_silence(seconds)
        self._tape.add(hush(0.1))
        self.live.hear(Chunk(hush(0.1), lost_seconds=seconds), 0.0)

    def work(self) -> None:
        while self._jobs:
            self._jobs.popleft()()

    def finish(self) -> Heard | None:
        self.work()
        return self.live.finish(self._tape.seconds)

    def _play(self, pcm: bytes, speech: float) -> None:
        for at in range(0, len(pcm), TENTH):
            self._tape.add(pcm[at : at + TENTH])
            self.live.hear(Chunk(pcm[at : at + TENTH]), speech)


@pytest.fixture
def tape(tmp_path: Path) -> Iterator[Tape]:
    with Tape(tmp_path / "take-1" / "answer.wav") as tape:
        yield tape


@pytest.fixture
def stage(tape: Tape) -> Stage:
    return Stage(tape, SpanEars())


def all_of_it(spans: list[Span | None]) -> list[tuple[float, float]]:
    return [(span.start / RATE, span.end / RATE) for span in spans if span is not None]


def test_what_was_said_so_far_is_what_will_stand(stage: Stage) -> None:
    assert stage.live.so_far() is None
    stage.say(12.0)
    stage.hush(1.0)
    stage.say(4.0)
    assert stage.live.so_far() is None
    stage.hush(1.5)
    stage.work()
    so_far, heard = stage.live.so_far(), stage.finish()
    assert isinstance(heard, Transcript)
    assert so_far is not None
    assert so_far.words == heard.words


def test_nothing_is_left_at_the_end_but_silence(stage: Stage) -> None:
    stage.say(12.0)
    stage.hush(1.0)
    stage.say(4.0)
    stage.hush(1.5)
    stage.work()
    before = len(stage.ears.spans)
    heard = stage.finish()
    assert isinstance(heard, Transcript)
    assert heard.text == "0.0-12.3 12.3-17.4"
    assert all_of_it(stage.ears.spans[before:]) == [(17.35, 18.5)]
    assert stage.captions == ["0.0-12.3"]


def test_an_answer_that_is_ended_in_mid_word_has_its_last_sound_heard(stage: Stage) -> None:
    stage.say(4.0)
    heard = stage.finish()
    assert isinstance(heard, Transcript)
    assert heard.text == "0.0-4.0"


def test_sound_after_the_tail_that_the_loop_took_for_silence_is_heard_all_the_same(stage: Stage) -> None:
    stage.say(4.0)
    stage.hush(1.0)
    stage.mumble(0.5)
    heard = stage.finish()
    assert isinstance(heard, Transcript)
    assert heard.text == "0.0-4.3 4.3-5.5"


def test_a_tail_that_was_tried_too_early_is_never_shown(stage: Stage) -> None:
    stage.say(3.0)
    stage.hush(1.2)
    stage.work()
    assert stage.live.tail() == "0.0-3.4"
    stage.say(0.5)
    assert stage.live.tail() is None
    stage.hush(0.5)
    assert stage.live.tail() is None, "the newest words are not known yet"
    stage.live.expect_end()
    stage.work()
    assert stage.live.tail() == "0.0-5.0"
    heard = stage.finish()
    assert isinstance(heard, Transcript)
    assert heard.text == "0.0-5.0"


def test_a_try_that_came_too_late_is_not_even_made(stage: Stage) -> None:
    stage.say(3.0)
    stage.hush(1.2)
    stage.say(0.5)
    stage.work()
    assert stage.ears.spans == []


def test_the_same_tail_is_never_heard_twice(stage: Stage) -> None:
    stage.say(5.0)
    for _ in range(15):
        stage.hush(0.1)
        stage.live.expect_end()
    stage.hush(5.0)
    heard = stage.finish()
    assert isinstance(heard, Transcript)
    assert all_of_it(stage.ears.spans) == [(0.0, 5.35), (5.35, 11.5)]
    assert stage.captions == ["0.0-5.3"]


def test_the_tail_has_all_the_words_before_it(stage: Stage) -> None:
    assert stage.live.tail() == ""
    stage.say(12.0)
    stage.hush(1.0)
    assert stage.live.tail() is None
    stage.work()
    assert stage.live.tail() == "0.0-12.3"
    stage.say(1.0)
    stage.hush(1.0)
    stage.work()
    assert stage.live.tail() == "0.0-12.3 12.3-14.3"


def test_sound_that_was_lost_moves_the_words_behind_it(stage: Stage) -> None:
    stage.say(2.0)
    stage.lose(3.0)
    stage.say(2.0)
    stage.hush(1.2)
    stage.work()
    assert stage.live.tail() == "0.0-7.5"


@pytest.mark.parametrize("fails_at", [1, 2, 3])
def test_one_failure_and_everything_is_to_be_heard_again(tape: Tape, fails_at: int) -> None:
    stage = Stage(tape, SpanEars(fails_at=fails_at))
    stage.say(12.0)
    stage.hush(1.0)
    stage.say(4.0)
    stage.hush(1.5)
    assert stage.finish() is None
    assert len(stage.ears.spans) == fails_at, "nothing is heard that would be thrown away"
    assert stage.live.tail() in (None, "0.0-12.3 12.3-17.4")


def test_a_recording_that_lost_its_end_to_a_failing_disk_is_heard_again(stage: Stage) -> None:
    stage.say(12.0)
    stage.hush(1.0)
    stage.work()
    assert stage.live.finish(11.0) is None


def test_silence_is_no_speech(stage: Stage) -> None:
    stage.hush(40.0)
    assert stage.finish() == NoSpeech(seconds=40.0, digital_silence=True)


def test_progress_is_told_from_the_moment_somebody_waits(stage: Stage) -> None:
    told: list[float | None] = []
    stage.say(12.0)
    stage.hush(1.0)
    stage.work()
    assert told == []
    stage.live.watch(told.append)
    stage.say(1.0)
    stage.finish()
    assert told == [1.0]


def test_whoever_reads_along_gets_all_that_stands_each_time_that_more_does(stage: Stage) -> None:
    stage.say(12.0)
    stage.hush(1.0)
    stage.work()
    stage.say(12.0)
    stage.hush(1.0)
    stage.work()
    assert stage.reader.standing == ["0.0-12.3", "0.0-12.3 12.3-25.4"]
    assert stage.reader.whole == []


def test_what_may_be_all_is_read_to_its_last_word_until_somebody_goes_on(stage: Stage) -> None:
    stage.say(12.0)
    stage.hush(1.0)
    stage.say(3.0)
    stage.hush(1.2)
    stage.live.seems_over()
    stage.work()
    ((text, is_silent),) = stage.reader.whole
    assert text == "0.0-12.3 12.3-16.4"
    stage.hush(1.5)  # long enough to be cut off and to stand
    stage.work()
    assert is_silent()
    heard = stage.finish()
    assert isinstance(heard, Transcript)
    assert heard.text == text
    stage.say(0.1)
    assert not is_silent()


def test_an_answer_that_went_on_before_its_words_were_known_is_not_read(stage: Stage) -> None:
    stage.say(5.0)
    stage.hush(1.2)
    stage.live.seems_over()
    stage.say(0.5)
    stage.work()
    assert stage.reader.whole == []


def test_nothing_is_read_along_after_a_failure(tape: Tape) -> None:
    stage = Stage(tape, SpanEars(fails_at=2))
    stage.say(12.0)
    stage.hush(1.0)
    stage.say(3.0)
    stage.hush(1.2)
    stage.live.seems_over()
    stage.work()
    assert stage.reader.standing == ["0.0-12.3"]
    assert stage.reader.whole == []


def test_where_there_are_no_ears_nothing_is_known() -> None:
    live = NoLiveEars()
    live.hear(Chunk(tone(0.1)), 0.9)
    live.expect_end()
    assert live.tail() is None
