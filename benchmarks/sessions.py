"""How quickly many sessions are listed, searched and summed up. Prints a table; `--to FILE` keeps it as Markdown.

    python -m benchmarks.sessions [--to benchmarks/sessions.md] [--sessions 500]

Sessions of five answers of 90 seconds each, with made-up words and grades, and no sound. "One by one" is what the list
did before there was an index: every session is read and summed up again.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

from benchmarks.pages import take
from interviewer import settings as choices
from interviewer import studio
from interviewer.adapters.folder_store import FolderStore
from interviewer.adapters.session_index import NAME, SessionIndex
from interviewer.library import bank as banks
from interviewer.model.session import Session, Turn
from interviewer.model.session_id import session_id
from interviewer.rules.progress import progress
from interviewer.rules.summarizing import summary
from interviewer.studio.history import History

ANSWERS, TRIES = 5, 5
QUERY = "build broke nobody"
BEGUN = datetime(2025, 1, 1, 10, 0, tzinfo=UTC)


def fill(store: FolderStore, count: int) -> None:
    """Write so many sessions, one a day."""
    bank = banks.find("any-role")
    asked = tuple(islice(cycle(bank.questions), ANSWERS))
    turns = tuple(
        Turn(number=number, question=question, takes=(take(number, question),))
        for number, question in enumerate(asked, start=1)
    )
    for day in range(count):
        begun = BEGUN + timedelta(days=day)
        folder = store.folder(session_id(begun, bank.id))
        folder.mkdir(parents=True)
        session = Session(
            id=folder.name,
            bank=bank.id,
            role=bank.role,
            status="complete",
            started_at=begun,
            planned=asked,
            source="microphone",
            turns=turns,
        )
        (folder / "session.json").write_text(session.model_dump_json(indent=1))


def timed(work: Callable[[], object], tries: int = TRIES) -> str:
    """The median of the tries."""
    took = []
    for _ in range(tries):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    return f"{statistics.median(took):.3f} s"


def rows(folder: Path, count: int) -> list[tuple[str, str]]:
    store = FolderStore(folder / "recordings")
    fill(store, count)
    file = store.recordings / NAME
    bank = banks.find("any-role")

    def anew() -> None:
        file.unlink(missing_ok=True)
        listed()

    def listed() -> None:
        with History(store, SessionIndex(file)) as history:
            assert len(history.sessions()) == count

    def searched() -> None:
        with History(store, SessionIndex(file)) as history:
            assert len(history.search(QUERY)) == count

    def summed_up() -> None:
        with History(store, SessionIndex(file)) as history:
            progress(history.sessions(), [bank], BEGUN + timedelta(days=count))

    def chosen() -> None:
        settings = choices.load(recordings=str(store.recordings), bank=bank.id)
        assert len(studio.planned(settings).questions) == settings.questions

    table = [
        ("one by one", timed(lambda: [summary(each) for each in store.list()], tries=1)),
        ("index made from nothing", timed(anew, tries=1)),
        (f"listed from the index (median of {TRIES})", timed(listed)),
        (f"searched for words that all of them hold (median of {TRIES})", timed(searched)),
        (f"progress of all of them (median of {TRIES})", timed(summed_up)),
        (f"questions chosen that were not practised lately (median of {TRIES})", timed(chosen)),
        ("size of the index", f"{file.stat().st_size / 1e6:.1f} MB"),
        ("size of the sessions", f"{sum(each.stat().st_size for each in folder.rglob('session.json')) / 1e6:.1f} MB"),
    ]
    with closing(SessionIndex(file)) as index:
        assert len(index.summaries()) == count, index.trouble
    return table


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--to", type=Path)
    asked.add_argument("--sessions", type=int, default=500)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        table = rows(Path(name), given.sessions)
    where = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    lines = [
        f"Measured {datetime.now().astimezone():%Y-%m-%d} on {where}, Python {platform.python_version()}.",
        "",
        f"| {given.sessions} sessions of {ANSWERS} answers | |",
        "| --- | --- |",
        *(f"| {' | '.join(row)} |" for row in table),
    ]
    print("\n".join(lines))
    if given.to:
        told = "`python -m benchmarks.sessions`; what is measured, and on what, is told at its head."
        given.to.write_text(f"# Many sessions\n\n{told}\n\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
