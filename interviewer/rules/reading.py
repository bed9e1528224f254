"""The language model's reading of an answer: small questions, ids as an enum, and a reply that is checked here
whatever the server promised.

Every call starts with the same words in the same order (system, question, sentences) and ends with the check, so that
a server which keeps its prompt cache reads the answer once.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from interviewer.errors import ReplyUnusable
from interviewer.library.prompts import Prompt
from interviewer.model.grade import PARTS, Part
from interviewer.model.speech import Sentence
from interviewer.ports import Ask, ChatModel, Ledger, Reply
from interviewer.rules.rubric import Bundle
from interviewer.rules.screening import plain

NONE = "none"
VERDICTS = ("no", "mentioned", "with substance")
"""What a guidance point gets: 0, 1 and 2."""

ALTERNATIVES = 8
"""How many alternatives a token are asked for: the labels and a few misspellings of them."""

MOST_EVIDENCE = 3
"""Sentences that a guidance point may cite: enough to prove it, and a reply that takes a second and not five."""

Labels = dict[str, dict[Part, float]]
"""For each sentence how probable it is that it plays each part."""


@dataclass(frozen=True, slots=True)
class PointReading:
    """What the model said about one guidance point, before anything is verified."""

    evidence: tuple[str, ...]
    verdict: int
    expected: float
    """Mean of the verdicts by their probabilities; the verdict itself where the server gives no probabilities."""


@dataclass(frozen=True)
class Prompts:
    """What the reader is told."""

    system: Prompt
    answer: Prompt
    labels: Prompt
    point: Prompt
    repair: Prompt

    @classmethod
    def load(cls) -> Prompts:
        """Raises BadPrompt."""
        return cls(*(Prompt.load(f"judge_{name}") for name in ("system", "answer", "labels", "point", "repair")))

    @property
    def fingerprints(self) -> tuple[str, ...]:
        return tuple(prompt.fingerprint for prompt in (self.system, self.answer, self.labels, self.point, self.repair))


class Reader:
    """One answer before one model."""

    def __init__(
        self,
        chat: ChatModel,
        prompts: Prompts,
        bundle: Bundle,
        sentences: Sequence[Sentence],
        ledger: Ledger,
        *,
        seed: int,
        deadline: float,
    ) -> None:
        self._chat = chat
        self._prompts = prompts
        self._ids = [sentence.id for sentence in sentences]
        self._answer = answer_text(prompts, bundle, sentences)
        self._ledger = ledger
        self._seed = seed
        self._deadline = deadline

    def labels(self) -> Labels:
        """Which part each sentence plays. Raises ModelUnreachable, ModelRefused or ReplyUnusable."""
        values = [*PARTS, NONE]
        schema = _object({name: {"type": "string", "enum": values} for name in self._ids})
        check = self._prompts.labels.fill()
        reply = self._asked("labels", check, schema, 24 + 12 * len(self._ids), lambda text: self._read_labels(text))
        chosen = self._read_labels(reply.text)
        chances = _chances(reply, chosen, values)
        return {name: {part: chances[name].get(part, 0.0) for part in PARTS} for name in self._ids}

    def point(self, number: int, point: str) -> PointReading:
        """How far one guidance point is shown, and where. Raises as `labels`."""
        schema = _object(
            {
                "evidence": {
                    "type": "array",
                    "items": {"type": "string", "enum": self._ids},
                    "maxItems": MOST_EVIDENCE,
                },
                "shown": {"type": "string", "enum": list(VERDICTS)},
            }
        )
        check = self._prompts.point.fill(point=json.dumps(plain(point))[1:-1])
        reply = self._asked(f"point-{number}", check, schema, 32 + 8 * MOST_EVIDENCE, self._read_point)
        evidence, shown = self._read_point(reply.text)
        chances = _chances(reply, {"shown": shown}, list(VERDICTS))["shown"]
        expected = sum(VERDICTS.index(verdict) * chance for verdict, chance in chances.items())
        return PointReading(evidence=evidence, verdict=VERDICTS.index(shown), expected=expected)

    def _asked(self, name: str, check: str, schema: dict[str, Any], most: int, read: Any) -> Reply:
        """A reply that `read` accepts; one that it does not is sent back once with the fault named."""
        user = f"{self._answer}\n{check}"
        reply = self._sent(name, user, schema, most)
        try:
            read(reply.text)
        except ReplyUnusable as fault:
            self._ledger.note("unusable-reply", check=name, fault=fault.message)
            again = self._prompts.repair.fill(fault=fault.message)
            reply = self._sent(f"{name}-repair", f"{user}\n\n{again}", schema, most)
            read(reply.text)
        return reply

    def _sent(self, name: str, user: str, schema: dict[str, Any], most: int) -> Reply:
        ask = Ask(
            system=self._prompts.system.fill(),
            user=user,
            schema=schema,
            name="check",
            max_tokens=most,
            seed=self._seed,
            logprobs=ALTERNATIVES,
        )
        self._ledger.note("prompt", check=name, system=self._prompts.system.fingerprint, user=user)
        reply = self._chat.complete(ask, deadline=self._deadline)
        self._ledger.note(
            "reply",
            check=name,
            text=reply.text,
            prompt_tokens=reply.prompt_tokens,
            reply_tokens=reply.reply_tokens,
            notes=list(reply.notes),
        )
        return reply

    def _read_labels(self, text: str) -> dict[str, str]:
        found = json_object(text)
        _demand_keys(found, self._ids)
        for name, value in found.items():
            if value not in (*PARTS, NONE):
                raise ReplyUnusable(f"{name} has the label {_short(value)}, which is not one of the parts or none.")
        return found

    def _read_point(self, text: str) -> tuple[tuple[str, ...], str]:
        found = json_object(text)
        _demand_keys(found, ["evidence", "shown"])
        evidence, shown = found["evidence"], found["shown"]
        if not isinstance(evidence, list) or any(name not in self._ids for name in evidence):
            raise ReplyUnusable("evidence must be a list of ids of sentences of this answer.")
        if shown not in VERDICTS:
            raise ReplyUnusable(f"shown is {_short(shown)}, which is none of: {', '.join(VERDICTS)}.")
        return tuple(dict.fromkeys(evidence))[:MOST_EVIDENCE], shown


def warm(chat: ChatModel, prompts: Prompts, bundle: Bundle, *, seed: int, deadline: float) -> None:
    """Have the beginning of every prompt of one question in the server's cache. Raises as `Reader.labels`."""
    ask = Ask(
        system=prompts.system.fill(),
        user=answer_text(prompts, bundle, ()),
        schema=_object({"ready": {"type": "string", "enum": ["yes"]}}),
        name="ready",
        max_tokens=16,
        seed=seed,
    )
    chat.complete(ask, deadline=deadline)


