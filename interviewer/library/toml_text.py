"""Texts as TOML, in the one way in which this program writes banks."""

from __future__ import annotations

import json
import textwrap

from interviewer.model.plain import one_line

WIDTH = 116
"""Columns of prose in the files."""


def short(text: str) -> str:
    """One line of TOML: its basic strings escape as JSON does, once no control character is left."""
    return json.dumps(one_line(text), ensure_ascii=False)


def prose(text: str) -> str:
    """A long text over several lines, which read as one paragraph."""
    plain = one_line(text)
    if len(plain) < WIDTH - 20:
        return short(plain)
    escaped = json.dumps(plain, ensure_ascii=False)[1:-1]
    return '"""\n' + textwrap.fill(escaped, WIDTH, break_long_words=False, break_on_hyphens=False) + '\n"""'
