"""Which sessions have been kept for as long as the user wanted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

STARTED = "%Y-%m-%dT%H-%M-%S"
STARTED_LENGTH = len("2026-11-23T09-14-03")


def outlived(ids: Iterable[str], now: datetime, days: int) -> tuple[str, ...]:
    """Ids of the sessions that began more than so many days before `now`, which is aware and local, in the order given.

    An id without a readable date is never among them: what cannot be dated is kept.
    """
    latest = now - timedelta(days=days)
    return tuple(each for each in ids if (began := _began(each, now.tzinfo)) is not None and began < latest)


def _began(id: str, zone: tzinfo | None) -> datetime | None:
    try:
        return datetime.strptime(id[:STARTED_LENGTH], STARTED).replace(tzinfo=zone)
    except ValueError:
        return None
