"""What the words of a sentence give away about the part that it plays, whatever it is about.

Case is not looked at, and neither are fillers, so that a transcript without capitals reads the same.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from interviewer.rules.strength import own_part
from interviewer.rules.wording import words

Floats = npt.NDArray[np.float64]

TALK = re.compile(
    r"\b(?:um+|uh+|er+m?|hmm+|you know|i mean|kind of|sort of|basically|actually|honestly)\b[,.]?"
    r"|(?:^|(?<=[,.] ))(?:like|well|so|yeah|okay|right)\b,?|, like,|\blike,"
)
"""Fillers and discourse markers: sound, not content."""

TEAM = frozenset("we we'd we've we're we'll our us ours".split())

NUMBER = re.compile(
    r"\d|\b(?:percent|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|hundred|thousand|million|half|third|quarter|twice|double[ds]?|halved|dozen)\b"
)
CONDITIONAL = re.compile(r"\b(?:would|wouldn't|i'd|if|could|should|might|maybe)\b")
HABIT = re.compile(
    r"\b(?:usually|always|often|generally|typically|every|whenever|normally|tend|never|important|try to|like to)\b"
)
PAST = re.compile(
    r"\b(?:\w+ed|was|were|had|did|went|made|took|told|got|found|gave|came|said|ran|built|wrote|met|sat|put|cut|began|"
    r"led|brought|spoke|kept|left|lost|knew|felt|thought|chose|sent|held|taught|drew|broke|rang|stood|saw|paid|bought)\b"
)
GOAL = re.compile(
    r"\b(?:goals?|task|responsib\w+|my job|needed|need|had to|supposed to|asked me|asked to|decide\w*|wanted|in charge|"
    r"target|deadline|by the end|my role|up to me|figure out|aim\w*|meant to|assigned|decision|mine to)\b"
)
OUTCOME = re.compile(
    r"\b(?:results?|resulted|ended up|in the end|since then|learn\w*|lesson|increas\w*|decreas\w*|reduc\w*|dropped|"
    r"rose|grew|went (?:up|down|from)|percent|improv\w*|success\w*|happy|satisf\w*|finished|completed|saved|now|today|"
    r"still|afterwards|later|feedback|won|promot\w*|turned out|worked|able to|met the|thanked|passed|never again|"
    r"instead of|down to|up to)\b"
)
SETTING = re.compile(
    r"\b(?:when|last|ago|years?|months?|in (?:20|19)\d\d|at my|company|we were|team|there (?:was|were)|problems?|"
    r"issues?|while|previous|clients?|customers?|during|once|one time|project|because|college|worked|school|class)\b"
)
STEP = re.compile(
    r"\b(?:first|then|next|after that|started|finally|so i|i (?:also |then |just )?(?:\w+ed|made|took|told|went|set|"
    r"wrote|built|met|ran|put|sat|gave|got|held|spoke|drew|found|sent|brought))\b"
)
EXPLAINING = re.compile(
    r"\b(?:because|so that|for example|for instance|by \w+ing|which means|in order to|that way|the reason)\b"
)
VAGUE = re.compile(
    r"\b(?:things?|stuff|everyone|everything|something|always|very|really|good|great|best|positive|hard work|"
    r"communicat\w*|teamwork|passion\w*|challeng\w*|important)\b"
)

COUNTED = (NUMBER, CONDITIONAL, HABIT, PAST, GOAL, OUTCOME, SETTING, STEP, EXPLAINING, VAGUE)
LONG = 40.0
"""Words in a sentence over which more say nothing new."""

WIDTH = 2 * len(COUNTED) + 6


def bare(text: str) -> str:
    """The sentence in small letters, without fillers and discourse markers."""
    return " ".join(TALK.sub(" ", text.lower().replace("’", "'")).split())


def cues(text: str) -> Floats:
    """The cues of one bare sentence, each 0 to 1; shape (WIDTH,)."""
    said = words(text)
    found = [len(cue.findall(text)) for cue in COUNTED]
    flags = [
        own_part(text),
        any(word in TEAM for word in said),
        "you" in said or "your" in said,
        any(word in ("people", "someone", "person", "others") for word in said),
        len(said) < 6,
        min(len(said), LONG) / LONG,
    ]
    return np.array([*(count > 0 for count in found), *(min(count, 3) / 3 for count in found), *flags], np.float64)


def numbers(text: str) -> int:
    """Numbers and words for numbers in a bare sentence."""
    return len(NUMBER.findall(text))
