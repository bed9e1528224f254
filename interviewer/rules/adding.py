"""What the answers to follow-ups add: they are read with the answer, and move only what they speak to."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from interviewer.model.grade import PARTS, Alone, Graded
from interviewer.model.session import Turn
from interviewer.model.speech import Heard, Sentence, Transcript, Typed
from interviewer.rules.approaches import Reading
from interviewer.rules.corrections import said
from interviewer.rules.reading import PointReading
from interviewer.rules.segmenting import sentences
from interviewer.rules.turn_taking_words import answer_only

FEWEST_WORDS = 4
"""What is shorter adds nothing."""


def together(turn: Turn, take: int) -> tuple[tuple[Sentence, ...], Transcript | Typed] | None:
    """An answer and what was added to it, in the order said, as the judge reads it; None when nothing was said.

    Each sentence keeps the times of the recording that it is in, and names its take when it was added. What is returned
    beside them holds all their words, one recording after another.
    """
    added = [(each.number, said(each)) for _, each in turn.followed(take) if each is not None]
    return grown(next(said(each) for each in turn.takes if each.number == take), added)


def grown(
    heard: Heard | None, added: Sequence[tuple[int, Heard | None]]
) -> tuple[tuple[Sentence, ...], Transcript | Typed] | None:
    """As `together`, from what was heard of an answer, and of each take that was added to it."""
    if (main := _said(heard)) is None:
        return None
    more = [(number, words) for number, each in added if (words := _said(each)) is not None and _adds(words)]
    found = list(sentences(main))
    for number, words in more:
        found += [sentence.but(take=number) for sentence in sentences(words)]
    whole = tuple(sentence.but(id=f"s{place}") for place, sentence in enumerate(found, start=1))
    return whole, _joined([main, *(words for _, words in more)])


def is_awaited(turn: Turn, take: int) -> bool:
    """Whether more is to come that counts for a take: a follow-up is open, or its answer is not written down yet."""
    return any(
        not follow_up.is_over
        or (answer is not None and answer.answer is not None and answer.heard is None and not answer.problems)
        for follow_up, answer in turn.followed(take)
    )


def merged(alone: Reading, both: Reading, added: Set[str]) -> Reading:
    """The reading of an answer with the sentences that were added to it.

    What they do not speak to stays as it was read alone, whatever else the reading of both says; nothing falls.
    """
    labels = {name: both.labels.get(name, {}) if name in added else chances for name, chances in alone.labels.items()}
    labels |= {name: chances for name, chances in both.labels.items() if name in added}
    spoken_to = {part for part in PARTS for name in added if both.labels.get(name, {}).get(part, 0.0) >= both.plays}
    parts = None
    if alone.parts is not None and both.parts is not None:
        parts = {
            part: max(score, both.parts[part]) if part in spoken_to else score for part, score in alone.parts.items()
        }
    points = tuple(_point(one, two, added) for one, two in zip(alone.points, both.points, strict=True))
    return replace(
        alone, labels=labels, points=points, parts=parts, off_question=alone.off_question and both.off_question
    )


def grown_from(alone: Graded, grown: Graded) -> Graded:
    """The grade of both, which is never under that of the answer alone, and what that was."""
    overall = max(alone.overall, grown.overall)
    return grown.but(
        overall=overall,
        low=min(grown.low, overall),
        high=max(grown.high, overall),
        alone=Alone(
            overall=alone.overall,
            parts=tuple(part.score for part in alone.parts),
            points=tuple(point.score for point in alone.points),
        ),
    )


def _point(alone: PointReading, both: PointReading, added: Set[str]) -> PointReading:
    """A guidance point rises where what was added is evidence for it."""
    if both.expected <= alone.expected or not added & set(both.evidence):
        return alone
    evidence = (*(name for name in both.evidence if name in added), *alone.evidence)
    return replace(both, evidence=tuple(dict.fromkeys((*evidence, *both.evidence))))


def _adds(words: Transcript | Typed) -> bool:
    """A "no" or a "that's it" is no part of a story."""
    return len(words.text.split()) >= FEWEST_WORDS


def _said(heard: Heard | None) -> Transcript | Typed | None:
    answer = answer_only(heard) if heard is not None else None
    return answer if isinstance(answer, Transcript | Typed) else None


def _joined(parts: Sequence[Transcript | Typed]) -> Transcript | Typed:
    """All words, the recordings laid end to end; as if typed, where one of the answers was."""
    spoken = [part for part in parts if isinstance(part, Transcript)]
    if len(parts) == 1:
        return parts[0]
    if len(spoken) < len(parts):
        return Typed(text="\n".join(part.text for part in parts))
    starts = [sum(part.seconds for part in spoken[:place]) for place in range(len(spoken))]
    return spoken[0].but(
        words=tuple(
            word.but(start=word.start + start, end=word.end + start)
            for start, part in zip(starts, spoken, strict=True)
            for word in part.words
        ),
        seconds=sum(part.seconds for part in spoken),
        speech_seconds=sum(part.speech_seconds for part in spoken),
    )
