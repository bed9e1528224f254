"""Model and head together: each checks the other, and neither can talk a grade up past what was said."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence

import pytest

from interviewer.library import bank as banks
from interviewer.model.grade import Grade, Graded, Ungraded
from interviewer.ports import Ask
from interviewer.rules.approaches import ByHead, WithHead, cited, nearest
from interviewer.rules.asking import SUREST, Asked, log_odds
from interviewer.rules.head.head import Head
from interviewer.rules.injections import TEMPLATES
from interviewer.rules.judging import RubricJudge
from interviewer.rules.rubric import bundle_of
from tests.fake_chat import FakeChat, ListLedger
from tests.rules.answers import STORY, question, said, typed
from tests.rules.test_head import WordReader, made


@pytest.fixture(scope="module")
def head() -> Head:
    return made()


def yes(ask: Ask) -> str:
    """A model that was talked into everything: always yes, and all the evidence there is."""
    found: dict[str, object] = {"answer": "yes"}
    if which := ask.schema["properties"].get("which"):
        found["which"] = which["items"]["enum"][: which["maxItems"]]
    return json.dumps(found)


def no(ask: Ask) -> str:
    return json.dumps({"answer": "no"} | ({"which": []} if "which" in ask.schema["properties"] else {}))


def grade(chat: FakeChat, head: Head, *texts: str, ledger: ListLedger | None = None) -> Grade:
    texts = texts or STORY
    ticks = itertools.count()
    judge = RubricJudge(chat, approach=WithHead(chat, head, seed=0), clock=lambda: float(next(ticks)))
    return judge.grade(question(), said(*texts), typed(*texts), ledger or ListLedger())


def test_every_quote_stands_in_the_answer(head: Head) -> None:
    found = grade(FakeChat(yes), head)
    assert isinstance(found, Graded)
    quotes = [one.quote for scored in (*found.parts, *found.points) for one in scored.evidence]
    assert all(quote in STORY for quote in quotes)
    assert found.low <= found.overall <= found.high


def test_a_score_has_evidence_and_evidence_a_score(head: Head) -> None:
    found = grade(FakeChat(yes), head)
    assert isinstance(found, Graded)
    assert all(bool(scored.score) == bool(scored.evidence) for scored in (*found.parts, *found.points))


def test_the_model_has_no_say_in_the_parts(head: Head) -> None:
    sure, against = grade(FakeChat(yes), head), grade(FakeChat(no), head)
    assert isinstance(sure, Graded)
    assert isinstance(against, Graded)
    assert sure.parts == against.parts


def test_the_answer_comes_before_the_check(head: Head) -> None:
    chat = FakeChat(yes)
    grade(chat, head)
    starts = {ask.user.split("END")[0] for ask in chat.asked}
    assert len(starts) == 1
    assert STORY[0] in starts.pop()
    assert len(chat.asked) == 1 + len(question().points)


@pytest.mark.parametrize("at", [0, 2, len(STORY)], ids=["start", "middle", "end"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_words_to_the_grader_leave_no_trace_in_what_the_model_is_asked(head: Head, template: str, at: int) -> None:
    """The same prompts, to the letter: whatever a model makes of them, such words move nothing."""
    chat, plain = FakeChat(yes), FakeChat(yes)
    with_words, without = grade(chat, head, *STORY[:at], template, *STORY[at:]), grade(plain, head)
    assert isinstance(with_words, Graded)
    assert isinstance(without, Graded)
    assert [(ask.system, ask.user, ask.schema) for ask in chat.asked] == [
        (ask.system, ask.user, ask.schema) for ask in plain.asked
    ]
    assert [(one.score, [each.quote for each in one.evidence]) for one in with_words.points] == [
        (one.score, [each.quote for each in one.evidence]) for one in without.points
    ]
    assert [one.score for one in with_words.parts] == [one.score for one in without.parts]
    assert with_words.overall == without.overall


def test_an_unusable_reply_goes_back_once_and_then_the_answer_is_not_graded(head: Head) -> None:
    chat = FakeChat(lambda _: "I would rather not.")
    found = grade(chat, head)
    assert isinstance(found, Ungraded)
    assert found.again
    assert len(chat.asked) == 2


def test_a_cited_sentence_that_is_not_there_is_refused(head: Head) -> None:
    found = grade(FakeChat(lambda ask: yes(ask).replace('"s1"', '"s99"')), head)
    assert isinstance(found, Ungraded)


def test_what_both_said_is_in_the_ledger(head: Head) -> None:
    ledger = ListLedger()
    grade(FakeChat(yes), head, ledger=ledger)
    assert {kind for kind, _ in ledger.notes} >= {"bundle", "head", "prompt", "reply", "verdict"}


def test_the_head_alone_needs_no_model(head: Head) -> None:
    chat = FakeChat(yes)
    judge = RubricJudge(chat, approach=ByHead(head), clock=lambda: 0.0)
    assert isinstance(judge.grade(question(), said(*STORY), typed(*STORY), ListLedger()), Graded)
    assert chat.asked == []


@pytest.mark.parametrize("kind", ["introduction", "behavioural"])
def test_only_a_story_has_its_grade_estimated(head: Head, kind: str) -> None:
    asked = next(one for one in banks.find("any-role").all_questions if one.kind == kind)
    for approach in (ByHead(head), WithHead(FakeChat(yes), head, seed=0)):
        found = approach.read(bundle_of(asked), said(*STORY), ListLedger(), lambda share: None)
        assert (found.estimate is not None) == (kind == "behavioural")


class FarReader(WordReader):
    """Finds every answer far from what was asked."""

    def match(self, question: str, points: Sequence[str], sentences: Sequence[str]) -> float:
        return -0.9


@pytest.mark.parametrize("kind", ["introduction", "behavioural"])
def test_no_introduction_is_taken_for_an_answer_to_another_question(kind: str) -> None:
    asked = next(one for one in banks.find("any-role").all_questions if one.kind == kind)
    head = made(reader=FarReader())
    for approach in (ByHead(head), WithHead(FakeChat(no), head, seed=0)):
        found = approach.read(bundle_of(asked), said(*STORY), ListLedger(), lambda share: None)
        assert bool(found.off_question) == (kind == "behavioural")


def test_citations_are_ordered_by_nearness_and_far_ones_fall_away() -> None:
    near = {"s1": 0.3, "s2": 0.6, "s3": 0.01}
    assert cited(Asked(2.0, ("s1", "s2", "s3")), near) == ("s2", "s1")
    assert cited(Asked(2.0, ("s3",)), near) == ("s2", "s1")
    assert cited(Asked(-2.0, ()), {"s1": 0.0}) == ("s1",)
    assert cited(Asked(2.0, ()), {}) == ()


def test_where_nothing_is_near_the_least_far_stands_for_the_point() -> None:
    assert nearest({"s1": 0.05, "s2": -0.2}) == ("s1",)


def test_log_odds_of_certainty_are_bounded() -> None:
    assert log_odds({"yes": 1.0}) == SUREST
    assert log_odds({"no": 1.0}) == -SUREST
    assert log_odds({"yes": 0.5, "no": 0.5}) == 0
