"""How good the candidate's own questions are, by what interview guides say of good ones. Pure; there is no STAR in a
question.

The advice comes down to this: a good question shows that its speaker has looked at this work and this place, makes the
other side tell something, goes beyond what their papers say, covers more than one side of the work (how people work
together, what counts as success, the people served, what is hard), and leaves pay and holidays for later.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interviewer.model.closing import AskedQuestion, AskingCheck, AskingFix, AskingGrade, AskingScore, SheetLine
from interviewer.model.grade import Fix, Ungraded
from interviewer.rules.closing.finding import Finder, content
from interviewer.rules.closing.topics import HOURS, NEXT, PAY, sides
from interviewer.rules.scoring import overall

MOST_FIXES = 2
ALREADY_THERE = 0.75
"""Nearness from which a line of the papers says what the question asks."""

KNOWN_WORDS = 2
"""Content words in common with the papers from which a question is about this place."""

FACT_WORDS = 4
"""Content words of a sentence that leads up to a question and shows what its speaker has found out."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that good questions have: its name, the words for 0, 1 and 2, what to keep and what to change."""

    name: str
    verdicts: tuple[str, str, str]
    keep: str
    gap: str
    why: str
    say: str
    ask: str


CHECKS: dict[AskingCheck, Check] = {
    "own": Check(
        "about this post and this place",
        ("could be asked anywhere", "about such work in general", "clearly"),
        "This question shows that you have looked at this work and this place. Keep asking like this.",
        "Your questions could be asked at any employer.",
        "A question that fits only them shows that you have thought about working there.",
        "Begin with what you know of them, then ask: I read that you [what you found out]. How [what follows from it]?",
        "What did you find out about them that made you curious?",
    ),
    "open": Check(
        "open, so that they have to tell you something",
        ("a yes, a no or a fact answers it", "some of them", "yes"),
        "This question makes them tell you something. Keep opening with how, what or why.",
        "A yes, a no or a single fact answers what you asked.",
        "You learn more, and get into a conversation, when they have to tell you how something is.",
        "Turn it round: How [does it work here]? or: What [makes it so]?",
        "What would you like to hear them tell about?",
    ),
    "beyond": Check(
        "beyond what their papers already say",
        ("their papers say it", "some of it stands there", "yes"),
        "Their papers do not answer this. Keep asking for what only they can tell.",
        "What you asked stands in their papers already.",
        "It looks as if you had not read them; the time is better spent on what they leave out.",
        "Take what they wrote as your beginning: You write that [what stands there]. What [do they not say about it]?",
        "What do their papers leave open?",
    ),
    "work-first": Check(
        "the work first, pay and holidays later",
        ("pay or holidays came first", "hours or place came first", "yes"),
        "You began with the work. Keep that order.",
        "You began with what you would get.",
        "What is asked first shows what matters most to you; pay is talked about once they want you.",
        "Begin with a question about the work, such as: What [is the work like, or what counts as done well]?",
        "What about the work itself would you like to know first?",
    ),
    "breadth": Check(
        "more than one side of the work",
        ("nothing about the work", "one side", "several"),
        "You asked about more than one side of the work. Keep two or three of different kinds ready.",
        "You asked about one side of the work only.",
        "Two or three questions about different sides show that you see the whole job, and tell you more of it.",
        "Add one about another side: whom you would work with, what counts as success, or what is hard there.",
        "What else would you have to know before you could say yes?",
    ),
}

KEEP_FIRST: tuple[AskingCheck, ...] = ("own", "breadth", "open", "beyond")
"""What is praised before what; to begin with the work is only proper."""

FIX_FIRST: tuple[AskingCheck, ...] = ("work-first", "own", "breadth", "open", "beyond")

NOTHING_ASKED = Ungraded(
    code="nothing-asked",
    reason="You asked nothing. Have two or three questions of your own ready: who asks none seems not to care.",
)

