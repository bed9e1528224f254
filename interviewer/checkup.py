"""Everything that an interview needs, tried one by one: what `interviewer doctor` prints."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from interviewer import places, studio
from interviewer.errors import VoiceError
from interviewer.library import bank as banks
from interviewer.model.speech import Transcript
from interviewer.ports import Ask
from interviewer.settings import Settings

Check = Callable[[], str]
"""Tries one thing and says what was found; raises an InterviewerError with a hint when it will not do."""

SENTENCE = "Tell me about a decision that you would make again."
YES_OR_NO = {
    "type": "object",
    "properties": {"answer": {"type": "string", "enum": ["yes", "no"]}},
    "required": ["answer"],
    "additionalProperties": False,
}


def checks(chosen: Settings) -> tuple[tuple[str, Check], ...]:
    """What an interview needs, in the order in which it needs it."""
    return (
        ("settings", lambda: f"read from {places.config_file() or 'the defaults'}"),
        ("disk", lambda: _disk(chosen)),
        ("bank", lambda: _bank(chosen)),
        ("microphone", lambda: studio.check_microphone(chosen)),
        ("loudspeaker", lambda: "switched off" if chosen.speaker == "off" else studio.check_speaker(chosen)),
        ("voice and ears", lambda: _round_trip(chosen)),
        ("judge", lambda: _judge(chosen)),
    )


def _disk(chosen: Settings) -> str:
    studio.open_store(chosen).check_room(chosen.questions * studio.ANSWER_SECONDS)
    return f"sessions are kept in {places.recordings(chosen)}"


def _bank(chosen: Settings) -> str:
    bank = banks.find(chosen.bank, own=places.banks(chosen))
    return f"{bank.role}, {len(bank.questions)} questions"


def _round_trip(chosen: Settings) -> str:
    """The voice says a sentence and the ears write it down."""
    if chosen.voice == "off":
        studio.check_weights(chosen, chosen.ears)
        return f"the voice is switched off; {chosen.ears} is installed"
    with ExitStack() as stack:
        voice, ears = studio.open_voice(chosen), studio.open_ears(chosen)
        stack.callback(voice.close)
        stack.callback(ears.close)
        wav = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "spoken.wav"
        seconds = voice.render(SENTENCE, wav)
        heard = ears.transcribe(wav)
        if not isinstance(heard, Transcript):
            raise VoiceError(
                f"{voice.name} spoke, but {ears.name} heard nothing.",
                hint="Try another voice: INTERVIEWER_VOICE=pyttsx3",
            )
        return f"{voice.name} spoke {seconds:.1f} s, {ears.name} heard: {heard.text}"


def _judge(chosen: Settings) -> str:
    if chosen.judge == "off":
        return "switched off; answers can be judged later by `interviewer regrade`"
    chat = studio.open_chat(chosen)
    question = 'Is the sky often blue? Reply {"answer": "yes"} or {"answer": "no"}.'
    ask = Ask(system="You answer with JSON.", user=question, schema=YES_OR_NO, name="ready", max_tokens=32)
    try:
        chat.complete(ask, deadline=60.0)
    finally:
        chat.close()
    return f"{chat.name} on {chat.host} answers"
