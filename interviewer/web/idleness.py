"""How long nobody has used the studio: an open door that nobody needs is shut."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LONGEST = 3600.0
"""Seconds without a request of the user's own after which the studio is closed."""


class Idleness:
    """Counts the user's requests and open pages, and the seconds since the last of them ended."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._under_way = 0
        self._last = clock()

    @contextmanager
    def used(self) -> Iterator[None]:
        """Around a request, or a page's wire for as long as it is open."""
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
            self._last = self._clock()

    def is_over(self, *, is_busy: bool) -> bool:
        """Whether the studio may be closed. `is_busy`: something goes on in it that nobody has to look at."""
        if is_busy or self._under_way:
            self._last = self._clock()
        return self._clock() - self._last >= LONGEST
