"""What an answer left out, known before any judge has read it: from the head's labels, pronouns, cues and numbers.

Each gap needs two signs at least, because asking for what was said is worse than not asking.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interviewer.model.grade import PARTS, Part
from interviewer.model.question import Kind
from interviewer.model.session import LeftOut
from interviewer.model.speech import Sentence
from interviewer.rules.head import cues
from interviewer.rules.head.head import Opinion
from interviewer.rules.segmenting import DANGLING
from interviewer.rules.wording import words

ASKED_OF: frozenset[Kind] = frozenset({"behavioural", "method"})
"""Kinds that want a real event, told as STAR."""

LIKELY = 0.35
"""Chance from which a sentence is taken to play a part."""

NO_EVENT = 0.3
"""Under this chance in every sentence and for every part, no event was told."""

CLEAR: Mapping[Part, float] = {"situation": 2.8, "task": 2.6, "action": 2.2, "result": 2.35}
"""Expected score (0 to 3) from which a part counts as told."""

FEW_WORDS = 12
"""Who says less has told nothing yet."""

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|fall|"
    "winter"
)
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_IRREGULAR = (
    "began bought broke brought built came chose cut dealt drew drove flew found gave got held kept laid led left let "
    "made met paid put ran rang read rode said sat sent set showed spent split spoke stood taught threw told took "
    "typed went won wrote"
).split()
_ADVERBS = r"(?:(?:also|then|just|first|personally|simply|even|finally|immediately|quickly|carefully|\w+ly) )*"
_NO_STEP = (
    r"(?!(?:wanted|needed|learned|learnt|worked|liked|loved|believed|realised|realized|noticed|happened|seemed|tried|"
    r"used|remembered|hoped|feared|lived|joined|inherited|started working|studied|enjoyed|agreed)\b)"
)
_DID = rf"{_NO_STEP}(?:\w+ed|{'|'.join(_IRREGULAR)})\b"
OWN_STEP = re.compile(rf"\bi {_ADVERBS}(?:{_DID}|had (?:the|a|an|our|my|their) \w+)")
TEAM_STEP = re.compile(
    rf"\b(?:we|everyone|everybody|somebody|some of us|two of us|the team) {_ADVERBS}(?:of us )?{_DID}"
)
NOBODY_STEP = re.compile(r"\b(?:was|were) (?:\w+ly )?\w+(?:ed|en|ung|ade|ought|old|ent|ut)\b")
OWN_GOAL = re.compile(
    r"\b(?:my (?:job|task|goal|aim|role|responsibility|mission|call|target|part) (?:was|as|there)\b|"
    r"(?:was|were|been) (?:up to|on|for) me\b|(?:was|were) mine\b|it was my \w+|i (?:was|felt) responsible|"
    r"i was (?:in charge|to|asked|told|tasked|supposed|expected|accountable)\b|"
    r"i (?:had|needed|wanted|promised|meant) to\b|i set myself|"
    r"i had (?:\w+ )?(?:\w+ )?to (?:decide|find|get|do|fix|have|choose)|"
    r"(?:asked|wanted|told|needed|expected) me to|gave me \w+|"
    r"i (?:had|have) (?:promised|said that i)|we had to|i owned|i had until|the goal was)"
)
OUTCOME = re.compile(
    r"\b(?:in the end|ended up|it ended|as a result|the result|since then|ever since|has(?:n't| not)? \w+ since|since|"
    r"afterwards?|turned out (?:that|well|to)|now\b|today|nowadays|within (?:a|one|two|three|the|six)|"
    rf"by (?:the end|{_MONTHS}|then)|after (?:that|the|six|two|three|four|a few|some) \w+|learn(?:ed|t)|"
    r"(?:rose|fell|dropped|grew|halved|doubled|improved|increased|decreased) |went (?:from|up|down|live)|"
    r"(?:we|they|i) (?:got|won|lost|saved|opened|ended|launched|shipped)|thanked|apologi[sz]ed|was out\b|renewed|"
    r"not one|nobody \w+ any|never again|worked out)\b"
)
AMOUNT = re.compile(
    r"\b(?:(?:a |quite a |an? awful )?(?:lot|bit|good deal|great deal|great many|large number|number|handful)"
    r"(?: of)?(?: \w+){0,2}|lots of \w+|plenty of \w+|"
    r"(?:much|far|way|considerably|significantly|substantially|noticeably|dramatically|somewhat|quite|really|so much|"
    r"clearly|visibly)(?: \w+){1,2}|(?:improved|increased|reduced|decreased|"
    r"dropped|fell|rose|grew|went (?:up|down))(?: \w+ly| a lot| a bit| considerably)?|(?:many|most|several|hardly any|"
    r"only (?:very )?few|only a few|quite a few|some|fewer|few)(?: of)?(?: \w+){1,2}|(?:faster|quicker|slower|better|"
    r"smoother|safer|happier|rarer|cheaper|(?<!or )less|more(?! or))(?: \w+)?)"
)
STRONG = re.compile(
    r"\b(?:lots?|bit|deal|great many|large number|plenty|considerabl\w+|significant\w*|substantial\w*|noticeabl\w+|"
    r"dramatic\w*|much|far|somewhat|many|most|several|hardly any|few|fewer|really|quite|less|faster|better|smoother|"
    r"safer|happier|rarer|improved|increased|reduced)\b"
)
"""Of the words of an amount, those that stand where a figure could."""

PLACE_OR_TIME = re.compile(
    r"\b(?:(?:19|20)\d\d|(?:two|three|four|five|six|some|a few|\d+|a couple of) (?:years?|months?|weeks?) ago|"
    rf"last (?:year|month|week|{_MONTHS})|in (?:{_MONTHS}|my (?:first|second|last|previous|current|old|final|third))|"
    r"at (?:a|an|my|the) (?:\w+ ){0,3}(?:company|firm|shop|start-?up|maker|insurer|bank|hospital|school|office|clinic|"
    r"agency|job|university)|when i (?:worked|was|ran|joined|started|led)|"
    r"i (?:worked|ran|was working|nursed|led|joined|inherited) |during (?:my|the)|"
    rf"on the (?:\w+ )?(?:ward|shift|{_DAYS})|"
    r"in the (?:\w+ )?(?:hospital|warehouse|office|shop|library|bakery|kitchen)|"
    rf"one (?:day|night|morning|evening|{_DAYS})|years? ago|back then|at the time)"
)


@dataclass(frozen=True)
class Gap:
    """One thing that was left out, and the candidate's own words that show it, where some do."""

    code: LeftOut
    quote: str = ""


