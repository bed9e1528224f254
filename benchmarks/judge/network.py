"""MiniLM in JAX, with small matrices that are fitted: what `adapters/minilm_layers.py` does in numpy, to be trained."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from interviewer.adapters.minilm_layers import HEADS, LAYERS, MATRICES, load

DROPPED = 0.1
"""Share of the states that a step of training leaves out."""

Tree = Any
"""Arrays in dictionaries and lists, as JAX walks them."""


def base(file: Path) -> Tree:
    """The weights of `minilm` as JAX arrays. Raises as `load`."""
    found = load(file)
    return {
        "words": jnp.asarray(found.words.whole()),
        "places": jnp.asarray(found.places.whole()),
        "segments": jnp.asarray(found.segments),
        "norm": [jnp.asarray(one) for one in found.norm],
        "layers": [
            {name: jnp.asarray(array) for name, array in found.layer(number).items()} for number in range(LAYERS)
        ],
    }


def small(weights: Tree, rank: int, key: jax.Array) -> Tree:
    """Small matrices that change nothing yet: the wide ones are zero (Hu et al. 2021)."""
    layers = []
    for layer in weights["layers"]:
        pairs = {}
        for name in MATRICES:
            key, own = jax.random.split(key)
            rows, columns = layer[name].shape
            pairs[name] = (jax.random.normal(own, (rows, rank)) / np.sqrt(rows), jnp.zeros((rank, columns)))
        layers.append(pairs)
    return layers


def states(
    weights: Tree, added: Tree, ids: jax.Array, segments: jax.Array, mask: jax.Array, key: jax.Array | None = None
) -> jax.Array:
    """The last layer's states, shape (texts, tokens, width); with a `key` as in training, a tenth left out."""
    rows = weights["words"][ids] + weights["places"][jnp.arange(ids.shape[1])][None] + weights["segments"][segments]
    rows = _normed(rows, *weights["norm"])
    far = jnp.where(mask[:, None, None, :] > 0, 0.0, -1e9)
    keys = jax.random.split(key, 2 * len(added)) if key is not None else None
    for number, (layer, pairs) in enumerate(zip(weights["layers"], added, strict=True)):

        def times(x: jax.Array, name: str, layer: Tree = layer, pairs: Tree = pairs) -> jax.Array:
            flat = x.reshape(-1, x.shape[-1])
            tall, wide = pairs[name]
            made = flat @ layer[name] + (flat @ tall) @ wide + layer[f"{name}.bias"]
            return made.reshape(*x.shape[:-1], -1)

        def heads(name: str, x: jax.Array = rows) -> jax.Array:
            return times(x, name).reshape(*x.shape[:2], HEADS, -1).transpose(0, 2, 1, 3)

        query, key_, value = heads("query"), heads("key"), heads("value")
        near = jax.nn.softmax(query @ key_.transpose(0, 1, 3, 2) / np.sqrt(query.shape[-1]) + far, -1)
        joined = (near @ value).transpose(0, 2, 1, 3).reshape(rows.shape)
        made = _dropped(times(joined, "output"), keys, 2 * number)
        rows = _normed(rows + made, layer["output.scale"], layer["output.shift"])
        made = times(jax.nn.gelu(times(rows, "up"), approximate=False), "down")
        rows = _normed(rows + _dropped(made, keys, 2 * number + 1), layer["down.scale"], layer["down.shift"])
    return rows


def named(added: Tree, task: str) -> dict[str, np.ndarray[Any, Any]]:
    """The small matrices by the names that `minilm_layers.tuned` reads, in half precision."""
    return {
        f"{task}.{number}.{name}.{side}": np.asarray(array, np.float16)
        for number, pairs in enumerate(added)
        for name, pair in pairs.items()
        for side, array in zip(("tall", "wide"), pair, strict=True)
    }


def unnamed(arrays: Mapping[str, np.ndarray[Any, Any]], task: str) -> Tree:
    """The small matrices of a file that `named` filled, to be fitted further. Raises KeyError."""
    return [
        {
            name: tuple(jnp.asarray(arrays[f"{task}.{number}.{name}.{side}"], jnp.float32) for side in ("tall", "wide"))
            for name in MATRICES
        }
        for number in range(LAYERS)
    ]


def _dropped(rows: jax.Array, keys: jax.Array | None, number: int) -> jax.Array:
    if keys is None:
        return rows
    return jnp.where(jax.random.bernoulli(keys[number], 1 - DROPPED, rows.shape), rows / (1 - DROPPED), 0)


def _normed(rows: jax.Array, scale: jax.Array, shift: jax.Array) -> jax.Array:
    mean = rows.mean(-1, keepdims=True)
    return (rows - mean) / jnp.sqrt(((rows - mean) ** 2).mean(-1, keepdims=True) + 1e-12) * scale + shift
