"""MiniLM as six layers of numpy, so that small matrices which were fitted for a task can be added to its weights.

The network and its weights are those of `minilm` (BERT: Devlin et al. 2019, arXiv:1810.04805; distilled: Wang et al.
2020, arXiv:2002.10957). What is added is a low-rank adaptation (LoRA: Hu et al. 2021, arXiv:2106.09685): to every
matrix W the product of a tall and a wide one, so that a task costs a megabyte and not twenty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from interviewer.adapters import onnx_arrays

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]
Text = tuple[Ids, Ids]
"""Its tokens, and for each the piece of the text that it is in (0 or 1); both of shape (tokens,)."""

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
class Packed:
    """A matrix as the file has it: a byte for every number, and what the bytes of a row or a column stand for."""

    bytes: npt.NDArray[np.int8]
    scale: Floats

    def whole(self) -> Floats:
        """As 32-bit floats, four times as large."""
        found = self.bytes.astype(np.float32)
        found *= self.scale
        return found

    def rows(self, which: npt.NDArray[np.integer]) -> Floats:
        """Some rows of it; only where each row has a scale of its own."""
        return Packed(self.bytes[which], self.scale[which]).whole()


Pair = tuple[npt.NDArray[np.floating], npt.NDArray[np.floating]]
"""A tall and a wide matrix, whose product is added to one of the network's."""


@dataclass(frozen=True)
class Network:
    """The weights of `minilm`, packed as they are in the file, and what is added to them for a task.

    Unpacked they would weigh four times as much, and once more for every task; so a layer is unpacked when it is used.
    """

    words: Packed
    places: Packed
    segments: Floats
    norm: tuple[Floats, Floats]
    matrices: tuple[dict[str, Packed], ...]
    """Of each layer, by MATRICES."""

    others: tuple[dict[str, Floats], ...]
    """Of each layer its biases (`query.bias`) and norms (`output.scale`, `output.shift`)."""

    added: tuple[dict[str, Pair], ...] = ({},) * LAYERS
    """For each layer, by MATRICES; what is not named is used as it is."""

    def layer(self, number: int) -> dict[str, Floats]:
        """Matrices, biases and norms of one layer as 32-bit floats."""
        layer = dict(self.others[number])
        for part, packed in self.matrices[number].items():
            layer[part] = packed.whole()
            if part in self.added[number]:
                tall, wide = (side.astype(np.float32) for side in self.added[number][part])
                layer[part] += tall @ wide
        return layer


def load(file: Path) -> Network:
    """Raises OSError, or ValueError or KeyError where the file holds another network."""
    found = onnx_arrays.read(file)
    inner = {name.removeprefix("inner."): array for name, array in found.arrays.items()}
    products = [name for _, name in found.products if f"{name}_q" in found.arrays]
    if len(products) != LAYERS * len(MATRICES):
        raise ValueError(f"{len(products)} matrices")
    matrices, others = [], []
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}."
        named = zip(MATRICES, products[number * len(MATRICES) :], strict=False)
        matrices.append({part: _packed(found.arrays, product) for part, product in named})
        other = {f"{part}.bias": _float(inner[f"{layer}{name}.bias"]) for part, name in _NAMES.items()}
        for part, name in _AFTER.items():
            other[f"{part}.scale"] = _float(inner[f"{layer}{name}.weight"])
            other[f"{part}.shift"] = _float(inner[f"{layer}{name}.bias"])
        others.append(other)
    embeddings = "embeddings."
    return Network(
        words=_packed(inner, f"{embeddings}word_embeddings.weight"),
        places=_packed(inner, f"{embeddings}position_embeddings.weight"),
        segments=_float(inner[f"{embeddings}token_type_embeddings.weight"]),
        norm=(_float(inner[f"{embeddings}LayerNorm.weight"]), _float(inner[f"{embeddings}LayerNorm.bias"])),
        matrices=tuple(matrices),
        others=tuple(others),
    )


def tuned(base: Network, added: Mapping[str, npt.NDArray[np.floating]], task: str) -> Network:
    """The weights with what was fitted for a task: arrays `TASK.LAYER.MATRIX.tall` and `.wide`. Raises KeyError."""
    pairs = [
        {part: (added[f"{task}.{number}.{part}.tall"], added[f"{task}.{number}.{part}.wide"]) for part in MATRICES}
        for number in range(LAYERS)
    ]
    return replace(base, added=tuple(pairs))


def states(network: Network, texts: Sequence[Text]) -> list[Floats]:
    """The last layer's states of each text, shape (tokens, width). Each is read alone; together they share the work of
    unpacking the layers.
    """
    found = [
        _normed(
            network.words.rows(ids) + network.places.rows(np.arange(len(ids))) + network.segments[segments],
            *network.norm,
        )
        for ids, segments in texts
    ]
    for number in range(LAYERS):
        layer = network.layer(number)
        found = [_through(layer, rows) for rows in found]
    return found


def _through(layer: Mapping[str, Floats], rows: Floats) -> Floats:
    rows = _normed(rows + _attended(layer, rows), layer["output.scale"], layer["output.shift"])
    wide = _gelu(rows @ layer["up"] + layer["up.bias"])
    return _normed(rows + wide @ layer["down"] + layer["down.bias"], layer["down.scale"], layer["down.shift"])


def _attended(layer: Mapping[str, Floats], rows: Floats) -> Floats:
    def heads(part: str) -> Floats:
        made = rows @ layer[part] + layer[f"{part}.bias"]
        return np.asarray(made.reshape(len(rows), HEADS, -1).transpose(1, 0, 2))

    query, key, value = heads("query"), heads("key"), heads("value")
    near = query @ key.transpose(0, 2, 1)
    near /= np.float32(np.sqrt(query.shape[-1]))
    near -= near.max(axis=-1, keepdims=True)
    np.exp(near, out=near)
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


def _packed(arrays: Mapping[str, npt.NDArray[np.generic]], name: str) -> Packed:
    return Packed(arrays[f"{name}_q"].astype(np.int8, copy=False), _float(arrays[f"{name}_scale"]))


def _float(array: npt.NDArray[np.generic]) -> Floats:
    return array.astype(np.float32)
