"""Damaged copies of a committed session of format 1: each is a session or one sentence, never a traceback.

F26 of the table of faults: bits flipped, files cut off, stretches swapped, files exchanged, files gone. FAULT_CASES says how many; `make faults` tries 2,000.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from interviewer.adapters.folder_store import FolderStore
from interviewer.cli.main import main
from interviewer.errors import InterviewerError
from interviewer.model.question import LOST
from interviewer.model.session import Session
from interviewer.model.speech import Transcript, Word
from interviewer.pages.markdown import markdown
from interviewer.rules.gates import gate
from interviewer.rules.recovery import keep
from interviewer.rules.reporting import report
from interviewer.rules.segmenting import sentences
from interviewer.studio import orphans
from tests.keep.examples import FULL, SAID, committed, state_of, with_sound
from tests.sounds import tone, write_wav

CASES = int(os.environ.get("FAULT_CASES", "200"))
BATCHES = 10
FILES = ("session.json", "events.jsonl")


def flip(chance: random.Random, folder: Path, file: Path) -> None:
    """1 to 64 bytes get one bit changed each."""
    content = bytearray(file.read_bytes())
    for _ in range(chance.randint(1, 64)):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


def cut(chance: random.Random, folder: Path, file: Path) -> None:
    """The file ends early."""
    os.truncate(file, chance.randrange(file.stat().st_size))


def swap_stretches(chance: random.Random, folder: Path, file: Path) -> None:
    """Two blocks of a disk change places."""
    content = file.read_bytes()
    one, two = sorted(chance.sample(range(len(content) // 512), 2))
    blocks = [content[start : start + 512] for start in range(0, len(content), 512)]
    blocks[one], blocks[two] = blocks[two], blocks[one]
    file.write_bytes(b"".join(blocks))


def swap_lines(chance: random.Random, folder: Path, file: Path) -> None:
    lines = file.read_bytes().splitlines(keepends=True)
    one, two = chance.sample(range(len(lines)), 2)
    lines[one], lines[two] = lines[two], lines[one]
    file.write_bytes(b"".join(lines))


def exchange(chance: random.Random, folder: Path, file: Path) -> None:
    """The file takes the place of another one of the folder."""
    other = chance.choice([path for path in folder.rglob("*") if path.is_file() and path != file])
    content = file.read_bytes()
    file.write_bytes(other.read_bytes())
    other.write_bytes(content)


def lose(chance: random.Random, folder: Path, file: Path) -> None:
    file.unlink()


HARMS: tuple[Callable[[random.Random, Path, Path], None], ...] = (flip, cut, swap_stretches, swap_lines, exchange, lose)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> FolderStore:
    """The committed sessions with a tenth of a second of sound in each recording."""
    store = committed(tmp_path_factory.mktemp("corrupted") / "recordings")
    folder = store.folder(FULL)
    for turn in store.find(FULL).turns:
        for clip in (turn.asked, *(take.answer for take in turn.takes)):
            if clip is not None:
                (folder / clip.path).parent.mkdir(parents=True, exist_ok=True)
                write_wav(folder / clip.path, tone(0.1))
    return store


def harm(folder: Path, seed: int) -> str:
    """Damage one file or, every other time, both of the session's own and a recording."""
    chance = random.Random(seed)
    files = [folder / name for name in FILES]
    if seed % 2:
        files = [*files, chance.choice(sorted(folder.rglob("*.wav")))]
    else:
        files = [chance.choice(files)]
    done = []
    for file in files:
        if file.exists() and file.stat().st_size > 1024:
            how = chance.choice(HARMS)
            how(chance, folder, file)
            done.append(f"{how.__name__} {file.name}")
    return ", ".join(done)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_damaged_session_is_a_session_or_a_sentence(batch: int, shelf: FolderStore, tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    for seed in range(batch * CASES // BATCHES, (batch + 1) * CASES // BATCHES):
        folder = shutil.copytree(shelf.folder(FULL), tmp_path / FULL)
        how = harm(folder, seed)
        before = state_of(folder)
        try:
            found = store.find(FULL)
        except InterviewerError as error:
            assert "\n" not in error.message, how
        else:
            assert FULL in markdown(report(found)) or found.turns, how
            assert keep(found, orphans(store, found)).turns, how
        assert {name: state_of(folder)[name] for name in FILES if name in before} == {
            name: before[name] for name in FILES if name in before
        }, how
        shutil.rmtree(folder)


COMMANDS = (
    ["report", FULL],
    ["sessions"],
    ["sessions", "--json"],
    ["export", FULL, "x.zip"],
    ["delete", FULL, "--yes"],
)


@pytest.mark.parametrize("seed", range(1, 20, 2))
def test_no_command_shows_a_traceback(
    seed: int, shelf: FolderStore, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(shelf.folder(FULL), Path(os.environ["INTERVIEWER_RECORDINGS"]) / FULL)
    how = harm(folder, seed)
    monkeypatch.chdir(tmp_path)
    for words in COMMANDS:
        assert main(words) in (0, 3), how
        assert "Traceback" not in capsys.readouterr().err, how
    assert not folder.exists()


# -- salvage


@pytest.fixture
def lost(tmp_path: Path) -> FolderStore:
    """A session of which only the recordings are left."""
    store = committed(tmp_path / "recordings")
    with_sound(store, store.find(FULL))
    for name in FILES:
        (store.folder(FULL) / name).unlink()
    return store


def test_recordings_without_a_session_are_a_session_that_says_so(lost: FolderStore) -> None:
    before = state_of(lost.folder(FULL))
    found = lost.find(FULL)
    whole = committed(lost.recordings.with_name("whole")).find(FULL)
    recorded = [turn for turn in whole.turns if any(take.answer is not None for take in turn.takes)]
    assert [turn.number for turn in found.turns] == [turn.number for turn in recorded]
    for turn, other in zip(found.turns, recorded, strict=True):
        assert turn.asked == other.asked
        for take, original in zip(turn.takes, other.takes, strict=True):
            assert take.answer is not None and original.answer is not None
            assert take.answer.path == original.answer.path
            assert take.answer.seconds == pytest.approx(original.answer.seconds, abs=0.01)
    assert found.status == "interrupted"
    assert [problem.code for problem in found.problems] == ["session-salvaged"]
    assert "what was found in its folder" in markdown(report(found))
    assert lost.damaged() == [] or FULL not in dict(lost.damaged())
    assert state_of(lost.folder(FULL)) == before


def test_a_salvaged_session_is_kept_once_somebody_goes_on_with_it(lost: FolderStore) -> None:
    lost.end(lost.resume(FULL))
    kept = FolderStore(lost.recordings).find(FULL)
    assert (lost.folder(FULL) / "session.json").is_file()
    assert [problem.code for problem in kept.problems] == ["session-salvaged"]


def test_an_answer_to_a_lost_question_is_heard_and_never_judged(lost: FolderStore) -> None:
    question = lost.find(FULL).turns[0].question
    words = tuple(
        Word(text=text, start=n * 0.2, end=n * 0.2 + 0.1, probability=0.9) for n, text in enumerate(SAID.split())
    )
    heard = Transcript(words=words, seconds=4, speech_seconds=3, language="en", heard_by="test")
    shut = gate(question, sentences(heard), heard)
    assert shut is not None
    assert (shut.code, shut.again) == (LOST, False)


def test_turns_that_the_journal_still_tells_keep_their_questions_and_grades(tmp_path: Path) -> None:
    store = committed(tmp_path / "recordings")
    whole = store.find(FULL)
    folder = store.folder(FULL)
    (folder / "session.json").unlink()
    journal = folder / "events.jsonl"
    kept = [line for line in journal.read_bytes().splitlines(keepends=True) if b'"session-kept"' not in line]
    journal.write_bytes(b"".join(kept))
    found = store.find(FULL)
    assert found.turns == whole.turns
    assert [problem.code for problem in found.problems] == ["session-salvaged"]


def test_a_folder_with_nothing_in_it_is_named(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    (tmp_path / FULL / "turn-01/take-1").mkdir(parents=True)
    (tmp_path / FULL / "turn-01/take-1/answer.wav").write_bytes(b"RIFF")
    with pytest.raises(InterviewerError, match="cannot be read"):
        store.find(FULL)


def test_a_date_that_is_none_is_no_session(tmp_path: Path) -> None:
    name = "2026-99-99T99-99-99-small-bank"
    (tmp_path / name / "turn-01/take-1").mkdir(parents=True)
    write_wav(tmp_path / name / "turn-01/take-1/answer.wav", tone(1))
    with pytest.raises(InterviewerError, match="cannot be read"):
        FolderStore(tmp_path).find(name)


def test_a_recording_that_cannot_be_mended_does_not_keep_anybody_from_practising(tmp_path: Path) -> None:
    store = committed(tmp_path / "recordings")
    session: Session = store.find(FULL)
    for place, content in (("turn-09/take-1", b"not a recording at all" * 9), ("turn-09/take-2", None)):
        wav = store.folder(FULL) / place / "answer.wav"
        wav.parent.mkdir(parents=True)
        if content is None:
            write_wav(wav, tone(0.5))
        else:
            wav.write_bytes(content)
    assert [(each.turn, each.take) for each in orphans(store, session)] == [(9, 2)]
