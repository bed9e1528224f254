"""Text as a speech engine should be given it: one line, no markup of the engine's own, and no spelling that both
engines were heard to misread (docs/decisions/0005 has the list)."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 5_000
"""Characters that are spoken in one go: about six minutes."""

_MARKUP = re.compile(r"[\[\]<>{}|\\^~`*#_=]+")
"""Brackets switch eSpeak and Piper to phoneme input; the rest would be read out by name or swallowed."""

_SAID_OTHERWISE = (
    (re.compile(r"\bMoSCoW\b"), "Moscow"),
    (re.compile(r"\bSaaS\b"), "sass"),
    (re.compile(r"\b24/7\b"), "24 7"),
    (re.compile(r"\bi\.e\.,?", re.IGNORECASE), "that is,"),
    (re.compile(r"\be\.g\.,?", re.IGNORECASE), "for example,"),
    (re.compile(r"\bw/o\b"), "without"),
    (re.compile(r"\bw/(?=\s)"), "with"),
    (re.compile(r"(?<=\b[A-Za-z])/(?=[A-Za-z]\b)"), "-"),
    (re.compile(r"(?<=[A-Za-z])/(?=[A-Za-z])"), " "),
)
"""A slash in "A/B" ties the letters together (a lone "A" is read as an article), in "CI/CD" it is a breath; between
numbers it is read out, as it should be."""

_MONEY = re.compile(r"([$£€])\s?(\d[\d,]*(?:\.\d+)?)(?:\s?(k|m|bn|b|million|billion|thousand)\b)?", re.IGNORECASE)
_CURRENCIES = {"$": "dollars", "£": "pounds", "€": "euros"}
_SCALES = {"k": "thousand", "m": "million", "b": "billion", "bn": "billion"}


def spoken(text: str) -> str:
    """`text` as it is handed to the engine; empty when nothing in it can be pronounced."""
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(" " if unicodedata.category(each)[0] in "CZ" else each for each in plain)
    for pattern, instead in _SAID_OTHERWISE:
        plain = pattern.sub(instead, plain)
    plain = _MONEY.sub(_money, plain)
    plain = " ".join(_MARKUP.sub(" ", plain).split())
    return plain if any(each.isalnum() for each in plain) else ""


def _money(found: re.Match[str]) -> str:
    """ "$3.5M" is "3.5 million dollars"."""
    sign, number, scale = found.groups()
    words = [number, _SCALES.get(scale.casefold(), scale.casefold()) if scale else "", _CURRENCIES[sign]]
    return " ".join(word for word in words if word)
