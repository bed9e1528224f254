"""Help costs nothing: no engine and no device is loaded to print it."""

from __future__ import annotations

import os
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


BLAS = """
import sys
from interviewer.cli.main import main
assert "numpy" not in sys.modules
code = main(["where"])
import numpy, psutil
square = numpy.ones((600, 600))
before = psutil.Process().num_threads()
for _ in range(5):
    square @ square
print("threads", psutil.Process().num_threads() - before, before)
sys.exit(code)
"""


@pytest.mark.skipif(sys.platform != "linux" or (os.cpu_count() or 1) < 2, reason="needs OpenBLAS and two processors")
@pytest.mark.parametrize(("wanted", "threads"), [({}, 1), ({"OPENBLAS_NUM_THREADS": "2"}, 2)])
def test_numpy_starts_no_threads_beside_the_one_that_asks(wanted: dict[str, str], threads: int) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"} | wanted
    done = subprocess.run([sys.executable, "-c", BLAS], capture_output=True, text=True, env=environment, check=True)
    told = next(line for line in done.stdout.splitlines() if line.startswith("threads "))
    assert told == f"threads 0 {threads}"
