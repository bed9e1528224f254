"""How the candidate's questions are judged: by what can be checked in them, and by nothing about the person."""

from __future__ import annotations

import pytest

from interviewer.library import bank as banks
from interviewer.model.closing import AskedQuestion, AskingCheck, AskingGrade, SheetLine
from interviewer.model.grade import Ungraded
from interviewer.rules.closing.finding import Finder
from interviewer.rules.closing.rubric import CHECKS, grade, is_open
from interviewer.rules.closing.topics import sides

SHEET = (
    SheetLine(source="company", line=3, text="Half of the slots are still booked by phone."),
    SheetLine(source="company", line=4, text="The product group is eleven people, seven of them engineers."),
    SheetLine(source="job", line=9, text="You report to the head of product."),
)


def asked(*texts: str, lead: str = "") -> tuple[AskedQuestion, ...]:
    return tuple(
        AskedQuestion(turn=number, take=1, text=text, lead=lead, reply="I don't know that.")
        for number, text in enumerate(texts, start=4)
    )


def graded(*texts: str, lead: str = "") -> AskingGrade:
    found = grade(asked(*texts, lead=lead), Finder(SHEET))
    assert isinstance(found, AskingGrade)
    return found


def scores(found: AskingGrade) -> dict[AskingCheck, int]:
    return {score.check: score.score for score in found.scores}


GOOD = (
    "How do you find out which of the slots that are booked by phone could be booked online?",
    "What was the last technical problem that held the engineers up, and how did you get past it?",
    "What would you want me to have got done after six months?",
)
POOR = ("How many days of holiday do I get?", "Is there free lunch?")


def test_good_questions_beat_poor_ones() -> None:
    good, poor = graded(*GOOD), graded(*POOR)
    assert scores(good) == {"own": 2, "open": 2, "beyond": 2, "work-first": 2, "breadth": 2}
    assert good.overall == 5
    assert good.fixes == ()
    assert good.strength == CHECKS["own"].keep
    assert good.strength_shown_by == 0
    assert scores(poor) == {"own": 0, "open": 0, "beyond": 2, "work-first": 0, "breadth": 0}
    assert poor.overall == 2
    assert [fix.check for fix in poor.fixes] == ["work-first", "own"]
    assert all(fix.question == 0 for fix in poor.fixes)


def test_the_advice_of_the_shipped_banks_is_followed_by_their_own_questions() -> None:
    for name in banks.banks():
        texts = [one.text for one in banks.find(name).questions_to_ask]
        found = scores(graded(*texts))
        assert found["open"] == found["work-first"] == found["breadth"] == 2, name
        assert found["own"] >= 1, name


def test_who_asks_nothing_is_not_graded() -> None:
    assert isinstance(grade((), Finder(SHEET)), Ungraded)


def test_what_stands_in_the_papers_is_named_with_its_line() -> None:
    found = graded("Do I report to the head of product?")
    assert scores(found)["beyond"] == 0
    fix = next(fix for fix in found.fixes if fix.check == "beyond")
    assert "Line 9 says" in fix.fix.why


def test_a_question_that_begins_from_the_papers_goes_beyond_them() -> None:
    lead = "I read that half of the slots are still booked by phone."
    assert scores(graded("Do I report to the head of product?", lead=lead))["beyond"] == 2
    assert scores(graded("Why is that so?", lead=lead))["own"] == 2


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        ("How do you decide what to build?", True),
        ("Could you describe a recent challenge of the team?", True),
        ("And can you tell me what a good first year looks like?", True),
        ("I was wondering why you moved to weekly releases.", True),
        ("Do you use Kubernetes?", False),
        ("How big is the team?", False),
        ("How many patients does a nurse have?", False),
        ("Is there a mentor?", False),
        ("What does the job pay?", False),
        ("Who would I report to?", False),
    ],
)
def test_open_is_what_has_to_be_told(text: str, open_: bool) -> None:
    assert is_open(text) is open_


def test_pay_first_is_a_fault_and_pay_last_is_none() -> None:
    pay, work = "What does the job pay?", "How does the team settle a quarrel?"
    assert scores(graded(pay, work))["work-first"] == 0
    assert scores(graded(work, pay))["work-first"] == 2
    assert scores(graded("Can I work from home?", work))["work-first"] == 1


def test_every_claim_rests_on_a_question_that_was_asked() -> None:
    for texts in (GOOD, POOR, GOOD + POOR):
        found = graded(*texts)
        places = [at for score in found.scores for at in score.shown_by]
        assert set(places) <= set(range(len(texts)))
        assert all(score.shown_by for score in found.scores if score.score == 2)


def test_sides_come_in_the_order_in_which_they_are_spoken_of() -> None:
    assert sides("How does the team measure success?")[:2] == ("the team", "what counts as success")
    assert sides("Do you like cheese?") == ()
