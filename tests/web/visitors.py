"""Whoever comes to the studio in a test: let in, or not."""

from __future__ import annotations

from starlette.testclient import TestClient

from interviewer.web.app import create_app
from interviewer.web.doorway import Doorway

PORT = 8700
HERE = f"http://127.0.0.1:{PORT}"


def stranger(doorway: Doorway | None = None) -> TestClient:
    """A browser that has not been let in. It sends the right Origin with whatever it writes."""
    app = create_app(doorway or Doorway(PORT))
    client = TestClient(app, base_url=HERE, follow_redirects=False, raise_server_exceptions=False)
    client.headers["origin"] = HERE
    return client


def candidate() -> TestClient:
    """A browser that came in through the link."""
    doorway = Doorway(PORT)
    client = stranger(doorway)
    assert client.get(doorway.link()).status_code == 303
    return client
