"""Which lines answer a question; by words alone, and with the real encoder."""

from __future__ import annotations

import pytest

from interviewer.adapters.minilm import MiniLM
from interviewer.model.closing import SheetLine
from interviewer.rules.closing.finding import Finder, kept
from interviewer.rules.closing.replying import Told, going_on, reply
from tests.weights import weights_file

LINES = (
    "Clinia makes a booking system for physiotherapy practices.",
    "We were founded in 2014 in Leipzig and now work for 900 clinics in four countries.",
    "Our biggest competitor is Doctolib, which sells to hospitals.",
    "You report to the head of product, Jana Weiss.",
    "The salary is between 62,000 and 75,000 euros, and there are 30 days of holiday.",
    "The hardest technical problem at the moment is the interface to old practice software.",
    "Customers can vote on what comes next, and twice a year we invite twenty of them.",
)
SHEET = tuple(SheetLine(source="company", line=number, text=text) for number, text in enumerate(LINES, start=1))


@pytest.fixture(scope="module")
def encoder() -> MiniLM:
    weights_file("minilm", "tokenizer.json")
    return MiniLM(weights_file("minilm", "model.onnx").parent)


@pytest.mark.real
@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Who are your main competitors?", 3),
        ("Who would I report to?", 4),
        ("What was the last technical problem that held the team up?", 6),
        ("How many clinics do you work for?", 2),
        ("How many days of holiday do I get?", 5),
        ("Do you sponsor visas?", None),
        ("What is your favourite colour?", None),
        ("What is the dress code?", None),
    ],
)
def test_the_line_that_answers_is_found_and_else_none(encoder: MiniLM, question: str, line: int | None) -> None:
    found = Finder(SHEET, encoder).find(question)
    assert (found[0].line.line if found else None) == line


@pytest.mark.real
def test_what_only_comes_near_is_not_said_to_be_the_answer(encoder: MiniLM) -> None:
    (found, *_) = Finder(SHEET, encoder).find("What does the job pay?")
    assert found.line.line == 5
    assert not found.sure


def test_words_alone_find_what_shares_them() -> None:
    finder = Finder(SHEET)
    assert finder.find("How many clinics do you work for?")[0].line.line == 2
    assert finder.find("Do you sponsor visas?") == ()
    assert Finder(()).find("How many clinics?") == ()


def test_a_reply_is_made_of_the_sheets_own_sentences() -> None:
    for sure in (True, False):
        for number in range(4):
            said = reply([Told(SHEET[3], sure)], number)
            assert said.endswith(LINES[3])
    assert all(line not in reply([], number) for number in range(4) for line in LINES)


def test_beside_a_line_that_is_not_sure_no_second_one_is_said() -> None:
    found = Finder(SHEET).find("Which hospitals and which practice software?", 3)
    assert len(kept(found)) <= 1 or found[0].sure


def test_three_long_replies_still_make_a_question() -> None:
    long = SheetLine(source="company", line=1, text="x" * 236 + " end")
    assert going_on([reply([Told(long, False), Told(long, True)], number) for number in range(3)], 1).kind == "closing"