def answer_text(prompts: Prompts, bundle: Bundle, sentences: Sequence[Sentence]) -> str:
    """The part of every prompt that is the same for all checks of one answer."""
    lines = "\n".join(f"{sentence.id}: {_fenced(sentence.clean or sentence.text)}" for sentence in sentences)
    return prompts.answer.fill(question=_fenced(bundle.text), sentences=lines)


def json_object(text: str) -> dict[str, Any]:
    """The one JSON object in a reply; fences and words around it are forgiven. Raises ReplyUnusable."""
    start = text.find("{")
    if start < 0:
        raise ReplyUnusable("it holds no JSON object.")
    try:
        found, _ = json.JSONDecoder(object_pairs_hook=_once_each, parse_constant=_no_constant).raw_decode(text[start:])
    except (ValueError, RecursionError) as error:
        raise ReplyUnusable("it is not the JSON object that was asked for.") from error
    if not isinstance(found, dict):
        raise ReplyUnusable("it is not a JSON object.")
    return found


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands there twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _demand_keys(found: dict[str, Any], wanted: list[str]) -> None:
    if set(found) != set(wanted):
        raise ReplyUnusable(f"it must hold exactly these names: {', '.join(wanted)}.")


def _short(value: object) -> str:
    return repr(value)[:40]


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    """A schema in the subset that every server knows."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _fenced(text: str) -> str:
    """One line that cannot end the fence."""
    return " ".join(plain(text).split()).replace("BEGIN", "begin").replace("END", "end")


def _chances(reply: Reply, chosen: dict[str, str], values: list[str]) -> dict[str, dict[str, float]]:
    """For each name the probability of each value, by the token that decides it.

    Where the server gives no probabilities (or they cannot be matched to the text) what was chosen has all of it.
    """
    certain = {name: {value: 1.0} for name, value in chosen.items()}
    spelled = "".join(token[0][0] for token in reply.logprobs)
    if not reply.logprobs or not spelled.startswith(reply.text.rstrip()[:1]):
        return certain
    starts = _token_starts(reply)
    found: dict[str, dict[str, float]] = {}
    at = 0
    for name, value in chosen.items():
        key = spelled.find(f'"{name}"', at)
        place = spelled.find(f'"{value}"', key + len(name) + 2) + 1 if key >= 0 else 0
        if place <= 0 or place not in starts:
            found[name] = certain[name]
            continue
        at = place
        found[name] = _softened(reply.logprobs[starts[place]], values) or certain[name]
    return found


def _token_starts(reply: Reply) -> dict[int, int]:
    """Character offset of each token in the text that the tokens spell: offset -> number of the token."""
    starts: dict[int, int] = {}
    offset = 0
    for number, token in enumerate(reply.logprobs):
        # A token that begins with its opening quote decides at the letter after it.
        starts.setdefault(offset + (len(token[0][0]) - len(token[0][0].lstrip(' "'))), number)
        offset += len(token[0][0])
    return starts


def _softened(alternatives: tuple[tuple[str, float], ...], values: list[str]) -> dict[str, float]:
    """Probability of each value, from the first letters that the alternatives would begin it with."""
    mass = dict.fromkeys(values, 0.0)
    for token, logprob in alternatives:
        bare = token.strip(' "').lower()
        fitting = [value for value in values if bare and value.startswith(bare)]
        if len(fitting) == 1:
            mass[fitting[0]] += math.exp(logprob)
    whole = sum(mass.values())
    return {value: chance / whole for value, chance in mass.items()} if whole > 0 else {}
