"""The language model's reading of an answer: small questions, ids as an enum, and a reply that is checked here
whatever the server promised.

Every call starts with the same words in the same order (system, question, sentences) and ends with the check, so that
a server which keeps its prompt cache reads the answer once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.errors import ReplyUnusable
from interviewer.library.prompts import Prompt
from interviewer.model.grade import PARTS, Part
from interviewer.model.speech import Sentence
from interviewer.ports import Ask, ChatModel
from interviewer.rules.line import Line, chances, demand_keys, fenced, json_object, object_schema
from interviewer.rules.rubric import Bundle
from interviewer.rules.screening import plain

NONE = "none"
VERDICTS = ("no", "mentioned", "with substance")
"""What a guidance point gets: 0, 1 and 2."""

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

    def __init__(self, line: Line, prompts: Prompts, bundle: Bundle, sentences: Sequence[Sentence]) -> None:
        self._line = line
        self._prompts = prompts
        self._ids = [sentence.id for sentence in sentences]
        self._answer = answer_text(prompts, bundle, sentences)

    def labels(self) -> Labels:
        """Which part each sentence plays. Raises ModelUnreachable, ModelRefused or ReplyUnusable."""
        values = [*PARTS, NONE]
        schema = object_schema({name: {"type": "string", "enum": values} for name in self._ids})
        check = self._prompts.labels.fill()
        reply = self._line.ask(
            "labels", f"{self._answer}\n{check}", schema, 24 + 12 * len(self._ids), self._read_labels
        )
        chosen = self._read_labels(reply.text)
        found = chances(reply, chosen, values)
        return {name: {part: found[name].get(part, 0.0) for part in PARTS} for name in self._ids}

    def point(self, number: int, point: str) -> PointReading:
        """How far one guidance point is shown, and where. Raises as `labels`."""
        schema = object_schema(
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
        reply = self._line.ask(
            f"point-{number}", f"{self._answer}\n{check}", schema, 32 + 8 * MOST_EVIDENCE, self._read_point
        )
        evidence, shown = self._read_point(reply.text)
        found = chances(reply, {"shown": shown}, list(VERDICTS))["shown"]
        expected = sum(VERDICTS.index(verdict) * chance for verdict, chance in found.items())
        return PointReading(evidence=evidence, verdict=VERDICTS.index(shown), expected=expected)

    def _read_labels(self, text: str) -> dict[str, str]:
        found = json_object(text)
        demand_keys(found, self._ids)
        for name, value in found.items():
            if value not in (*PARTS, NONE):
                raise ReplyUnusable(f"{name} has the label {_short(value)}, which is not one of the parts or none.")
        return found

    def _read_point(self, text: str) -> tuple[tuple[str, ...], str]:
        found = json_object(text)
        demand_keys(found, ["evidence", "shown"])
        evidence, shown = found["evidence"], found["shown"]
        if not isinstance(evidence, list) or any(name not in self._ids for name in evidence):
            raise ReplyUnusable("evidence must be a list of ids of sentences of this answer.")
        if shown not in VERDICTS:
            raise ReplyUnusable(f"shown is {_short(shown)}, which is none of: {', '.join(VERDICTS)}.")
        return tuple(dict.fromkeys(evidence))[:MOST_EVIDENCE], shown


def warm(
    chat: ChatModel, prompts: Prompts, bundle: Bundle, said: Sequence[Sentence], *, seed: int, deadline: float
) -> None:
    """Have the beginning of every prompt about an answer that begins with `said` in the server's cache.

    Raises as `Reader.labels`.
    """
    ask = Ask(
        system=prompts.system.fill(),
        user=answer_text(prompts, bundle, said),
        schema=object_schema({"ready": {"type": "string", "enum": ["yes"]}}),
        name="ready",
        max_tokens=16,
        seed=seed,
    )
    chat.complete(ask, deadline=deadline)


def answer_text(prompts: Prompts, bundle: Bundle, sentences: Sequence[Sentence]) -> str:
    """The part of every prompt that is the same for all checks of one answer."""
    lines = "\n".join(f"{sentence.id}: {fenced(sentence.clean or sentence.text)}" for sentence in sentences)
    return prompts.answer.fill(question=fenced(bundle.text), sentences=lines)


def _short(value: object) -> str:
    return repr(value)[:40]
