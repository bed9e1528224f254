"""What a session will ask, and the housekeeping before it: the same for the terminal and for the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from interviewer import places
from interviewer.library import bank as banks
from interviewer.model.closing import SheetLine
from interviewer.model.session import Session
from interviewer.rules import fitting
from interviewer.rules import practice as selection
from interviewer.rules.closing import plan
from interviewer.rules.recovery import keep, set_aside, to_judge
from interviewer.rules.retention import outlived
from interviewer.settings import Settings
from interviewer.studio.forgetting import delete_sessions
from interviewer.studio.history import open_history
from interviewer.studio.sessions import fresh_seed, open_store, orphans

ANY_ROLE = "any-role"
"""The shipped bank whose opening begins an interview from a bank that has none."""


def planned(
    chosen: Settings,
    *,
    ids: Sequence[str] = (),
    category: str | None = None,
    retry: str | None = None,
    papers: Sequence[fitting.Passage] | None = None,
    opening: bool = False,
    fixed: bool = False,
) -> fitting.Fitted:
    """The questions of a new session: named by `ids`, of an earlier session (`retry`), fitting papers, or drawn.

    `fixed`: drawn by the seed of the settings alone, whatever was practised before. Raises SetupError.
    """
    if retry is not None:
        asked = tuple(question for question in open_store(chosen).find(retry).planned if question.kind != "closing")
        return fitting.Fitted(tuple(question for question in asked if not ids or question.id in ids) or asked, ())
    bank = banks.find(chosen.bank, own=places.banks(chosen))
    seed, practised = chosen.seed, {}
    if not fixed:
        with open_history(chosen) as history:
            seed, practised = fresh_seed(), selection.last_practised(history.sessions())
    if papers is not None:
        fitted = fitting.choose(
            bank, papers, count=chosen.questions, category=category, seed=seed, last_practised=practised
        )
    else:
        drawn = selection.choose(
            bank, count=chosen.questions, ids=tuple(ids), category=category, seed=seed, last_practised=practised
        )
        fitted = fitting.Fitted(drawn, ())
    # A bank that was imported has no opening of its own; the one for any role suits every post.
    first = (bank.opening or banks.find(ANY_ROLE).opening) if opening else None
    return fitting.Fitted(selection.begun_with(first, fitted.questions), fitted.reasons)


def with_close(chosen: Settings, session: Session, sheet: Sequence[SheetLine], rounds: int = 8) -> Session:
    """The same session, at the end of which the candidate is asked for questions, which the sheet answers."""
    return plan.with_close(session, banks.find(chosen.bank, own=places.banks(chosen)), sheet, rounds)


def resumed(chosen: Settings, name: str) -> Session:
    """To go on with: what was recorded when it was cut off counts as the answer. Raises what `Store.resume` raises."""
    store = open_store(chosen)
    with store.held(name) as session:  # a recording that is being made is nobody's to mend
        return keep(session, orphans(store, session))


def asked_again(chosen: Settings, name: str) -> Session:
    """To go on with: what was recorded when it was cut off is an earlier take, and its question is asked again.

    Raises what `Store.resume` raises.
    """
    store = open_store(chosen)
    with store.held(name) as session:
        return set_aside(session, orphans(store, session))


def discarded(chosen: Settings, name: str) -> None:
    """Close a session for good, and remove what was recorded when it was cut off; its other answers stay.

    Raises what `Store.resume` raises, and StoreError.
    """
    store = open_store(chosen)
    with store.held(name) as session:
        for orphan in orphans(store, session):
            store.remove_recording(session.id, orphan.clip.path)
        store.save(session.but(status="interrupted", ended_at=datetime.now().astimezone()))


def abandoned(chosen: Settings, name: str) -> Session:
    """A session to be judged: what was recorded when it was cut off is an answer like the others.

    Raises what `Store.resume` raises.
    """
    store = open_store(chosen)
    with store.held(name) as session:
        return to_judge(session, orphans(store, session))


def delete_old(chosen: Settings) -> tuple[int, tuple[str, ...]]:
    """Delete what has been kept for `keep_days`: how many went, and why some would not."""
    if not chosen.keep_days:
        return 0, ()
    doomed = outlived(open_store(chosen).names(), datetime.now().astimezone(), chosen.keep_days)
    gone, stayed = delete_sessions(chosen, doomed)
    return gone, tuple(error.message for error in stayed)
