"""What the interviewer says can be understood: every question of the bank, spoken and written down again."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.adapters.ears import WhisperEars
from interviewer.adapters.voice_piper import PiperVoice
from interviewer.adapters.voice_pyttsx3 import Pyttsx3Voice
from interviewer.library import bank
from interviewer.model.speech import Transcript
from interviewer.ports import Voice
from tests.spoken import word_error_rate
from tests.weights import weights_file

pytestmark = pytest.mark.real


def test_the_whole_bank_survives_the_way_from_voice_to_ear(tmp_path: Path) -> None:
    questions = [question.text for question in bank.find("it-product-manager").questions]
    assert len(questions) == 9
    ears = WhisperEars(weights_file("whisper-base", "model.bin").parent, name="whisper-base", threads=2)
    voices: list[Voice] = [PiperVoice(weights_file("piper-joe", "en_US-joe-medium.onnx").parent), Pyttsx3Voice()]
    rates = {}
    try:
        ears.start()
        for voice in voices:
            heard = [_heard(ears, voice, question, tmp_path) for question in questions]
            rates[voice.name] = word_error_rate(questions, heard)
            wrong = [f"  {said} -> {got}" for said, got in zip(questions, heard, strict=True)]
            print(f"\n{voice.name}: pooled word error rate {rates[voice.name]:.1%}", *wrong, sep="\n")
    finally:
        for part in (ears, *voices):
            part.close()
    assert rates["piper-joe"] <= 0.05


def _heard(ears: WhisperEars, voice: Voice, question: str, folder: Path) -> str:
    voice.render(question, folder / "question.wav")
    heard = ears.transcribe(folder / "question.wav")
    assert isinstance(heard, Transcript), question
    return heard.text
