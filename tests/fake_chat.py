"""A language model without sockets, for the rules; it passes the contract tests of the real ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from interviewer.errors import JudgeError, ModelUnreachable
from interviewer.ports import Ask, ChatModel, Ledger, Reply

Script = Callable[[Ask], str | Reply | JudgeError]


class FakeChat(ChatModel):
    """Replies by `script`; remembers what it was asked."""

    host = "this computer"

    def __init__(self, script: Script | None = None, *, name: str = "fake") -> None:
        self.name = name
        self.asked: list[Ask] = []
        self.script = script or (lambda ask: json.dumps(first_values(ask.schema)))

    def complete(self, ask: Ask, *, deadline: float) -> Reply:
        self.asked.append(ask)
        if deadline <= 0:
            raise ModelUnreachable(f"The language model {self.name!r} did not finish in time.")
        given = self.script(ask)
        match given:
            case Reply():
                return given
            case JudgeError():
                raise given
            case text:
                return Reply(text=text)


def first_values(schema: dict[str, Any]) -> Any:
    """The smallest thing that fits: first value of every enum, no evidence."""
    return _values(schema, 0)


def last_values(schema: dict[str, Any]) -> Any:
    """What a judge says that was talked into everything: last value of every enum, and all the evidence there is."""
    return _values(schema, -1)


def _values(schema: dict[str, Any], which: int) -> Any:
    match schema["type"]:
        case "object":
            return {name: _values(inner, which) for name, inner in schema["properties"].items()}
        case "array":
            return list(schema["items"]["enum"]) if which else []
        case _:
            return schema.get("enum", ["Say what you did, step by step."])[which]


class ListLedger(Ledger):
    """Notes in memory."""

    def __init__(self) -> None:
        self.notes: list[tuple[str, dict[str, Any]]] = []

    def note(self, kind: str, **facts: Any) -> None:
        json.dumps(facts)
        self.notes.append((kind, facts))

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [facts for each, facts in self.notes if each == kind]
