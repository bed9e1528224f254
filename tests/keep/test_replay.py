"""A session is heard again: question, then answer, each word at its second."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path

import pytest

from interviewer.adapters.folder_store import FolderStore
from interviewer.adapters.remote import NoRemote
from interviewer.adapters.speaker import SilentSpeaker
from interviewer.cli.main import main
from interviewer.cli.marks import Marks
from interviewer.model.audio import Clip
from interviewer.model.session import Session, Take, Turn
from interviewer.model.speech import NoSpeech, Typed
from interviewer.ports import Button, Remote, Speaker
from interviewer.replay import AnswerOver, Note, QuestionShown, Remark, Replay, SentenceBegins, Shown, WordSpoken
from interviewer.rules.reporting import report
from tests.keep.examples import SAID, question, session, take, with_sound

WORDS = SAID.split()


class Clockwork(Speaker):
    """A loudspeaker whose time is counted in its own calls: a tenth of a second each."""

    def __init__(self, length: float = 3.2) -> None:
        self.now = 100.0
        self.length = length
        self.played: list[tuple[str, float]] = []
        self.pace = 1.0

    def stretch(self, wav: Path, speed: float) -> Path:
        self.pace = speed
        return wav.with_name(f"{speed:g} times.wav")

    def play(self, wav: Path, *, start: float = 0.0, stop: Callable[[], bool] = lambda: False) -> float:
        self.played.append((wav.relative_to(wav.parents[1]).as_posix(), start))
        length = self.length / self.pace if "times" in wav.name else self.length
        reached = start
        while reached < length:
            if stop():
                return reached
            self.now += 0.1
            reached += 0.1
        return length


class Presses(Remote):
    """Presses each key when so many words have come."""

    def __init__(self, *script: tuple[int, Button]) -> None:
        self.script = deque(script)
        self.words = 0

    def pressed(self) -> Button | None:
        if self.script and self.words >= self.script[0][0]:
            return self.script.popleft()[1]
        return None


def replayed(
    kept: Session, *script: tuple[int, Button], turn: int | None = None, start: float = 0.0, length: float = 3.2
) -> tuple[list[Shown], Clockwork, list[tuple[float, str]]]:
    """(all that was shown, the loudspeaker, when each word came, counted from the beginning)."""
    speaker, keys = Clockwork(length), Presses(*script)
    shown: list[Shown] = []
    times: list[tuple[float, str]] = []

    def show(each: Shown) -> None:
        shown.append(each)
        if isinstance(each, WordSpoken):
            keys.words += 1
            times.append((speaker.now - 100.0, each.text))

    Replay(kept, Path("/sessions/one"), speaker, keys, show, speaker.stretch, clock=lambda: speaker.now).run(
        turn, start
    )
    return shown, speaker, times


def words_of(shown: list[Shown]) -> list[str]:
    return [each.text for each in shown if isinstance(each, WordSpoken)]


ASKED = session(
    Turn(number=1, question=question(), asked=Clip(path="turn-01/question.wav", seconds=3.2), takes=(take(),))
)


def test_the_question_is_heard_and_then_the_answer_with_each_word_at_its_second() -> None:
    shown, speaker, times = replayed(ASKED)
    assert speaker.played == [("turn-01/question.wav", 0.0), ("take-1/answer.wav", 0.0)]
    assert shown[0] == QuestionShown(1, question().text)
    assert words_of(shown) == WORDS
    for (at, text), (n, word) in zip(times, enumerate(WORDS), strict=True):
        assert text == word
        assert at - 3.2 == pytest.approx(n * 0.2, abs=0.11)
    assert [each.at for each in shown if isinstance(each, SentenceBegins)] == pytest.approx([0.0, 1.2, 2.2])
    assert shown[-1] == AnswerOver()


def test_from_a_second_on_only_the_rest_of_the_answer_comes() -> None:
    shown, speaker, _ = replayed(ASKED, start=1.2)
    assert speaker.played == [("take-1/answer.wav", 1.2)]
    assert words_of(shown) == WORDS[6:]


def test_one_turn_can_be_chosen() -> None:
    two = session(*(ASKED.turns[0].but(number=n) for n in (1, 2)))
    shown, _, _ = replayed(two, turn=2)
    assert [each.number for each in shown if isinstance(each, QuestionShown)] == [2]


def test_keys_go_on_start_again_pause_and_leave() -> None:
    assert len(words_of(replayed(ASKED, (3, "next"))[0])) == 3
    assert words_of(replayed(ASKED, (3, "again"))[0]) == WORDS[:3] + WORDS
    assert words_of(replayed(ASKED, (3, "pause"), (3, "pause"))[0]) == WORDS
    assert words_of(replayed(ASKED, (3, "pause"), (3, "next"))[0]) == WORDS[:3]
    two = session(*(ASKED.turns[0].but(number=n) for n in (1, 2)))
    shown, _, _ = replayed(two, (3, "quit"))
    assert [each.number for each in shown if isinstance(each, QuestionShown)] == [1]


def test_a_pause_goes_on_where_it_stopped() -> None:
    _, speaker, _ = replayed(ASKED, (3, "pause"), (3, "pause"))
    starts = [start for path, start in speaker.played if path == "take-1/answer.wav"]
    assert starts == pytest.approx([0.0, 0.4], abs=0.11)


def starts(speaker: Clockwork) -> list[float]:
    return [start for path, start in speaker.played if path.startswith("take-1")]


def test_the_key_for_it_goes_back_five_seconds_and_not_before_the_beginning() -> None:
    shown, speaker, _ = replayed(ASKED, (9, "back"))
    assert starts(speaker) == [0.0, 0.0]
    assert words_of(shown) == WORDS[:9] + WORDS
    assert Note("back to 0:00") in shown
    long = session(Turn(number=1, question=question(), takes=(take(said="word " * 60 + "end."),)))
    assert starts(replayed(long, (40, "back"), length=13.0)[1]) == pytest.approx([0.0, 2.8], abs=0.11)


def test_the_key_for_it_goes_to_the_next_place_that_is_marked_and_says_what_it_is() -> None:
    shown, speaker, _ = replayed(ASKED, (1, "moment"), (2, "moment"))
    assert starts(speaker) == pytest.approx([0.0, 0.9, 0.9], abs=0.11)
    assert [each.text for each in shown if isinstance(each, Note)] == [
        "0:01 to keep: “In March our”",
        "nothing more is marked in this answer",
    ]
    assert words_of(shown) == WORDS[:1] + WORDS[4:]


def test_faster_and_slower_keep_the_place_and_each_word_at_its_second() -> None:
    shown, speaker, times = replayed(ASKED, (3, "faster"), (6, "faster"), (9, "slower"))
    assert [path.split("/")[-1] for path, _ in speaker.played[1:]] == [
        "answer.wav", "1.25 times.wav", "1.5 times.wav", "1.25 times.wav",
    ]  # fmt: skip
    places = [start * pace for start, pace in zip(starts(speaker), (1, 1.25, 1.5, 1.25), strict=True)]
    assert places == pytest.approx([0.0, 0.4, 1.0, 1.6], abs=0.3)
    assert words_of(shown) == WORDS
    assert times[-1][0] - times[0][0] < 2.4
    assert [each.text for each in shown if isinstance(each, Note)] == [
        "1.25 times the pace", "1.5 times the pace", "1.25 times the pace",
    ]  # fmt: skip


def test_the_pace_has_an_end() -> None:
    _, speaker, _ = replayed(ASKED, *[(1, "faster")] * 6)
    assert speaker.played[-1][0] == "take-1/2 times.wav"
    _, speaker, _ = replayed(ASKED, *[(1, "slower")] * 6)
    assert speaker.played[-1][0] == "take-1/0.75 times.wav"


def test_other_keys_work_in_a_pause() -> None:
    shown, _, _ = replayed(ASKED, (3, "pause"), (3, "again"))
    assert words_of(shown) == WORDS[:3] + WORDS
    shown, _, _ = replayed(ASKED, (3, "pause"), (3, "quit"))
    assert words_of(shown) == WORDS[:3]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (Take(number=1, ended_by="typed", heard=Typed(text="I typed this.")), "I typed this."),
        (Take(number=1, ended_by="leave"), "No answer was recorded."),
        (take().but(heard=NoSpeech(seconds=3.2), grade=None, coaching=None), "No speech was found in 3.2 s of sound."),
        (take().but(heard=None, grade=None, coaching=None), "The answer is recorded, but not written down yet."),
    ],
)
def test_an_answer_without_words_says_why(told: Take, said: str) -> None:
    shown, _, _ = replayed(session(Turn(number=1, question=question(), takes=(told,))))
    assert Remark(said) in shown


def test_a_recording_that_is_gone_costs_its_sound_and_not_its_words(tmp_path: Path) -> None:
    shown: list[Shown] = []
    Replay(ASKED, tmp_path, SilentSpeaker(paced=False), NoRemote(), shown.append, Clockwork().stretch).run()
    assert sum(isinstance(each, Remark) and "cannot be played" in each.text for each in shown) == 2
    assert words_of(shown) == WORDS


# -- the command


@pytest.fixture
def recordings() -> Path:
    folder = Path(os.environ["INTERVIEWER_RECORDINGS"])
    store = FolderStore(folder)
    store.begin(ASKED)
    with_sound(store, ASKED)
    store.end(ASKED)
    return folder


@pytest.mark.parametrize("place", ["2.2", "0:02.2"])
def test_the_command_shows_the_words_without_a_loudspeaker(
    recordings: Path, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    assert main(["replay", "--from", place, "--speaker", "off"]) == 0
    assert capsys.readouterr().out.split("\n\n")[-1].split() == ["0:02", "It", "holds", "since."]


def test_ctrl_c_leaves_with_130_and_the_terminal_as_it_was(recordings: Path) -> None:
    ours, theirs = pty.openpty()
    # A shell that runs this suite in the background has children ignore Ctrl-C; a person's terminal does not.
    listening = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    program = f"{listening}from interviewer.cli.main import main; raise SystemExit(main())"
    player = subprocess.Popen(
        [sys.executable, "-c", program, "replay", "--speaker", "off"], stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    seen = b""
    while b"March" not in seen:
        seen += os.read(ours, 1024)
    player.send_signal(signal.SIGINT)
    assert player.wait(30) == 130
    assert b"Traceback" not in seen
    os.close(ours)


# -- fillers that the listener hears


def marked(tmp_path: Path, *script: tuple[int, Button]) -> tuple[list[str], Session | None]:
    """(what the presses did, the session afterwards) of the small session in a store."""
    store = FolderStore(tmp_path)
    store.begin(ASKED)
    store.end(ASKED)
    speaker, keys = Clockwork(), Presses(*script)
    notes: list[str] = []

    def show(each: Shown) -> None:
        keys.words += isinstance(each, WordSpoken)
        if isinstance(each, Note):
            notes.append(each.text)

    with Marks(store, ASKED) as marks:
        folder = Path("/sessions/one")
        Replay(ASKED, folder, speaker, keys, show, speaker.stretch, lambda: speaker.now, mark=marks).run()
    return notes, marks.changed


def test_a_filler_that_the_listener_marks_is_kept_and_comes_into_the_report(tmp_path: Path) -> None:
    notes, changed = marked(tmp_path, (8, "filler"))
    assert notes == ["a filler at 0:00"]
    assert changed == FolderStore(tmp_path).find("last")
    told = changed.turns[0].take if changed is not None else None
    assert told is not None and told.delivery is not None
    assert [(each.kind, each.source) for each in told.delivery.of("filled pause")] == [("filled pause", "candidate")]
    assert "filled pause" in {each.kind for each in report(FolderStore(tmp_path).find("last")).answers[0].moments}


def test_a_second_press_takes_the_mark_off_again(tmp_path: Path) -> None:
    notes, changed = marked(tmp_path, (8, "filler"), (8, "filler"))
    assert [note.split(" at ")[0] for note in notes] == ["a filler", "no filler"]
    told = changed.turns[0].take if changed is not None else None
    assert told is not None and told.delivery is not None and told.delivery.filled_pauses == 0


def test_who_only_listens_changes_nothing(tmp_path: Path) -> None:
    assert marked(tmp_path, (3, "pause"), (3, "pause"))[1] is None
    assert marked(tmp_path / "question", (0, "filler"))[1] is None


def test_a_session_that_is_being_held_is_not_marked(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.begin(ASKED)
    with Marks(FolderStore(tmp_path), ASKED) as marks:
        assert "is in use" in marks(1, 1.0)
    assert marks.changed is None
    store.end(ASKED)
