"""What is done to a sentence before the head reads it, and what marks a number in it."""

from __future__ import annotations

import re

TALK = re.compile(
    r"\b(?:um+|uh+|er+m?|hmm+|you know|i mean|kind of|sort of|basically|actually|honestly)\b[,.]?"
    r"|(?:^|(?<=[,.] ))(?:like|well|so|yeah|okay|right)\b,?|, like,|\blike,"
)
"""Fillers and discourse markers: sound, not content."""

NUMBER = re.compile(
    r"\d|\b(?:percent|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|hundred|thousand|million|half|third|quarter|twice|double[ds]?|halved|dozen)\b"
)


def bare(text: str) -> str:
    """The sentence in small letters, without fillers and discourse markers."""
    return " ".join(TALK.sub(" ", text.lower().replace("’", "'")).split())
