"""Fit the network that reads answers, on the synthetic answers of `training/` and on nothing else.

    python -m venv /tmp/train && /tmp/train/bin/pip install jax optax -e .
    /tmp/train/bin/python -m benchmarks.judge.train read READ.npz       reading: parts, points, overall grade
    /tmp/train/bin/python -m benchmarks.judge.train match MATCH.npz     which question an answer belongs to
    /tmp/train/bin/python -m benchmarks.judge.train join READ.npz MATCH.npz

JAX and optax are needed for this alone, so they are in no lock. `join` writes interviewer/fitted/minilm.npz; then
`benchmarks.judge.fit write` places the cuts. Reading took 35 minutes on two cores, matching 10. Another machine gets
other last digits, and so another file of the same worth.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from benchmarks.judge import network
from benchmarks.judge.answers import Answer, answers
from benchmarks.judge.fit import ENCODER, SHELF, TRAINING
from benchmarks.judge.views import MOST_POINTS, MOST_SENTENCES, Pool, View, changed, views
from interviewer import places, settings, studio
from interviewer.adapters import weights
from interviewer.adapters.minilm_reader import ASKED, BEGIN, END, LONGEST_POINT, LONGEST_SENTENCE, OTHERWISE

RANK = {"read": 16, "match": 8}
BATCH = {"read": 16, "match": 32}
STAGES = {"read": ((6, 1e-3), (4, 7e-4)), "match": ((4, 1e-3),)}
"""Epochs and the highest rate of learning, one stage after another."""

LENGTHS = (96, 128, 160, 192, 224, 256, 320, 384, 512)
"""Tokens that a batch is padded to, so that few shapes have to be compiled."""

TEMPERATURE = 0.05

Tree = Any


class Texts:
    """The tokenizer, and texts as the reader lays them out."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def tokens(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text.lower(), add_special_tokens=False).ids)

    def pieces(self, view: View) -> tuple[list[list[int]], int]:
        """Question, points and sentences as tokens, and how many of them come before the first sentence."""
        asked = self.tokens(f"{ASKED.get(view.kind, OTHERWISE)}: {view.question}")  # type: ignore[call-overload]
        points = [self.tokens(point)[:LONGEST_POINT] for point in view.points]
        said = [self.tokens(one)[:LONGEST_SENTENCE] for one in view.sentences[:MOST_SENTENCES]]
        return [[BEGIN, *asked, END], *([*one, END] for one in (*points, *said))], 1 + len(points)


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
        "star weights": np.array([view.star_weight for view in chosen], np.float32),
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
    star = _missed(odds("part", whole).reshape(x["star"].shape), x["star"]).sum((-1, -2))
    overall = _missed(odds("overall", whole), x["overall"]).sum(-1)
    return (
        weighed(labels, x["label weights"])
        + weighed(points, x["point weights"])
        + 0.5 * weighed(star, x["star weights"])
        + weighed(overall, x["overall weights"])
    )


def _missed(odds: jax.Array, wanted: jax.Array) -> jax.Array:
    """Logistic loss."""
    return jnp.maximum(odds, 0) - odds * wanted + jnp.log1p(jnp.exp(-jnp.abs(odds)))


def reading_batches(texts: Texts, every: Sequence[View], pool: Pool, chooser: random.Random) -> Iterator[Tree]:
    """One epoch: answers of about one length together."""
    drawn = [changed(view, pool, chooser) for view in every]
    drawn.sort(key=lambda view: sum(map(len, texts.pieces(view)[0])))
    size = BATCH["read"]
    starts = list(range(0, len(drawn) - size + 1, size))
    for start in chooser.sample(starts, len(starts)):
        yield batch(texts, drawn[start : start + size])


def matching_loss(fitted: Tree, base: Tree, x: Tree, key: jax.Array) -> jax.Array:
    """Each answer among all questions of the batch, and each question among all answers (van den Oord et al. 2018)."""
    one, other = jax.random.split(key)
    asked, said = (
        _vectors(base, fitted["small"], x[name], x[f"{name} mask"], own)
        for name, own in (("asked", one), ("said", other))
    )
    near = asked @ said.T / TEMPERATURE + x["too near"]
    return -(jnp.diag(jax.nn.log_softmax(near, 0)).mean() + jnp.diag(jax.nn.log_softmax(near, 1)).mean()) / 2


def _vectors(base: Tree, small: Tree, ids: jax.Array, mask: jax.Array, key: jax.Array) -> jax.Array:
    rows = network.states(base, small, ids, jnp.zeros_like(ids), mask, key)
    mean = (rows * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]
    return mean / jnp.linalg.norm(mean, axis=-1, keepdims=True)


def matching_batches(texts: Texts, every: Sequence[View], pool: Pool, chooser: random.Random) -> Iterator[Tree]:
    right = [view for view in every if view.overall > 1]
    chooser.shuffle(right)
    size = BATCH["match"]
    for start in range(0, len(right) - size + 1, size):
        chosen = right[start : start + size]
        at = [pool.at[view.question] for view in chosen]
        near = (pool.near[np.ix_(at, at)] > 0.72) & ~np.eye(size, dtype=bool)
        asked = _padded(texts, [_asked(view, chooser) for view in chosen], 64)
        said = _padded(texts, [_run(view, chooser) for view in chosen], 192)
        names = ("asked", "asked mask", "said", "said mask")
        yield dict(zip(names, (*asked, *said), strict=True)) | {"too near": np.where(near, -1e4, 0).astype(np.float32)}


def _asked(view: View, chooser: random.Random) -> str:
    return f"{view.question} {'; '.join(view.points)}" if chooser.random() < 0.5 else view.question


def _run(view: View, chooser: random.Random) -> str:
    """The answer, or some of its sentences in a row."""
    count = len(view.sentences)
    if count <= 3 or chooser.random() >= 0.4:
        return " ".join(view.sentences)
    length = chooser.randint(2, count - 1)
    start = chooser.randint(0, count - length)
    return " ".join(view.sentences[start : start + length])


def _padded(texts: Texts, said: Sequence[str], length: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    ids, mask = np.zeros((len(said), length), np.int32), np.zeros((len(said), length), np.float32)
    for row, text in enumerate(said):
        tokens = [BEGIN, *texts.tokens(text)[: length - 2], END]
        ids[row, : len(tokens)], mask[row, : len(tokens)] = tokens, 1
    return ids, mask


def train(
    task: str, fitted: Tree, base: Tree, loss: Callable[..., jax.Array], epoch: Callable[[], Iterator[Tree]]
) -> Tree:
    """All stages of one task; prints the mean loss of each epoch."""
    key = jax.random.PRNGKey(5)
    for epochs, rate in STAGES[task]:
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
    return fitted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=["read", "match", "join"])
    parser.add_argument("files", type=Path, nargs="+")
    given = parser.parse_args()
    if given.task == "join":
        arrays = [np.load(file) for file in given.files]
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
    one, other = jax.random.split(jax.random.PRNGKey(1))
    fitted: Tree = {"small": network.small(base, RANK[given.task], one)}
    if given.task == "read":
        fitted["heads"] = heads(other)
        fitted = train("read", fitted, base, reading_loss, lambda: reading_batches(texts, every, pool, chooser))
    else:
        fitted = train("match", fitted, base, matching_loss, lambda: matching_batches(texts, every, pool, chooser))
    maps = {name: np.asarray(array, np.float32) for name, array in fitted.get("heads", {}).items()}
    np.savez_compressed(given.files[0], **network.named(fitted["small"], given.task), **maps)


if __name__ == "__main__":
    main()
