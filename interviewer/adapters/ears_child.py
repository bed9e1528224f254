"""The ears' process: `python -m interviewer.adapters.ears_child FOLDER LANGUAGE THREADS`.

Request `{"wav": path}` -> `{"done": share}` ... -> `{"seconds", "speech_seconds", "digital_silence", "words"}`, where
each word is `[text, start, end, probability]`; with `start` and `end` (samples) only that part of the recording is
heard, and times stay those of the whole; with `verbatim` um and uh are asked for. `{"load": true}` only loads the
weights. What was said goes back through the
pipe and nowhere else.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from interviewer.adapters import priority
from interviewer.adapters.child import Message, serve
from interviewer.adapters.ears_windows import LONGEST, Stretch, Window, windows
from interviewer.adapters.ears_words import COMPRESSES_TOO_WELL, Heard, in_order, joined, without_loops
from interviewer.adapters.memory import give_back
from interviewer.model.audio import RATE

Sound = npt.NDArray[np.float32]

QUIETEST_DBFS = -60.0
"""A recording whose loudest 30 ms stay below this (root mean square) holds nothing that could be understood."""

VERBATIM = "Um, uh, hmm, er, ah."
"""What a verbatim pass shows Whisper before every window. As `initial_prompt` it would count for the first window of a
recording only, and a longer one makes Whisper lose whole sentences; the words of such a pass are never graded."""

BEAM = 1
"""Hypotheses that Whisper follows at once; see docs/decisions/0005 for what 1, 3 and 5 cost and bring."""

TEMPERATURES = (0.0, 0.2, 0.4)
"""Tried in turn while a window's text repeats itself or is very unlikely."""


MARGIN = 5.0
"""Seconds of silence that Whisper reads behind the sound of a window. By itself it pads every window to half a minute,
which takes as long for ten seconds as for thirty; see docs/decisions/0005."""

PADDED = 10.0
"""Seconds of sound below which a window is padded to the whole half minute after all: with less, words are invented."""

WHOLE = 30.0
FRAMES_A_SECOND = 100


class Ears:
    """Weights, loaded once, and what is done with a recording."""

    def __init__(self, folder: str, language: str, threads: int) -> None:
        import ctranslate2

        ctranslate2.set_random_seed(0)
        self._language = language
        self._model = whisper(folder, threads)

    def hear(
        self, wav: str, told: Callable[[float], None], part: tuple[int, int] | None = None, *, verbatim: bool = False
    ) -> Message:
        """The reply for one recording, or for the samples from `part[0]` to before `part[1]`; see the module."""
        sound = read(wav) if part is None else read_part(wav, *part)
        seconds, offset = len(sound) / RATE, part[0] / RATE if part else 0.0
        reply: Message = {"seconds": seconds, "speech_seconds": 0.0, "digital_silence": False, "words": []}
        if not np.any(sound):
            return reply | {"digital_silence": True}
        if loudest(sound) < QUIETEST_DBFS:
            return reply
        speech = find_speech(sound)
        words: list[Heard] = []
        packed = windows(speech, seconds)
        for number, window in enumerate(packed, start=1):
            words += self._decode(sound, window, VERBATIM if verbatim else None)
            told(number / len(packed))
        return reply | {
            "speech_seconds": sum(stretch.seconds for stretch in speech),
            "words": [
                [word.text, round(word.start + offset, 3), round(word.end + offset, 3), word.probability]
                for word in in_order(words, seconds)
            ],
        }

    def _decode(self, sound: Sound, window: Window, hotwords: str | None) -> Iterator[Heard]:
        """The words of one window, on the recording's clock."""
        parts = [sound[round(part.start * RATE) : round(part.end * RATE)] for part in window.stretches]
        read = WHOLE if window.seconds < PADDED else window.seconds + MARGIN
        self._model.frames = round(read * FRAMES_A_SECOND)
        segments, _ = self._model.transcribe(
            np.concatenate(parts),
            language=self._language,
            beam_size=BEAM,
            temperature=TEMPERATURES,
            word_timestamps=True,
            condition_on_previous_text=False,
            compression_ratio_threshold=COMPRESSES_TOO_WELL,
            log_prob_threshold=-1.0,
            no_speech_threshold=0.6,  # drops a segment only when its text is unlikely as well
            vad_filter=False,
            hotwords=hotwords,
        )
        for segment in segments:  # a lazy generator: the work is done here
            pieces = [
                Heard(word.word, *window.in_recording(word.start, word.end), word.probability)
                for word in segment.words or ()
            ]
            words = joined(pieces)
            yield from without_loops(words) if segment.compression_ratio > COMPRESSES_TOO_WELL else words


def whisper(folder: str, threads: int) -> Any:
    """faster-whisper's model, with `frames`: how many (10 ms each) the encoder reads of the half minute it is given."""
    from faster_whisper import WhisperModel

    class Model(WhisperModel):  # type: ignore[misc]
        frames = round(WHOLE * FRAMES_A_SECOND)

        def encode(self, features: Sound) -> Any:
            return super().encode(np.ascontiguousarray(features[..., : self.frames]))

    return Model(folder, device="cpu", compute_type="int8", cpu_threads=threads, num_workers=1, local_files_only=True)


def read(wav: str) -> Sound:
    """A sound file that libsndfile reads, as mono in the house rate."""
    import soundfile

    sound, hertz = soundfile.read(wav, dtype="float32", always_2d=True)
    mono: Sound = np.ascontiguousarray(sound.mean(axis=1), dtype=np.float32)
    if hertz != RATE:
        import soxr

        mono = soxr.resample(mono, hertz, RATE)
    return mono


def read_part(wav: str, start: int, end: int) -> Sound:
    """Samples of a recording in the house format, which may still be growing. Raises EOFError when there are fewer."""
    import soundfile

    sound: Sound = soundfile.read(wav, start=start, stop=end, dtype="float32")[0]
    if sound.shape != (end - start,):
        raise EOFError(f"{len(sound)} samples of {end - start} are there")
    return sound


def loudest(sound: Sound) -> float:
    """The loudest 30 ms in dB below full scale."""
    frame = round(0.03 * RATE)
    frames = sound[: max(len(sound) // frame, 1) * frame]
    power = np.mean(frames.reshape(-1, min(frame, len(frames))) ** 2, axis=1).max()
    return 10 * float(np.log10(max(float(power), 1e-12)))


def find_speech(sound: Sound) -> list[Stretch]:
    """Where the voice activity detector that faster-whisper carries hears speech."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(
        min_speech_duration_ms=150,
        min_silence_duration_ms=250,
        max_speech_duration_s=LONGEST - 1,
        speech_pad_ms=0,
    )
    found: Sequence[dict[str, int]] = get_speech_timestamps(sound, options)
    return [Stretch(each["start"] / RATE, min(each["end"], len(sound)) / RATE) for each in found]


def main() -> None:
    folder, language, threads = sys.argv[1:]
    ears: Ears | None = None

    def handle(request: Message, told: Callable[[float], None]) -> Message:
        nonlocal ears
        ears = ears or Ears(folder, language, int(threads))
        if "wav" not in request:
            return {"ready": True}
        part = (request["start"], request["end"]) if "start" in request else None
        try:
            return ears.hear(request["wav"], told, part, verbatim=request.get("verbatim", False))
        finally:
            give_back()

    serve(handle, steps=priority.EARS)


if __name__ == "__main__":
    main()
