"""The judge's process: llama.cpp on a loopback port, and nothing else.

Reads one line of JSON from standard input, writes one line of JSON to standard output when the weights are loaded,
and ends when standard input ends: whatever happens to the parent, no model stays behind. What llama.cpp chatters
goes nowhere.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from interviewer.adapters import priority


def main() -> None:
    """Serve until the parent goes away."""
    wanted = json.loads(sys.stdin.readline())
    answer = _quiet()
    _humble()
    try:
        server = _serve(wanted)
    except Exception as error:  # whatever the engine raises must reach the parent as words
        answer.write(json.dumps({"fault": f"{type(error).__name__}: {error}"}) + "\n")
        answer.flush()
        return
    answer.write(json.dumps({"address": server.listening_address}) + "\n")
    answer.flush()
    sys.stdin.read()
    # The engine's own way out waits for work in progress, and nobody is left to wait for it.
    os._exit(0)


def _quiet() -> Any:
    """Point outputs 1 and 2 at nothing, also for C++ code; return a stream that still reaches the parent."""
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    return answer


def _humble() -> None:
    """Give way to the microphone and the ears, and be the first to go when memory runs out."""
    priority.give_way(priority.JUDGE)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("600", encoding="ascii")


def _serve(wanted: dict[str, Any]) -> Any:
    import xllamacpp  # half a second and the engine's memory: only in this process

    params = xllamacpp.CommonParams()
    params.model.path = wanted["weights"]
    # Without an alias the file's path would be the model's name, and end up in sessions.
    params.model_alias = {wanted["name"]}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [wanted["key"]]
    params.n_ctx = wanted["context"]
    params.n_parallel = 1
    params.cpuparams.n_threads = wanted["threads"]
    params.cpuparams_batch.n_threads = wanted["threads"]
    params.cache_ram_mib = 256
    params.offline = True
    params.ui = False
    params.endpoint_slots = False
    params.verbosity = -1
    return xllamacpp.Server(params)


if __name__ == "__main__":
    main()
