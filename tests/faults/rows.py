"""Every fault (F1 to F47) and every bad input (I1 to I33) that the program must survive, and the tests that try it.

`python -m benchmarks.faults --rows --to docs/reliability.md` prints this table there; a test of the house sees that
each row is there, that each test that it names exists, and that the page says the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.faults.rows_of_faults import FAULTS
from tests.faults.rows_of_inputs import INPUTS

ROWS = {**FAULTS, **INPUTS}


def table() -> Iterator[str]:
    """The lines of the table, as Markdown. Tests are named by the sentences that their names are."""
    yield "| row | what happens | what is done | tried by |"
    yield "| --- | --- | --- | --- |"
    for name, row in ROWS.items():
        tried = [f"`{row.command}`"] if row.command else []
        tried += [f"{sentence(test)} (`{test.split('::')[0]}`)" for test in row.tests]
        told = "; ".join(tried) + (". " if tried and row.why_not else "") + row.why_not
        yield f"| {name} | {row.fault} | {row.answer} | {told} |"


def summary() -> str:
    tried = sum(row.tried for row in ROWS.values())
    return f"{tried} of {len(ROWS)} rows are tried by a test or a command; the others say why not."


def sentence(test: str) -> str:
    return test.split("::")[1].removeprefix("test_").replace("_", " ")