_LEADS_IN = re.compile(
    r"^(?:(?:and|so|ok|okay|well|yes|sure|but|also|then|actually|maybe|first|second|um|uh|great|thanks|thank you)\W+)+",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"\b(?:(?:can|could|would|will|may|might) (?:you|i|we)|i(?:'d| would) (?:also )?(?:like|love)|i(?:'m| am| was)"
    r" (?:just )?(?:wondering|curious)|i wonder|do you (?:know|mind)|tell (?:me|us)|my \w+ ?question is)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\b(?:how|what|why|which|tell me (?:more )?about|describe|explain|elaborate|walk me through|talk (?:me )?(?:about|"
    r"through)|share|give me an (?:idea|example|impression))\b",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\b(?:how (?:many|much|big|large|long|old|far|often|soon)|what (?:does|do|would|will) [^?]{1,30} (?:pay|earn|cost)"
    r"|what (?:time|day|is the (?:salary|pay|size|number|name))"
    r"|what(?:'s| is| are) (?:the|your) (?:\w+ )?(?:salary|pay|hours|size|budget|number))\b",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    r"^(?:do|does|did|is|are|was|were|has|have|will|would|can|could|should|may|am)\b", re.IGNORECASE
)
_THIS_PLACE = re.compile(
    r"\b(?:this|the|your) (?:\w+ )?(?:role|post|position|job|team|unit|ward|department|company|office|school|product|"
    r"products|organi[sz]ation|hospital|firm|place|group)\b|\bhere\b",
    re.IGNORECASE,
)


def grade(asked: Sequence[AskedQuestion], finder: Finder) -> AskingGrade | Ungraded:
    """The questions as a whole. Raises ModelNotInstalled."""
    if not asked:
        return NOTHING_ASKED
    owned = {at: _owned(one, finder) for at, one in enumerate(asked)}
    scores = (
        _best("own", owned),
        _shares("open", {at: is_open(one.text) for at, one in enumerate(asked)}),
        _shares("beyond", {at: said_already(one, finder) is None for at, one in enumerate(asked)}),
        _work_first(asked),
        _breadth(asked),
    )
    strength, shown = _strength(scores)
    return AskingGrade(
        overall=overall("closing", {}, [score.score for score in scores]).score,
        scores=scores,
        strength=strength,
        strength_shown_by=shown,
        fixes=_fixes(scores, asked, finder),
    )


def is_open(text: str) -> bool:
    """Whether more than yes, no or a number is needed to answer a question."""
    bare = _LEADS_IN.sub("", text.strip())
    if _COUNTS.search(bare):
        return False
    if _YES_OR_NO.match(bare) and not _POLITE.match(bare):
        return False
    return bool(_TELLS.search(bare))


def said_already(one: AskedQuestion, finder: Finder) -> SheetLine | None:
    """The line of the papers that says what is asked; None where the question begins from it or goes beyond it."""
    found = finder.find(one.text, 1)
    if not found or found[0].near < ALREADY_THERE or finder.known(one.lead):
        return None
    return found[0].line


def _owned(one: AskedQuestion, finder: Finder) -> int:
    """0: fits any employer. 1: about the work. 2: about this post or place."""
    known = finder.known(one.text)
    leads = len(content(one.lead)) >= FACT_WORDS and bool(finder.known(one.lead))
    if leads or len(known) >= KNOWN_WORDS:
        return 2
    about = set(sides(one.text)) - {PAY, HOURS, NEXT}
    if not about and not known and not _THIS_PLACE.search(one.text):
        return 0
    return 1


def _best(check: AskingCheck, by_question: Mapping[int, int]) -> AskingScore:
    best = max(by_question.values())
    return AskingScore(
        check=check, score=best, shown_by=tuple(at for at, found in by_question.items() if found == best)
    )


def _shares(check: AskingCheck, by_question: Mapping[int, bool]) -> AskingScore:
    """2 when two of three do, 1 when one of three does; shown by those that do, or by those that should."""
    good = [at for at, fits in by_question.items() if fits]
    score = 2 if 3 * len(good) >= 2 * len(by_question) else 1 if 3 * len(good) >= len(by_question) else 0
    shown = good if score == 2 else [at for at in by_question if at not in good]
    return AskingScore(check=check, score=score, shown_by=tuple(shown))


def _work_first(asked: Sequence[AskedQuestion]) -> AskingScore:
    first = sides(asked[0].text)[:1]
    score = 0 if first == (PAY,) else 1 if first == (HOURS,) else 2
    return AskingScore(check="work-first", score=score, shown_by=(0,))


def _breadth(asked: Sequence[AskedQuestion]) -> AskingScore:
    """Sides of the work that the questions are about, each question counted once; pay, time and the next step are none.

    A question about something that no list of sides holds has a side of its own.
    """
    found: dict[str, int] = {}
    for at, one in enumerate(asked):
        named = sides(one.text)
        about = [side for side in named if side not in (PAY, HOURS, NEXT)]
        side = next((each for each in about if each not in found), None)
        if side is None and not named and content(one.text):
            side = f"question {at}"
        if side is not None:
            found[side] = at
    return AskingScore(check="breadth", score=min(2, len(found)), shown_by=tuple(sorted(set(found.values()))))


def _strength(scores: Sequence[AskingScore]) -> tuple[str, int | None]:
    by_check = {score.check: score for score in scores}
    for check in KEEP_FIRST:
        if by_check[check].score == 2 and by_check[check].shown_by:
            return CHECKS[check].keep, by_check[check].shown_by[0]
    return "", None


def _fixes(scores: Sequence[AskingScore], asked: Sequence[AskedQuestion], finder: Finder) -> tuple[AskingFix, ...]:
    by_check = {score.check: score for score in scores}
    weak = sorted((check for check in FIX_FIRST if by_check[check].score < 2), key=lambda one: by_check[one].score)
    fixes = []
    for check in weak[:MOST_FIXES]:
        about, score = CHECKS[check], by_check[check]
        question = score.shown_by[0] if score.shown_by else None
        why = about.why
        if check == "beyond" and question is not None and (line := said_already(asked[question], finder)) is not None:
            why = f"Line {line.line} says: \u201c{line.text}\u201d {why}"
        fix = Fix(code=check, gap=about.gap, evidence=None, why=why, say=about.say, ask=about.ask)
        fixes.append(AskingFix(check=check, fix=fix, question=question))
    return tuple(fixes)
