"""Documents that are read out of the program are what the program says."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from interviewer import settings
from interviewer.settings import Settings

CHECKOUT = Path(__file__).parents[2]
WRITER = runpy.run_path(str(CHECKOUT / "scripts" / "settings_docs.py"))


@pytest.mark.parametrize(
    ("document", "written"), [("docs/settings.md", "as_markdown"), ("interviewer.example.toml", "as_toml")]
)
def test_it_is_fresh(document: str, written: str) -> None:
    text = (CHECKOUT / document).read_text(encoding="utf-8")
    assert text == WRITER[written](), "type: make docs"


def test_the_example_file_says_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (CHECKOUT / "interviewer.example.toml").read_text(encoding="utf-8").splitlines()
    chosen = [
        line.removeprefix("# ") for line in lines if line.removeprefix("# ").split(" = ")[0] in Settings.model_fields
    ]
    assert len(chosen) == len(Settings.model_fields)
    for name in Settings.model_fields:
        monkeypatch.delenv(settings.variable(name), raising=False)
    file = tmp_path / "all.toml"
    file.write_text("\n".join(chosen), encoding="utf-8")
    monkeypatch.setenv("INTERVIEWER_CONFIG", str(file))
    everything = settings.load()
    file.write_text("", encoding="utf-8")
    assert everything == settings.load()


def test_the_grader_card_says_what_was_measured() -> None:
    written = runpy.run_path(str(CHECKOUT / "scripts" / "grader_card.py"))["as_markdown"]
    assert (CHECKOUT / "docs" / "grader-card.md").read_text(encoding="utf-8") == written(), "type: make docs"


SCHEMA = CHECKOUT / "docs" / "session.schema.json"


def test_the_schema_of_a_session_is_fresh() -> None:
    written = runpy.run_path(str(CHECKOUT / "scripts" / "session_schema.py"))["as_schema"]
    assert SCHEMA.read_text(encoding="utf-8") == written(), "type: make docs"


@pytest.mark.parametrize(
    "golden", sorted((CHECKOUT / "tests" / "data" / "golden").glob("*.json")), ids=lambda p: p.stem
)
def test_what_is_printed_fits_the_schema(golden: Path) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert list(misfits(json.loads(golden.read_text(encoding="utf-8")), schema, schema["$defs"])) == []


def test_a_session_with_something_else_in_it_does_not_fit() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    golden = sorted((CHECKOUT / "tests" / "data" / "golden").glob("*.json"))[0]
    session = json.loads(golden.read_text(encoding="utf-8"))
    for change in ({"confidence": 0.9}, {"status": "glorious"}, {"turns": [{"number": "one"}]}, {"role": None}):
        assert list(misfits(session | change, schema, schema["$defs"])) != []


KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def misfits(value: Any, schema: dict[str, Any], known: dict[str, Any], at: str = "") -> list[str]:
    """Where a value is not what the schema says, for the words that our schema uses."""
    if "$ref" in schema:
        return misfits(value, known[schema["$ref"].rsplit("/", 1)[1]], known, at)
    for either in ("anyOf", "oneOf"):
        if either in schema:
            ways = [misfits(value, way, known, at) for way in schema[either]]
            return [] if [] in ways else [min(ways, key=len)[0]]
    if value not in schema.get("enum", [value]) or value != schema.get("const", value):
        return [at]
    if "type" in schema and not isinstance(value, KINDS[schema["type"]]):
        return [at]
    found: list[str] = []
    if isinstance(value, dict):
        fields, rest = schema.get("properties", {}), schema.get("additionalProperties", {})
        found += [f"{at}.{name}" for name in schema.get("required", []) if name not in value]
        for name, inner in value.items():
            if name not in fields and rest is False:
                found.append(f"{at}.{name}")
            else:
                found += misfits(inner, fields.get(name, rest), known, f"{at}.{name}")
    if isinstance(value, list):
        for number, inner in enumerate(value):
            found += misfits(inner, schema.get("items", {}), known, f"{at}[{number}]")
    return found
