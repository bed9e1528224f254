"""The line to a language model: small questions with a schema, a reply that is checked here whatever the server
promised, and how sure the model was of what it chose.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

from interviewer.errors import ReplyUnusable
from interviewer.library.prompts import Prompt
from interviewer.ports import Ask, ChatModel, Ledger, Reply
from interviewer.rules.screening import plain

ALTERNATIVES = 8
"""How many alternatives a token are asked for: the labels and a few misspellings of them."""


class Line:
    """The line to one model: every prompt and reply goes into the ledger, and an unusable reply goes back once."""

    def __init__(
        self, chat: ChatModel, system: Prompt, repair: Prompt, ledger: Ledger, *, seed: int, deadline: float
    ) -> None:
        """`deadline`: seconds for one call, all tries together."""
        self._chat = chat
        self._system = system
        self._repair = repair
        self._ledger = ledger
        self._seed = seed
        self._deadline = deadline

    def ask(
        self,
        name: str,
        user: str,
        schema: dict[str, Any],
        most: int,
        read: Callable[[str], object],
    ) -> Reply:
        """A reply that `read` accepts; one that it does not is sent back once with the fault named.

        Raises ModelUnreachable, ModelRefused or ReplyUnusable.
        """
        reply = self._sent(name, user, schema, most)
        try:
            read(reply.text)
        except ReplyUnusable as fault:
            self._ledger.note("unusable-reply", check=name, fault=fault.message)
            again = self._repair.fill(fault=fault.message)
            reply = self._sent(f"{name}-repair", f"{user}\n\n{again}", schema, most)
            read(reply.text)
        return reply

    def _sent(self, name: str, user: str, schema: dict[str, Any], most: int) -> Reply:
        ask = Ask(
            system=self._system.fill(),
            user=user,
            schema=schema,
            name="check",
            max_tokens=most,
            seed=self._seed,
            logprobs=ALTERNATIVES,
        )
        self._ledger.note("prompt", check=name, system=self._system.fingerprint, user=user)
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


def demand_keys(found: dict[str, Any], wanted: list[str]) -> None:
    if set(found) != set(wanted):
        raise ReplyUnusable(f"it must hold exactly these names: {', '.join(wanted)}.")


def object_schema(properties: dict[str, Any]) -> dict[str, Any]:
    """A schema in the subset that every server knows."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def fenced(text: str) -> str:
    """One line that cannot end the fence."""
    return " ".join(plain(text).split()).replace("BEGIN", "begin").replace("END", "end")


def chances(reply: Reply, chosen: dict[str, str], values: list[str]) -> dict[str, dict[str, float]]:
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
    """Where the first letter of each token stands in the text that the tokens spell: offset -> number of the token.

    A token that begins with an opening quote decides at the letter after it; one of quotes and blanks alone decides
    nothing.
    """
    starts: dict[int, int] = {}
    offset = 0
    for number, token in enumerate(reply.logprobs):
        spelled = token[0][0]
        if letters := spelled.lstrip(' "'):
            starts.setdefault(offset + len(spelled) - len(letters), number)
        offset += len(spelled)
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
