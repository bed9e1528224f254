"""Which sessions have been kept for as long as the user wanted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from interviewer.model.session_id import began


def outlived(ids: Iterable[str], now: datetime, days: int) -> tuple[str, ...]:
    """Ids of the sessions that began more than so many days before `now`, which is aware and local, in the order given.

    An id without a readable date is never among them: what cannot be dated is kept.
    """
    latest = now - timedelta(days=days)
    known = ((each, began(each)) for each in ids)
    return tuple(each for each, first in known if first is not None and first.replace(tzinfo=now.tzinfo) < latest)
