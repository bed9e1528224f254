"""Output that is piped, narrow, colourless or in an old code page is plain and whole."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii"])
@pytest.mark.parametrize("command", ["--help", "where", "models list", "models pull --help", "bank list", "bank check"])
def test_a_poor_terminal_gets_every_word(command: str, encoding: str) -> None:
    poor = {"PYTHONIOENCODING": encoding, "COLUMNS": "40", "NO_COLOR": "1", "TERM": "dumb", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "interviewer", *command.split()],
        env={**os.environ, **poor},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode(encoding)
    assert text.strip()
    assert "\x1b" not in text
    assert "…" not in text
