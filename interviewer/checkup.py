"""Everything that an interview needs, tried one by one: what `interviewer doctor` prints."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from interviewer import consent, places, settings, studio
from interviewer.errors import EndpointRefused, JudgeError, ReplyUnusable, VoiceError
from interviewer.library import bank as banks
from interviewer.model.grade import HERE
from interviewer.model.speech import Transcript
from interviewer.ports import Ask, ChatModel, Reply
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


def judge_checks(chosen: Settings) -> tuple[tuple[str, Check], ...]:
    """The judge and the one that may take over, tried thoroughly."""
    second = settings.second(chosen)
    found = [("judge", chosen)] + ([("second judge", second)] if second is not None else [])
    return tuple((name, partial(lambda judge: str(try_judge(judge)), judge)) for name, judge in found)


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
    with _chat(chosen) as chat:
        _ask(chat)
        return f"{chat.name} on {chat.host} answers"


@dataclass(frozen=True)
class Trial:
    """What one judge did when it was tried."""

    model: str
    host: str
    """`this computer`, or the host that words would be sent to."""

    offered: tuple[str, ...]
    """Names of the models that its server lists; empty where it lists none, or there is no server."""

    seconds: float
    """From asking to the whole reply; of weights on this computer, from loading them."""

    form: str
    """How the reply was held to its form, such as `strict schema`; empty: as with every embedded model."""

    leaves: str
    """What leaves this computer, and where it goes, in a sentence."""

    def __str__(self) -> str:
        by = f", its form asked for by {self.form}" if self.form else ""
        listed = f" It lists {len(self.offered)} models{self._named()}." if self.offered else ""
        return f"{self.model} on {self.host} replied in {self.seconds:.1f} s{by}.{listed} {self.leaves}"

    def _named(self) -> str:
        return "" if self.model in self.offered else f", but none that is called {self.model}"


def try_judge(chosen: Settings) -> Trial:
    """Ask the judge of the settings one small question, and nothing that a candidate said.

    Raises EndpointRefused when nobody has agreed that its host gets anything, and what the model raises; no message
    holds a key.
    """
    # A judge that is switched off may be tried too, and then needs the same yes.
    if hosts := consent.hosts_to_ask_about(chosen.model_copy(update={"judge": "on"})):
        raise EndpointRefused(
            f"Nobody has agreed yet that anything is sent to {hosts[0]}.",
            hint=f"{consent.WHAT_IS_SENT} Agree first.",
        )
    begun = time.monotonic()
    with _chat(chosen) as chat:
        reply = _ask(chat)
        seconds = time.monotonic() - begun
        offered = _offered(chat)
        form = next((note.removeprefix("form: ") for note in reply.notes if note.startswith("form: ")), "")
        return Trial(chat.name, chat.host, offered, seconds, form, _leaves(chosen, chat.host))


@contextmanager
def _chat(chosen: Settings) -> Iterator[ChatModel]:
    chat = studio.open_chat(chosen)
    try:
        yield chat
    finally:
        chat.close()


def _ask(chat: ChatModel) -> Reply:
    question = 'Is the sky often blue? Reply {"answer": "yes"} or {"answer": "no"}.'
    ask = Ask(system="You answer with JSON.", user=question, schema=YES_OR_NO, name="ready", max_tokens=32)
    reply = chat.complete(ask, deadline=60.0)
    try:
        fits = json.loads(reply.text)["answer"] in ("yes", "no")
    except (ValueError, TypeError, KeyError, RecursionError):
        fits = False
    if not fits:
        raise ReplyUnusable(
            f"{chat.name} on {chat.host} answers, but not in the form that was asked for.",
            hint="Take a model that follows a JSON schema; the embedded one does.",
        )
    return reply


def _offered(chat: ChatModel) -> tuple[str, ...]:
    """A server that answers questions and lists nothing is good enough."""
    try:
        return chat.offered()
    except JudgeError:
        return ()


def _leaves(chosen: Settings, host: str) -> str:
    if not chosen.base_url:
        return "Nothing leaves this computer."
    if host == HERE:
        return "Your answers go to a server on this computer; what it sends on is not in our hands."
    return consent.WHAT_IS_SENT
