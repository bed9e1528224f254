"""The judge that was asked for: its model, its head, and who takes over."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Literal

from interviewer import places, settings
from interviewer.adapters import weights
from interviewer.errors import ModelNotInstalled
from interviewer.library.fitted import fitted
from interviewer.ports import (
    ChatModel,
    Encoder,
    Judge,
    OutcomeFinder,
)
from interviewer.rules.head.head import Head
from interviewer.settings import Settings


def open_chat(chosen: Settings) -> ChatModel:
    """The language model that judges. Raises ModelNotInstalled or EndpointRefused."""
    if chosen.base_url:
        from interviewer.adapters.openai_chat import OpenAIChat

        return OpenAIChat(
            base_url=chosen.base_url,
            model=chosen.model,
            api_key=chosen.api_key.get_secret_value(),
            allow_insecure=chosen.allow_insecure,
        )
    from interviewer.adapters.embedded_chat import EmbeddedChat

    folder = weights.installed(chosen.model, places.models(chosen))
    (file,) = weights.Shelf(places.models(chosen)).weights(chosen.model).files
    return EmbeddedChat(folder / file.name, name=chosen.model, sha256=file.sha256, threads=chosen.threads)


Readers = Literal["auto", "model", "head"]
"""Who reads the answers: both where a head was fitted for the model, the language model alone, or the head alone."""


def open_judge(chosen: Settings, readers: Readers = "auto") -> Judge | None:
    """None when judging is switched off. Raises ModelNotInstalled, EndpointRefused, HeadUnusable or BadPrompt."""
    if chosen.judge == "off":
        return None
    from interviewer.rules.approaches import ByHead, WithHead
    from interviewer.rules.judging import RubricJudge

    chat = open_chat(chosen)
    head = None if readers == "model" or chosen.base_url else open_head(chosen)
    if head is None:
        return RubricJudge(chat, seed=chosen.seed, clock=time.monotonic)
    approach = ByHead(head) if readers == "head" else WithHead(chat, head, seed=chosen.seed)
    return RubricJudge(chat, approach=approach, seed=chosen.seed, clock=time.monotonic)


def open_head(chosen: Settings) -> Head | None:
    """The head that was fitted for the embedded model, or None when there is none.

    Raises ModelNotInstalled when its encoder is not there, and HeadUnusable.
    """
    if (found := fitted(chosen.model)) is None:
        return None
    return Head(open_encoder(chosen, found.encoder), found.weights, found.sha256)


def open_outcomes(chosen: Settings) -> OutcomeFinder | None:
    """Who reads whether a story's outcome has been told. None where no head was fitted. Raises as `open_head`."""
    if (head := open_head(chosen)) is None:
        return None
    from interviewer.rules.head.outcome import OutcomeByHead

    return OutcomeByHead(head)


def open_encoder(chosen: Settings, id: str) -> Encoder:
    """What turns sentences into vectors; one for all who ask. Raises ModelNotInstalled."""
    folder = weights.installed(id, places.models(chosen))
    network = weights.Shelf(places.models(chosen)).weights(id).files[0]
    return _encoder(folder, id, network.sha256)


@cache
def _encoder(folder: Path, id: str, sha256: str) -> Encoder:
    from interviewer.adapters.minilm import MiniLM

    encoder = MiniLM(folder, name=id, sha256=sha256)
    encoder.load()  # a broken file is told before the first question, not after the first answer
    return encoder


def open_encoder_or_none(chosen: Settings) -> Encoder | None:
    """What finds lines of a company sheet by their meaning; None where its weights are missing."""
    with suppress(ModelNotInstalled):
        return open_encoder(chosen, "minilm")
    return None


def open_judges(chosen: Settings) -> Judge | None:
    """The judge, and behind it the one that the user has named second. None when judging is switched off."""
    first, of_second = open_judge(chosen), settings.second(chosen)
    if first is None or of_second is None:
        return first
    second = open_judge(of_second)
    assert second is not None
    from interviewer.rules.second_judge import SecondJudge

    return SecondJudge(first, second, clock=time.monotonic)
