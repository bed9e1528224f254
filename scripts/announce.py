"""Says, before anything is fetched, how much will be; runs on a bare Python, before any package is installed."""

import sys
import tomllib
from pathlib import Path

PACKAGES_MB = 225
"""What the packages of locks/run.lock weigh on Linux, with pip's own bookkeeping; on a Mac it is less."""


def main() -> None:
    """Print the size of the packages and of the weights of this kind of system."""
    table = tomllib.loads(Path("interviewer/weights.toml").read_text(encoding="utf-8"))
    weights = sum(
        file["bytes"]
        for entry in table.values()
        if entry["pull"] == "default" and sys.platform in entry.get("systems", [sys.platform])
        for file in entry["files"]
    )
    print(
        f"The first run fetches packages (about {PACKAGES_MB} MB, into .venv) and weights ({weights / 1e9:.1f} GB, "
        "into your data folder). It takes a few minutes; later runs fetch nothing.",
        flush=True,
    )


if __name__ == "__main__":
    main()
