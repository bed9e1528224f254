"""Seconds as people write them."""

from __future__ import annotations

import re

_PLACE = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,4}):)?(\d{1,5}(?:\.\d{1,6})?)")


def clock(seconds: float) -> str:
    """A place in a recording: 72.9 is `1:12`, 3700 is `1:01:40`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def length(seconds: float) -> str:
    """How long something took: 42.4 is `42 s`, 92 is `1 min 32 s`, 120 is `2 min`, 7320 is `2 h 2 min`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    if minutes:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    return f"{rest} s"


def seconds(text: str) -> float | None:
    """A place in a recording as people write it: `1:12`, `72` and `72.5`; None when it is none."""
    found = _PLACE.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, rest = found.groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(rest)
