"""Heads that were fitted on labelled answers and ship with the program."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
import numpy.typing as npt

from interviewer.errors import HeadUnusable
from interviewer.model.card import Card

Floats = npt.NDArray[np.float64]
Stored = npt.NDArray[np.floating]
"""As a file has it, in half or single precision."""


@dataclass(frozen=True)
class Fitted:
    """One head, ready for `rules.head`."""

    model: str
    """Id of the language model whose odds it weighs."""

    encoder: str
    """Id of the encoder's weights."""

    sha256: str
    """Of both files of arrays."""

    weights: Mapping[str, Floats]
    """The maps that weigh."""

    answers: frozenset[str]
    """Fingerprints of the answers that it was fitted on."""

    card: Card
    """What was measured of model and head together, on folds that the head was not fitted on."""


def fingerprint(sentences: Sequence[str]) -> str:
    """Twelve characters that name an answer by its words."""
    return hashlib.sha256("\n".join(sentences).encode()).hexdigest()[:12]


def fitted(model: str, folder: Traversable | None = None) -> Fitted | None:
    """The head that was fitted for a model, or None when there is none.

    Raises HeadUnusable when its file is not the one that its description names.
    """
    shelf = folder or files("interviewer") / "fitted"
    described = shelf / f"{model}.json"
    if not described.is_file():
        return None
    facts = json.loads(described.read_text(encoding="utf-8"))
    maps, network = ((shelf / f"{name}.npz").read_bytes() for name in (model, facts["encoder"]))
    found = [hashlib.sha256(blob).hexdigest() for blob in (maps, network)]
    if found != facts["sha256"]:
        raise HeadUnusable(
            f"The fitted head of {model} is not the one that came with the program.",
            hint="Install the program again.",
        )
    whole = hashlib.sha256("".join(found).encode()).hexdigest()
    weights = {name: array.astype(np.float64) for name, array in _arrays(maps).items()}
    card = Card.model_validate(facts["card"])
    return Fitted(facts["model"], facts["encoder"], whole, weights, frozenset(facts["answers"]), card)


def added(encoder: str) -> Mapping[str, Stored]:
    """What was fitted for the encoder's network, so that it reads answers; `fitted` checks that it belongs here."""
    return _arrays((files("interviewer") / "fitted" / f"{encoder}.npz").read_bytes())


def _arrays(blob: bytes) -> dict[str, Stored]:
    with np.load(io.BytesIO(blob), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}
