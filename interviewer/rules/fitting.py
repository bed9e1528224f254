"""Which questions fit a post and a person: those about what the job description and the CV speak of.

Both papers are data. They are matched against words that the bank itself holds (the signs of its competencies and the
words of its questions), so they can only choose among its questions, and nothing of them is ever shown to the judge. A
sentence that speaks to the interviewer chooses nothing, and however often a paper says something, it counts three
times at most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from interviewer.errors import SetupError
from interviewer.model.document import Document
from interviewer.model.plain import one_line, printable
from interviewer.model.question import Bank, Question, Topic
from interviewer.model.session import Paper, Reason
from interviewer.rules import practice
from interviewer.rules.screening import speaks_to_grader

WEIGHTS: dict[Paper, int] = {"job": 2, "cv": 1}
"""What one sentence counts: the post says what is asked for, the CV where there is something to ask about."""

MOST_COUNTED = 3
"""Sentences of one paper that count for one competency; no paper gets its way by repetition."""

FEWEST_IN_COMMON = 2
"""Words that a question and a sentence must share to be near each other."""

COMMON_PLACE = 0.25
"""A word in more than this share of a bank's questions says nothing about any of them."""

MAIN, OWN_WORDS, OTHER = 1.0, 0.75, 0.5
"""What a sentence counts for a question: it asks for its first competency, shares its words, asks for another."""

MOST_SENTENCES = 3_000
"""Of one paper; a long CV has 300."""

LONGEST_SENTENCE = 1_000
"""Characters that are looked at."""

LONGEST_QUOTE = 160
"""Characters."""

TO_THE_INTERVIEWER = re.compile(
    r"\b(?:ask|choose|pick|select|skip|avoid|use|give|put|prefer)\b[^.!?]{0,60}\bquestions?\b"
    r"|\b(?:dear|attention|note (?:to|for)|hey|hello|instructions? (?:to|for))\b[^.!?]{0,20}"
    r"\b(?:interviewer|program|machine|ai|a\.i\.|model|system)\b"
    r"|\b(?:this|the best) candidate is\b|\bbest candidate\b",
    re.IGNORECASE,
)
THE_CANDIDATE = re.compile(r"\b(?:the|our) (?:\w+ )?candidates?\b", re.IGNORECASE)
"""A job description says "the ideal candidate must ..."; only in an answer is that a word to the grader."""

_PAPERS: dict[Paper, str] = {"job": "the job description", "cv": "your CV"}
_MARKS = re.compile(r"^[\s#>*+\u2022\u2013-]+|[*_`]{2,}|`")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?;])\s+")
_FREQUENT = frozenset("tell about describe time when that what with your from this have were which they them".split())
_GENERIC = frozenset("ability awareness expertise focus focused making management mindset skills thinking".split())
_FORMS = r"(?<=[a-z]{5})(?:ions?|ity|ments?|y)$"
"""What `collaborate` and `collaboration`, `deliver` and `delivery` do not have in common."""

_NOT_BEFORE = re.compile(r"\b(?:no|not|never|without|nor)\b[^,;:]{0,30}$|n't\b[^,;:]{0,30}$", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:no|not|never|without|nor)\b|n't\b", re.IGNORECASE)
_NOT_AFTER = re.compile(r"^[^,;:]{0,30}\bnot (?:required|needed|necessary|essential|expected)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of a paper, with the line it stands in (from 1)."""

    paper: Paper
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Fitted:
    """The chosen questions, and for each that a paper called for, the sentence that did."""

    questions: tuple[Question, ...]
    reasons: tuple[Reason, ...]


def passages(document: Document, paper: Paper) -> tuple[Passage, ...]:
    """The sentences of a paper, without the marks of Markdown. Raises SetupError for one that is far too long."""
    found = tuple(
        Passage(paper, line.number, text)
        for line in document.lines
        for part in _SENTENCE_ENDS.split(line.text)
        if (text := cleaned(part))
    )
    if len(found) > MOST_SENTENCES:
        raise SetupError(
            f"{document.name} is longer than any job description or CV: {len(found)} sentences",
            hint=f"Give only the pages that matter, at most {MOST_SENTENCES} sentences.",
        )
    return found


def read(papers: Mapping[Paper, Document]) -> tuple[tuple[Passage, ...] | None, tuple[str, ...]]:
    """The sentences of the papers that were given (None without any), and what their owner should know of them.

    Raises SetupError for one that is far too long.
    """
    found: list[Passage] = []
    told: list[str] = []
    for paper, document in papers.items():
        said = passages(document, paper)
        told += (printable(f"{document.name}: {notice}") for notice in document.notices)
        told += (
            f"{document.name} line {line} speaks to the interviewer: it chooses no question."
            for _, line in set_aside(said)
        )
        found += said
    return (tuple(found) if papers else None), tuple(told)


def cleaned(text: str) -> str:
    """One line without the marks of Markdown, and without what goes on for too long."""
    return one_line(_MARKS.sub("", text[:LONGEST_SENTENCE]))


def shortened(text: str) -> str:
    """As much of it as is quoted, cut between words."""
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 3].rsplit(' ', 1)[0]}..."


