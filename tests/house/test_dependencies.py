"""What is imported is declared, what is declared is imported, locked and accounted for."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import distributions, metadata
from pathlib import Path

import pytest

from tests.house.test_imports import HOUSE, MODULES, imports_of

CHECKOUT = Path(__file__).parents[2]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

DISTRIBUTION = {"bs4": "beautifulsoup4", "docx": "python-docx", "piper": "piper-tts"}
"""Where the name to import is not the name to install."""

NEVER_IMPORTED = {
    "pyobjc-framework-cocoa": "pyttsx3 imports it on macOS",
    "websockets": "uvicorn speaks WebSocket through it",
}


def named(requirement: str) -> str:
    return re.split(r"[ ;<>=!~\[]", requirement)[0]


def locked(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+)==", (CHECKOUT / "locks" / lock).read_text(encoding="utf-8"), re.MULTILINE))


def declared() -> set[str]:
    return {
        named(one)
        for one in [
            *PROJECT["dependencies"],
            *PROJECT["optional-dependencies"]["pdf"],
            *PROJECT["optional-dependencies"]["piper"],
        ]
    }


def test_what_is_imported_is_what_is_declared() -> None:
    tops = {module.split(".")[0] for file in MODULES for module in imports_of(file)}
    foreign = tops - set(sys.stdlib_module_names) - {HOUSE.name, "pydantic_core"}
    assert {DISTRIBUTION.get(top, top.replace("_", "-")) for top in foreign} == declared() - set(NEVER_IMPORTED)


def test_the_locks_hold_all_that_is_declared_and_no_engine_of_somebody_else() -> None:
    dev = {named(one) for one in PROJECT["optional-dependencies"]["dev"]}
    assert declared() <= locked("run.lock")
    assert dev | locked("run.lock") <= locked("dev.lock")
    assert not {name for name in locked("dev.lock") if re.match("torch|nvidia|cuda|tensorflow|triton", name)}


def test_every_declared_package_has_its_reason() -> None:
    reasons = (CHECKOUT / "docs" / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8")
    table = " ".join(line.split("|")[1] for line in reasons.splitlines() if line.startswith("| "))
    wanted = declared() | {named(one) for one in PROJECT["optional-dependencies"]["dev"]}
    assert {name for name in wanted if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", table)} == set()


def test_every_package_that_runs_is_accounted_for() -> None:
    told = (CHECKOUT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    untold = {name for name in locked("run.lock") if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", told)}
    assert untold == set()


INSTALLED = {str(package.metadata["Name"]).lower().replace("_", "-") for package in distributions()}


@pytest.mark.parametrize("name", sorted(locked("dev.lock") & INSTALLED))
def test_no_package_is_under_the_agpl(name: str) -> None:
    facts = metadata(name)
    licence = " ".join(
        [*facts.get_all("License", []), *facts.get_all("License-Expression", []), *facts.get_all("Classifier", [])]
    )
    assert not re.search("AGPL|Affero", licence, re.IGNORECASE)
