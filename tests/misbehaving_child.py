"""A child process that does what speech engines do on a bad day: `python -m tests.misbehaving_child HOW`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from interviewer.adapters.child import Message, serve
from tests.sounds import hush, tone, write_wav


def handle(request: Message, told: Callable[[float], None]) -> Message:
    how, to = sys.argv[1], Path(str(request.get("to", "")))
    match how:
        case "echoes":
            told(0.5)
            return request
        case "chatters":
            print("x" * 100_000, "on standard output")
            sys.stderr.write("y" * 1_000_000)
            return request
        case "hangs":
            time.sleep(60)
        case "aborts":
            os.abort()
        case "eats memory":
            import resource

            resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000))
            bytearray(2_000_000_000)
        case "refuses":
            raise RuntimeError("not this one")
        case "tells its environment":
            return {"names": sorted(os.environ)}
        case "renders silence":
            write_wav(to, hush(3.0))
        case "renders too little":
            write_wav(to, tone(0.05))
        case "renders rubbish":
            to.write_bytes(b"RIFF????")
    return {"frames": 1, "hertz": 1}


if __name__ == "__main__":
    serve(handle, steps=7)
