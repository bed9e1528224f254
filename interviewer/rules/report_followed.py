"""What the answers to follow-ups added, for the report; and what was said, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interviewer.model.grade import Evidence, Graded
from interviewer.model.plain import one_line
from interviewer.model.report import Followed, Quote, Raised
from interviewer.model.session import FollowUp, Take, Turn
from interviewer.model.speech import NoSpeech, Transcript, Typed
from interviewer.rules.fitting import because
from interviewer.rules.report_words import sentences_of

PART_VERDICTS = ("not said", "hinted", "clear", "clear and specific")
"""The names of STAR scores 0 to 3."""

POINT_VERDICTS = ("not touched", "mentioned", "shown with substance")
"""The names of guidance scores 0 to 2."""


def followed(turn: Turn, take: Take, graded: Graded | None) -> tuple[Followed, ...]:
    """The follow-ups to a take, and what each of their answers raised."""
    return tuple(_one(turn, each, answer, graded) for each, answer in turn.followed(take.number))


def quote(evidence: Evidence, turn: int, take: int) -> Quote:
    """Evidence for the answer that is take `take`, as words that can be heard where they were said."""
    return Quote(
        words=one_line(evidence.quote),
        turn=turn,
        take=evidence.take or take,
        start=evidence.start,
        end=evidence.end,
    )


def _one(turn: Turn, asked: FollowUp, answer: Take | None, graded: Graded | None) -> Followed:
    heard = answer.heard if answer is not None else None
    raised = tuple(_raised(turn.number, answer.number, graded)) if answer is not None and graded is not None else ()
    return Followed(
        text=one_line(asked.text),
        because=because(asked.reason) if asked.reason is not None else "",
        asked=asked.asked,
        take=answer.number if answer is not None else None,
        answer=answer.answer if answer is not None else None,
        said=(
            sentences_of(answer, graded, answer.number)
            if answer is not None and isinstance(heard, Transcript | Typed)
            else ()
        ),
        raised=raised,
        summary=_summary(answer, graded, raised),
    )


def _raised(turn: int, take: int, graded: Graded) -> Iterator[Raised]:
    """Parts and guidance points that are worth more with what was said in a take, each with its words."""
    if graded.alone is None:
        return
    for part, before in zip(graded.parts, graded.alone.parts, strict=True):
        if part.score is not None and before is not None and part.score > before:
            change = f"from {PART_VERDICTS[before]} to {PART_VERDICTS[part.score]}"
            yield from _by(part.part.capitalize(), change, part.evidence, turn, take)
    for point, before in zip(graded.points, graded.alone.points, strict=True):
        if point.score > before:
            change = f"from {POINT_VERDICTS[before]} to {POINT_VERDICTS[point.score]}"
            yield from _by(one_line(point.point), change, point.evidence, turn, take)


def _by(name: str, change: str, evidence: Sequence[Evidence], turn: int, take: int) -> Iterator[Raised]:
    said = next((each for each in evidence if each.take == take), None)
    if said is not None:
        yield Raised(name=name, change=change, quote=quote(said, turn, take))


def _summary(answer: Take | None, graded: Graded | None, raised: Sequence[Raised]) -> str:
    if answer is None or (answer.answer is None and answer.heard is None):
        return "You left it unanswered."
    if isinstance(answer.heard, NoSpeech):
        return f"No speech was found in {answer.heard.seconds:.1f} s of sound."
    if answer.heard is None:
        return "The answer is recorded, but not written down yet."
    if graded is None:
        return "It is kept with your answer, and not judged yet."
    if graded.alone is None:
        return "It was judged together with your answer."
    if not raised:
        return "It added nothing that the grade counts."
    names = [each.name if place == 0 else each.name[:1].lower() + each.name[1:] for place, each in enumerate(raised)]
    rose = f" The grade rose from {graded.alone.overall} to {graded.overall}." if _rose(graded) else ""
    return f"It added to: {', '.join(names)}.{rose}"


def _rose(graded: Graded) -> bool:
    return graded.alone is not None and graded.overall > graded.alone.overall