@dataclass(frozen=True)
class _Told:
    """One sentence as the rules see it: its bare words, and the chance of each part."""

    text: str
    said: str
    """As it was written down, with its capitals."""

    chances: Mapping[Part, float]

    def quoted(self, text: str) -> str:
        """The first clause of some of the bare words, as it was said; it is quoted in mid-sentence."""
        clause = _clause(text)
        found = re.search(r"\W+".join(map(re.escape, clause.split())), self.said, re.IGNORECASE)
        said = " ".join(found.group().split()) if found else clause
        return said[:1].lower() + said[1:]

    def plays(self, part: Part) -> bool:
        return self.chances[part] >= LIKELY

    def mostly(self, part: Part) -> bool:
        return self.plays(part) and self.chances[part] >= max(self.chances.values())


def gaps(kind: Kind, said: Sequence[Sentence], opinion: Opinion | None) -> tuple[Gap, ...]:
    """What was left out, the gravest first; nothing where the question asks for no story, or too little was said.

    `opinion`: of the head on the same sentences; without it the cues stand alone, and less is found.
    """
    if kind not in ASKED_OF or sum(len(words(one.clean)) for one in said) < FEW_WORDS:
        return ()
    told = [
        _Told(cues.bare(one.clean), one.clean, opinion.chances[one.id] if opinion else _by_cues(one.clean))
        for one in said
    ]
    scores = opinion.parts if opinion else {part: 3.0 * max(one.chances[part] for one in told) for part in PARTS}
    if all(chance < NO_EVENT for one in told for chance in one.chances.values()):
        return (Gap("example"),)
    found = [
        _own_role(told),
        _action(told, scores["action"]),
        _result(told, scores["result"]),
        _number(told),
        _situation(told, scores["situation"]),
        _task(told, scores["task"]),
    ]
    return tuple(gap for gap in found if gap is not None)


