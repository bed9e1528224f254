"""What an import left out, for whoever decides whether it was understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from interviewer.library.guide import Guide


def left_out(guide: Guide) -> list[tuple[str, str]]:
    """Why passages became nothing, and their lines, such as `lines 1, 3, 5-9`; what was not understood is not here."""
    found = []
    for why in Counter(one.why for one in guide.left_out if one.why != "not understood"):
        lines = sorted({one.line for one in guide.left_out if one.why == why})
        found.append((str(why), f"{'line' if len(lines) == 1 else 'lines'} {_ranges(lines)}"))
    return found


def _ranges(lines: Sequence[int]) -> str:
    """`1, 3, 5-9` for line numbers in their order."""
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
