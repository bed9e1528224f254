"""Networks on onnxruntime, opened alike by all who use one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.adapters.memory import give_back

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_FATAL = 4
"""onnxruntime's level for messages: what it warns of is nothing that a candidate could act on."""


def network(file: Path, *, threads: int = 1) -> InferenceSession:
    """A network on the processor, without messages of its own on standard error. Raises what onnxruntime raises."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = 1
    options.intra_op_num_threads = threads
    options.log_severity_level = _FATAL
    session = onnxruntime.InferenceSession(str(file), sess_options=options, providers=["CPUExecutionProvider"])
    give_back()  # opening takes three times the size of the file
    return session
