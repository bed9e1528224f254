"""What a linear head on the embedded model's own states reaches on labelled answers it was not fitted on.

Needs scikit-learn beside the program's own packages. The model reads each answer once; the vectors of its last layer,
sentence by sentence, are kept in FOLDER. Then a head is fitted on some files and measured on another:

    python benchmarks/judge/states.py read WEIGHTS.gguf FOLDER FILE ...
    python benchmarks/judge/states.py fit FOLDER --on synthetic-1.txt --on real.jsonl --test dev.jsonl
"""

from __future__ import annotations

import argparse
import json
import os
import re
import urllib.request
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import f1_score
from sklearn.preprocessing import StandardScaler

from interviewer.rules.agreement import qwk
from interviewer.rules.cleaning import clean
from interviewer.rules.strength import counted, own_part, specifics

PARTS = ("situation", "task", "action", "result")
LETTERS = dict(zip("STAR", PARTS, strict=True))
ASKED = (
    "You review spoken answers from job interviews with the STAR method. Situation: the concrete context of one real "
    "event. Task: the candidate's own goal or responsibility in it. Action: the steps the candidate took in it. "
    "Result: what happened because of it. Habits, methods in general, opinions and talk are none of these.\n"
)
NUMBERS = re.compile(
    r"\d|percent|\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundred|thousand|half)\b"
)
Answer = dict[str, Any]


def answers(file: Path) -> list[Answer]:
    """Answers of a .jsonl file, or of one of the .txt files beside this script."""
    if file.suffix == ".jsonl":
        return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    found: list[Answer] = []
    for line in file.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        head, rest = line.split(" ", 1)
        if head == "==":
            name, kind, variant = rest.split(" | ")
            found.append({"id": name, "kind": kind, "variant": variant, "sentences": [], "labels": []})
        elif head == "Q" and "question" not in found[-1]:
            found[-1]["question"] = rest
        elif head == "P":
            found[-1]["guidance_points"] = rest.split("; ")
        elif head == "G":
            found[-1]["guidance_scores"] = [int(score) for score in rest.split()]
        elif head == "V":
            *star, overall = (int(score) for score in rest.split())
            found[-1] |= {"star": dict(zip(PARTS, star, strict=True)), "overall": overall}
        else:
            found[-1]["sentences"].append(rest)
            found[-1]["labels"].append([LETTERS[letter] for letter in head.strip("-")])
    return found


def read(weights: Path, folder: Path, files: list[Path]) -> None:
    """Have the model read every answer, and keep mean and last state of each sentence."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(weights)
    params.n_ctx, params.n_batch, params.n_ubatch, params.n_parallel = 4096, 1024, 1024, 1
    params.embedding, params.embd_normalize = True, -1
    params.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_NONE
    params.hostnames, params.port, params.verbosity, params.ui = ["127.0.0.1"], 0, -1, False
    address = xllamacpp.Server(params).listening_address
    folder.mkdir(parents=True, exist_ok=True)
    for answer in (one for file in files for one in answers(file) if one["sentences"]):
        to = folder / f"{answer['id']}.npz"
        if to.exists():
            continue
        pieces = [f"{ASKED}\nQuestion: {answer['question']}\nAnswer:"]
        pieces += [f"\n{clean(text.split()).lower()}" for text in answer["sentences"]]
        tokens: list[int] = []
        ends = []
        for piece in pieces:
            tokens += _post(f"{address}/tokenize", {"content": piece, "add_special": False})["tokens"]
            ends.append(len(tokens))
        states = np.asarray(_post(f"{address}/embeddings", {"content": tokens})[0]["embedding"], np.float32)
        spans = [states[start:end] for start, end in pairwise(ends)]
        np.savez(to, states=np.array([np.concatenate([span.mean(0), span[-1]]) for span in spans]))
        print(answer["id"], len(tokens), flush=True)
    os._exit(0)  # the engine's own way out is slow


def _post(url: str, body: dict[str, Any]) -> Any:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as reply:
        return json.loads(reply.read())


class Labels:
    """One logistic regression a part."""

    def __init__(self, folder: Path, rows: list[Answer]) -> None:
        self._folder = folder
        seen = np.concatenate([self._seen(row) for row in rows])
        there = np.array([[part in parts for part in PARTS] for row in rows for parts in row["labels"]])
        self._scale = StandardScaler().fit(seen)
        self._heads = [
            LogisticRegression(C=0.001, max_iter=300, class_weight="balanced").fit(self._scale.transform(seen), column)
            for column in there.T
        ]

    def chances(self, row: Answer) -> np.ndarray:
        seen = self._scale.transform(self._seen(row))
        return np.stack([head.predict_proba(seen)[:, 1] for head in self._heads], 1)

    def _seen(self, row: Answer) -> np.ndarray:
        states = np.load(self._folder / f"{row['id']}.npz")["states"]
        n = len(states)
        place = [[at / n, (n - 1 - at) / n, at == 0, at == n - 1, n / 10, row["kind"] == "method"] for at in range(n)]
        return np.concatenate([states, np.array(place, float)], 1)


def seen_of_part(row: Answer, chances: np.ndarray) -> list[float]:
    """What the strength of a part is read off: how much of it there is, how specific, how much the candidate's own."""
    texts = row["sentences"]
    length = np.array([counted(text) for text in texts], float)
    named = np.array([min(specifics(text), 4) for text in texts], float)
    measured = np.array([min(len(NUMBERS.findall(text.lower())), 3) for text in texts], float)
    own = np.array([own_part(text) for text in texts], float)
    there = chances > 0.5
    return [
        chances.sum(), chances.max(), there.sum(), np.log1p((chances * length).sum()), np.log1p((there * length).sum()),
        (chances * named).sum() ** 0.5, (chances * measured).sum() ** 0.5, float((there * named).sum() > 0),
        float((there * measured).sum() > 0), (chances * own).sum() ** 0.5, (length * chances).max() / 20,
        len(texts) / 10, np.log1p(length.sum()) / 3,
    ]  # fmt: skip


