"""What the newest words say about the end of an answer, and what is said to the interviewer and not answered.

A request ("give me a moment", "that's my answer") counts only as a sentence of its own, so that telling what somebody
else once said is no request; and only what is read here as a request is left out of what is judged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from interviewer.model.speech import Heard, NoSpeech, Transcript, Word
from interviewer.rules.cleaning import plain
from interviewer.rules.delivery.filled_pauses import is_filled_pause
from interviewer.rules.segmenting import DANGLING

Request = Literal["finish", "time", "repeat", "skip"]
"""What the candidate asks the interviewer for: to go on, to wait, to say the question again, to leave it out."""

FEW_WORDS = 5
"""Fewer than these are hardly an answer yet."""

SKIP_WITHIN = 25
"""Words; who has said more than these is answering, and a skip is then left to the key."""

OPENERS = frozenset("and so okay ok well yeah yes right alright sorry oh hmm hm um uh er ah but then now".split())
"""Words that a request may begin with."""

_MOMENT = r"(?:(?:moment|second|sec|minute|bit|little)(?: more)?(?: longer| time)?|(?:few )?(?:more )?(?:seconds|time))"
_THINK = r"(?: (?:to|and i'll) think(?: (?:about|of) (?:that|this|it|one|an example))?| to gather my thoughts)?"
_THIS_ONE = r"(?:this|that|the|it)(?: one| question)?"
_PHRASES: dict[Request, tuple[str, ...]] = {
    "finish": (
        r"(?:that's|that is|this is|that was|that would be|that'd be)(?: basically| pretty much| really)?"
        r" my(?: whole| full| final)? answer",
        r"(?:that's|that is)(?: basically| pretty much| really)? (?:all|it|everything)(?: from (?:me|my side|my end))?"
        r"(?: (?:that )?i (?:have|had|wanted|want|can think of|got)(?: to (?:say|add))?)?",
        r"(?:i'm|i am|i've|i have) (?:done|finished)(?: (?:with )?(?:my|this|that|the) (?:answer|one|question))?",
        r"(?:i|i've|i have)(?: got| have)? nothing (?:more|else) to (?:add|say)",
    ),
    "time": (
        r"(?:just )?(?:(?:could|can|may|would) you )?(?:please )?(?:just )?"
        r"(?:give me|i need|i'll need|i would need|can i have|could i have|may i have|let me have|let me take|i'd like)"
        rf"(?: just)?(?: another| a| one| some)?(?: little)?(?: more)? {_MOMENT}{_THINK}",
        r"(?:just )?(?:a|one) (?:moment|second|sec|minute)",
        r"let me (?:just )?think(?: (?:about|of|on) (?:that|this|it|one|an example))?(?: for (?:a|one) \w+)?",
        r"let me see",
        r"(?:hold on|bear with me)(?: (?:for )?(?:just )?(?:a|one) (?:moment|second|sec|minute))?",
        r"(?:i'm|i am) (?:still )?thinking",
    ),
    "repeat": (
        r"(?:(?:could|can|would|will) you )?(?:please )?(?:repeat|say|read|ask)(?: me)?"
        r"(?: (?:the|that|your|this|it))?(?: question)?(?: for me)?(?: again| once more| one more time)?",
        r"what was the question(?: again)?",
        r"(?:could|can|may) i hear the question(?: again| once more)?",
        r"i (?:didn't|did not) (?:hear|catch|get|understand) the question",
    ),
    "skip": (
        r"(?:(?:let's|let us|(?:can|could|may|shall|should) (?:we|i)|i'd like to|i would like to|i want to|i'd rather"
        rf"|i'll) )?(?:just )?(?:please )?(?:skip|pass on|leave out) {_THIS_ONE}",
        r"(?:let's|let us|(?:can|could|may) we) (?:just )?(?:move|go)(?: on)? to the next (?:one|question)",
        r"next question",
    ),
}
_THANKS = r"(?: please| thanks| thank you| then| now| for now| if (?:that's|that is) (?:okay|ok|possible|all right))*"
_REQUESTS = {request: re.compile(f"(?:{'|'.join(phrases)}){_THANKS}") for request, phrases in _PHRASES.items()}
_NEVER_LAST = frozenset(
    """a an the and but or because if when while which who where of at from with by as am we they he she i my our their
    your than into about to i'm we're i've we've they're""".split()
)
"""Words that lean on another even where the ears heard a full stop."""

