"""Writes docs/session.schema.json: the JSON schema of a session, as `report --format json` prints it."""

from __future__ import annotations

import json
from pathlib import Path

from interviewer.model.session import FORMAT, Session

PLACE = Path(__file__).parents[1] / "docs" / "session.schema.json"


def as_schema() -> str:
    """JSON schema, draft 2020-12, of what this version writes; what it reads may lack the fields that have defaults."""
    schema = Session.model_json_schema(mode="serialization")
    told = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A session, format {FORMAT}",
    }
    return json.dumps(told | {key: value for key, value in schema.items() if key != "title"}, indent=2) + "\n"


if __name__ == "__main__":
    PLACE.write_text(as_schema(), encoding="utf-8")