def set_aside(papers: Sequence[Passage]) -> tuple[tuple[Paper, int], ...]:
    """The lines, in order, of which a sentence speaks to the interviewer: nothing in them counts."""
    return tuple(dict.fromkeys((one.paper, one.line) for one in papers if addressed(one)))


def addressed(passage: Passage) -> bool:
    """Whether the sentence speaks to the interviewer or the judge instead of about the post or the person."""
    text = THE_CANDIDATE.sub("you", passage.text)
    return bool(TO_THE_INTERVIEWER.search(passage.text)) or speaks_to_grader(text)


def choose(
    bank: Bank,
    papers: Sequence[Passage],
    *,
    count: int,
    category: str | None,
    seed: int,
    last_practised: Mapping[str, date],
) -> Fitted:
    """`count` questions for what the papers ask for most, each competency in its turn; the rest as drawn without them.

    Where two fit as well, the drawing of `practice.choose` decides, which the same seed repeats. Raises SetupError as
    it does, and when no sentence speaks of any competency of the bank.
    """
    practice.choose(bank, count=count, category=category, seed=seed, last_practised=last_practised)
    everything = max(1, len(bank.questions))
    drawn = practice.choose(bank, count=everything, category=category, seed=seed, last_practised=last_practised)
    heard = _heard(papers)
    commonplaces = _commonplaces(bank.questions)
    matters = [_Matter(question, _words(question.text) - commonplaces) for question in drawn]
    called = _called(bank.competencies, heard) | {
        matter.id: [one for one in heard if matter.in_common(one) >= FEWEST_IN_COMMON] for matter in matters
    }
    if not any(called.get(topic) for matter in matters for topic in matter.topics):
        raise SetupError(
            f'Nothing in these papers speaks of what the bank "{bank.id}" asks about',
            hint="Practise without them, or with another bank: any-role suits most posts.",
        )
    return _picked(matters, called, count)


def called_for(bank: Bank, papers: Sequence[Passage]) -> dict[str, list[Passage]]:
    """For each competency of the bank, by its id, the sentences that speak of it."""
    return _called(bank.competencies, _heard(papers))


def because(reason: Reason) -> str:
    """For people: what called for a question."""
    return f'Asked because of line {reason.line} of {_PAPERS[reason.paper]}: "{one_line(reason.quote)}"'


@dataclass(frozen=True)
class _Matter:
    """A question, and what it is about."""

    question: Question
    words: frozenset[str]
    """Its own words, as `_words` gives them, without those of many questions."""

    @property
    def id(self) -> str:
        """Stands for the question's own words among the ids of competencies, which never begin so."""
        return f"?{self.question.id}"

    @property
    def topics(self) -> tuple[str, ...]:
        return (*self.question.competencies, self.id)

    def in_common(self, passage: Passage) -> int:
        return len(self.words & _words(passage.text))

    def gain(self, topic: str, wanted: Mapping[str, float]) -> float:
        share = OWN_WORDS if topic == self.id else MAIN if topic == self.topics[0] else OTHER
        return wanted.get(topic, 0.0) * share

    def topic(self, wanted: Mapping[str, float]) -> str:
        """What the question would be asked for."""
        return max(self.topics, key=lambda topic: self.gain(topic, wanted))

    def rank(self, wanted: Mapping[str, float], uncited: Mapping[str, Sequence[Passage]]) -> tuple[float, int]:
        """How much the papers ask for it; among equals, how near the sentence is, where that is more than chance."""
        topic = self.topic(wanted)
        if (gain := self.gain(topic, wanted)) == 0:
            return 0.0, 0
        common = self.in_common(self.source(uncited[topic]))
        return gain, common if common >= FEWEST_IN_COMMON else 0

    def source(self, found: Sequence[Passage]) -> Passage:
        """The sentence nearest to the question: of the job before the CV, with most words in common."""
        return max(found, key=lambda one: (one.paper == "job", self.in_common(one)))

    def nearest(self, passage: Passage, own: Sequence[Passage]) -> Passage:
        """What people are shown: the sentence that called for it, or one that says more of what the question says."""
        other = self.source([passage, *own])
        return other if self.in_common(other) > self.in_common(passage) else passage


