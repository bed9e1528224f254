"""What several rooms of the studio are tested with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.web.visitors import candidate


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions are shown, answers are typed, nothing is judged and nothing followed up."""
    for name in ("VOICE", "JUDGE", "SPEAKER"):
        monkeypatch.setenv(f"INTERVIEWER_{name}", "off")
    monkeypatch.setenv("INTERVIEWER_FOLLOW_UPS", "0")


@pytest.fixture
def client() -> Iterator[TestClient]:
    with candidate() as opened:
        yield opened
