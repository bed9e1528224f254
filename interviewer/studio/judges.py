"""The judge that was asked for: its model, its head, and who takes over."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

from interviewer import credentials, places, settings
from interviewer.adapters import weights
from interviewer.adapters.card_files import CardFiles
from interviewer.adapters.endpoint import Endpoint
from interviewer.adapters.spendings import FileSpendings
from interviewer.errors import BadSettings, ModelNotInstalled
from interviewer.library.fitted import added, fitted
from interviewer.model.card import Card
from interviewer.ports import (
    AnswerReader,
    ChatModel,
    Encoder,
    Judge,
    Toll,
)
from interviewer.rules.budget import Prices, Purse, Till
from interviewer.rules.head.head import Head
from interviewer.rules.head.outcome import OutcomeFinder
from interviewer.settings import Settings
from interviewer.studio.parts import CARDS


def open_purse(chosen: Settings) -> Purse:
    """What all judges of one run pay from."""
    return Purse(
        FileSpendings(places.spendings()),
        lambda: datetime.now().astimezone().date(),
        session_budget=chosen.session_budget,
        month_budget=chosen.month_budget,
    )


def open_chat(chosen: Settings, purse: Purse | None = None) -> ChatModel:
    """The language model that judges. Raises ModelNotInstalled, EndpointRefused, KeyringUnusable or BadSettings."""
    if chosen.base_url:
        from interviewer.adapters.openai_chat import OpenAIChat

        endpoint = credentials.endpoint_of(chosen)
        return OpenAIChat(
            base_url=endpoint.base_url,
            model=chosen.model,
            api_key=endpoint.key,
            allow_insecure=chosen.allow_insecure,
            toll=_toll(chosen, endpoint, purse or open_purse(chosen)),
        )
    from interviewer.adapters.embedded_chat import EmbeddedChat

    folder = weights.installed(chosen.model, places.models(chosen))
    (file,) = weights.Shelf(places.models(chosen)).weights(chosen.model).files
    return EmbeddedChat(folder / file.name, name=chosen.model, sha256=file.sha256, threads=chosen.threads)


Readers = Literal["auto", "model", "head"]
"""Who reads the answers: both where a head was fitted for the model, the language model alone, or the head alone."""


def _toll(chosen: Settings, endpoint: Endpoint, purse: Purse) -> Toll | None:
    """None where nothing is counted. Raises BadSettings for a budget that nothing would ever be counted against."""
    prices = Prices(chosen.prompt_price, chosen.reply_price)
    if prices.known:
        return Till(purse, prices, endpoint.host)
    if not endpoint.near and (chosen.session_budget or chosen.month_budget):
        raise BadSettings(
            f"There is a budget and no price for {endpoint.host}, so it could never be kept.",
            hint="Set INTERVIEWER_PROMPT_PRICE and INTERVIEWER_REPLY_PRICE (of a second judge: SECOND_PROMPT_PRICE).",
        )
    return None


def open_judge(chosen: Settings, readers: Readers = "auto", purse: Purse | None = None) -> Judge | None:
    """None when judging is switched off.

    Raises ModelNotInstalled, EndpointRefused, KeyringUnusable, BadSettings, HeadUnusable or BadPrompt.
    """
    if chosen.judge == "off":
        return None
    from interviewer.rules.approaches import ByHead, WithHead
    from interviewer.rules.judging import RubricJudge

    chat = open_chat(chosen, purse)
    head = None if readers == "model" or chosen.base_url else open_head(chosen)
    if head is None and readers == "head":
        raise BadSettings(
            f"No head was fitted to the judge {chosen.model!r}, so none can read the answers.",
            hint=f"Leave --by out, or name the judge on this computer that has one: {LABELLER}, without an address.",
        )
    approach = None
    if head is not None:
        approach = ByHead(head) if readers == "head" else WithHead(chat, head, seed=chosen.seed)
    judge = RubricJudge(chat, approach=approach, seed=chosen.seed, clock=time.monotonic)
    judge.card = cards(chosen).find(judge.fingerprint) or (_shipped_card(chosen) if readers == "auto" else None)
    return judge


def cards(chosen: Settings) -> CardFiles:
    """What `interviewer eval` measured of judges on this machine."""
    return CardFiles(places.cache(chosen) / CARDS)


def _shipped_card(chosen: Settings) -> Card | None:
    """What was measured of the judge that comes with the program."""
    found = None if chosen.base_url else fitted(chosen.model)
    return found.card if found is not None else None


def open_head(chosen: Settings) -> Head | None:
    """The head that was fitted for the embedded model, or None when there is none.

    Raises ModelNotInstalled when its encoder is not there, and HeadUnusable.
    """
    if (found := fitted(chosen.model)) is None:
        return None
    return Head(open_reader(chosen, found.encoder), open_encoder(chosen, found.encoder), found.weights, found.sha256)


def open_reader(chosen: Settings, id: str) -> AnswerReader:
    """The network that reads whole answers; one for all who ask. Raises ModelNotInstalled."""
    return _reader(weights.installed(id, places.models(chosen)), id)


LABELLER = "qwen-1.5b"
"""The model whose head tells the parts of an answer apart, whoever judges: its labels need no model."""


def open_labeller(chosen: Settings) -> Head | None:
    """What tells the parts of an answer apart at once. Raises ModelNotInstalled and HeadUnusable."""
    return open_head(chosen.model_copy(update={"model": LABELLER}))


def open_outcomes(chosen: Settings) -> OutcomeFinder | None:
    """Who reads whether a story's outcome has been told, whoever judges. Raises as `open_labeller`."""
    head = open_labeller(chosen)
    return OutcomeFinder(head) if head is not None else None


def open_encoder(chosen: Settings, id: str) -> Encoder:
    """What turns sentences into vectors; one for all who ask. Raises ModelNotInstalled."""
    folder = weights.installed(id, places.models(chosen))
    network = weights.Shelf(places.models(chosen)).weights(id).files[0]
    return _encoder(folder, id, network.sha256)


@cache
def _reader(folder: Path, id: str) -> AnswerReader:
    from interviewer.adapters.minilm_reader import MiniLMReader

    reader = MiniLMReader(folder, added(id), name=id)
    reader.load()
    return reader


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
    purse = open_purse(chosen)
    first, of_second = open_judge(chosen, purse=purse), settings.second(chosen)
    if first is None or of_second is None:
        return first
    second = open_judge(of_second, purse=purse)
    assert second is not None
    from interviewer.rules.second_judge import SecondJudge

    return SecondJudge(first, second, clock=time.monotonic)
