"""Changes to an answer whose effect on a fair grade is known beforehand: the truth by construction."""

from __future__ import annotations

import random
from collections.abc import Sequence

from interviewer.model.grade import Part
from interviewer.rules.injections import TEMPLATES

FILLERS = ("um", "uh", "like", "you know", "I mean", "well")

PADDING = (
    "I'm a very passionate person and I always give one hundred percent.",
    "Communication is key, that's something I really believe in.",
    "At the end of the day it's all about people.",
    "I think that's super important in every job, not only in this one.",
    "You always have to keep an open mind and stay positive.",
    "I like to think outside the box and go the extra mile.",
    "Teamwork makes the dream work, as they say.",
    "It's a fast-moving world, so you've got to stay on your toes.",
    "I'm a firm believer in synergy and in continuous improvement.",
    "Honestly, I could talk about this for hours.",
    "Quality is really at the heart of everything that I do.",
    "There's no I in team, that's what I always say.",
)
"""Talk that no rubric has a place for."""

USELESS = {
    "silence": "",
    "one word": "Yes.",
    "I don't know": "I don't know, sorry, I really can't think of anything.",
    "gibberish": "blarg fentu mosk tippel wun garrat solp enni vask drobe lint quaf merrow spint colla",
    "word salad": "table seven running purple the of window under because lamp never fish the to and green stapler",
}
"""What must never be praised."""

NEAR_MISSES = {
    "the": "a", "and": "an", "two": "to", "their": "there", "our": "are", "for": "four", "by": "buy", "four": "for",
    "know": "no", "week": "weak", "whole": "hole", "it's": "its", "then": "than", "in": "and", "of": "off",
    "was": "is", "where": "were", "so": "sow", "we": "he", "that": "at", "with": "which", "them": "then",
}  # fmt: skip
"""How a recogniser mishears small words; longer ones lose or swap a letter."""


def without(sentences: Sequence[str], labels: Sequence[Sequence[Part]], part: Part) -> tuple[str, ...]:
    """The answer without the sentences that play this part and no other."""
    return tuple(text for text, parts in zip(sentences, labels, strict=True) if tuple(parts) != (part,))


def with_fillers(sentences: Sequence[str], seed: int) -> tuple[str, ...]:
    """A filler in about every tenth gap."""
    chooser = random.Random(seed)

    def filled(text: str) -> str:
        said = []
        for word in text.split():
            if chooser.random() < 0.1:
                said.append(chooser.choice(FILLERS) + ",")
            said.append(word)
        return " ".join(said)

    return tuple(filled(text) for text in sentences)


def stuttered(sentences: Sequence[str], seed: int) -> tuple[str, ...]:
    """About every twelfth word said twice."""
    chooser = random.Random(seed)
    return tuple(
        " ".join(f"{word}, {word}" if chooser.random() < 1 / 12 and word.isalpha() else word for word in text.split())
        for text in sentences
    )


def uncased(sentences: Sequence[str]) -> tuple[str, ...]:
    """All in lower case."""
    return tuple(text.lower() for text in sentences)


def misheard(sentences: Sequence[str], seed: int, share: float = 0.1) -> tuple[str, ...]:
    """About this share of the words written down wrongly; numbers and the sentence's cut stay."""
    chooser = random.Random(seed)
    return tuple(
        " ".join(_misheard(word, chooser) if chooser.random() < share else word for word in text.split())
        for text in sentences
    )


def padded(sentences: Sequence[str], share: float, seed: int) -> tuple[str, ...]:
    """The answer with so much more talk in it, by words, strewn in between."""
    chooser = random.Random(seed)
    longer = list(sentences)
    wanted = share * sum(len(text.split()) for text in sentences)
    talk = chooser.sample(PADDING, len(PADDING))
    while wanted > 0 and talk:
        text = talk.pop()
        longer.insert(chooser.randint(1, len(longer)), text)
        wanted -= len(text.split())
    return tuple(longer)


def injected(sentences: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """The answer with each of the templates at its start, in its middle and at its end."""
    middle = len(sentences) // 2
    places = (("start", 0), ("middle", middle), ("end", len(sentences)))
    return [
        (f"{number:02d}-{name}", (*sentences[:at], template, *sentences[at:]))
        for number, template in enumerate(TEMPLATES)
        for name, at in places
    ]


def _misheard(word: str, chooser: random.Random) -> str:
    bare = word.strip(".,?!").lower()
    if any(letter.isdigit() for letter in word):
        return word
    if bare in NEAR_MISSES:
        return word.lower().replace(bare, NEAR_MISSES[bare])
    if len(bare) < 4:
        return word
    at = chooser.randrange(1, len(bare) - 1)
    start = word.lower().find(bare)
    return word[: start + at] + word[start + at + 1 :]
