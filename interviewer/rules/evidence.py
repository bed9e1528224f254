"""Is it really there? A sentence is evidence only when the transcript holds its words, one after another."""

from __future__ import annotations

from interviewer.model.grade import Evidence
from interviewer.model.speech import Heard, NoSpeech, Sentence
from interviewer.rules.wording import words


def whole(sentence: Sentence, heard: Heard) -> Evidence | None:
    """The whole sentence as evidence, or None when the transcript does not hold it."""
    if isinstance(heard, NoSpeech) or not is_said(sentence.text, heard.text):
        return None
    return Evidence(
        sentence=sentence.id,
        quote=sentence.text.strip(),
        start=sentence.start,
        end=sentence.end,
        take=sentence.take,
    )


def is_said(quote: str, text: str) -> bool:
    """Does `text` hold these words in this order, punctuation and case aside? Nothing is said nowhere."""
    sought, within = words(quote), words(text)
    return bool(sought) and any(within[at : at + len(sought)] == sought for at in range(len(within) - len(sought) + 1))
