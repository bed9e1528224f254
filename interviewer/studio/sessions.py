"""Where sessions are kept, begun and written out as pages."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

from rich.console import Console

from interviewer import places
from interviewer.adapters import tape
from interviewer.adapters.folder_store import FolderStore
from interviewer.errors import (
    BadAudio,
    ExtraMissing,
    InterviewerError,
    StoreError,
)
from interviewer.library import bank as banks
from interviewer.model.audio import Clip
from interviewer.model.question import Bank, Question
from interviewer.model.session import Session, Source, Take
from interviewer.model.session_id import session_id
from interviewer.pages.terminal import show
from interviewer.publishing import FORMS, Form, Told, captions, paper, untold, written
from interviewer.rules.corrections import amended
from interviewer.rules.delivery.baseline import baseline
from interviewer.rules.recovery import Orphan
from interviewer.rules.reporting import report
from interviewer.settings import Settings


def open_store(chosen: Settings) -> FolderStore:
    return FolderStore(places.recordings(chosen))


def orphans(store: FolderStore, session: Session) -> tuple[Orphan, ...]:
    """Recordings that a killed session left behind, with their headers mended; one that cannot be is left as it is."""
    found = []
    for turn, take, path in store.orphans(session):
        try:
            seconds = tape.recover(path)
        except (BadAudio, StoreError):
            continue
        if seconds > 0:
            relative = path.relative_to(store.folder(session.id)).as_posix()
            found.append(Orphan(turn, take, Clip(path=relative, seconds=seconds)))
    return tuple(found)


def new_session(
    chosen: Settings,
    planned: Sequence[Question],
    source: Source,
    bank: Bank | None = None,
) -> Session:
    """A session that begins now; two that begin in the same second get two ids."""
    bank = bank or banks.find(chosen.bank, own=places.banks(chosen))
    store, now = open_store(chosen), datetime.now().astimezone()
    moment = now
    while store.folder(id := session_id(moment, bank.id)).exists():
        moment += timedelta(seconds=1)
    return Session(
        id=id,
        bank=bank.id,
        role=bank.role,
        status="in progress",
        started_at=now,
        planned=tuple(planned),
        source=source,
        delivery_mode=chosen.delivery,
        baseline=baseline(_newest_first(store)),
    )


def _newest_first(store: FolderStore) -> Iterator[Session]:
    """The sessions that can be read; what cannot is told by whoever lists them."""
    for name in reversed(store.names()):
        with suppress(InterviewerError):
            yield store.read(name)


def amend(chosen: Settings, name: str, turn: int, take: int | None, change: Callable[[Take], Take]) -> Session:
    """Change one take of a session that is kept (None: the one that counts), and save it.

    Raises SessionNotFound, SessionDamaged, SessionBusy, CorrectionRefused or StoreError.
    """
    store = open_store(chosen)
    with store.held(name) as session:
        changed = amended(session, turn, take, change)
        store.save(changed)
    return changed


def write_reports(chosen: Settings, session: Session, progress: Told = untold) -> Path:
    """Write all pages of the session into its folder; the path of the one with sound. Raises StoreError.

    A PDF is written again where there was one.
    """
    if (open_store(chosen).folder(session.id) / "report.pdf").is_file():
        with suppress(ExtraMissing):
            write_pdf(chosen, session)
    return [write_report(chosen, session, form, progress) for form in FORMS][-1]


def write_report(chosen: Settings, session: Session, form: Form, progress: Told = untold) -> Path:
    """Write one page of the session into its folder. Raises StoreError."""
    return open_store(chosen).put_report(session.id, form, report_text(chosen, session, form, progress))


def report_text(chosen: Settings, session: Session, form: Form, progress: Told = untold) -> str:
    """The session as a page, with its recordings in it when the form can hold them."""
    from interviewer.adapters.opus import OpusEncoder
    from interviewer.adapters.waveform import outline

    with closing(OpusEncoder()) as opus:
        return written(form, session, open_store(chosen).folder(session.id), opus.beside, outline, progress)


def pdf_bytes(chosen: Settings, session: Session) -> bytes:
    """The session as a PDF, without its sound. Raises ExtraMissing."""
    from interviewer.adapters.waveform import outline

    return paper(session, open_store(chosen).folder(session.id), outline, places.fonts())


def write_pdf(chosen: Settings, session: Session) -> Path:
    """Write the session as a PDF into its folder. Raises ExtraMissing or StoreError."""
    return open_store(chosen).put_report(session.id, "pdf", pdf_bytes(chosen, session))


def write_captions(chosen: Settings, session: Session) -> list[Path]:
    """Write captions beside each recorded answer of the session. Raises StoreError."""
    store = open_store(chosen)
    return [store.put_captions(session.id, path, text) for path, text in captions(session).items()]


def show_report(console: Console, session: Session) -> None:
    """The report in the terminal."""
    show(console, report(session))


def fresh_seed() -> int:
    return random.SystemRandom().randrange(2**31)
