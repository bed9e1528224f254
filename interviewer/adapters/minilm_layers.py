"""MiniLM as six layers of numpy, so that small matrices which were fitted for a task can be added to its weights.

The network and its weights are those of `minilm` (BERT: Devlin et al. 2019, arXiv:1810.04805; distilled: Wang et al.
2020, arXiv:2002.10957). What is added is a low-rank adaptation (LoRA: Hu et al. 2021, arXiv:2106.09685): to every
matrix W the product of a tall and a wide one, so that a task costs a megabyte and not twenty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from interviewer.adapters import onnx_arrays

Floats = npt.NDArray[np.float32]

LAYERS = 6
HEADS = 12
LONGEST = 512
"""Tokens that the network has places for."""

MATRICES = ("query", "key", "value", "output", "up", "down")
"""Of a layer, in the order in which the network uses them."""

_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "output": "attention.output.dense",
    "up": "intermediate.dense",
    "down": "output.dense",
}
_AFTER = {"output": "attention.output.LayerNorm", "down": "output.LayerNorm"}
_TINY = np.float32(1e-12)


@dataclass(frozen=True)
class Base:
    """The weights of `minilm` as 32-bit floats."""

    words: Floats
    places: Floats
    segments: Floats
    norm: tuple[Floats, Floats]
    layers: tuple[dict[str, Floats], ...]
    """For each layer its matrices, biases (`query.bias`) and norms (`output.scale`, `output.shift`)."""


def load(file: Path) -> Base:
    """Raises OSError, or ValueError or KeyError where the file holds another network."""
    found = onnx_arrays.read(file)
    inner = {name.removeprefix("inner."): array for name, array in found.arrays.items()}
    products = [name for _, name in found.products if f"{name}_q" in found.arrays]
    if len(products) != LAYERS * len(MATRICES):
        raise ValueError(f"{len(products)} matrices")
    layers = []
    for number in range(LAYERS):
        layer: dict[str, Floats] = {}
        for at, part in enumerate(MATRICES):
            layer[part] = _whole(found.arrays, products[number * len(MATRICES) + at])
            layer[f"{part}.bias"] = _float(inner[f"encoder.layer.{number}.{_NAMES[part]}.bias"])
        for part, name in _AFTER.items():
            layer[f"{part}.scale"] = _float(inner[f"encoder.layer.{number}.{name}.weight"])
            layer[f"{part}.shift"] = _float(inner[f"encoder.layer.{number}.{name}.bias"])
        layers.append(layer)
    embeddings = "embeddings."
    return Base(
        words=_whole(inner, f"{embeddings}word_embeddings.weight"),
        places=_whole(inner, f"{embeddings}position_embeddings.weight"),
        segments=_float(inner[f"{embeddings}token_type_embeddings.weight"]),
        norm=(_float(inner[f"{embeddings}LayerNorm.weight"]), _float(inner[f"{embeddings}LayerNorm.bias"])),
        layers=tuple(layers),
    )


def tuned(base: Base, added: Mapping[str, npt.NDArray[np.floating]], task: str) -> Base:
    """The base with what was fitted for a task: arrays `TASK.LAYER.MATRIX.tall` and `.wide`. Raises KeyError."""
    layers = []
    for number, layer in enumerate(base.layers):
        own = dict(layer)
        for part in MATRICES:
            tall, wide = (added[f"{task}.{number}.{part}.{side}"].astype(np.float32) for side in ("tall", "wide"))
            own[part] = layer[part] + tall @ wide
        layers.append(own)
    return Base(base.words, base.places, base.segments, base.norm, tuple(layers))


def states(network: Base, ids: npt.NDArray[np.int64], segments: npt.NDArray[np.int64]) -> Floats:
    """The last layer's states of one text; `ids` and `segments` have shape (tokens,), the result (tokens, width)."""
    rows = network.words[ids] + network.places[: len(ids)] + network.segments[segments]
    rows = _normed(rows, *network.norm)
    for layer in network.layers:
        rows = _normed(rows + _attended(layer, rows), layer["output.scale"], layer["output.shift"])
        wide = _gelu(rows @ layer["up"] + layer["up.bias"])
        rows = _normed(rows + wide @ layer["down"] + layer["down.bias"], layer["down.scale"], layer["down.shift"])
    return rows


def _attended(layer: Mapping[str, Floats], rows: Floats) -> Floats:
    def heads(part: str) -> Floats:
        made = rows @ layer[part] + layer[f"{part}.bias"]
        return np.asarray(made.reshape(len(rows), HEADS, -1).transpose(1, 0, 2))

    query, key, value = heads("query"), heads("key"), heads("value")
    near = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(query.shape[-1]))
    near = np.exp(near - near.max(axis=-1, keepdims=True))
    near /= near.sum(axis=-1, keepdims=True)
    joined = (near @ value).transpose(1, 0, 2).reshape(rows.shape)
    return np.asarray(joined @ layer["output"] + layer["output.bias"])


def _normed(rows: Floats, scale: Floats, shift: Floats) -> Floats:
    rows = rows - rows.mean(axis=-1, keepdims=True)
    spread = np.sqrt((rows**2).mean(axis=-1, keepdims=True) + _TINY)
    return np.asarray(rows / spread * scale + shift)


def _gelu(rows: Floats) -> Floats:
    """x times the normal distribution's share below x; erf by Abramowitz and Stegun 7.1.26, wrong by 2e-7 at most."""
    sized = np.abs(rows) * np.float32(np.sqrt(0.5))
    step = 1 / (1 + np.float32(0.3275911) * sized)
    series = np.full_like(step, 1.061405429)
    for term in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = series * step + np.float32(term)
    erf = np.sign(rows) * (1 - series * step * np.exp(-sized * sized))
    return np.asarray(rows * np.float32(0.5) * (1 + erf))


def _whole(arrays: Mapping[str, npt.NDArray[np.generic]], name: str) -> Floats:
    return _float(arrays[f"{name}_q"]) * _float(arrays[f"{name}_scale"])


def _float(array: npt.NDArray[np.generic]) -> Floats:
    return array.astype(np.float32)
