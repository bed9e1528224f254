"""The words of a replay on a terminal: whole at any width, the one that is spoken lit, and plain where nothing is."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from interviewer.adapters.folder_store import FolderStore
from interviewer.cli.words import LitWords, PlainWords, laid_out
from interviewer.replay import AnswerOver, Note, QuestionShown, SentenceBegins, WordSpoken
from tests.keep.examples import SAID, session, with_sound

LONG = "I wrote " + "the missing tests one after another and " * 6 + "then it held."


def told(writer: LitWords | PlainWords, text: str, *, stop: int | None = None, question: str = "Tell me.") -> None:
    words = tuple(text.split())
    writer(QuestionShown(1, question))
    writer(SentenceBegins(72.0, words))
    for word in words[:stop]:
        writer(WordSpoken(word))
    if stop is not None:
        writer(Note("paused at 1:14"))
        for word in words[stop:]:
            writer(WordSpoken(word))
    writer(AnswerOver())


def screen(written: str) -> list[str]:
    """What stands on the screen: the last thing that was drawn on each line."""
    return [line.split("\r")[-1].rstrip() for line in written.split("\n")]


@pytest.mark.parametrize("width", [20, 40, 80])
@pytest.mark.parametrize("writer", [LitWords, PlainWords])
def test_every_word_stands_once_and_no_line_is_too_long(
    writer: type[LitWords | PlainWords], width: int, capsys: pytest.CaptureFixture[str]
) -> None:
    told(writer(lambda: width), LONG)
    lines = screen(capsys.readouterr().out)
    assert max(map(len, lines)) < width
    assert lines[3].startswith("  1:12  I ")
    assert " ".join(" ".join(lines[3:]).split()).removeprefix("1:12 ") == LONG


@pytest.mark.parametrize("writer", [LitWords, PlainWords])
def test_a_note_stands_on_its_own_line_and_the_sentence_goes_on_below(
    writer: type[LitWords | PlainWords], capsys: pytest.CaptureFixture[str]
) -> None:
    told(writer(lambda: 80), "I wrote the tests.", stop=2)
    lines = screen(capsys.readouterr().out)
    note = lines.index("paused at 1:14")
    assert lines[note - 1].startswith("  1:12  I wrote")
    assert lines[note + 1].endswith("the tests.")


@pytest.mark.parametrize("writer", [LitWords, PlainWords])
def test_a_long_question_is_wrapped_between_its_words(
    writer: type[LitWords | PlainWords], capsys: pytest.CaptureFixture[str]
) -> None:
    told(writer(lambda: 30), "I did.", question="Tell me about a time when you had to decide.")
    assert screen(capsys.readouterr().out)[1:3] == ["1. Tell me about a time when", "you had to decide."]


def test_each_drawing_of_a_line_covers_the_one_before(capsys: pytest.CaptureFixture[str]) -> None:
    told(LitWords(lambda: 40), LONG)
    for line in capsys.readouterr().out.split("\n"):
        assert len({len(drawn) for drawn in line.split("\r")[1:]}) <= 1


@given(
    st.lists(st.text(st.sampled_from("aé界"), min_size=1, max_size=50), min_size=1, max_size=30), st.integers(11, 72)
)
def test_no_word_is_lost_or_too_wide(words: list[str], width: int) -> None:
    lines = laid_out(words, width)
    assert all(sum(cell_len(text) + 1 for _, text in line) - 1 <= width for line in lines)
    pieces = [piece for line in lines for piece in line]
    for place, word in enumerate(words):
        assert "".join(text for at, text in pieces if at == place) == word
    assert [at for at, _ in pieces] == sorted(at for at, _ in pieces)


def in_terminal(columns: int, **changed: str) -> str:
    """What the command writes to a terminal that is so wide."""
    store = FolderStore(Path(os.environ["INTERVIEWER_RECORDINGS"]))
    store.begin(session())
    with_sound(store, session())
    store.end(session())
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    env = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES")}
    player = subprocess.Popen(
        [sys.executable, "-m", "interviewer", "replay", "--speaker", "off"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=env | {"TERM": "xterm"} | changed,
    )
    os.close(theirs)
    seen = b""
    try:
        while block := os.read(ours, 4096):
            seen += block
    except OSError:
        pass  # the other end is closed: Linux says so with an error
    assert player.wait(60) == 0
    os.close(ours)
    return seen.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [40, 80])
def test_words_are_lit_one_after_the_other(columns: int) -> None:
    written = in_terminal(columns)
    lit = [each.rstrip() for each in re.findall(r"\x1b\[1m\x1b\[4m([^\x1b]+)\x1b\[0m", written)]
    assert [word for n, word in enumerate(lit) if n == 0 or lit[n - 1] != word] == SAID.split()
    shown = screen(re.sub(r"\x1b\[[0-9;]*m", "", written))
    assert all(len(line) < columns for line in shown)
    assert "b back 5 s" in " ".join(" ".join(shown).split())


def test_a_dumb_terminal_gets_the_words_as_they_come() -> None:
    written = in_terminal(80, TERM="dumb")
    assert "\r" not in written
    assert SAID.split()[-1] in written
