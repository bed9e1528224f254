"""What one endpoint understands: the request, minus whatever it has refused."""

from __future__ import annotations

import json
from typing import Any, Literal

from interviewer.adapters.openai_faults import Fault
from interviewer.ports import Ask

Form = Literal["strict schema", "schema", "prompt"]
"""How the reply's form is asked for: enforced, asked for, or only described in the prompt."""

FORMS: tuple[Form, ...] = ("strict schema", "schema", "prompt")

MORE_ROOM = 4
"""Times the usual limit for a model that thinks before it writes and so uses the limit up."""


class Ladder:
    """Remembers for one endpoint and model what was refused, so that each refusal costs one call and no more."""

    def __init__(self, *, prefers_completion_tokens: bool = False) -> None:
        self._dropped: set[str] = set()
        self._form = 0
        self._tokens = "max_completion_tokens" if prefers_completion_tokens else "max_tokens"
        self._swapped = False
        self._room = 1

    @property
    def form(self) -> Form:
        return FORMS[self._form]

    @property
    def notes(self) -> tuple[str, ...]:
        """What was dropped, for the ledger."""
        dropped = tuple(f"without {name}" for name in sorted(self._dropped - {"response_format", "top_logprobs"}))
        room = () if self._room == 1 else (f"room: x{self._room}",)
        return (f"form: {self.form}", f"limit: {self._tokens}", *room, *dropped)

    def limit(self, ask: Ask) -> int:
        """Tokens that the reply may have."""
        return ask.max_tokens * self._room

    def request(self, ask: Ask) -> dict[str, Any]:
        """Keyword arguments of `chat.completions.create`, without the model."""
        messages: list[dict[str, str]] = [{"role": "system", "content": ask.system}]
        for user, assistant in ask.examples:
            messages += [{"role": "user", "content": user}, {"role": "assistant", "content": assistant}]
        messages.append({"role": "user", "content": self._last(ask)})
        asked: dict[str, Any] = {"messages": messages, self._tokens: self.limit(ask)}
        if "temperature" not in self._dropped:
            asked["temperature"] = 0.0
        if "seed" not in self._dropped:
            asked["seed"] = ask.seed
        if ask.logprobs and "logprobs" not in self._dropped:
            asked["logprobs"] = True
            asked["top_logprobs"] = ask.logprobs
        if self.form != "prompt":
            asked["response_format"] = self._response_format(ask)
        return asked

    def steps_down(self, fault: Fault) -> bool:
        """Drop what the endpoint has refused. False when nothing is left to drop for it."""
        named = fault.refused_parameter
        if named is None:
            return False
        if named in ("max_tokens", "max_completion_tokens"):
            return self._swap_tokens(named)
        if named == "response_format":
            if self._form + 1 >= len(FORMS):
                return False
            self._form += 1
            return True
        names = {"logprobs", "top_logprobs"} if "logprobs" in named else {named}
        if names <= self._dropped:
            return False
        self._dropped |= names
        return True

    def makes_room(self) -> bool:
        """Allow longer replies from now on, after one that was cut off. False when that was tried before."""
        if self._room > 1:
            return False
        self._room = MORE_ROOM
        return True

    def _swap_tokens(self, refused: str) -> bool:
        if self._swapped or refused != self._tokens:
            return False
        self._swapped = True
        self._tokens = "max_tokens" if refused == "max_completion_tokens" else "max_completion_tokens"
        return True

    def _response_format(self, ask: Ask) -> dict[str, Any]:
        schema: dict[str, Any] = {"name": ask.name, "schema": ask.schema}
        if self.form == "strict schema":
            schema["strict"] = True
        return {"type": "json_schema", "json_schema": schema}

    def _last(self, ask: Ask) -> str:
        if self.form != "prompt":
            return ask.user
        return f"{ask.user}\n\nReply with one JSON object that fits this JSON schema, and nothing else:\n" + json.dumps(
            ask.schema
        )
