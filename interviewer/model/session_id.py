"""The id of a session, which is the name of its folder: the second in which it began, and its bank."""

from __future__ import annotations

import re
from datetime import datetime

ID = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}-[0-9]{2}-[0-9]{2}-[a-z0-9-]{1,100}")

_BEGAN = "%Y-%m-%dT%H-%M-%S"
_BEGAN_LENGTH = len("2026-11-23T09-14-03")


def session_id(began: datetime, bank: str) -> str:
    """The id of a session that begins at this local time with questions of the bank of that id."""
    return f"{began:{_BEGAN}}-{bank}"


def began(id: str) -> datetime | None:
    """When the session began by the clock on the wall, so without a zone; None when the id does not say."""
    try:
        return datetime.strptime(id[:_BEGAN_LENGTH], _BEGAN)  # noqa: DTZ007 - an id has no zone
    except ValueError:
        return None


def bank_of(id: str) -> str:
    """The id of the bank that its questions came from."""
    return id[_BEGAN_LENGTH + 1 :]
