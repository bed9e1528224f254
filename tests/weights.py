"""Where the real weights are on this machine, for tests that need them."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer import places, settings


def weights_file(name: str, file: str) -> Path:
    """The file, or a skip that says what is missing."""
    path = places.models(settings.load()) / name / file
    if not path.is_file():
        pytest.skip(f"the weights {name} are not here: interviewer models pull {name}")
    return path
