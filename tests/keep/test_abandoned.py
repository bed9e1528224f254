"""A session that was cut off: in the history, offered on the next start, and judged without being gone on with."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from interviewer import settings, studio
from interviewer.adapters.folder_store import FolderStore
from interviewer.adapters.lock import Holder
from interviewer.adapters.tape import Tape
from interviewer.cli import practice as command
from interviewer.cli.main import main
from interviewer.errors import SessionBusy
from interviewer.model.audio import Clip
from interviewer.model.grade import Graded
from interviewer.model.session import Session, Take, Turn
from interviewer.settings import Settings
from tests.keep.examples import question, session
from tests.sounds import read_wav, tone
from tests.story.world import ScriptedEars, ScriptedJudge

ID = session().id
DEAD = '{"pid": 1, "started": 1.0}'
FIRST, CUT_OFF = "turn-01/take-1/answer.wav", "turn-02/take-1/answer.wav"


@pytest.fixture
def store() -> FolderStore:
    """Killed in its second answer, of which a second is on disk."""
    store = FolderStore(Path(os.environ["INTERVIEWER_RECORDINGS"]))
    planned = (question(), question("And another?"), question("And a third?"))
    first = Take(number=1, answer=Clip(path=FIRST, seconds=1.0), ended_by="enter")
    held = session(
        Turn(number=1, question=planned[0], takes=(first,)), status="in progress", ended_at=None, planned=planned
    )
    store.begin(held)
    for path in (FIRST, CUT_OFF):
        with Tape(store.folder(ID) / path) as tape:
            tape.add(tone(1.0))
    (store.folder(ID) / "lock").write_text(DEAD)
    return FolderStore(store.recordings)


def still_growing(store: FolderStore) -> Path:
    """The newest recording, of which half a sample more has come, while a living program holds the session."""
    me = Holder.me()
    (store.folder(ID) / "lock").write_text(json.dumps({"pid": me.pid, "started": me.started}))
    wav = store.folder(ID) / CUT_OFF
    wav.write_bytes(wav.read_bytes() + b"\x01")
    return wav


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interviewer.studio.regrading.open_ears", lambda chosen: ScriptedEars())
    monkeypatch.setattr("interviewer.studio.regrading.open_judges", lambda chosen: ScriptedJudge())


@pytest.mark.usefixtures("parts")
def test_it_is_in_the_history_and_all_of_it_can_be_judged(
    store: FolderStore, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sessions", "--json"]) == 0
    assert [each["id"] for each in json.loads(capsys.readouterr().out)] == [ID]
    assert main(["regrade", ID]) == 0
    judged = store.find(ID)
    assert [isinstance(turn.take.grade, Graded) for turn in judged.turns if turn.take] == [True, True]
    assert judged.turns[1].take is not None
    assert judged.turns[1].take.ended_by == "recovered"
    assert judged.status == "in progress", "it can still be gone on with"
    assert main(["replay", ID, "--speaker", "off"]) == 0


@pytest.mark.usefixtures("parts")
def test_judging_twice_is_judging_once(store: FolderStore) -> None:
    assert main(["regrade", ID]) == 0
    once = store.find(ID)
    assert main(["regrade", ID]) == 0
    assert FolderStore(store.recordings).find(ID) == once


@pytest.mark.usefixtures("parts")
@pytest.mark.parametrize("words", [["regrade", ID], ["practice", "--resume", ID]], ids=" ".join)
def test_a_session_that_is_being_held_is_left_alone(
    words: list[str], store: FolderStore, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its newest recording is still growing: to mend it would cut it."""
    wav = still_growing(store)
    before = wav.read_bytes()
    assert main(words) == 3
    assert "in use by another interviewer" in capsys.readouterr().err
    assert wav.read_bytes() == before


@pytest.mark.parametrize("what", [studio.resumed, studio.asked_again, studio.discarded, studio.abandoned])
def test_nothing_is_done_to_a_session_that_another_program_records(
    what: Callable[[Settings, str], object], store: FolderStore
) -> None:
    wav = still_growing(store)
    before = wav.read_bytes()
    with pytest.raises(SessionBusy):
        what(settings.load(), ID)
    assert wav.read_bytes() == before


# -- keep, record again, discard, later


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[Session]]:
    """Start the program at a terminal and type one letter; what it went on with."""

    def choose(letter: str) -> list[Session]:
        held: list[Session] = []
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        monkeypatch.setattr("click.prompt", lambda question, **_: letter if f"[{letter}]" in question else "")
        monkeypatch.setattr(command, "hold", lambda chosen, session, source, **how: held.append(session) or 0)
        assert main(["practice", "--typed"]) == 0
        return held

    return choose


def test_kept_it_goes_on_with_the_recording_as_the_answer(
    store: FolderStore, chosen: Callable[[str], list[Session]]
) -> None:
    (held,) = chosen("k")
    assert (held.id, held.turns[1].takes[0].ended_by) == (ID, "recovered")


def test_recorded_again_the_sound_stays_as_an_earlier_take(
    store: FolderStore, chosen: Callable[[str], list[Session]]
) -> None:
    (held,) = chosen("r")
    assert (held.id, held.turns[1].takes[0].ended_by) == (ID, "again")


def test_discarded_only_the_cut_off_answer_goes_and_the_session_is_closed(
    store: FolderStore, chosen: Callable[[str], list[Session]]
) -> None:
    (held,) = chosen("d")
    assert held.id != ID
    assert store.find(ID).status == "interrupted"
    assert not (store.folder(ID) / CUT_OFF).exists()
    assert len(read_wav(store.folder(ID) / FIRST)) == 32_000
    assert studio.interrupted(store) == []


def test_later_nothing_is_touched_and_it_is_asked_again(
    store: FolderStore, chosen: Callable[[str], list[Session]]
) -> None:
    (held,) = chosen("l")
    assert held.id != ID
    assert (store.folder(ID) / CUT_OFF).exists()
    assert [each.id for each in studio.interrupted(store)] == [ID]


def test_one_that_was_cut_off_between_two_answers_can_be_closed_too(
    store: FolderStore, chosen: Callable[[str], list[Session]]
) -> None:
    (store.folder(ID) / CUT_OFF).unlink()
    (held,) = chosen("d")
    assert held.id != ID
    assert store.find(ID).status == "interrupted"
