"""What a wrong name, a newer version, a damaged file and an unusable folder get: one sentence, and nothing changes.

Rows I26 to I28 of the table of bad input.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from interviewer.adapters.folder_store import FolderStore
from interviewer.cli.main import main
from interviewer.errors import RecordingsUnusable
from tests.keep.examples import FULL, HOLES, committed, session, state_of

Spoil = Callable[[Path], object]


@pytest.fixture
def recordings() -> Path:
    folder = Path(os.environ["INTERVIEWER_RECORDINGS"])
    committed(folder)
    return folder


COMMANDS = {
    "report": lambda name: ["report", name],
    "replay": lambda name: ["replay", name, "--speaker", "off"],
    "regrade": lambda name: ["regrade", name],
    "export": lambda name: ["export", name, "out.zip"],
    "delete": lambda name: ["delete", name, "--yes"],
}
SENTENCES = {
    "01J9ZK": 'No session "01J9ZK".',
    "2026-12": 'No session "2026-12".',
    "../x": 'Not a session id: "../x".',
    "/etc/passwd": 'Not a session id: "/etc/passwd".',
    "a\\b": 'Not a session id: "a\\\\b".',
    ".": 'Not a session id: ".".',
    "\x1b]0;x\x07": 'Not a session id: "\\u001b]0;x\\u0007".',
    "": 'Not a session id: "".',
    "2026": f'"2026" matches 2 sessions: {FULL}, {HOLES}.',
}


@pytest.mark.parametrize("name", SENTENCES, ids=repr)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_name_that_is_no_session_gets_its_sentence(
    command: str, name: str, recordings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state_of(recordings)
    assert main(COMMANDS[command](name)) == 3
    assert SENTENCES[name] in capsys.readouterr().err
    assert state_of(recordings) == before


@pytest.mark.parametrize("command", ["report", "replay", "regrade", "export"])
def test_a_session_of_a_newer_version_is_left_alone(
    command: str, recordings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = recordings / FULL / "session.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"format": 3}))
    before = state_of(recordings)
    assert main(COMMANDS[command](FULL)) == 3
    assert "Made by version 3; this is version 2. Nothing was changed." in capsys.readouterr().err
    assert state_of(recordings) == before


def test_no_session_at_all_is_said_with_what_to_type(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay"]) == 3
    said = capsys.readouterr().err
    assert "There is no session yet." in said
    assert "interviewer practice" in said


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x80
    path.write_bytes(content)


SPOILED: dict[str, Spoil] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-20]),
    "not UTF-8": _flip,
    "not a session": lambda path: path.write_text("[1, 2]"),
    "nested": lambda path: path.write_text("[" * 100_000),
    "of no format": lambda path: path.write_text('{"format": true}'),
    "gone": lambda path: path.unlink(),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("how", SPOILED)
def test_a_damaged_session_is_made_again_from_its_journal_and_says_so(
    how: str, recordings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = committed(recordings.with_name("whole")).find(FULL)
    SPOILED[how](recordings / FULL / "session.json")
    before = state_of(recordings)
    assert main(["report", FULL, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [problem["code"] for problem in found["problems"]] == ["session-rebuilt"]
    assert found | {"problems": []} == json.loads(whole.model_dump_json())
    assert state_of(recordings) == before


@pytest.mark.parametrize("how", SPOILED)
def test_a_session_damaged_twice_is_named_and_the_others_stay_usable(
    how: str, recordings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    SPOILED[how](recordings / FULL / "session.json")
    (recordings / FULL / "events.jsonl").write_bytes(b"")
    before = state_of(recordings)
    assert main(["report", FULL]) == 3
    said = capsys.readouterr().err
    assert str(recordings / FULL / "session.json") in said
    assert "untouched" in said
    assert main(["sessions", "--json"]) == 0
    listed = capsys.readouterr()
    assert [each["id"] for each in json.loads(listed.out)] == [HOLES]
    assert FULL in listed.err
    assert state_of(recordings) == before


def test_a_recordings_folder_that_is_a_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("INTERVIEWER_RECORDINGS", str(tmp_path / "file"))
    assert main(["sessions"]) == 3
    said = capsys.readouterr().err
    assert re.search(rf"The recordings folder {re.escape(str(tmp_path / 'file'))} cannot be used: .+\.", said)
    assert "INTERVIEWER_RECORDINGS=" in said


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a file system in which not even root makes folders")
def test_a_recordings_folder_that_cannot_be_made_is_named() -> None:
    store = FolderStore(Path("/sys/interviewer"))
    for act in (lambda: store.check_room(0), lambda: store.begin(session())):
        with pytest.raises(RecordingsUnusable, match="The recordings folder /sys/interviewer cannot be used: "):
            act()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["report", FULL, "--format", "docx"], '--format knows md, html, pdf, vtt, json (got "docx")'),
        (["export", FULL, "out.doc"], 'FILE must end in .zip, .html or .pdf (got "out.doc")'),
        (["delete"], "name one SESSION, or give --all, or --older-than DAYS"),
        (["delete", FULL, "--all"], "name one SESSION, or give --all, or --older-than DAYS"),
        (["delete", FULL], "deleting needs --yes where nobody can be asked"),
        (["replay", FULL, "--turn", "9"], "--turn must be one of 1, 2, 3 (got 9)"),
        (["replay", FULL, "--from", "-1"], '--from must be a place such as 1:12 or 72.5 (got "-1")'),
        (["replay", FULL, "--from", "soon"], '--from must be a place such as 1:12 or 72.5 (got "soon")'),
        (["regrade", FULL, "--turn", "9"], "--turn must be one of 1, 2, 3 (got 9)"),
        (["regrade", HOLES, "--turn", "1"], "--turn must be one of 2, 3, 4, 5 (got 1)"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_gets_a_sentence_and_changes_nothing(
    arguments: list[str], said: str, recordings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state_of(recordings)
    assert main(arguments) == 2
    assert said in capsys.readouterr().err
    assert state_of(recordings) == before
