"""Fit the network that reads answers, on the synthetic answers of `training/` and on nothing else.

    python -m venv /tmp/train && /tmp/train/bin/pip install jax optax -e .
    /tmp/train/bin/python -m benchmarks.judge.train read READ.npz       reading: parts, points, overall grade
    /tmp/train/bin/python -m benchmarks.judge.train match MATCH.npz     which question an answer belongs to
    /tmp/train/bin/python -m benchmarks.judge.train mean MEAN.npz ONE.npz OTHER.npz     between two fits of reading
    /tmp/train/bin/python -m benchmarks.judge.train join READ.npz MATCH.npz

With `--on FITTED.npz` either goes on from matrices that were fitted before, by its last stage alone.

JAX and optax are needed for this alone, so they are in no lock. `join` writes interviewer/fitted/minilm.npz; then
`benchmarks.judge.fit write` places the cuts. Reading took 50 minutes on two cores, matching 10. Another machine gets
other last digits, and so another file of the same worth. What ships went on from itself three times, and is each
time the mean of what it was and what it became (`benchmarks/judge.md`, What was tried).
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from benchmarks.judge import matching, network
from benchmarks.judge.answers import PARTS, Answer, answers
from benchmarks.judge.fit import ENCODER, SHELF, TRAINING
from benchmarks.judge.texts import Texts
from benchmarks.judge.views import MOST_POINTS, MOST_SENTENCES, Pool, View, changed, views
from interviewer import places, settings, studio
from interviewer.adapters import weights

RANK = {"read": 16, "match": 8}
BATCH = 16
STAGES = {"read": ((6, 1e-3), (4, 7e-4), (5, 6e-4)), "match": ((4, 1e-3),)}
"""Epochs and the highest rate of learning, one stage after another."""

LENGTHS = (96, 128, 160, 192, 224, 256, 320, 384, 512)
"""Tokens that a batch is padded to, so that few shapes have to be compiled."""

Tree = Any


def batch(texts: Texts, chosen: Sequence[View]) -> dict[str, np.ndarray[Any, Any]]:
    """Everything that one step of reading needs, padded."""
    laid = [texts.pieces(view) for view in chosen]
    longest = max(sum(map(len, pieces)) for pieces, _ in laid)
    length, count = next(one for one in LENGTHS if one >= min(longest, LENGTHS[-1])), len(chosen)
    found = {
        "ids": np.zeros((count, length), np.int32),
        "segments": np.zeros((count, length), np.int32),
        "mask": np.zeros((count, length), np.float32),
        "point places": np.zeros((count, MOST_POINTS, length), np.float32),
        "sentence places": np.zeros((count, MOST_SENTENCES, length), np.float32),
        "labels": np.zeros((count, MOST_SENTENCES, 4), np.float32),
        "label weights": np.zeros((count, MOST_SENTENCES), np.float32),
        "points": np.zeros((count, MOST_POINTS, 2), np.float32),
        "point weights": np.zeros((count, MOST_POINTS), np.float32),
        "star": np.array([[[score > step for step in range(3)] for score in view.star] for view in chosen], np.float32),
        "star weights": np.array([view.star_weights for view in chosen], np.float32),
        "overall": np.array([[view.overall > step for step in range(1, 5)] for view in chosen], np.float32),
        "overall weights": np.array([view.overall_weight for view in chosen], np.float32),
    }
    for row, (view, (pieces, before)) in enumerate(zip(chosen, laid, strict=True)):
        at = 0
        for number, piece in enumerate(pieces):
            end = min(at + len(piece), length)
            found["ids"][row, at:end] = piece[: end - at]
            found["mask"][row, at:end] = 1
            if number >= before:
                found["segments"][row, at:end] = 1
                found["sentence places"][row, number - before, at:end] = 1 / max(end - at, 1)
            elif number:
                found["point places"][row, number - 1, at:end] = 1 / len(piece)
            at = end
        said, points = len(view.sentences[:MOST_SENTENCES]), len(view.points)
        found["labels"][row, :said] = view.labels[:said]
        found["label weights"][row, :said] = 1
        found["points"][row, :points] = [[score >= 1, score >= 2] for score in view.point_scores]
        found["point weights"][row, :points] = view.point_weights
    return found


def heads(key: jax.Array) -> Tree:
    """The linear maps behind the network, by the names that the reader knows."""
    sizes = {"label": (384, 4), "point": (384, 2), "part": (768, 12), "overall": (768, 4)}
    keys = jax.random.split(key, len(sizes))
    found = {
        f"{name}.matrix": jax.random.normal(own, size) * 0.02
        for own, (name, size) in zip(keys, sizes.items(), strict=True)
    }
    return found | {f"{name}.bias": jnp.zeros(size[1]) for name, size in sizes.items()}


def reading_loss(fitted: Tree, base: Tree, x: Tree, key: jax.Array) -> jax.Array:
    rows = network.states(base, fitted["small"], x["ids"], x["segments"], x["mask"], key)
    said = x["mask"] * x["segments"]
    mean = (said[:, :, None] * rows).sum(1) / jnp.maximum(said.sum(1), 1)[:, None]
    whole = jnp.concatenate([rows[:, 0], mean], -1)

    def odds(name: str, seen: jax.Array) -> jax.Array:
        return seen @ fitted["heads"][f"{name}.matrix"] + fitted["heads"][f"{name}.bias"]

    def weighed(loss: jax.Array, by: jax.Array) -> jax.Array:
        return (loss * by).sum() / jnp.maximum((by > 0).sum(), 1)

    labels = _missed(odds("label", x["sentence places"] @ rows), x["labels"]).sum(-1)
    points = _missed(odds("point", x["point places"] @ rows), x["points"]).sum(-1)
    star = _missed(odds("part", whole).reshape(x["star"].shape), x["star"]).sum(-1)
    overall = _missed(odds("overall", whole), x["overall"]).sum(-1)
    return (
        weighed(labels, x["label weights"])
        + weighed(points, x["point weights"])
        + 0.5 * len(PARTS) * weighed(star, x["star weights"])
        + weighed(overall, x["overall weights"])
    )


def _missed(odds: jax.Array, wanted: jax.Array) -> jax.Array:
    """Logistic loss."""
    return jnp.maximum(odds, 0) - odds * wanted + jnp.log1p(jnp.exp(-jnp.abs(odds)))


def reading_batches(texts: Texts, every: Sequence[View], pool: Pool, chooser: random.Random) -> Iterator[Tree]:
    """One epoch: answers of about one length together."""
    drawn = [changed(view, pool, chooser) for view in every]
    drawn.sort(key=lambda view: sum(map(len, texts.pieces(view)[0])))
    starts = list(range(0, len(drawn) - BATCH + 1, BATCH))
    for start in chooser.sample(starts, len(starts)):
        yield batch(texts, drawn[start : start + BATCH])


def train(
    stages: Sequence[tuple[int, float]],
    fitted: Tree,
    base: Tree,
    loss: Callable[..., jax.Array],
    epoch: Callable[[], Iterator[Tree]],
    keep: Callable[[Tree], None],
) -> None:
    """Stage after stage; prints the mean loss of each epoch and keeps what was fitted so far."""
    key = jax.random.PRNGKey(5)
    for epochs, rate in stages:
        steps = epochs * sum(1 for _ in epoch())
        slope = optax.warmup_cosine_decay_schedule(0.0, rate, max(1, steps // 12), steps, rate * 0.03)
        optimizer = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(slope, weight_decay=0.01))
        state = optimizer.init(fitted)

        @jax.jit
        def step(
            fitted: Tree, state: Tree, base: Tree, x: Tree, key: jax.Array, optimizer: Any = optimizer
        ) -> tuple[Tree, Tree, jax.Array]:
            missed, slope = jax.value_and_grad(loss)(fitted, base, x, key)
            updates, state = optimizer.update(slope, state, fitted)
            return optax.apply_updates(fitted, updates), state, missed

        for number in range(epochs):
            told = []
            for x in epoch():
                key, own = jax.random.split(key)
                fitted, state, missed = step(fitted, state, base, x, own)
                told.append(float(missed))
            print(f"epoch {number + 1} of {epochs}: {np.mean(told):.3f}", flush=True)
            keep(fitted)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=["read", "match", "mean", "join"])
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--on", type=Path, metavar="FITTED.npz", help="go on from these matrices: the last stage alone")
    given = parser.parse_args()
    if given.task in ("mean", "join"):
        arrays = [np.load(file) for file in given.files[given.task == "mean" :]]
        if given.task == "mean":
            np.savez_compressed(given.files[0], **_mean(*arrays))
        else:
            np.savez_compressed(SHELF / f"{ENCODER}.npz", **{name: one[name] for one in arrays for name in one.files})
        return
    chosen = settings.load()
    folder = weights.installed(ENCODER, places.models(chosen))
    texts, base, chooser = Texts(folder), network.base(folder / "model.onnx"), random.Random(7)
    synthetic: list[Answer] = [answer for file in sorted(TRAINING.glob("*.txt")) for answer in answers(file)]
    every = views(synthetic)
    asked = sorted({(view.question, view.kind, view.points) for view in every})
    vectors = studio.open_encoder(chosen, ENCODER).encode([question.lower() for question, _, _ in asked])
    pool = Pool(asked, np.asarray(vectors @ vectors.T))
    fitted = _beginning(given.task, base, np.load(given.on) if given.on else None)

    def keep(fitted: Tree) -> None:
        maps = {name: np.asarray(array, np.float32) for name, array in fitted.get("heads", {}).items()}
        np.savez_compressed(given.files[0], **network.named(fitted["small"], given.task), **maps)

    stages = STAGES[given.task][-1:] if given.on else STAGES[given.task]
    if given.task == "read":
        train(stages, fitted, base, reading_loss, lambda: reading_batches(texts, every, pool, chooser), keep)
    else:
        train(stages, fitted, base, matching.loss, lambda: matching.batches(texts, every, pool, chooser), keep)


def _mean(one: Mapping[str, np.ndarray[Any, Any]], other: Mapping[str, np.ndarray[Any, Any]]) -> dict[str, Any]:
    """Half way between a fit and the one that went on from it, in what both have (Wortsman et al. 2022)."""
    shared = [name for name in other if name in one]
    return {name: ((one[name].astype(np.float32) + other[name]) / 2).astype(one[name].dtype) for name in shared}


def _beginning(task: str, base: Tree, arrays: Mapping[str, np.ndarray[Any, Any]] | None) -> Tree:
    """What is fitted, before the first step: matrices that change nothing, or those of a file."""
    one, other = jax.random.split(jax.random.PRNGKey(1))
    new = heads(other)
    small = network.small(base, RANK[task], one) if arrays is None else network.unnamed(arrays, task)
    if task == "match":
        return {"small": small}
    kept = new if arrays is None else {name: jnp.asarray(arrays[name], jnp.float32) for name in new}
    return {"small": small, "heads": kept}


if __name__ == "__main__":
    main()
