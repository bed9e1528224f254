"""Grader cards on this machine: what `interviewer eval` measured of a judge, one small file each."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import ValidationError

from interviewer.adapters.disk import make_folder, write_whole
from interviewer.model.card import Card


class CardFiles:
    """Cards by the fingerprint of all that decides a judge's grades: another model, prompt or seed is another judge."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, fingerprint: str) -> Card | None:
        """The card of this judge; None where there is none that can be read, for it can be measured again."""
        try:
            return Card.model_validate_json(self._file(fingerprint).read_bytes())
        except (OSError, ValidationError):
            return None

    def keep(self, fingerprint: str, card: Card) -> None:
        """In the place of the one before. Raises OSError."""
        make_folder(self._folder)
        write_whole(self._file(fingerprint), card.model_dump_json(indent=1).encode())

    def _file(self, fingerprint: str) -> Path:
        return self._folder / f"{hashlib.sha256(fingerprint.encode()).hexdigest()[:16]}.json"
