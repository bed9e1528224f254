"""Whoever wants to know something of the same answer asks the network the same thing, so that it is read once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from interviewer.library.fitted import fitted
from interviewer.model.grade import PARTS, Graded
from interviewer.model.impression import Impression
from interviewer.model.question import Kind
from interviewer.rules.approaches import ByHead
from interviewer.rules.following.choice import Asked, choose
from interviewer.rules.head.head import Head
from interviewer.rules.head.outcome import OutcomeFinder
from interviewer.rules.judging import RubricJudge
from interviewer.rules.rubric import bundle_of
from tests.fake_chat import FakeChat, ListLedger
from tests.rules.answers import STORY, question, spoken
from tests.rules.test_head import HashEncoder, WordReader


class NotingReader(WordReader):
    """Notes what it is asked to read."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Kind, tuple[str, ...], tuple[str, ...]]] = []

    def read(self, question: str, kind: Kind, points: Sequence[str], sentences: Sequence[str]) -> Impression:
        self.asked.append((question, kind, tuple(points), tuple(sentences)))
        return super().read(question, kind, points, sentences)


def test_its_end_its_gaps_and_its_grade_are_read_from_the_same_words() -> None:
    found = fitted("qwen-1.5b")
    assert found is not None
    reader = NotingReader()
    head = Head(reader, HashEncoder(), found.weights, found.sha256)
    said, heard = spoken(*STORY)
    assert OutcomeFinder(head).outcome(question(), heard.text) is not None
    choose(question(), said, heard, lambda each: head.read(bundle_of(question()), each), "neutral", Asked())
    judge = RubricJudge(FakeChat(), approach=ByHead(head), clock=lambda: 0.0)
    assert isinstance(judge.grade(question(), said, heard, ListLedger()), Graded)
    whole = max(reader.asked, key=lambda each: len(each[-1]))
    times = Counter(reader.asked)
    assert times[whole] >= 3
    # And what may play each part by itself, for the gaps and for the grade.
    assert 2 <= len(times) <= 1 + len(PARTS)
    assert all(count >= 2 for count in times.values())
