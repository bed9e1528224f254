"""Lends the embedded judge the OpenMP runtime that its package counts on and a small Linux does not have."""

from __future__ import annotations

import atexit
import ctypes.util
import functools
import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

SONAME = "libgomp.so.1"


@functools.cache
def environment() -> Mapping[str, str]:
    """What a child's environment needs so that it can load xllamacpp; empty where the system has the runtime.

    CTranslate2's package carries the same library under a name of its own. The loader goes by the name that it looks
    for, so the child is given a folder, for as long as this process lives, in which the library has that name.
    """
    carried = _carried() if sys.platform == "linux" and ctypes.util.find_library("gomp") is None else None
    if carried is None:
        return {}
    folder = tempfile.mkdtemp(prefix="interviewer-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (Path(folder) / SONAME).symlink_to(carried)
    already = os.environ.get("LD_LIBRARY_PATH", "")
    return {"LD_LIBRARY_PATH": os.pathsep.join(filter(None, [folder, already]))}


def _carried() -> Path | None:
    spec = importlib.util.find_spec("ctranslate2")  # finds the package without loading it
    if spec is None or spec.origin is None:
        return None
    return next(Path(spec.origin).parents[1].joinpath("ctranslate2.libs").glob("libgomp-*"), None)
