"""Which questions fit a post and a person: those whose competencies the job description and the CV speak of.

Both papers are data. They are matched against words that the bank itself holds, so they can only choose among its
questions, and nothing of them is ever shown to the judge. A sentence that speaks to the interviewer chooses nothing,
and however often a paper says something, it counts three times at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from interviewer.errors import SetupError
from interviewer.model.document import Document
from interviewer.model.plain import one_line
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

_MARKS = re.compile(r"^[\s#>*+\u2022\u2013-]+|[*_`]{2,}|`")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?;])\s+")
_FREQUENT = frozenset("tell about describe time when that what with your from this have were which they them".split())
_NOT_BEFORE = re.compile(r"\b(?:no|not|never|without|nor)\b[^,;:]{0,30}$|n't\b[^,;:]{0,30}$", re.IGNORECASE)
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
    """The sentences of a paper, without the marks of Markdown."""
    return tuple(
        Passage(paper, line.number, text)
        for line in document.lines
        for part in _SENTENCE_ENDS.split(line.text)
        if (text := one_line(_MARKS.sub("", part)))
    )


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
    unheard = frozenset(set_aside(papers))
    called = _called(bank.competencies, [one for one in papers if (one.paper, one.line) not in unheard])
    if not any(called.values()):
        raise SetupError(
            f'Nothing in these papers speaks of what the bank "{bank.id}" asks about',
            hint="Practise without --job and --cv, or with another --bank: any-role suits most posts.",
        )
    return _picked(drawn, called, count)


def told(reasons: Iterable[Reason], questions: Iterable[Question]) -> tuple[str, ...]:
    """For people: each question that was chosen for a paper, and the sentence that called for it."""
    asked = {question.id: question.text for question in questions}
    names: dict[Paper, str] = {"job": "the job description", "cv": "your CV"}
    return tuple(
        f'{asked[reason.question]} Because of line {reason.line} of {names[reason.paper]}: "{reason.quote}"'
        for reason in reasons
        if reason.question in asked
    )


def _picked(drawn: Sequence[Question], called: Mapping[str, Sequence[Passage]], count: int) -> Fitted:
    wanted = {competency: float(_weight(found)) for competency, found in called.items()}
    left, chosen, reasons = list(drawn), list[Question](), list[Reason]()
    uncited = {competency: list(found) for competency, found in called.items()}
    while left and len(chosen) < count:
        best = max(left, key=lambda question: (_gain(question, wanted), _nearness(question, wanted, uncited)))
        if (competency := _main(best, wanted)) is not None:
            passage = _source(best, uncited[competency])
            uncited[competency].remove(passage)
            reasons.append(_reason(best, competency, passage))
            # The next question goes to what was not asked about yet; a sentence calls for one question of a kind.
            wanted[competency] = wanted[competency] / 3 if uncited[competency] else 0.0
        left.remove(best)
        chosen.append(best)
    return Fitted(tuple(chosen), tuple(reasons))


def _weight(found: Sequence[Passage]) -> int:
    return sum(
        weight * min(MOST_COUNTED, len({(one.line, one.text) for one in found if one.paper == paper}))
        for paper, weight in WEIGHTS.items()
    )


def _share(question: Question, competency: str) -> float:
    """A question is about its first competency before all."""
    return 1.0 if question.competencies[0] == competency else 0.5


def _gain(question: Question, wanted: Mapping[str, float]) -> float:
    return max((wanted.get(one, 0.0) * _share(question, one) for one in question.competencies), default=0.0)


def _main(question: Question, wanted: Mapping[str, float]) -> str | None:
    """The competency for which the question is asked; None when no paper speaks of any."""
    best = max(question.competencies, key=lambda one: wanted.get(one, 0.0) * _share(question, one), default=None)
    return best if best is not None and wanted.get(best, 0.0) > 0 else None


def _nearness(question: Question, wanted: Mapping[str, float], uncited: Mapping[str, Sequence[Passage]]) -> int:
    """Words in common with the sentence that it would be asked for, where that is more than chance."""
    competency = _main(question, wanted)
    common = 0 if competency is None else _in_common(question, _source(question, uncited[competency]))
    return common if common >= FEWEST_IN_COMMON else 0


def _source(question: Question, found: Sequence[Passage]) -> Passage:
    """The sentence nearest to the question: of the job before the CV, with most words in common."""
    return max(found, key=lambda one: (one.paper == "job", _in_common(question, one)))


def _in_common(question: Question, passage: Passage) -> int:
    return len(_words(question.text) & _words(passage.text))


def _reason(question: Question, competency: str, passage: Passage) -> Reason:
    text = passage.text
    quote = text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 3].rsplit(' ', 1)[0]}..."
    return Reason(question=question.id, competency=competency, paper=passage.paper, line=passage.line, quote=quote)


def _called(competencies: Sequence[Topic], papers: Sequence[Passage]) -> dict[str, list[Passage]]:
    patterns = {topic.id: _pattern((topic.name, *topic.signs)) for topic in competencies}
    return {id: [passage for passage in papers if _speaks_of(passage.text, one)] for id, one in patterns.items()}


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


def _words(text: str) -> set[str]:
    words = (word for word in re.findall(r"[a-z]{4,}", text.lower()) if word not in _FREQUENT)
    return {re.sub(r"(ing|ed|es|s)$", "", word) for word in words}
