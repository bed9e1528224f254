"""A small bank on disk that tests damage."""

from __future__ import annotations

import hashlib
from pathlib import Path

from interviewer.library.bank import Complaint, read
from interviewer.library.bank_check import complaints_of

HEAD = """\
id = "barista"
role = "Barista"
about = "Coffee."

[[categories]]
id = "craft"
name = "Craft"
about = "Making coffee."

[[categories]]
id = "guests"
name = "Guests"
about = "Serving people."

[[competencies]]
id = "patience"
name = "Patience"
about = "Stays calm."
"""

QUESTION = """\
id = "spill"
text = "Tell me about a time when you spilled something."
category = "craft"
kind = "behavioural"
guidance = "Say what happened and what you did."
points = ["what was spilled", "how it was cleaned up"]
probes = "Whether you stay calm."
competencies = ["patience"]
follow_ups = ["Who saw it?", "What changed?"]
example = "I spilled a latte, and I mopped it up."
"""

OPENING = """
[opening]
text = "Tell me about yourself."
guidance = "Say what you do and why you are here."
points = ["the present work", "why this cafe"]
probes = "Whether you can be short."
competencies = ["patience"]
follow_ups = ["And before?", "And after?"]
example = "I pour coffee, and here it is better."
"""


def write_bank(folder: Path, *, head: str | bytes = HEAD, **questions: str | bytes) -> Path:
    """A bank in `folder`/barista with `bank.toml` and a file for each question (the good one when none is given)."""
    bank = folder / "barista"
    bank.mkdir(parents=True, exist_ok=True)
    for name, content in {"bank": head, **(questions or {"spill": QUESTION})}.items():
        data = content if isinstance(content, bytes) else content.encode()
        (bank / f"{name}.toml").write_bytes(data)
    return bank


def question(id: str, **changes: str) -> str:
    """The good question under another id, with the lines of some keys replaced; an empty change drops the line."""
    lines = []
    for line in QUESTION.replace('"spill"', f'"{id}"', 1).splitlines():
        key = line.split(" = ")[0]
        if key not in changes:
            lines.append(line)
        elif changes[key]:
            lines.append(f"{key} = {changes[key]}")
    return "\n".join(lines) + "\n"


def lint(folder: Path) -> tuple[Complaint, ...]:
    """All that `bank check` says of a bank."""
    return complaints_of(read(folder))


def poor(folder: Path) -> list[str]:
    """The same without what an author has left out: many guides have neither examples nor follow-ups."""
    left_out = [("example",), ("follow_ups",)]
    return [str(one) for one in lint(folder) if one.severity != "notice" and one.way not in left_out]


def fingerprint(folder: Path) -> dict[str, str]:
    """Every file's hash, to see that nothing was written."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
