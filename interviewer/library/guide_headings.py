"""What the headings and labels of the family of guides say, and how advertising in them is known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

Section = Literal["types", "steps", "questions", "ask", "candidate", "faq"]
Label = Literal["why", "how", "example"]

LONGEST = 200
"""Characters that a heading can have; a longer passage is none."""

_SECTIONS: tuple[tuple[Section, str], ...] = (
    ("faq", r"\bfaqs?\b|frequently asked"),
    (
        "ask",
        r"questions? .*\b(should|can|could|to|might) (you |candidates? |i )?ask\b|"
        r"questions (you|candidates?) (can|should|could|might|may) ask|what to ask|"
        r"\bask (the|your|an?) (interviewer|employer|hiring manager)|questions for (the|your) (interviewer|employer)",
    ),
    ("types", r"\b(types?|kinds?|categories) of (\w+ ){0,5}questions?\b|\bquestion (types|categories|kinds)\b"),
    (
        "candidate",
        r"\b(good|great|strong|ideal|successful|top|standout) (.+ )?candidate\b|"
        r"\bwhat makes an? (good|great|strong|successful)\b|"
        r"\b(key|core|essential|important|required|desired) (\w+ ){0,3}(competencies|qualities|skills|traits)\b|"
        r"^(competencies|qualities)\b|\b(qualities|traits|competencies) (of|that|employers|interviewers)\b",
    ),
    (
        "questions",
        r"\bquestions?\b.*\b(and|with|&) (\w+ ){0,2}(answers?|how to answer)|"
        r"\b(common|top|sample|typical|likely|popular|frequent|example|practice) (.+ )?questions\b|"
        r"^(the )?(interview )?questions$",
    ),
    (
        "steps",
        r"\bhow (to|do you|should you) (best )?(prepare|get ready)\b|"
        r"\b(prepare|preparing|get ready|getting ready) for\b|"
        r"\bpreparation\b|\bpreparing\b",
    ),
)

_PLAINLY = r"questions? should you ask|candidate look like|interview faqs?|questions and answers|types of .*questions"
"""Headings in the form of a question that open a section even where questions stand."""

_LABELS: tuple[tuple[Label, str], ...] = (
    (
        "why",
        r"why (it is|it's|this is|they|we|interviewers|employers|recruiters|you are|you're|the interviewer)[\w ]{0,30}|"
        r"why (this|it) (matters|works)|why ask(ed)?( (this|it))?|"
        r"what (they|interviewers|employers|recruiters|we|the interviewer|it|this( question)?|your interviewer)"
        r"( really| actually)?( are|'re| is|'s)?( really)? "
        r"(look(ing|s)?|assess(es|ing)?|want(s|ed)?|test(s|ing)?|evaluat(es|ing)?|measur(es|ing)?|show(s)?)[\w ]{0,25}|"
        r"(the )?(purpose|rationale|intent|reason)( of (this|the) question)?",
    ),
    (
        "how",
        r"how (to|you (can|should|could|might)|should you) (best )?(answer|respond|approach|reply)"
        r"( (it|this|that|them|to it|to this|this question|the question))?|"
        r"what to (say|include|mention|cover)|(answering |answer )?(tips?|advice|guidance|strategy|approach)"
        r"( for (answering|your answer))?|(what )?a good answer (holds|has|includes|contains)",
    ),
    (
        "example",
        r"(an? )?(example|sample|model|possible|suggested)( of an?)?( good)?( answers?| responses?| reply)?|"
        r"(good|strong) answer|answer",
    ),
)

_HEAVY_ADVERTISING = (
    r"^(sign up\b|sign in\b|log ?in\b|register (now|free|today)|get started\b|subscribe\b|"
    r"join (us|our|the|for|now|today|free|\w+ for free)\b|try .{0,40}\b(free|now|today)\b|"
    r"start (your|a|building|for) .{0,50}\b(free|trial|career with|today|resume)\b|"
    r"download (our|the|your|now|free)\b|create (a|your) (free|account|resume)|"
    r"click here|book (a|your) (demo|call|session)|copy goes here|lorem ipsum|advertisement$|sponsored\b|"
    r"accept (all )?cookies|we use cookies|this (site|website) uses cookies)|"
    r"\bit's (100% )?free\b|\b[\d,]+\+ (members|users|subscribers|professionals|job seekers)\b|"
    r"\b(free trial|no credit card|money.back guarantee|promo code|limited.time offer)\b"
)

_LEADS_AWAY = (
    r"^(up next|read next|next up|related( \w+)?( (articles|guides|posts|jobs|questions|resources|content|pages))|"
    r"you (may|might) also like|more from\b.*|keep reading|further reading|about the author|leave a (reply|comment))$"
)

_NAVIGATION = (
    r"^(table of contents|contents|on this page|in this (article|guide)|skip to( main)? content|back to top|"
    r"share this( \w+)?|"
    r"previous( article| post)?|next( article| post)?|menu|home|search|follow us.*|comments?|"
    r"all rights reserved.*|privacy policy|terms of (use|service)|cookie (policy|settings)|©.*|copyright\b.*|"
    r"job description keywords for resumes|.{0,60}\bjob title guide|read more|learn more|see more|share|print|tweet|"
    r"written by .*|last updated.*|updated on .*|\d+ min(ute)? read)$"
)

_ENDINGS = (
    r"^(by (\w+ly )?\w+ing (these|this|those)|understanding these|following these|with these|"
    r"in (summary|conclusion|short)|preparing (these|for these)|armed with|being prepared for these|"
    r"practi[sc]ing these)\b"
)

_ADVICE = (
    r"^((an?|your|the) )?(good|strong|great|compelling|ideal|solid|effective|best|excellent|winning|well-rounded)? ?"
    r"(answers?|response|reply) (should|will|would|must|can|needs? to|might|includes?|shows?|highlights?)\b|"
    r"^(you should|you can|you could|try to|be sure to|make sure|remember to|in your (answer|response))\b|"
    r"^(discuss|explain|describe|highlight|talk about|mention|show|share|give|focus|emphasi[sz]e|demonstrate|provide|"
    r"outline|detail|include|illustrate|use|walk|tell|state|name|point out|stress|touch on|"
    r"be (honest|specific|ready))\b"
)

_IMPERATIVES = (
    r"^(describe|tell (me|us)|explain|give (me|us|an example)|walk (me|us)|talk (me|us) through|share|discuss|"
    r"imagine|suppose|introduce yourself|name|outline|define|convince|sell me|compare|list|think of)\b"
)

_QUOTES = "\"'“”„‟«»‘’"


def section_of(heading: str) -> Section | None:
    """The section that a heading opens, or None."""
    if len(heading) > LONGEST:
        return None
    said = _plain(heading)
    return next((section for section, pattern in _SECTIONS if re.search(pattern, said)), None)


def plainly_opens(heading: str) -> bool:
    """True for a heading that opens a section although it reads like a question."""
    return bool(re.search(_PLAINLY, _plain(heading)))


def label_of(text: str) -> tuple[Label, str] | None:
    """The label that a passage begins with, and the words after its colon; None when it begins with none."""
    plain = unquoted(text).replace("’", "'")
    head, colon, rest = plain.partition(":")
    if not colon:
        head, dash, rest = plain.partition(" – ") if " – " in plain[:60] else (plain, "", "")
        colon = dash
    if len(head) > 60:
        return None
    for label, pattern in _LABELS:
        if re.fullmatch(rf"({pattern})\??", head.strip().lower()) and (colon or not rest):
            return label, rest.strip()
    return None


def is_advertising(text: str) -> bool:
    """True for a short passage that sells something, or stands where something was to be sold."""
    return len(text) <= 160 and bool(re.search(_HEAVY_ADVERTISING, text.lower().replace("’", "'")))


def is_navigation(text: str) -> bool:
    """True for words that lead elsewhere on a page."""
    return len(text) <= 80 and bool(re.match(_NAVIGATION, text.lower().rstrip(" :.»›→")))


def leads_away(text: str) -> bool:
    """True for a heading after which a page only shows other pages."""
    return bool(re.match(_LEADS_AWAY, text.lower().rstrip(" :.»›→")))


def is_ending(sentence: str) -> bool:
    """True for a sentence that rounds a section off and says nothing of its own."""
    return bool(re.match(_ENDINGS, sentence.lower()))


def is_advice(sentence: str) -> bool:
    """True for a sentence that tells how to answer."""
    return bool(re.match(_ADVICE, sentence.lower()))


def is_question(text: str) -> bool:
    """True for one question, or one request such as "Tell me about a time when ..."."""
    plain = unquoted(text)
    if not 8 <= len(plain) <= 400 or label_of(text):
        return False
    if plain.endswith("?"):
        return True
    one_sentence = not re.search(r"[.!?]\s", plain)
    return one_sentence and bool(re.match(_IMPERATIVES, plain.lower()))


def is_quoted(text: str) -> bool:
    """True when the whole passage stands between quotation marks."""
    return len(text) > 2 and text[0] in _QUOTES and text.rstrip(".")[-1] in _QUOTES


def unquoted(text: str) -> str:
    """Without the quotation marks around it, if there is a pair."""
    return text.strip().rstrip(".")[1:-1].strip() if is_quoted(text.strip()) else text.strip()


_ROLES = (
    r"^(?:the |\d+\+? |top |best |most |common |essential |important |key |and )*(?P<role>.+?) (?:job )?interview "
    r"(?:questions|guide|q&a|preparation|prep)\b",
    r"\binterview(?:ing)? (?:questions|guide|q&a|preparation)? ?(?:for|as) (?:an? |the )?(?P<role>.+?)s?$",
    r"\b(?:in|for) an? (?P<role>.+?) interview\b",
    r"\bgood (?P<role>.+?) candidate\b",
)
_NO_ROLE = {"", "your", "the", "a", "an", "job", "this", "any", "interview", "these", "common", "general", "sample"}


def role_in(headings: Iterable[str]) -> str | None:
    """The job title that the headings name; the first that names one decides."""
    for heading in headings:
        for pattern in _ROLES:
            match = re.search(pattern, heading[:LONGEST].strip(), re.IGNORECASE)
            role = match["role"].strip(" :-–,") if match else ""
            if match and role.lower() not in _NO_ROLE and len(role) <= 60 and not role.endswith("?"):
                return role
    return None


def _plain(heading: str) -> str:
    return " ".join(unquoted(heading).lower().replace("’", "'").rstrip(" :?").split())