def fit(folder: Path, fitted: list[Path], tested: Path) -> None:
    """Print macro-F1 of the labels and QWK of the parts on `tested`; its answers take no part in the fit."""

    def known(file: Path) -> list[Answer]:
        return [row for row in answers(file) if (folder / f"{row['id']}.npz").exists()]

    train = [row for file in fitted for row in known(file)]
    test = known(tested)
    inner = _out_of_fold(folder, train)
    head = Labels(folder, train)
    outer = [head.chances(row) for row in test]
    there = np.array([[part in parts for part in PARTS] for row in test for parts in row["labels"]])
    found = np.concatenate(outer) > 0.5
    by_part = [f1_score(there[:, at], found[:, at]) for at in range(4)]
    print(
        f"fitted on {len(train)}, tested on {len(test)}; labels macro-F1 {np.mean(by_part):.2f}", np.round(by_part, 2)
    )
    for at, part in enumerate(PARTS):
        seen = np.array([seen_of_part(row, chances[:, at]) for row, chances in zip(train, inner, strict=True)])
        scale = StandardScaler().fit(seen)
        line = Ridge(alpha=3.0).fit(scale.transform(seen), [row["star"][part] for row in train])
        new = np.array([seen_of_part(row, chances[:, at]) for row, chances in zip(test, outer, strict=True)])
        scores = np.clip(np.round(line.predict(scale.transform(new))), 0, 3).astype(int)
        print(f"  {part:<10} QWK {qwk(scores, [row['star'][part] for row in test], low=0, high=3):.2f}")


def _out_of_fold(folder: Path, rows: list[Answer], folds: int = 5) -> list[np.ndarray]:
    """Chances of each answer from heads that saw no answer to its question."""
    questions = sorted({row["question"] for row in rows})
    fold = [questions.index(row["question"]) % folds for row in rows]
    heads = [Labels(folder, [row for row, its in zip(rows, fold, strict=True) if its != one]) for one in range(folds)]
    return [heads[its].chances(row) for row, its in zip(rows, fold, strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = parser.add_subparsers(dest="step", required=True)
    reading = steps.add_parser("read")
    reading.add_argument("weights", type=Path)
    reading.add_argument("folder", type=Path)
    reading.add_argument("files", type=Path, nargs="+")
    fitting = steps.add_parser("fit")
    fitting.add_argument("folder", type=Path)
    fitting.add_argument("--on", type=Path, action="append", required=True)
    fitting.add_argument("--test", type=Path, required=True)
    given = parser.parse_args()
    if given.step == "read":
        read(given.weights, given.folder, given.files)
    else:
        fit(given.folder, given.on, given.test)


if __name__ == "__main__":
    main()