def _picked(matters: Sequence[_Matter], called: Mapping[str, Sequence[Passage]], count: int) -> Fitted:
    wanted = {topic: float(_weight(found)) for topic, found in called.items()}
    uncited = {topic: list(found) for topic, found in called.items()}
    left, chosen, reasons = list(matters), list[Question](), list[Reason]()
    while left and len(chosen) < count:
        best = max(left, key=lambda matter: matter.rank(wanted, uncited))
        topic = best.topic(wanted)
        if best.gain(topic, wanted) > 0:
            passage = best.source(uncited[topic])
            uncited[topic].remove(passage)
            shown = best.nearest(passage, uncited[best.id])
            is_own = topic == best.id or shown is not passage
            reasons.append(_reason(best.question, None if is_own else topic, shown))
            # The next question goes to what was not asked about yet; a sentence calls for one question of a kind.
            wanted[topic] = wanted[topic] / 3 if uncited[topic] else 0.0
        left.remove(best)
        chosen.append(best.question)
    return Fitted(tuple(chosen), tuple(reasons))


def _weight(found: Sequence[Passage]) -> int:
    return sum(
        weight * min(MOST_COUNTED, len({(one.line, one.text) for one in found if one.paper == paper}))
        for paper, weight in WEIGHTS.items()
    )


def _reason(question: Question, competency: str | None, passage: Passage) -> Reason:
    quote = shortened(passage.text)
    return Reason(question=question.id, competency=competency, paper=passage.paper, line=passage.line, quote=quote)


def _heard(papers: Sequence[Passage]) -> list[Passage]:
    unheard = frozenset(set_aside(papers))
    return [one for one in papers if (one.paper, one.line) not in unheard]


def _called(competencies: Sequence[Topic], papers: Sequence[Passage]) -> dict[str, list[Passage]]:
    patterns = {topic.id: _pattern(topic.signs or _signs_of_name(topic.name)) for topic in competencies}
    generic = _words(" ".join(_GENERIC))
    about = {topic.id: frozenset() if topic.signs else _words(topic.about) - generic for topic in competencies}
    return {
        id: [one for one in papers if _speaks_of(one.text, signs) or _shares(one.text, about[id])]
        for id, signs in patterns.items()
    }


def _shares(text: str, about: frozenset[str]) -> bool:
    """Whether a sentence has words in common with what a competency without signs is said to be, and denies nothing."""
    return len(about & _words(text)) >= FEWEST_IN_COMMON and not _DENIES.search(text)


def _signs_of_name(name: str) -> tuple[str, ...]:
    """For a bank that names no signs: the longer words of the competency's name, in any form."""
    found = (word for word in re.findall(r"[a-z]{5,}", name.lower()) if word not in _GENERIC)
    return tuple(f"{re.sub(_FORMS, '', word)}*" for word in found) or (name,)


def _commonplaces(questions: Sequence[Question]) -> frozenset[str]:
    counted = Counter(word for question in questions for word in _words(question.text))
    return frozenset(word for word, times in counted.items() if times > max(1, COMMON_PLACE * len(questions)))


def _speaks_of(text: str, signs: re.Pattern[str]) -> bool:
    text = text.replace("-", " ")
    return any(
        not _NOT_BEFORE.search(text[: match.start()]) and not _NOT_AFTER.search(text[match.end() :])
        for match in signs.finditer(text)
    )


def _pattern(signs: Sequence[str]) -> re.Pattern[str]:
    """`plan*` stands for every word that begins so; a hyphen is as good as a blank."""
    written = (re.escape(sign.replace("-", " ")).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for sign in signs)
    return re.compile(rf"(?<!\w)(?:{'|'.join(written)})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=2 * MOST_SENTENCES)
def _words(text: str) -> frozenset[str]:
    words = (word for word in re.findall(r"[a-z]{4,}", text.lower()) if word not in _FREQUENT)
    return frozenset(re.sub(r"(ing|ed|es|s)$", "", word) for word in words)
