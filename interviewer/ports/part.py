"""What all parts have in common."""

from __future__ import annotations

from abc import ABC
from collections.abc import Callable

Progress = Callable[[float | None], None]
"""Told the share done (0 to 1, or None when unknown), at least once a second, while work goes on."""


def silent(_share: float | None) -> None:
    """A progress that nobody watches."""


class Part(ABC):  # noqa: B024
    """What may hold a process or a file open. Both calls may be made twice and never raise."""

    def start(self) -> None:  # noqa: B027
        """Get ready in the background, where that takes time; returns at once."""

    def close(self) -> None:  # noqa: B027
        """Let go of everything."""
