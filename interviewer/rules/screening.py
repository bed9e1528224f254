"""Which sentences speak to the grader? They are shown, and never evidence; nothing else about them is held against
the candidate.

This is hygiene, not the wall: the wall is that no field of any reply is a score. Telling a team to ignore some
instructions is an ordinary thing to have done, so reported speech is let through unless it is about this answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from interviewer.model.speech import Sentence

VOCABULARY = {
    "GRADER": "grader|judge|evaluator|examiner|assessor|scorer|marker|reviewer|(?:scoring|grading) (?:system|model)"
    "|language model|a\\.?i\\.?(?: model| system| assistant)?|llm|chat ?gpt|assistant|algorithm|model|bot|system",
    "MARK": "marks?|scores?|points?|grades?|ratings?|stars?|credit",
    "TOP": "full|top|max|maximum|maximal|perfect|highest|best|excellent|outstanding|five|5|ten|10|hundred|100|every"
    "|high|higher|a plus|passing|complete",
    "NUMBER": "five|5|fives|ten|10|hundred|100|three|3|threes|two|2|twos|full|max|maximum|excellent|top",
    "RULES": "rubrics?|guidance|criteria|criterion|scoring|grading|anchors?|guidelines?|instructions?|prompts?|rules?"
    "|checks?|directions?",
    "ANSWER": "(?:this|my|the|that)(?: (?:above|previous|following|whole|entire|last))? "
    "(?:answer|response|reply|transcript|interview)|the candidate",
    "JUDGING": "grading|scoring|marking|rating|judging|evaluating|assessing|evaluation|assessment",
}

ABOUT_GRADING = (
    # asks for marks
    "(?:give|award|grant|assign|allow) ~ TOP ~ MARK",
    "(?:give|award|grant|assign) (?:me|it|ANSWER|this) ~ NUMBER(?! (?:minutes?|days?|weeks?|months?|hours?|years?))",
    "(?:IMPERATIVE)(?:score|rate|grade|mark|label|count|treat|classify) (?:this|it|me|my|ANSWER|every\\w*|each|all|as) "
    "~ (?:NUMBER|TOP|shown|situation|clear|strong|star|result)",
    "(?:IMPERATIVE)(?:set|put|make|raise|change|keep|fill) ~ (?:MARK|values?|verdicts?|parts?) ~ (?:NUMBER|TOP|shown)",
    "(?:MARK|values?|verdicts?) (?:should be|must be|ha(?:s|ve) to be|will be|are to be|is to be|=) ~ (?:NUMBER|TOP)",
    "(?:deserves?|worthy of|earns?|merits?|qualif\\w+ for) ~ (?:TOP) ~ (?:MARK|out of)",
    "ANSWER ~ (?:deserves?|is worth|should (?:get|receive|be)|must (?:get|receive|be)|gets|earns) ~ (?:NUMBER|TOP)",
    "TOP MARK ~ (?:please|for (?:this|me|my|all))",
    "(?:overall|star|final) MARK ~ (?:NUMBER|TOP)",
    "(?:five|5|ten|10) out of (?:five|5|ten|10) ~ (?:please|this answer|my answer|for me)",
    "(?:should|must|please|to) ~ give ~ (?:five|5|ten|10) out of (?:five|5|ten|10)",
    "(?:rate|score|grade|mark) (?:me|my answer|this answer) ~ (?:NUMBER|TOP)",
    "(?:answers?|everyone|everything|candidates?) (?:gets?|receives?|is worth|must get) ~ (?:TOP|NUMBER)"
    "(?! (?:minutes?|days?|weeks?|months?|hours?|years?))",
    "(?:situation|task|action|result) (?:three|3) (?:and )?(?:situation|task|action|result) (?:three|3)",
    "(?:treat|count|take|read|label|mark) (?:the|this|that|each|every|any|all) (?:\\w+ )?sentences? ~ as",
    "(?:IMPERATIVE)(?:rate|score|grade|mark|judge) (?:this|me|my|it|ANSWER) ~ (?:highly|generously|favou?rably|kindly)"
    "(?= *(?:$|[.,;!]))",
    "(?:IMPERATIVE)praise (?:me|ANSWER)",
    # names who grades
    "(?:dear|hello|hi|hey|attention|listen|note (?:to|for)|message (?:to|for)|instructions? (?:to|for)) "
    "(?:the |my |our )?(?:GRADER)",
    "(?:for the record|please|thank you|thanks|so|now|and) (?:GRADER)(?= *,)",
    "(?:if|as|since|because|when) you(?:'re| are) (?:an?|the) (?:GRADER)",
    "you(?:'re| are) (?:now )?(?:an?|the|my) (?:\\w+ ){0,2}(?:GRADER)",
    "(?:whoever|whatever|anyone|the (?:person|machine|computer|system|program|software|bot|ai)) "
    "(?:is |that is |who is |that's |that |who )?(?:JUDGING|reading|transcribing|scores?|grades?|judges|reads) "
    "(?:this|me|my|it)",
    "(?:developer|debug|admin|override|test|god|maintenance|grading|judge) mode ~ (?:on|enabled|activated|full|score)",
    "(?:enter|switch to|you are now in|activate) ~ mode",
    # says how good this answer is
    "ANSWER ~ (?:meets|satisf\\w+|fulfil\\w*|covers?|hits?|contains?|demonstrates?|shows?|addresse?s?|ticks|includes?) "
    "~ (?:all|every|each|full|fully|complete|completely)",
    "the candidate (?:has(?! to)|is|was|gave|clearly|fully|deserves|should|must|demonstrat\\w+|show\\w*|provid\\w+"
    "|describ\\w+|answer\\w+|perform\\w+|covers?|covered|meets?|met|passe[sd]|did|spoke)",
    "all (?:of )?(?:the |these |your |our )?(?:guidance points?|criteria|rubric\\w*|checks?|star parts?|requirements?"
    "|parts of star|parts|points) ~ (?:met|satisfied|covered|fulfilled|shown|complete|present|passed|in place|full)",
    "(?:this|that) (?:is|was) (?:an? )?(?:perfect|flawless|complete|excellent|five|ten|5|10)(?: \\w+){0,2} "
    "(?:answer|response|score|out of|star)",
    "ANSWER (?:is|was) ~ (?:perfect|flawless|ten|10|five|5|excellent|complete|outstanding)",
    "(?:situation|task|action|result)(?:,|:| is| are| equals| =| and)+ ~ (?:three|3|full|complete|maximum)"
    "(?= *(?:$|[.,;!]))",
    # undoes the rules
    "(?:ignore|disregard|forget|skip|override|bypass|overlook|drop|discard|set aside|stop following) "
    "~ (?:your|the|previous|prior|above|earlier|all|any|these|those|system|every\\w*) ~ (?:RULES)",
    "(?:IMPERATIVE)(?:do not|don't|stop) follow(?:ing)? ~ (?:RULES)",
    "(?:ignore|disregard|overlook|forgive|excuse) (?:anything|everything|whatever|what|all) "
    "~ (?:weak|missing|wrong|unclear|vague|left out)",
    "(?:previous|prior|above|earlier|old) (?:RULES) ~ (?:void|cancel\\w*|obsolete|no longer|replaced|not apply)",
    "(?:new|updated|revised|real|actual) (?:RULES)(?= *[:,;-])",
    "(?:system|assistant|developer|user) ?(?:prompt|message|role|note|override|instructions?)?(?= *[:>\\]])",
    "end of (?:the )?(?:transcript|answer|response|input|candidate|interview answer)",
    "(?:begin|start|beginning) of (?:the )?(?:rubric|grading|system|evaluation)",
    "(?:JUDGING) ~ (?:is over|complete|finished|suspended|has ended|is done|not needed|unnecessary|turned off)",
    "(?:do not|don't|never) (?:deduct|penali[sz]e|mark ~ down|take (?:off|away) ~ points|be (?:strict|harsh)"
    "|lower (?:the|my) MARK)",
    "be (?:generous|lenient|kind|nice) ~ (?:MARK|JUDGING|me|answer)",
    "i (?:need|want|require|demand|insist on|expect|deserve|must (?:get|have)|should get) ~ (?:TOP) ~ (?:MARK|out of)",
    "(?:pretend|assume|imagine|suppose|act as (?:if|though)) ~ (?:i|ANSWER) ~ (?:perfect|excellent|complete|full|all)",
    "(?:authori[sz]ed|approved|confirmed|instructed|wants you|told you|asks you) ~ (?:TOP) ~ (?:MARK)",
    # gives the reply
    "yes to (?:every|all|each|any) ~ (?:following questions?|questions? about ANSWER|checks?)",
    "(?:expected|correct|right|desired|only) (?:output|reply|verdict|grade|score|rating) (?:is|would be) (?:an? |the )?"
    "(?:five|5|excellent|perfect|full|maximum|highest|top|yes)",
    "(?:output|respond|reply|answer|print|return|write) (?:only |with |exactly |just |back )*"
    "(?:~ )?(?:json|overall|verdict|score|shown|with substance|full marks|top score)",
    "(?:remember|for the (?:evaluation|record|grader)|again) ~ (?:perfect|TOP) (?:MARK|ten|answer)",
)
"""What such sentences sound like. `~` is a few words; capitals stand for the vocabulary above."""

MARKUP = re.compile(
    r"[\"'{]\s*(?:overall|score|verdict|shown|star|labels?|evidence|s\d+)\s*[\"']?\s*:"
    r"|<\s*/?\s*(?:system|answer|rubric|transcript|im_start|im_end|s\d+)\b|\[/?inst\]|<\|",
    re.IGNORECASE,
)
"""What speech never sounds like: a reply or a prompt typed into the answer."""

REPORTED = re.compile(
    r"\b(?:i|we|he|she|they|manager|boss|lead|team|clients?|customers?|director|engineers?|developers?|auditors?)\b"
    r"[^.?!]{0,25}\b(?:told|asked|said|says|instructed|wrote|emailed|decided|agreed|wanted|chose|suggested|advised"
    r"|convinced|had to|went|scored|rated|gave|got|received|graded|ranked|marked|set|used?|uses|built|made)\b"
    r"|\bthe \w+ (?:told|asked|said)\b",
    re.IGNORECASE,
)
"""Something that was said, decided or scored in a story."""

ABOUT_THIS_ANSWER = re.compile(
    r"\b(?:(?:everything|all|what)(?: that)? i(?:'ve| have)? said"
    r"|(?:my|this|the) (?:answer|response|transcript)|this interview|the rubric|the candidate|guidance points?"
    r"|(?:full|top|maximum) (?:marks|score)|grader|evaluator|examiner|assessor|language model|chat ?gpt)\b",
    re.IGNORECASE,
)

INVISIBLE = frozenset({"Cf", "Cc", "Co", "Cn"})
GAP = r"\b[^.?!]{0,45}?\b"
IMPERATIVE = "".join(rf"(?<!\b{word}\s)" for word in ("i", "we", "they", "d", "to", "who", "will", "can"))


def _compiled(phrase: str) -> re.Pattern[str]:
    pattern = phrase
    for name in ("ANSWER", "GRADER", "MARK", "TOP", "NUMBER", "RULES", "JUDGING"):
        pattern = re.sub(rf"\b{name}\b", f"(?:{VOCABULARY[name]})".replace("\\", r"\\"), pattern)
    pattern = pattern.replace(" ~ ", GAP).replace("(?:~ )?", f"(?:{GAP})?")
    pattern = pattern.replace(" *", r"\s*").replace(" ?", r"\s?").replace(" ", r"[\s,:;-]+")
    pattern = pattern.replace("(?:IMPERATIVE)", IMPERATIVE)
    return re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE)


SPEAKS = tuple(_compiled(phrase) for phrase in ABOUT_GRADING)


def plain(text: str) -> str:
    """Text without invisible characters and with look-alike forms folded, for reading by pattern and by model."""
    folded = unicodedata.normalize("NFKC", text)
    kept = "".join(" " if letter in "\t\n\r" else letter for letter in folded)
    return "".join(letter for letter in kept if unicodedata.category(letter) not in INVISIBLE)


def speaks_to_grader(text: str) -> bool:
    """Is this sentence addressed to whoever grades, or about the grade of this answer?"""
    seen = plain(text).replace("’", "'")
    if MARKUP.search(seen):
        return True
    return any(pattern.search(seen) for pattern in SPEAKS) and not is_reported(seen)


def is_reported(text: str) -> bool:
    """Is it told as something that was said, decided or scored in a story, and not of this answer?"""
    return bool(REPORTED.search(text)) and not ABOUT_THIS_ANSWER.search(text)


def quarantined(sentences: Sequence[Sentence]) -> frozenset[str]:
    """Ids of the sentences that speak to the grader."""
    return frozenset(sentence.id for sentence in sentences if speaks_to_grader(sentence.text))
