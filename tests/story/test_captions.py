"""Captions: the words of the answer under way, beside their second, in any width and in a pipe."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from interviewer.model import events
from interviewer.screen import Screen

SAID = "It was my job to decide which one to drop, so I asked [bold]seven[/bold] clinics and\x1b[2J compared the risk."


def shown(*told: events.Event, width: int, terminal: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=terminal, color_system=None, legacy_windows=False)
    with Screen(console, keys=False) as screen:
        for event in (events.Listening(turn=1, take=1), *told):
            screen(event)
    return out.getvalue()


def caption(start: float, text: str = SAID) -> events.Captioned:
    return events.Captioned(turn=1, take=1, text=text, start=start, end=start + 9)


def level(seconds: float) -> events.Level:
    return events.Level(seconds=seconds, dbfs=-20, silence=0, patience=0)


@pytest.mark.parametrize("width", [80, 40])
@pytest.mark.parametrize("start", [0.6, 72.9, 600.0])
def test_every_word_stands_beside_its_second_and_inside_the_page(width: int, start: float) -> None:
    lines = shown(caption(start), width=width).splitlines()[1:]
    assert len(lines) > 1
    assert all(len(line) <= width for line in lines)
    assert lines[0].split()[0] == {0.6: "0:00", 72.9: "1:12", 600.0: "10:00"}[start]
    assert all(line.startswith(" " * 7) and line == line.rstrip() for line in lines[1:])
    words = " ".join(lines).split()[1:]
    assert words == SAID.replace("\x1b", "").split()


def test_in_a_pipe_nothing_but_lines_of_text_is_printed() -> None:
    out = shown(level(5), caption(2.0), level(11), level(12), width=80)
    assert not re.search(r"[^\x20-\x7e\n●]", out)


def test_in_a_pipe_captions_are_sign_enough_of_life() -> None:
    assert "recorded" not in shown(caption(4.0), level(14), width=80)
    assert "0:44 recorded" in shown(caption(4.0), level(44), width=80)
    again = (events.AnswerEnded(turn=1, take=1, ended_by="enter", seconds=20), events.Listening(turn=2, take=1))
    assert "0:11 recorded" in shown(caption(4.0), *again, level(11), width=80)


def test_in_a_pipe_no_second_stands_above_an_earlier_one() -> None:
    out = shown(caption(4.0), level(24), level(34), caption(13.0), level(40), width=80)
    assert re.findall(r"\d:\d\d", out) == ["0:04", "0:13"]


def test_on_a_terminal_the_level_stays_below_the_captions() -> None:
    out = shown(level(5), caption(2.0), level(12), width=80, terminal=True)
    assert out.index("It was my job") < out.rindex("0:12")


def test_words_that_come_when_the_answer_is_over_are_not_printed_among_what_comes_next() -> None:
    ended = events.AnswerEnded(turn=1, take=1, ended_by="enter", seconds=20)
    assert "It was my job" not in shown(ended, caption(2.0), width=80)
    following = events.Listening(turn=2, take=1)
    assert "It was my job" not in shown(ended, following, caption(2.0), width=80)


def test_an_answer_that_goes_on_after_its_end_has_captions_again() -> None:
    ended = events.AnswerEnded(turn=1, take=1, ended_by="silence", seconds=20)
    assert "It was my job" in shown(ended, events.Reopened(turn=1, take=1), caption(22.0), width=80)
