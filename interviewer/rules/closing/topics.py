"""What a question, or a sentence about a place, is about: the sides of a post, known by their words."""

from __future__ import annotations

import re
from collections.abc import Sequence

PAY = "pay and holidays"
HOURS = "time and place"
NEXT = "the next step"

SIDES: dict[str, tuple[str, tuple[str, ...]]] = {
    PAY: (
        "salar* pay pays paid wage* bonus* benefits holiday* vacation* pension* perk* compensation allowance* "
        "remuneration equity parental insurance canteen lunch money overtime",
        ("annual leave", "sick leave", "stock option*", "a raise"),
    ),
    HOURS: (
        "remote* hybrid hours shift shifts rota rotas roster* flexible flexibility flexitime commut* weekend* "
        "nights office parking relocat* dress",
        ("part time", "from home"),
    ),
    NEXT: (
        "timeline",
        (
            "hear back",
            "hear from",
            "next step*",
            "what happens next",
            "after this interview",
            "hiring process",
            "let me know",
            "start date",
        ),
    ),
    "whom one works for": (
        "boss supervisor",
        ("report to", "reports to", "my manager", "line manager", "direct manager", "head of", "who leads"),
    ),
    "the team": (
        "team teams colleague* coworker* staff people group",
        ("work with", "most closely", "works with", "work together"),
    ),
    "what counts as success": (
        "success* measure* metric* kpi* indicator* target* goal* achieve*",
        ("doing well", "got done", "expect* of", "expect* from"),
    ),
    "the first months": (
        "",
        (
            "first month*",
            "six months",
            "ninety days",
            "90 days",
            "first year",
            "first three months",
            "first weeks",
            "first few months",
        ),
    ),
    "the people served": (
        "customer* client* user users patient* pupil* student* guest* resident* families parents relatives",
        (),
    ),
    "competitors": (
        "competitor* competition compete* rival*",
        ("market share",),
    ),
    "what is hard": (
        "challeng* hard hardest difficult* problem* obstacle* struggl* underrate* bottleneck* pressure",
        (),
    ),
    "learning and growing": (
        "training learn* course courses conference* promot* career* mentor* induction onboarding certificat* study*",
        ("grow in",),
    ),
    "feedback": (
        "feedback apprais*",
        ("performance review*", "is performance", "one to one*", "find out how", "am I doing"),
    ),
    "how decisions are made": (
        "decid* decision* prioriti* disagree* conflict* roadmap*",
        ("what comes next",),
    ),
    "what changes": (
        "change changes changed changing future direction vision strateg*",
        ("last year", "next year", "next few years"),
    ),
    "the tools": (
        "technolog* tool tools stack software systems equipment platform* architecture* technical deploy*",
        (),
    ),
    "how people are together": (
        "culture values atmosphere turnover mistakes",
        ("like about", "enjoy about", "like working", "enjoy working"),
    ),
}
"""The words of each side, and its phrases. `plan*` is every word that begins so; a hyphen is as good as a blank."""


def _compiled(words: str, phrases: Sequence[str]) -> re.Pattern[str]:
    signs = (re.escape(sign).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for sign in (*words.split(), *phrases))
    return re.compile(rf"(?<!\w)(?:{'|'.join(signs)})(?!\w)", re.IGNORECASE)


_SIGNS = {side: _compiled(*words) for side, words in SIDES.items()}


def sides(text: str) -> tuple[str, ...]:
    """The sides that a text speaks of, the one named first in it first."""
    bare = text.replace("-", " ")
    found = {side: match.start() for side, signs in _SIGNS.items() if (match := signs.search(bare))}
    return tuple(sorted(found, key=lambda side: found[side]))