_AGAIN = ("repeat", "again", "once more", "one more time", "question")
"""One of these is in every wish to hear the question again: "say it" is none."""

_ENDS = re.compile(r"[.?!…][\"'”’)\]]*$")
_BREAKS = re.compile(r"[.?!…,;:][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Tail:
    """What all the words so far say at a pause."""

    words: int
    """How many there are, fillers and requests not counted."""

    leans: bool
    """The last one is a filler or needs another after it, or the last sentence is broken off."""

    request: Request | None
    """What is asked for in the last sentence."""

    @property
    def complete(self) -> bool:
        """Whether it may be all: whole sentences, and more than a few words."""
        return not self.leans and self.words >= FEW_WORDS


def read(text: str) -> Tail:
    """Read the words that were written down so far, up to the pause under way."""
    words = text.split()
    sentences = _sentences(words)
    request = _asked(sentences[-1]) if sentences else None
    said = [word for sentence in sentences for word in sentence if _asked(sentence) is None]
    if closing := _closing(said):
        request, said = "finish", [*said[: -closing - 1], _stopped(said[-closing - 1])]
    told = [word for word in said if plain(word) and not is_filled_pause(word)]
    if request == "skip" and len(told) >= SKIP_WITHIN:
        request = None
    return Tail(words=len(told), leans=_leans(said), request=request)


def answer_only(heard: Heard) -> Heard:
    """What was heard without requests to the interviewer, for the judge; `NoSpeech` when nothing else was said."""
    if not isinstance(heard, Transcript):
        return heard
    kept: list[Word] = []
    for sentence in _grouped(heard.words):
        if _asked([word.text for word in sentence]) is None:
            kept += sentence
    last = _closing([word.text for word in kept])
    if last:
        kept = kept[:-last]
        if kept:
            kept[-1] = kept[-1].but(text=_stopped(kept[-1].text))
    return heard.but(words=tuple(kept)) if kept else NoSpeech(seconds=heard.seconds)


def _asked(sentence: Sequence[str]) -> Request | None:
    """The request that this sentence is and nothing else."""
    words = [plain(word) for word in sentence if plain(word)]
    while words and words[0] in OPENERS:
        words = words[1:]
    said = " ".join(words)
    for request, pattern in _REQUESTS.items():
        if pattern.fullmatch(said) and (request != "repeat" or any(word in said for word in _AGAIN)):
            return request
    return None


def _closing(words: Sequence[str]) -> int:
    """How many last words only say that the answer is over, though they are no sentence of their own.

    They must come after a comma or an "and" ("by a third, and that's my answer"), and be plain: "and that's it" may as
    well be the middle of a story.
    """
    for length in range(min(12, len(words) - 1), 1, -1):
        start = len(words) - length
        begins = plain(words[start]) in ("and", "so") or _BREAKS.search(words[start - 1])
        if begins and plain(words[-1]) not in ("it", "all", "everything") and _asked(words[start:]) == "finish":
            return length
    return 0


def _stopped(word: str) -> str:
    """The word as the last one of its sentence."""
    return word if _ENDS.search(word) else _BREAKS.sub("", word) + "."


def _leans(words: Sequence[str]) -> bool:
    """Whether what was said breaks off: after a filler, on a word that leans on the next, or without a full stop."""
    said = [word for word in words if plain(word)]
    if not said:
        return False
    last = said[-1]
    broken = last.endswith(("...", "…", "-", "—", "–", ","))
    leaning = plain(last) in (_NEVER_LAST if _ENDS.search(last) else DANGLING)
    return broken or leaning or is_filled_pause(last) or not _ENDS.search(last)


def _sentences(words: Sequence[str]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for word in words:
        found[-1].append(word)
        if _ENDS.search(word):
            found.append([])
    return [sentence for sentence in found if sentence]


def _grouped(words: Sequence[Word]) -> list[list[Word]]:
    """The words of a transcript, sentence by sentence."""
    rest = list(words)
    return [[rest.pop(0) for _ in sentence] for sentence in _sentences([word.text for word in words])]
