"""What the candidate said when it was their turn to ask: the questions in it, and whether that was all. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.model.speech import Sentence
from interviewer.rules.cleaning import plain

MOST_QUESTIONS = 3
"""That are answered at once; whoever asks more at a time is asked for the rest again."""

MOST_LEADS = 2
"""Sentences before a question that are taken to belong to it."""

_STARTS = re.compile(
    r"^(?:(?:and|so|ok|okay|well|yes|yeah|sure|right|but|also|then|first|second|secondly|another question is|my"
    r" (?:first|second|next|last|other)? ?question (?:is|would be)|one (?:more )?(?:thing|question))[,:]? )*",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:how|what|what's|why|when|where|who|whom|whose|which|can|could|will|would|do|does|did|is|are|was|were|has|have"
    r"|may|should|tell (?:me|us)|describe|explain|walk me)\b",
    re.IGNORECASE,
)
_WONDERS = re.compile(
    r"\b(?:i(?:'d| would)(?: also)? (?:like|love|want) to (?:know|hear|ask|understand|learn)"
    r"|i(?:'m| am| was|'ve been)(?: also| just)? (?:wondering|curious|interested in (?:how|what|why|which|whether))"
    r"|i wonder|i want(?:ed)? to (?:ask|know|hear)|(?:can|could|may|might) i (?:also )?ask)\b",
    re.IGNORECASE,
)
LONGEST_END = 16
"""Words of a sentence that may be an end and nothing else."""

_ENDS = re.compile(
    r"\b(?:"
    r"(?:that's|that is|that was|that would be|that'd be|that'll be)(?: really| about| pretty much)?"
    r" (?:all|it|everything)(?: (?:that )?i (?:have|had|wanted|want|need)(?: to (?:ask|know|say|hear))?)?"
    r"|(?:i )?(?:have|don't have|do not have|haven't got|have got|i've got)?"
    r" ?(?:no|not any|any|not have any|nothing)(?: more| further| other| else)*(?: questions?)?"
    r"|i don't|i do not|nothing"
    r"|i(?:'m| am) (?:good|fine|all set|done|finished)"
    r"|you(?:'ve| have)? (?:already )?(?:answered|covered|told me)"
    r" (?:all (?:of )?my questions|my questions|all of (?:it|them)|it all|it|that|all|everything)"
    r"|not (?:really|at the moment|for now|right now|at this point)"
    r"|no|nope|nah|thank you|thanks|cheers|goodbye|bye"
    r")\b"
)
_THANKS = re.compile(r"(?:well |okay |ok )?(?:thank you|thanks|cheers)(?: very much| so much| a lot)?")
_LAST = re.compile(r"(?<=[.!?])\s+")
_BESIDES = frozenset(
    """and so well ok okay great perfect alright right yes yeah um uh hm hmm oh for me from my side i think guess
    believe very much a lot then now really already at the moment left to ask you just more is it was been""".split()
)
"""Words that may stand beside it and change nothing."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One question, with what was said right before it."""

    lead: tuple[Sentence, ...]
    question: Sentence


@dataclass(frozen=True, slots=True)
class Turned:
    """What one turn of the candidate comes to."""

    questions: tuple[Heard, ...]
    done: bool
    """Said to be all; or nothing at all was said."""

    @property
    def remark(self) -> bool:
        """Something was said that is no question and no end."""
        return not self.questions and not self.done


def turned(said: Sequence[Sentence]) -> Turned:
    """Read one turn. Sentences that ask nothing lead up to the question that follows them."""
    found: list[Heard] = []
    lead: list[Sentence] = []
    done = not said
    for number, sentence in enumerate(said, start=1):
        if is_done(sentence.text):
            # Thanks in the middle are manners; at the end they are an end.
            done = done or number == len(said) or not _THANKS.fullmatch(_bare(sentence.text))
            lead = []
        elif asks(sentence.text):
            found.append(Heard(tuple(lead[-MOST_LEADS:]), sentence))
            done, lead = False, []
        else:
            lead.append(sentence)
    return Turned(tuple(found[:MOST_QUESTIONS]), done)


def ends(text: str) -> bool:
    """Whether the words of a round, as far as they are known at a pause, say that nothing more will be asked.

    Thanks alone do not: a question may follow them. Nor does what the ears heard no full stop after.
    """
    said = [one for one in _LAST.split(text.strip()) if not _THANKS.fullmatch(_bare(one))]
    return bool(said) and text.rstrip("\"'”’)").endswith((".", "!")) and is_done(said[-1])


def asks(text: str) -> bool:
    """Whether a sentence is a question, by its mark or by its words: the ears do not hear every question mark."""
    bare = _STARTS.sub("", text.strip())
    if text.rstrip("\"'”’)").endswith("?"):
        return True
    return bool(_ASKS.match(bare)) or bool(_WONDERS.search(bare))


def is_done(text: str) -> bool:
    """Whether a sentence says no more than that there is nothing (more) to ask."""
    said = _bare(text)
    if not said or len(said.split()) > LONGEST_END:
        return False
    rest = _ENDS.sub(" ", said)
    return rest != said and all(word in _BESIDES for word in rest.split())


def _bare(text: str) -> str:
    """Its words in small letters with single spaces between them."""
    return " ".join(word for each in text.replace("\u2019", "'").split() if (word := plain(each)))
