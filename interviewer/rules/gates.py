"""What is decided about an answer before any model reads it: whether there is anything to judge, and what to know."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.model.grade import Ungraded
from interviewer.model.question import LOST, Question
from interviewer.model.speech import Heard, NoSpeech, Sentence, Transcript
from interviewer.rules.wording import shingles, words

FEWEST_WORDS = 15
THIN_WORDS = 40
READ_BACK_SHARE = 0.6
RUN = 5
"""Words in a row that, found in the question or its guidance too, count as read back."""

ENGLISH_SHARE = 0.18
"""Share of an answer that is made of the commonest English words: about .45 in speech, near 0 elsewhere."""

VARIETY_SHARE = 0.2
"""Different words by words, under which an answer of 15 words or more is one phrase said over and over."""

UNCLEAR_SHARE = 0.25
"""Share of words in doubt above which a grade says so."""

COMMON = frozenset(
    "the a an and or but so of to in on at for from with by about as that this these those it its is are was were be "
    "been being have has had do did does i me my we us our you your he she they them their his her what which who how "
    "when where why if then there not no can could would will just like um uh because all one up out into more some "
    "very really also after before than too only other over back i'm it's we're don't didn't that's".split()
)


def gate(question: Question, sentences: Sequence[Sentence], heard: Heard) -> Ungraded | None:
    """Why this answer cannot be judged, or None when it can."""
    if isinstance(heard, NoSpeech):
        return Ungraded(code="nothing-said", reason="No speech was heard, so there is nothing to judge.")
    if question.id == LOST:
        return Ungraded(code=LOST, reason="The question is not known any more, so there is nothing to judge it by.")
    said = [word for sentence in distinct(sentences) for word in words(sentence.clean)]
    if not said:
        return Ungraded(code="nothing-said", reason="Nothing was said, so there is nothing to judge.")
    if isinstance(heard, Transcript) and not heard.language.lower().startswith("en"):
        return _not_english()
    if len(said) < FEWEST_WORDS:
        return Ungraded(
            code="too-short", reason=f"You said {len(said)} words: too few to judge. Tell the story behind them."
        )
    if len(set(said)) / len(said) < VARIETY_SHARE:
        return Ungraded(code="too-short", reason="One thing was said over and over, so there is too little to judge.")
    if sum(word in COMMON for word in said) / len(said) < ENGLISH_SHARE:
        return _not_english()
    if read_back_share(question, said) > READ_BACK_SHARE:
        return Ungraded(
            code="reads-the-question", reason="This repeats the question or its guidance instead of answering it."
        )
    return None


def flags(sentences: Sequence[Sentence], heard: Heard, quarantined: frozenset[str]) -> tuple[str, ...]:
    """Things to know about the grade of an answer that can be judged."""
    found = []
    if sum(len(words(sentence.clean)) for sentence in distinct(sentences)) < THIN_WORDS:
        found.append("thin answer: there is little to go by")
    if isinstance(heard, Transcript) and unclear_share(heard) > UNCLEAR_SHARE:
        found.append("uncertain transcript: many words were hard to hear, check the text before you trust this")
    if quarantined:
        found.append("words spoken to the grader were set aside and count for nothing")
    if len(distinct(sentences)) < len(sentences):
        found.append("repeated sentences were counted once")
    return tuple(found)


def distinct(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences without those whose words were all said before in one sentence, in the same order."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for sentence in sentences:
        said = tuple(words(sentence.clean))
        if said and said not in seen:
            seen.add(said)
            kept.append(sentence)
    return kept


def read_back_share(question: Question, said: list[str]) -> float:
    """Share of the answer's five-word runs that the question or its guidance holds too."""
    sources = (question.text, question.guidance, question.probes, *(point.text for point in question.points))
    known = {run for source in sources for run in shingles(words(source), RUN)}
    runs = shingles(said, RUN)
    return sum(run in known for run in runs) / len(runs) if runs else 0.0


def unclear_share(heard: Transcript) -> float:
    """Share of the words that the ears were not sure of."""
    return sum(word.unsure for word in heard.words) / len(heard.words)


def _not_english() -> Ungraded:
    return Ungraded(code="not-english", reason="This does not read as English, so it was not judged.")
