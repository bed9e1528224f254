"""Which follow-up an answer gets: about its gravest gap, about a line of a paper, one of the bank's own, or none."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from interviewer.model.question import Question
from interviewer.model.session import FollowUp, LeftOut, Manner, Reason
from interviewer.model.speech import Heard, Sentence
from interviewer.rules.following.gaps import ASKED_OF, Gap, gaps
from interviewer.rules.following.papers import of_paper
from interviewer.rules.following.wording import own, probe
from interviewer.rules.gates import distinct, gate
from interviewer.rules.head.head import Opinion
from interviewer.rules.screening import quarantined
from interviewer.rules.wording import words

NOTHING_TO_TELL = re.compile(
    r"\b(?:i (?:do not|don't|really don't|wouldn't) know|no idea|(?:can't|cannot|can not|couldn't) (?:think|remember|"
    r"recall|come up)|(?:nothing|none) comes|never (?:had|happened|done|been)|(?:i'd|i would|i will|i'll) (?:rather )?"
    r"(?:pass|skip|not))\b"
)
"""Who says so in a short answer is not asked again."""

FEWEST_WORDS = 3
"""Said by somebody who has begun to answer."""

Read = Callable[[Sequence[Sentence]], Opinion | None]
"""What the head makes of these sentences; None where there is no head."""


@dataclass(frozen=True)
class Budget:
    """How many follow-ups may be asked; none as it stands."""

    a_question: int = 0
    in_all: int = 0


@dataclass(frozen=True)
class Probe:
    """What will be asked, and for which gap; None: it is one of the bank's own, or about a line of a paper."""

    text: str
    gap: LeftOut | None
    reason: Reason | None = None
    """That line."""


@dataclass(frozen=True)
class Asked:
    """What was asked before: after this answer, and in the whole interview."""

    earlier: Sequence[FollowUp] = ()
    texts: Collection[str] = ()
    reason: Reason | None = None
    """The line of a job description or a CV that the question was asked for."""


def choose(
    question: Question, said: Sequence[Sentence], heard: Heard, read: Read, manner: Manner, asked: Asked
) -> Probe | None:
    """The follow-up to what was `said`; None where there is nothing to follow up.

    Where nothing was left out, it is asked how the answer goes with the line of a paper that its question came from.

    Raises what `read` raises.
    """
    shut = gate(question, said, heard)
    if shut is not None and shut.code != "too-short":
        return None
    set_aside = quarantined(said)
    usable = [one for one in distinct(said) if one.id not in set_aside and one.clean.strip()]
    if question.kind not in ASKED_OF:
        return without_gaps(question, usable, manner, asked) if shut is None or _has_begun(usable) else None
    if shut is None:
        found = gaps(question.kind, usable, read(usable))
        first = [one for one in usable if one.take is None]
        if len(first) < len(usable):  # only what was missing before the last follow-up, and still is
            before = {gap.code for gap in gaps(question.kind, first, read(first) if first else None)}
            found = tuple(gap for gap in found if gap.code in before)
    else:
        found = (Gap("example"),) if _has_begun(usable) else ()
    chosen = probe(found, question, usable, manner, asked.earlier, asked.texts)
    if chosen is not None:
        return Probe(*chosen)
    return _of_paper(question, usable, manner, asked) if shut is None and not found else None


def without_gaps(question: Question, said: Sequence[Sentence], manner: Manner, asked: Asked) -> Probe | None:
    """What is asked where it is not known what was left out, once an answer: about a paper, or the bank's own."""
    if (probe := _of_paper(question, said, manner, asked)) is not None:
        return probe
    text = None if _is_asked(asked) else own(question, said, asked.texts)
    return None if text is None else Probe(text, None)


def _of_paper(question: Question, said: Sequence[Sentence], manner: Manner, asked: Asked) -> Probe | None:
    if asked.reason is None or _is_asked(asked):
        return None
    text = of_paper(asked.reason, question, said, manner, asked.texts)
    return None if text is None else Probe(text, None, asked.reason)


def _is_asked(asked: Asked) -> bool:
    """Whether something was asked after this answer already that is about no gap."""
    return any(each.gap is None for each in asked.earlier)


def _has_begun(said: Sequence[Sentence]) -> bool:
    told = " ".join(one.clean for one in said).lower().replace("\u2019", "'")
    return len(words(told)) >= FEWEST_WORDS and not NOTHING_TO_TELL.search(told)
