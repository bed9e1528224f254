"""Imports only go down, go round in no circle, and heavy ones stay in the adapter that needs them."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "interviewer"

NOUNS = {"errors", "model"}
SEAMS = {*NOUNS, "ports"}
DECISIONS = {*SEAMS, "library", "rules"}
ROOMS = {
    "crew",
    "sitting",
    "live",
    "reading_ahead",
    "worker",
    "desk",
    "closing",
    "listening",
    "overhearing",
    "speaking",
    "answering",
    "probing",
    "interview",
}
LOOP = {*ROOMS, "soundcheck", "replay", "pages", "publishing"}

MAY_IMPORT = {
    "__init__": set[str](),
    "__main__": {"cli"},
    "errors": set[str](),
    "model": NOUNS,
    "ports": {*NOUNS, "ports"},
    "library": {*SEAMS, "library"},
    "rules": DECISIONS,
    "adapters": {*SEAMS, "adapters"},
    "sitting": SEAMS,
    "live": DECISIONS,
    "reading_ahead": {*DECISIONS, "live"},
    "worker": set[str](),
    "desk": {*DECISIONS, "sitting", "live", "reading_ahead", "worker"},
    "closing": {*DECISIONS, "sitting", "desk"},
    "listening": {*DECISIONS, "sitting"},
    "overhearing": DECISIONS,
    "crew": DECISIONS,
    "speaking": {*DECISIONS, "crew", "sitting", "overhearing"},
    "answering": {*DECISIONS, "crew", "sitting", "desk", "listening", "overhearing", "speaking"},
    "probing": {*DECISIONS, "crew", "sitting", "desk", "speaking", "answering"},
    "interview": {*DECISIONS, *ROOMS},
    "soundcheck": {*DECISIONS, "sitting", "listening"},
    "replay": DECISIONS,
    "pages": {*DECISIONS, "pages"},
    "publishing": {*DECISIONS, "pages"},
    "places": {"errors"},
    "settings": {"errors", "library", "places"},
    "studio": {*DECISIONS, *LOOP, "places", "settings", "adapters", "credentials", "studio"},
    "credentials": {*DECISIONS, "places", "settings", "adapters"},
    "consent": {*DECISIONS, "places", "settings", "adapters", "credentials"},
    "choosing": {"errors", "library", "places", "settings", "adapters"},
    "checkup": {*DECISIONS, *LOOP, "places", "settings", "studio", "consent"},
    "screen": NOUNS,
    "web": {*DECISIONS, *LOOP, "places", "settings", "studio", "checkup", "choosing", "consent", "credentials", "web"},
    "cli": {
        *DECISIONS,
        *LOOP,
        "places",
        "settings",
        "studio",
        "checkup",
        "choosing",
        "consent",
        "credentials",
        "screen",
        "web",
        "cli",
    },
}
"""What each name at the top of the package may import of the package; a new name is declared here first."""

HEAVY = {
    "av",
    "bs4",
    "ctranslate2",
    "docx",
    "faster_whisper",
    "huggingface_hub",
    "keyring",
    "lxml",
    "onnxruntime",
    "openai",
    "piper",
    "pypdf",
    "pyttsx3",
    "sounddevice",
    "soundfile",
    "soxr",
    "swift_f0",
    "tokenizers",
    "xllamacpp",
}
"""Packages that cost a tenth of a second or more, or that reach a device or the network."""

IMPURE = {"asyncio", "io", "os", "pathlib", "shutil", "socket", "subprocess", "tempfile", "threading", "time"}
"""What a decision has no need of: disk, devices, other programs, the clock."""

MODULES = sorted(HOUSE.rglob("*.py"))


def name_of(file: Path) -> str:
    """`interviewer.rules.reading` for a file."""
    parts = file.relative_to(HOUSE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {name_of(file) for file in MODULES}


def floor(module: str) -> str:
    """The name at the top of the package that a module belongs to."""
    return [*module.split("."), "__init__"][1]


def imports_of(file: Path) -> Iterator[str]:
    """Every module that a file imports anywhere, by its full name."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative imports hide which way they go"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in NAMES else str(node.module)


def ours(file: Path) -> set[str]:
    return {module for module in imports_of(file) if module.split(".")[0] == HOUSE.name}


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_imports_only_go_down(file: Path) -> None:
    mine = floor(name_of(file))
    assert mine in MAY_IMPORT, f"declare {mine} in MAY_IMPORT first"
    theirs = {floor(module) for module in ours(file)} - {"__init__"}
    assert theirs <= MAY_IMPORT[mine], f"{name_of(file)} must not import {sorted(theirs - MAY_IMPORT[mine])}"


def test_who_may_touch_adapters_is_who_does() -> None:
    allowed = {name for name, theirs in MAY_IMPORT.items() if "adapters" in theirs}
    assert allowed == {
        floor(name_of(file)) for file in MODULES if any(floor(module) == "adapters" for module in ours(file))
    }


def test_imports_go_round_in_no_circle() -> None:
    graph = {name_of(file): ours(file) - {name_of(file), HOUSE.name} for file in MODULES}
    tuple(TopologicalSorter(graph).static_order())  # raises CycleError with the circle


@pytest.mark.parametrize("file", [file for file in MODULES if floor(name_of(file)) != "adapters"], ids=name_of)
def test_only_adapters_touch_engines_and_devices(file: Path) -> None:
    assert not {module.split(".")[0] for module in imports_of(file)} & HEAVY


@pytest.mark.parametrize("file", [file for file in MODULES if floor(name_of(file)) == "rules"], ids=name_of)
def test_decisions_are_pure(file: Path) -> None:
    assert not {module.split(".")[0] for module in imports_of(file)} & IMPURE


MEASURES_DELIVERY = {name for name in NAMES if name.startswith("interviewer.rules.delivery.")}


@pytest.mark.parametrize("module", ["rules.judging", "rules.scoring", "rules.coaching", "rules.reading"])
def test_what_judges_knows_nothing_of_delivery(module: str) -> None:
    """Cleaning takes filled pauses out of what the judge reads; nothing else of delivery is near a grade."""
    seen: set[str] = set()
    waiting = {f"interviewer.{module}"}
    while waiting:
        seen |= waiting
        files = {file for file in MODULES if name_of(file) in waiting}
        waiting = {each for file in files for each in ours(file)} - seen
    assert seen & MEASURES_DELIVERY <= {"interviewer.rules.delivery.filled_pauses"}


def test_every_declared_name_is_there() -> None:
    there = {floor(name) for name in NAMES}
    assert set(MAY_IMPORT) <= there


def test_no_room_is_larger_than_a_reader_can_hold() -> None:
    long = {name_of(file): len(file.read_text(encoding="utf-8").splitlines()) for file in MODULES}
    assert {name: lines for name, lines in long.items() if lines > 400} == {}


def test_standard_library_has_what_we_call_impure() -> None:
    assert set(sys.stdlib_module_names) >= IMPURE
