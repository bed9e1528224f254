"""An answer read as a whole by MiniLM with what was fitted for this task.

Question, guidance points and sentences are one text to it, so that every sentence is read in the light of the others
and of what was asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from interviewer.adapters import minilm_layers as layers
from interviewer.errors import ModelNotInstalled
from interviewer.model.grade import PARTS
from interviewer.model.impression import Impression
from interviewer.model.question import Kind
from interviewer.ports import AnswerReader

BEGIN, END = 101, 102
"""BERT's tokens for the beginning of a text and for the end of a piece of it."""

ASKED: dict[Kind, str] = {
    "behavioural": "one past event",
    "method": "method and example",
    "situational": "what would you do",
}
"""Words that stand before the question; the network was fitted with them."""

OTHERWISE = "explain"
LONGEST_SENTENCE, SHORTEST_CUT = 60, 16
"""Tokens of a sentence that are read; where the whole is too long sentences are cut, at worst to the second."""

LONGEST_POINT = 40
REMEMBERED = 64
"""Texts whose reading is kept: an answer, and what may play each part in it, are asked about for the outcome, for what
was left out, and to be judged."""

LONGEST_MATCHED = 256
"""Tokens of an answer that are held against the question: the length that `minilm` was trained on."""

Floats = npt.NDArray[np.float64]


class MiniLMReader(AnswerReader):
    """`added`: the fitted arrays by name, as `library.fitted` reads them."""

    def __init__(self, folder: Path, added: Mapping[str, npt.NDArray[np.floating]], *, name: str = "minilm") -> None:
        """`folder` holds model.onnx and tokenizer.json; nothing is loaded before `load` or the first answer."""
        self.name = name
        self._folder = folder
        self._added = added
        self._impression = lru_cache(maxsize=REMEMBERED)(self._read)
        self._nearness = lru_cache(maxsize=REMEMBERED)(self._match)

    def load(self) -> None:
        """Load networks and tokenizer now, half a second. Raises ModelNotInstalled."""
        _ = self._parts

    def read(self, question: str, kind: Kind, points: Sequence[str], sentences: Sequence[str]) -> Impression:
        """As the port says. Words that were read before are not read again; nobody may change what is returned."""
        return self._impression(question, kind, tuple(points), tuple(sentences))

    def match(self, question: str, points: Sequence[str], sentences: Sequence[str]) -> float:
        """As the port says; by the cosine of two vectors. Words that were matched before are not read again."""
        return self._nearness(question, tuple(points), tuple(sentences))

    def _read(self, question: str, kind: Kind, points: tuple[str, ...], sentences: tuple[str, ...]) -> Impression:
        head = self._pieces([f"{ASKED.get(kind, OTHERWISE)}: {question}"], LONGEST_SENTENCE)
        asked = [[BEGIN, *head[0]], *self._pieces(points, LONGEST_POINT)]
        said = self._pieces(sentences, LONGEST_SENTENCE)
        room = layers.LONGEST - sum(len(piece) + 1 for piece in asked)
        read = [self._window(asked, part) for part in windows(said, room)]
        return Impression(
            chances=np.vstack([one.chances for one in read]),
            parts=np.max([one.parts for one in read], axis=0),
            points=np.max([one.points for one in read], axis=0),
            overall=max(one.overall for one in read),
        )

    def _window(self, asked: Sequence[Sequence[int]], said: Sequence[Sequence[int]]) -> Impression:
        pieces = [[*piece, END] for piece in (*asked, *said)]
        sizes = [len(piece) for piece in pieces]
        before = sum(sizes[: len(asked)])
        ids = np.array([token for piece in pieces for token in piece], np.int64)
        segments = (np.arange(len(ids)) >= before).astype(np.int64)
        (states,) = layers.states(self._parts[1], [(ids, segments)])
        rows = states.astype(np.float64)
        means = [rows[start:end].mean(axis=0) for start, end in pairwise(np.cumsum([0, *sizes]))]
        whole = np.concatenate([rows[0], rows[before:].mean(axis=0)])
        points, sentences = means[1 : len(asked)], means[len(asked) :]
        return Impression(
            chances=_chances(self._linear("label", np.array(sentences))),
            parts=_steps(self._linear("part", whole).reshape(len(PARTS), -1)),
            points=_steps(self._linear("point", np.array(points).reshape(len(points), len(rows[0])))),
            overall=1 + float(_steps(self._linear("overall", whole))),
        )

    def _match(self, question: str, points: Sequence[str], sentences: Sequence[str]) -> float:
        asked, told = f"{question} {'; '.join(points)}", " ".join(sentences)
        read = layers.states(self._parts[2], [self._alone(asked), self._alone(told)])
        one, other = (states.astype(np.float64).mean(axis=0) for states in read)
        return float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other)))

    def _alone(self, text: str) -> layers.Text:
        ids = np.array([BEGIN, *self._tokens(text)[: LONGEST_MATCHED - 2], END], np.int64)
        return ids, np.zeros_like(ids)

    def _linear(self, name: str, rows: Floats) -> Floats:
        return np.asarray(rows @ self._added[f"{name}.matrix"] + self._added[f"{name}.bias"])

    def _pieces(self, texts: Sequence[str], longest: int) -> list[list[int]]:
        return [self._tokens(text)[:longest] for text in texts]

    def _tokens(self, text: str) -> list[int]:
        return list(self._parts[0].encode(text.lower(), add_special_tokens=False).ids)

    @cached_property
    def _parts(self) -> tuple[Any, layers.Network, layers.Network]:
        """Tokenizer, the network that reads, the network that matches. Raises ModelNotInstalled."""
        from tokenizers import Tokenizer

        try:
            base = layers.load(self._folder / "model.onnx")
            tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        except Exception as error:  # tokenizers raise classes of their own for broken files
            raise ModelNotInstalled(
                f"The weights of {self.name} cannot be loaded.",
                hint=f"Type: interviewer models remove {self.name} && interviewer models pull {self.name}",
            ) from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer, layers.tuned(base, self._added, "read"), layers.tuned(base, self._added, "match")


def windows(said: Sequence[list[int]], room: int) -> list[list[list[int]]]:
    """The sentences as they fit the network: all at once, long ones cut where need be, or in runs one after another."""
    longest = LONGEST_SENTENCE
    while longest > SHORTEST_CUT and _size(said, longest) > room:
        longest -= 1
    found: list[list[list[int]]] = [[]]
    for sentence in said:
        cut = sentence[:longest]
        if found[-1] and _size([*found[-1], cut], longest) > room:
            found.append([])
        found[-1].append(cut)
    return found


def _size(said: Sequence[Sequence[int]], longest: int) -> int:
    return sum(min(len(sentence), longest) + 1 for sentence in said)


def _chances(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-odds)))


def _steps(odds: Floats) -> Floats:
    """The score that is expected, from the log-odds that it is at least 1, at least 2 and so on (last axis)."""
    return np.asarray(_chances(odds).sum(axis=-1))
