"""What was read, and waits until it is used or left: in memory alone, and only so many things at a time."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Waiting(Generic[Thing]):
    """Things under names that cannot be guessed; the oldest is forgotten for one too many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[str, Thing] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, thing: Thing) -> str:
        """The name under which it waits from now on."""
        token = secrets.token_urlsafe(12)
        with self._lock:
            self._things[token] = thing
            while len(self._things) > self._most:
                self._things.popitem(last=False)
        return token

    def find(self, token: str) -> Thing | None:
        """None: it was used, or left, or is too old."""
        with self._lock:
            return self._things.get(token)

    def forget(self, token: str) -> None:
        with self._lock:
            self._things.pop(token, None)
