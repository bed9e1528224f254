"""What stays in memory of the networks that are held for a whole session, beside the size of their file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.weights import weights_file

MEASURED = """
import sys
from pathlib import Path
import numpy, onnxruntime, psutil, tokenizers
from interviewer.adapters.minilm import MiniLM
from interviewer.adapters.minilm_reader import MiniLMReader
from interviewer.library.fitted import added

process, folder = psutil.Process(), Path(sys.argv[1])
part = MiniLM(folder) if sys.argv[2] == "encoder" else MiniLMReader(folder, added("minilm"))
before = process.memory_info().rss
part.load()
print(process.memory_info().rss - before)
"""


@pytest.mark.real
@pytest.mark.skipif(sys.platform != "linux", reason="memory is given back where the C library is asked to")
@pytest.mark.parametrize(("part", "times"), [("encoder", 5.5), ("reader", 2.5)])
def test_a_network_keeps_little_more_than_its_weights(part: str, times: float) -> None:
    file: Path = weights_file("minilm", "model.onnx")
    child = [sys.executable, "-c", MEASURED, str(file.parent), part]
    kept = int(subprocess.run(child, capture_output=True, text=True, check=True, timeout=60).stdout)
    assert kept < times * file.stat().st_size
