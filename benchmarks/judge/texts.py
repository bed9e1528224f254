"""Texts as the networks of the head read them."""

from __future__ import annotations

from pathlib import Path

from benchmarks.judge.views import MOST_SENTENCES, View
from interviewer.adapters.minilm_reader import ASKED, BEGIN, END, LONGEST_POINT, LONGEST_SENTENCE, OTHERWISE


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
