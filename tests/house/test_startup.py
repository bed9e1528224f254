"""Help costs nothing: no engine and no device is loaded to print it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from interviewer.cli.main import COMMANDS
from tests.house.test_imports import HEAVY

LOADED = """
import sys
from interviewer.cli.main import main
code = main(sys.argv[1:])
print(*sorted(name for name in sys.modules if "." not in name), file=sys.stderr)
sys.exit(code)
"""


def modules_after(*arguments: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_loads_nothing_heavy(command: str) -> None:
    assert not modules_after(*command.split(), "--help") & {*HEAVY, "reportlab"}


def test_looking_at_the_weights_loads_nothing_heavy() -> None:
    assert not modules_after("models", "list", "--json") & HEAVY


@pytest.mark.parametrize("command", ["bank list", "bank show any-role", "bank check any-role"])
def test_looking_at_a_bank_opens_no_studio(command: str) -> None:
    assert not modules_after(*command.split()) & {*HEAVY, "numpy"}
