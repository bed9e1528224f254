"""The judge's child finds an OpenMP runtime on a Linux that has none."""

from __future__ import annotations

import ctypes.util
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from interviewer.adapters import openmp

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux leaves the runtime to the system")


@pytest.fixture(autouse=True)
def asked_afresh() -> Iterator[None]:
    openmp.environment.cache_clear()
    yield
    openmp.environment.cache_clear()


def test_a_system_without_the_runtime_is_lent_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)
    monkeypatch.setenv("LD_LIBRARY_PATH", "already")
    lent = openmp.environment()
    assert lent["LD_LIBRARY_PATH"].endswith(":already")
    load = "import ctypes; print(ctypes.CDLL('libgomp.so.1').omp_get_max_threads(), open('/proc/self/maps').read())"
    done = subprocess.run(
        [sys.executable, "-c", load], env={**os.environ, **lent}, capture_output=True, text=True, check=True
    )
    assert int(done.stdout.split()[0]) >= 1
    assert "ctranslate2.libs/libgomp-" in done.stdout


def test_a_system_with_the_runtime_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: "libgomp.so.1")
    assert openmp.environment() == {}
