"""Fit the maps of the embedded judge's head, and measure them on folds that they were not fitted on.

    python -m benchmarks.judge.fit check FILE.jsonl ...     five folds by question; prints the table
    python -m benchmarks.judge.fit write FILE.jsonl ...     also fit on everything; writes interviewer/fitted/

The network of the head was fitted by `benchmarks.judge.train` on the answers of `training/` alone and has seen none of
these files; what is fitted here are the maps behind it (`benchmarks/judge/maps.py`). The odds are read from
`odds-qwen-1.5b.jsonl` beside this script (made by `benchmarks.judge.odds`); an answer without them takes part in what
needs none.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from benchmarks.judge import screen
from benchmarks.judge.answers import answers
from benchmarks.judge.folds import Unseen, card_of, check, unseen
from benchmarks.judge.maps import fit
from benchmarks.judge.rows import Row, load
from interviewer import settings, studio
from interviewer.library.fitted import fingerprint
from interviewer.ports import Encoder

HERE = Path(__file__).parent
SHELF = HERE.parents[1] / "interviewer" / "fitted"
TRAINING = HERE / "training"
MODEL = "qwen-1.5b"
ENCODER = "minilm"


def write(rows: Sequence[Row], files: Sequence[Path], encoder: Encoder, found: Unseen) -> None:
    """Fit on everything and put the head, its error and its card where the program finds them."""
    arrays = SHELF / f"{MODEL}.npz"
    every = fit(rows) | screen.fit(encoder, screen.sentences()) | {"overall_error": np.array([found.error])}
    maps = {name: array.astype(np.float32) for name, array in every.items()}
    np.savez_compressed(arrays, **maps)  # type: ignore[arg-type]
    trained = [answer for file in sorted(TRAINING.glob("*.txt")) for answer in answers(file)]
    fitted = [*trained, *(answer for file in files for answer in answers(file))]
    blobs = (arrays, SHELF / f"{ENCODER}.npz")
    facts = {
        "model": MODEL,
        "encoder": ENCODER,
        "sha256": [hashlib.sha256(blob.read_bytes()).hexdigest() for blob in blobs],
        "date": datetime.now(UTC).date().isoformat(),
        "files": {"training": len(trained)} | {file.name: len(answers(file)) for file in files},
        "card": card_of(rows, found).model_dump(mode="json"),
        "answers": sorted({fingerprint(answer["sentences"]) for answer in fitted}),
    }
    (SHELF / f"{MODEL}.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["check", "write"])
    parser.add_argument("files", type=Path, nargs="+")
    given = parser.parse_args()
    chosen = settings.load()
    rows = load(given.files, studio.open_reader(chosen, ENCODER))
    found = unseen(rows)
    if given.what == "write":
        write(rows, given.files, studio.open_encoder(chosen, ENCODER), found)
    for line in check(rows, found):
        print(line)


if __name__ == "__main__":
    main()
