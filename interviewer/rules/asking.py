"""A small model's reading of an answer: one yes or no a check, and how sure it was, before it cites.

A model of 1.5 billion parameters that is asked for a verdict likes everything. The odds that it gives to "yes" against
"no" still tell a covered point from an absent one, so these odds, and not its word, go on to be weighed.

The answer comes first in every prompt and the check last, so that a server with a prompt cache reads the answer once,
and may read it while the candidate is still speaking.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from interviewer.errors import ReplyUnusable
from interviewer.library.prompts import Prompt
from interviewer.model.speech import Sentence
from interviewer.ports import Ask, ChatModel
from interviewer.rules.line import Line, chances, demand_keys, fenced, json_object, object_schema
from interviewer.rules.reading import MOST_EVIDENCE
from interviewer.rules.rubric import Bundle
from interviewer.rules.screening import plain

SUREST = 12.0
"""Log-odds beyond which "sure" is the same as "certain"; also what a bare word counts as where no odds are given."""

YES_NO = ["yes", "no"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the model said of one check."""

    odds: float
    """Natural log-odds of "yes", -SUREST to SUREST."""

    evidence: tuple[str, ...] = ()
    """Ids of sentences, not verified yet."""


@dataclass(frozen=True)
class AskPrompts:
    """What the model is told when it is asked in yes and no."""

    system: Prompt
    answer: Prompt
    relevance: Prompt
    point: Prompt
    repair: Prompt

    @classmethod
    def load(cls) -> AskPrompts:
        """Raises BadPrompt."""
        names = ("ask_system", "ask_answer", "ask_relevance", "ask_point", "repair")
        return cls(*(Prompt.load(f"judge_{name}") for name in names))

    @property
    def fingerprints(self) -> tuple[str, ...]:
        return tuple(one.fingerprint for one in (self.system, self.answer, self.relevance, self.point, self.repair))


class Asker:
    """One answer before one model."""

    def __init__(self, line: Line, prompts: AskPrompts, bundle: Bundle, sentences: Sequence[Sentence]) -> None:
        self._line = line
        self._prompts = prompts
        self._bundle = bundle
        self._ids = _numbered(sentences)
        self._answer = answer_text(prompts, sentences)

    def relevance(self) -> float:
        """Log-odds that this answers the question. Raises ModelUnreachable, ModelRefused or ReplyUnusable."""
        check = self._prompts.relevance.fill(question=_quoted(self._bundle.text))
        return self._asked("relevance", check, {}).odds

    def point(self, number: int, point: str) -> Asked:
        """Whether one guidance point is spoken of, and in which sentences. Raises as `relevance`."""
        which = {"type": "array", "items": {"type": "string", "enum": list(self._ids)}, "maxItems": MOST_EVIDENCE}
        return self._asked(f"point-{number}", self._prompts.point.fill(point=_quoted(point)), {"which": which})

    def _asked(self, name: str, check: str, more: dict[str, Any]) -> Asked:
        schema = object_schema({"answer": {"type": "string", "enum": YES_NO}, **more})
        user = f"{self._answer}\n{check}"

        def read(text: str) -> tuple[str, tuple[str, ...]]:
            return self._read(text, list(schema["properties"]))

        reply = self._line.ask(name, user, schema, 24 + 8 * MOST_EVIDENCE * len(more), read)
        answer, evidence = read(reply.text)
        return Asked(log_odds(chances(reply, {"answer": answer}, YES_NO)["answer"]), evidence)

    def _read(self, text: str, keys: list[str]) -> tuple[str, tuple[str, ...]]:
        found = json_object(text)
        demand_keys(found, keys)
        answer, which = found["answer"], found.get("which", [])
        if answer not in YES_NO:
            raise ReplyUnusable('answer must be "yes" or "no".')
        if not isinstance(which, list) or any(name not in self._ids for name in which):
            raise ReplyUnusable("which must be a list of ids of sentences of this answer.")
        return answer, tuple(self._ids[name] for name in dict.fromkeys(which))[:MOST_EVIDENCE]


def log_odds(found: dict[str, float]) -> float:
    """Of "yes" against "no", within -SUREST and SUREST."""
    yes, no = found.get("yes", 0.0), found.get("no", 0.0)
    if yes <= 0 or no <= 0:
        return SUREST if yes > no else -SUREST
    return max(-SUREST, min(SUREST, math.log(yes) - math.log(no)))


def _quoted(text: str) -> str:
    """Bank text that cannot close its quotes or break the line."""
    return json.dumps(" ".join(plain(text).split()), ensure_ascii=False)[1:-1]


def answer_text(prompts: AskPrompts, sentences: Sequence[Sentence]) -> str:
    """What every prompt about one answer begins with."""
    named = zip(_numbered(sentences), sentences, strict=True)
    return prompts.answer.fill(sentences="\n".join(f"{name}: {fenced(one.clean or one.text)}" for name, one in named))


def _numbered(sentences: Sequence[Sentence]) -> dict[str, str]:
    """Ids by the names that the model knows them by: what was set aside leaves no gap, and so no trace."""
    return {f"s{number}": sentence.id for number, sentence in enumerate(sentences, start=1)}


def warm_asking(chat: ChatModel, prompts: AskPrompts, said: Sequence[Sentence], *, seed: int, deadline: float) -> None:
    """Have the beginning of every prompt about an answer that begins with `said` in the server's cache.

    Raises as `Asker.relevance`.
    """
    ask = Ask(
        system=prompts.system.fill(),
        user=answer_text(prompts, said),
        schema=object_schema({"answer": {"type": "string", "enum": YES_NO}}),
        name="ready",
        max_tokens=16,
        seed=seed,
    )
    chat.complete(ask, deadline=deadline)
