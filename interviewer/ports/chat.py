"""The seams to models of language: who replies and what it costs, who encodes sentences, who reads whole answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from interviewer.model.impression import Impression
from interviewer.model.question import Kind
from interviewer.model.session import Sent
from interviewer.ports.part import Part


@dataclass(frozen=True)
class Reply:
    """What a language model sent back."""

    text: str
    logprobs: tuple[tuple[tuple[str, float], ...], ...] = ()
    """For each token of the reply its alternatives (token, natural log of probability); empty when not given."""

    prompt_tokens: int | None = None
    reply_tokens: int | None = None
    notes: tuple[str, ...] = ()
    """What had to be dropped or worked around to get it."""


@dataclass(frozen=True)
class Ask:
    """One call of a language model."""

    system: str
    user: str
    schema: dict[str, Any]
    """JSON schema of the reply, in the subset that every server knows (objects, arrays, strings, enum)."""

    name: str
    """Short name of the schema, such as `labels`."""

    max_tokens: int
    seed: int = 0
    logprobs: int = 0
    """How many alternatives a token; 0: none."""

    examples: tuple[tuple[str, str], ...] = field(default=())
    """Earlier turns (user, assistant) shown to the model before `user`."""


class Toll(ABC):
    """What the calls of one paid language model cost."""

    @abstractmethod
    def before(self, letters: int, most_tokens: int) -> None:
        """A request of so many characters is about to be sent, for at most so many tokens. Raises OverBudget."""

    @abstractmethod
    def after(self, letters: int, prompt_tokens: int | None, reply_tokens: int) -> float:
        """It was sent; count and return its price. `prompt_tokens` is None where the server has not said."""


class Spendings(ABC):
    """Remembers from one run to the next what was spent."""

    @abstractmethod
    def spent(self, month: str) -> float:
        """All that was spent in a month such as `2026-11`. Raises StoreError."""

    @abstractmethod
    def add(self, month: str, host: str, cost: float) -> None:
        """Raises StoreError."""


class ChatModel(Part):
    """A language model, seen through the smallest possible keyhole."""

    name: str
    host: str
    """`this computer`, or the host that the words are sent to."""

    sha256: str = ""
    """Of the weights, where they are ours."""

    is_ours: bool = False
    """Whether it runs in a process of ours, so that a call that turns out to be for nothing costs time and no money."""

    @abstractmethod
    def complete(self, ask: Ask, *, deadline: float) -> Reply:
        """Ask and wait, at most until `deadline` (seconds from now, all tries together).

        Raises ModelUnreachable, ModelRefused, ReplyUnusable or OverBudget.
        """

    def sent(self) -> tuple[Sent, ...]:
        """Where words went since this was last asked, calls that failed included; nothing where they stayed."""
        return ()

    def offered(self) -> tuple[str, ...]:
        """Names of the models that its server lists; empty where there is no list.

        Raises ModelUnreachable, ModelRefused or ReplyUnusable.
        """
        return ()


class Encoder(Part):
    """Turns sentences into vectors that lie close together when they mean the same."""

    name: str
    sha256: str = ""
    """Of the weights, where they are ours."""

    @abstractmethod
    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One unit vector a text, the zero vector for an empty one; shape (len(texts), width).

        The same text has the same vector whatever stands beside it. Raises ModelNotInstalled.
        """


class AnswerReader(Part):
    """Reads an answer as a whole, by a network that was fitted on labelled answers."""

    name: str

    @abstractmethod
    def read(self, question: str, kind: Kind, points: Sequence[str], sentences: Sequence[str]) -> Impression:
        """Read `sentences`, at least one, none of them empty. Raises ModelNotInstalled."""

    @abstractmethod
    def match(self, question: str, points: Sequence[str], sentences: Sequence[str]) -> float:
        """How near such an answer and its question are to each other, -1 to 1. Raises ModelNotInstalled."""