def _steps(told: Sequence[_Told], who: re.Pattern[str]) -> list[str]:
    """Steps that were taken in the event, and not before it or because of it: the clauses that tell of them."""
    doing = [one for one in told if not any(one.mostly(part) for part in ("situation", "task", "result"))]
    return [one.quoted(one.text[match.start() :]) for one in doing for match in who.finditer(one.text)]


def _outcomes(told: Sequence[_Told]) -> list[_Told]:
    return [one for one in told if one.mostly("result") and (OUTCOME.search(one.text) or STRONG.search(one.text))]


def _own_role(told: Sequence[_Told]) -> Gap | None:
    """ "We" acted, and nobody says "I"."""
    team = _steps(told, TEAM_STEP)
    if not team or _steps(told, OWN_STEP):
        return None
    return Gap("own-role", max(team, key=lambda clause: len(clause.split())))


def _action(told: Sequence[_Told], score: float) -> Gap | None:
    taken = [*_steps(told, OWN_STEP), *_steps(told, TEAM_STEP)]
    done = any(one.mostly("action") and NOBODY_STEP.search(one.text) for one in told)
    return Gap("action") if score < CLEAR["action"] and not taken and not done else None


def _result(told: Sequence[_Told], score: float) -> Gap | None:
    return None if score >= CLEAR["result"] or _outcomes(told) else Gap("result")


def _number(told: Sequence[_Told]) -> Gap | None:
    """An outcome of which it is said that it was much, and nowhere how much."""
    outcomes = _outcomes(told)
    if any(cues.NUMBER.search(one.text) for one in outcomes):
        return None
    for one in reversed(outcomes):
        for match in AMOUNT.finditer(one.text):
            if STRONG.search(match.group()):
                return Gap("number", one.quoted(match.group()))
    return None


def _situation(told: Sequence[_Told], score: float) -> Gap | None:
    set_ = any(PLACE_OR_TIME.search(one.text) for one in told if one.plays("situation"))
    return Gap("situation") if score < CLEAR["situation"] and not set_ else None


def _task(told: Sequence[_Told], score: float) -> Gap | None:
    missing = score < CLEAR["task"] or not any(one.mostly("task") for one in told)
    return Gap("task") if missing and not any(OWN_GOAL.search(one.text) for one in told) else None


LEANING = DANGLING | frozenset(
    "had has have did do does came went there they them some any no one how many much before after while when where if"
    " that than until who".split()
)
"""Words that nothing which is said back ends with."""

MOST_QUOTED = 8
"""Words of the candidate that are said back to them."""


def _clause(text: str) -> str:
    """The beginning of what was said, up to where a clause ends."""
    clause = re.split(r"[,.;:?!]| and | but | so | because | which ", text, maxsplit=1)[0]
    said = clause.split()
    if len(said) > MOST_QUOTED:
        ends = [place for place, word in enumerate(said[: MOST_QUOTED + 1]) if place > 2 and word in DANGLING]
        said = said[: ends[-1] if ends else MOST_QUOTED]
    while len(said) > 2 and said[-1] in LEANING:
        said.pop()
    return " ".join(said)


def _by_cues(text: str) -> dict[Part, float]:
    """The parts that a sentence may play, read off its cues alone."""
    bare = cues.bare(text)
    acts = bool(OWN_STEP.search(bare) or TEAM_STEP.search(bare))
    shown = {
        "situation": bool(PLACE_OR_TIME.search(bare)),
        "task": bool(OWN_GOAL.search(bare)),
        "action": acts,
        "result": bool(OUTCOME.search(bare)),
    }
    return {part: 0.9 if shown[part] else 0.1 for part in PARTS}
