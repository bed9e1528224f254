"""Text between two marks of a page, so that figures and tables in it are put there by the command that made them."""

from __future__ import annotations

import platform
from datetime import datetime
from pathlib import Path

import psutil


def between(page: Path, name: str) -> str:
    """What stands between the marks of that name. Raises ValueError when they are not there."""
    text = page.read_text(encoding="utf-8")
    start, end = _place(text, name)
    return text[start:end].strip("\n")


def put(page: Path, name: str, words: str) -> None:
    """Replace what stands between the marks of that name. Raises ValueError when they are not there."""
    text = page.read_text(encoding="utf-8")
    start, end = _place(text, name)
    page.write_text(f"{text[:start]}\n{words.strip()}\n{text[end:]}", encoding="utf-8")


def here() -> str:
    """When and on what something was measured, and how busy the machine was: 100 % is one process a core."""
    load = psutil.getloadavg()[1] / (psutil.cpu_count() or 1)
    return (
        f"{datetime.now().astimezone().date()}, {platform.system()} {platform.machine()}, {psutil.cpu_count()} cores, "
        f"Python {platform.python_version()}, load {load:.0%} before"
    )


def _place(text: str, name: str) -> tuple[int, int]:
    begin = f"<!-- {name}: begin -->"
    return text.index(begin) + len(begin), text.index(f"<!-- {name}: end -->")
