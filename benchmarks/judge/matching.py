"""Fit which question an answer belongs to.

Question and answer become one vector each, taught to find one another among the others of a batch (van den Oord et al.
2018), which are drawn at random: batches of near questions were tried and found no more.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.judge import network
from benchmarks.judge.texts import Texts
from benchmarks.judge.views import TOO_NEAR, Pool, View
from interviewer.adapters.minilm_reader import BEGIN, END

BATCH = 32
TEMPERATURE = 0.05
WITH_POINTS, IN_PART = 0.5, 0.4
"""Share of questions that come with their points, as the program asks, and of answers of which a part is taken."""

LONGEST_ASKED, LONGEST_SAID = 64, 192
"""Tokens."""

NEVER = -1e4

Tree = Any
Floats = np.ndarray[Any, Any]


def batches(texts: Texts, every: Sequence[View], pool: Pool, chooser: random.Random) -> Iterator[Tree]:
    """One epoch: each answer that is right for its question once, but for the last few."""
    right = [view for view in every if view.overall > 1]
    chooser.shuffle(right)
    for start in range(0, len(right) - BATCH + 1, BATCH):
        chosen = right[start : start + BATCH]
        at = [pool.at[view.question] for view in chosen]
        near = (pool.near[np.ix_(at, at)] > TOO_NEAR) & ~np.eye(BATCH, dtype=bool)
        yield {
            "asked": _padded(texts, [_asked(view, chooser) for view in chosen], LONGEST_ASKED),
            "said": _padded(texts, [_run(view, chooser) for view in chosen], LONGEST_SAID),
            "too near": np.where(near, NEVER, 0).astype(np.float32),
        }


def loss(fitted: Tree, base: Tree, x: Tree, key: jax.Array) -> jax.Array:
    """Each answer among all questions of the batch, and each question among all answers."""
    one, other = jax.random.split(key)
    asked, said = (_vectors(base, fitted["small"], *x[name], own) for name, own in (("asked", one), ("said", other)))
    near = asked @ said.T / TEMPERATURE + x["too near"]
    return -(jnp.diag(jax.nn.log_softmax(near, 0)).mean() + jnp.diag(jax.nn.log_softmax(near, 1)).mean()) / 2


def _vectors(base: Tree, small: Tree, ids: jax.Array, mask: jax.Array, key: jax.Array) -> jax.Array:
    rows = network.states(base, small, ids, jnp.zeros_like(ids), mask, key)
    mean = (rows * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]
    return mean / jnp.linalg.norm(mean, axis=-1, keepdims=True)


def _asked(view: View, chooser: random.Random) -> str:
    return f"{view.question} {'; '.join(view.points)}" if chooser.random() < WITH_POINTS else view.question


def _run(view: View, chooser: random.Random) -> str:
    """The answer, or some of its sentences in a row."""
    count = len(view.sentences)
    if count <= 3 or chooser.random() >= IN_PART:
        return " ".join(view.sentences)
    length = chooser.randint(2, count - 1)
    start = chooser.randint(0, count - length)
    return " ".join(view.sentences[start : start + length])


def _padded(texts: Texts, said: Sequence[str], length: int) -> tuple[Floats, Floats]:
    """Tokens and mask, both of shape (texts, length)."""
    ids, mask = np.zeros((len(said), length), np.int32), np.zeros((len(said), length), np.float32)
    for row, text in enumerate(said):
        tokens = [BEGIN, *texts.tokens(text)[: length - 2], END]
        ids[row, : len(tokens)], mask[row, : len(tokens)] = tokens, 1
    return ids, mask
