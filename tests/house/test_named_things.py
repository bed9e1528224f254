"""What documents tell people to type is there, and what lies in `scripts/` is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
MAKEFILE = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, flags=re.MULTILINE))
DOCUMENTS = sorted(
    [*CHECKOUT.glob("*.md"), *(CHECKOUT / "benchmarks").rglob("*.md"), *(CHECKOUT / "docs").rglob("*.md")]
)
PROGRAMS = sorted([*(CHECKOUT / "benchmarks").rglob("*.py"), *(CHECKOUT / "scripts").glob("*.py")])
SCRIPTS = sorted(file for file in (CHECKOUT / "scripts").iterdir() if file.is_file())


def name(file: Path) -> str:
    return file.relative_to(CHECKOUT).as_posix()


def test_make_says_every_target_that_can_be_typed_and_no_other() -> None:
    told = set(re.findall(r'@echo "make ([a-z]+) ', MAKEFILE))
    (phony,) = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, flags=re.MULTILINE)
    assert told | {"help"} == set(phony.split()) == TARGETS


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_target_of_make_that_a_document_names_is_there(document: Path) -> None:
    """In a line of prose between backticks, in a block of its own with nothing but a comment behind it."""
    named = re.findall(r"`make ([a-z]+)|^make ([a-z]+) *(?:#|$)", document.read_text(encoding="utf-8"), re.MULTILINE)
    assert {target for either in named for target in either if target} - TARGETS == set()


@pytest.mark.parametrize("file", [*DOCUMENTS, *PROGRAMS], ids=name)
def test_every_benchmark_that_can_be_run_by_its_name_is_there(file: Path) -> None:
    for module in re.findall(r"-m (benchmarks[\w.]*\w)", file.read_text(encoding="utf-8")):
        place = CHECKOUT / module.replace(".", "/")
        assert place.with_suffix(".py").is_file() or (place / "__main__.py").is_file(), module


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_every_script_is_called_by_make_or_by_another_script(script: Path) -> None:
    callers = [MAKEFILE, *(other.read_text(encoding="utf-8") for other in SCRIPTS if other != script)]
    assert any(f"scripts/{script.name}" in caller for caller in callers)
