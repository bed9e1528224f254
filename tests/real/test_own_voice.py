"""An answer that goes on over open loudspeakers: real voices in one sound, real ears, and the rule between them."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
import soxr

from interviewer.adapters.ears import WhisperEars
from interviewer.adapters.voice_piper import PiperVoice
from interviewer.adapters.voice_pyttsx3 import Pyttsx3Voice
from interviewer.library import bank
from interviewer.model.audio import RATE
from interviewer.model.speech import Heard, OwnVoice, Transcript
from interviewer.ports import Voice
from interviewer.rules.own_voice import spoken, without_own_voice
from tests.weights import weights_file

pytestmark = pytest.mark.real

Sound = npt.NDArray[np.float32]

BEFORE = "In March our build broke twice a week, so I wrote the tests that were missing."
MORE = "Since then nobody has been called at night, which saved us about ten hours a month."
SILENCE, VOICE, THOUGHT, DELAY = 3.0, 3.0, 0.4, 0.15
"""Seconds: before the question, of it, until the candidate is heard, and on the voice's way into the microphone."""

LOUDNESS = 0.3
"""Of the loudspeaker, as the microphone hears it."""


def test_no_passage_of_the_question_is_left_and_every_word_of_the_answer(tmp_path: Path) -> None:
    questions = [question.text for question in bank.find("it-product-manager").questions]
    ears = WhisperEars(weights_file("whisper-base", "model.bin").parent, name="whisper-base", threads=2)
    interviewer = PiperVoice(weights_file("piper-joe", "en_US-joe-medium.onnx").parent)
    candidate = Pyttsx3Voice()
    try:
        before, more = _said(candidate, BEFORE, tmp_path), _said(candidate, MORE, tmp_path)
        start = len(before) / RATE + SILENCE
        for question in questions:
            asked = _said(interviewer, question, tmp_path)
            heard = ears.transcribe(_mixed(before, asked[: round(VOICE * RATE)], more, tmp_path))
            text = spoken(question, 0.0, VOICE, len(asked) / RATE)
            left = without_own_voice(heard, [OwnVoice(start=start, end=start + VOICE, text=text)])
            print(f"\n{_text(heard)}\n-> {_text(left)}")
            assert len(_passages(question, heard)) >= 3, "the ears did not hear the voice, so this proves nothing"
            assert _passages(question, left) == set()
            all_of_it, said_before, said = _words(heard), _words(heard, until=start - 1.0), _words(left)
            goes_on = _of_the_answer(all_of_it)
            assert said[: len(said_before)] == said_before
            assert said[-len(goes_on) :] == goes_on
            assert len(said) - len(goes_on) - len(said_before) <= 3, "more than pieces of a broken word"
    finally:
        for part in (ears, interviewer, candidate):
            part.close()


def _said(voice: Voice, text: str, folder: Path) -> Sound:
    voice.render(text, folder / "said.wav")
    sound, rate = soundfile.read(folder / "said.wav", dtype="float32")
    return np.asarray(sound if rate == RATE else soxr.resample(sound, rate, RATE), np.float32)


def _mixed(before: Sound, voice: Sound, more: Sound, folder: Path) -> Path:
    """One recording of all three, with a little noise, and silence behind it."""
    asked = len(before) + round((SILENCE + DELAY) * RATE)
    goes_on = len(before) + round((SILENCE + VOICE + THOUGHT) * RATE)
    sound = np.random.default_rng(1).normal(0, 0.001, goes_on + len(more) + 2 * RATE).astype(np.float32)
    sound[: len(before)] += 0.8 * before
    sound[asked : asked + len(voice)] += LOUDNESS * voice
    sound[goes_on : goes_on + len(more)] += 0.8 * more
    soundfile.write(folder / "answer.wav", sound, RATE, subtype="PCM_16")
    return folder / "answer.wav"


def _passages(question: str, heard: Heard) -> set[tuple[str, str]]:
    """Two words in a row of the question that stand in a row in what was heard."""
    return set(pairwise(_plain(question))) & set(pairwise(_words(heard)))


def _of_the_answer(words: list[str]) -> list[str]:
    """What was heard from where it first follows the rest of the answer: its very first word may be misheard."""
    rest = [_plain(MORE)[place : place + 3] for place in range(3)]
    return next(words[place:] for place in range(len(words)) if words[place : place + 3] in rest)


def _words(heard: Heard, until: float = 60.0) -> list[str]:
    assert isinstance(heard, Transcript)
    return _plain(" ".join(word.text for word in heard.words if word.end < until))


def _text(heard: Heard) -> str:
    assert isinstance(heard, Transcript)
    return heard.text


def _plain(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower().replace("10", "ten"))
