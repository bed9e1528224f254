"""What judging has cost, a line a call in one file: no words, and nothing that a second program could overwrite."""

from __future__ import annotations

import json
import math
from pathlib import Path

from interviewer.adapters.disk import append_line, make_folder
from interviewer.errors import StoreError
from interviewer.ports import Spendings


class FileSpendings(Spendings):
    """A line that cannot be read, such as one that a power cut tore, counts nothing."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def spent(self, month: str) -> float:
        try:
            lines = self._file.read_bytes().splitlines()
        except FileNotFoundError:
            return 0.0
        except OSError as error:
            raise StoreError(f"{self._file} cannot be read ({error.strerror or error}).") from error
        return math.fsum(_cost(line, month) for line in lines)

    def add(self, month: str, host: str, cost: float) -> None:
        try:
            make_folder(self._file.parent)
            append_line(self._file, json.dumps({"month": month, "host": host, "cost": cost}).encode(), synced=True)
        except OSError as error:
            raise StoreError(f"{self._file} could not be written ({error.strerror or error}).") from error


def _cost(line: bytes, month: str) -> float:
    try:
        facts = json.loads(line)
        cost = float(facts["cost"]) if facts["month"] == month else 0.0
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError):
        return 0.0
    return cost if math.isfinite(cost) and cost > 0 else 0.0
