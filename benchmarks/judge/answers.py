"""Labelled answers: JSON lines, or the blocks of the synthetic ones in this folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from interviewer.model.grade import PARTS

LETTERS = dict(zip("STAR", PARTS, strict=True))

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
