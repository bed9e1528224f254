"""A new session knows what was usual for the candidate in those before it."""

from __future__ import annotations

import os
from pathlib import Path

from interviewer import settings, studio
from interviewer.adapters.folder_store import FolderStore
from interviewer.model.delivery import Delivery
from interviewer.model.session import Turn
from tests.keep.examples import question, session, take

TOLD = Delivery(
    seconds=60.0,
    words=140,
    response_latency=1.0,
    words_per_minute=140.0,
    long_pauses=0,
    filled_pauses=0,
    moments=(),
)


def test_a_new_session_knows_what_was_usual_before_and_passes_over_what_cannot_be_read() -> None:
    recordings = Path(os.environ["INTERVIEWER_RECORDINGS"])
    store = FolderStore(recordings)
    chosen = settings.load()
    assert studio.new_session(chosen, [question()], "microphone").baseline is None
    turns = tuple(Turn(number=n, question=question(), takes=(take().but(delivery=TOLD),)) for n in range(1, 6))
    store.begin(session(*turns))
    store.end(session(*turns))
    damaged = recordings / "2026-11-24T10-00-00-small-bank"
    damaged.mkdir()
    (damaged / "session.json").write_text("{", encoding="utf-8")
    found = studio.new_session(chosen, [question()], "microphone").baseline
    assert found is not None
    assert (found.answers, found.words_per_minute) == (5, 140.0)
