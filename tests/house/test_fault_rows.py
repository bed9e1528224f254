"""Every row of the tables of faults and bad input has a test that exists, or says why not; the page says the same."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from benchmarks.marked import between
from tests.faults.row import Row
from tests.faults.rows import ROWS, summary, table

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "reliability.md"


@cache
def functions_in(file: Path) -> frozenset[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_no_row_is_missing() -> None:
    assert list(ROWS) == [f"F{n}" for n in range(1, 48)] + [f"I{n}" for n in range(1, 34)]


@pytest.mark.parametrize(("name", "row"), ROWS.items(), ids=list(ROWS))
def test_a_row_is_tried_by_tests_that_exist_or_says_why_not(name: str, row: Row) -> None:
    assert row.tried or row.why_not, name
    for test in row.tests:
        file, function = test.split("::")
        assert function.startswith("test_")
        assert function in functions_in(TESTS / file), test


def test_the_page_has_the_table() -> None:
    assert between(PAGE, "rows") == "\n".join((summary(), "", *table())), (
        "run: python -m benchmarks.faults --rows --to docs/reliability.md"
    )
