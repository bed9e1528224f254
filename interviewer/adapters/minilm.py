"""Sentence vectors by MiniLM (all-MiniLM-L6-v2, int8) on onnxruntime."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from interviewer.adapters.onnx import network
from interviewer.errors import ModelNotInstalled
from interviewer.ports import Encoder

WIDTH = 384
LONGEST = 256
"""Tokens of a text that are read: the length that the network was trained on."""

REMEMBERED = 4096
"""Texts whose vectors are kept: questions and guidance points come again with every answer."""

Floats = npt.NDArray[np.float32]


class MiniLM(Encoder):
    """One text at a time, because the int8 network gives a text other vectors in another batch."""

    def __init__(self, folder: Path, *, name: str = "minilm", sha256: str = "") -> None:
        """`folder` holds model.onnx and tokenizer.json; nothing is loaded before `load` or the first text."""
        self.name = name
        self.sha256 = sha256
        self._folder = folder
        self._vector = lru_cache(maxsize=REMEMBERED)(self._encoded)

    def load(self) -> None:
        """Load network and tokenizer now, a fifth of a second. Raises ModelNotInstalled."""
        _ = self._parts

    def encode(self, texts: Sequence[str]) -> Floats:
        """As the port says."""
        return np.array([self._vector(text) for text in texts], np.float32).reshape(len(texts), WIDTH)

    def _encoded(self, text: str) -> Floats:
        if not text.strip():
            return np.zeros(WIDTH, np.float32)
        session, tokenizer = self._parts
        ids = np.array([tokenizer.encode(text).ids], np.int64)
        fed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        wanted = {node.name for node in session.get_inputs()}
        (states, *_) = session.run(None, {name: value for name, value in fed.items() if name in wanted})
        mean = np.asarray(states, np.float32)[0].mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)

    @cached_property
    def _parts(self) -> tuple[Any, Any]:
        """Network and tokenizer. Raises ModelNotInstalled."""
        from tokenizers import Tokenizer

        try:
            session = network(self._folder / "model.onnx")
            tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        except Exception as error:  # onnxruntime and tokenizers raise classes of their own for broken files
            raise ModelNotInstalled(
                f"The weights of {self.name} cannot be loaded.",
                hint=f"Type: interviewer models remove {self.name} && interviewer models pull {self.name}",
            ) from error
        tokenizer.no_padding()
        tokenizer.enable_truncation(LONGEST)
        return session, tokenizer
