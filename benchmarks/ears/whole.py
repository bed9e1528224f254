"""The whole program on one answer, without the judge, and how much memory it held at most."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil


def peak_memory(answer: Path) -> dict[str, float]:
    """Proportional set size in bytes, all processes together, sampled while one answer is given in real time."""
    with tempfile.TemporaryDirectory() as recordings:
        quiet = {"INTERVIEWER_RECORDINGS": recordings, "INTERVIEWER_JUDGE": "off", "INTERVIEWER_SPEAKER": "off"}
        program = psutil.Popen(
            [sys.executable, "-m", "interviewer", "practice", "--questions", "1", "--answer-from", str(answer)],
            env={**os.environ, **quiet},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        peak = 0
        while program.poll() is None:
            with contextlib.suppress(psutil.Error):
                peak = max(peak, sum(each.memory_full_info().pss for each in (program, *program.children(True))))
            time.sleep(0.2)
        if program.returncode != 0:
            raise RuntimeError(f"the program ended with {program.returncode}")
    return {"bytes": float(peak)}
