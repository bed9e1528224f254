"""STAR on the clock: when each part of a story is told, and how much of the answer it takes.

Bangerter, Corvalan and Cavin 2014, "Storytelling in the selection interview?": candidates dwell on the situation, and
what is missing is what they did and what came of it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from interviewer.model.clock import length
from interviewer.model.grade import PARTS, Part
from interviewer.model.report import Quote, Said, Share, Span, StarClock
from interviewer.rules.cleaning import plain
from interviewer.rules.delivery.commitment import first_own_act

SETTING = 0.5
"""Share of situation and task together above which the setting takes more than what was done."""

RESULT = 0.15
"""Share of the result below which it is short: the last quarter minute of a minute and a half."""

LATE = 20.0
"""Seconds before the first sentence that plays a part."""

QUOTED = 12
"""Words of the first own action."""

BAR = 60
"""Letters in the bar."""


def star_clock(said: Sequence[Said], asked: Collection[Part], turn: int, take: int) -> StarClock | None:
    """The parts along the answer; None when none is asked for, none was told, or the answer was typed."""
    timed = [(each, each.start, each.end) for each in said if each.start is not None and each.end is not None]
    if not asked or not any(each.parts for each, _, _ in timed):
        return None
    start, end = timed[0][1], max(end for _, _, end in timed)
    spans = _spans([(begins, ends, each.parts) for each, begins, ends in timed])
    shares = _shares(spans, end - start)
    told = next(span for span in spans if span.parts)
    action = _own_action([each for each, _, _ in timed], turn, take)
    clock_of_it = StarClock(
        start=start,
        end=end,
        spans=spans,
        shares=shares,
        to_the_point=told.start - start,
        own_action=action,
        result_share=shares[PARTS.index("result")].share,
        lines=(),
    )
    return clock_of_it.but(lines=_lines(clock_of_it, asked))


def bar(star: StarClock, width: int = BAR) -> str:
    """The answer from left to right as letters: S, T, A, R, and a dot where no part is told."""
    step = (star.end - star.start) / width
    return "".join(_letter(star, star.start + (column + 0.5) * step, column) for column in range(width))


def _letter(star: StarClock, second: float, column: int) -> str:
    parts = next((span.parts for span in star.spans if span.start <= second < span.end), ())
    return parts[column % len(parts)][0].upper() if parts else "·"


def _spans(sentences: Sequence[tuple[float, float, tuple[Part, ...]]]) -> tuple[Span, ...]:
    """One span a sentence; where recognisers let sentences overlap, the earlier one gives way."""
    spans: list[Span] = []
    for start, end, parts in sentences:
        begins = max(start, spans[-1].start if spans else start)
        if spans and spans[-1].end > begins:
            spans[-1] = spans[-1].but(end=begins)
        spans.append(Span(start=begins, end=max(end, begins), parts=parts))
    return tuple(spans)


def _shares(spans: Sequence[Span], seconds: float) -> tuple[Share, ...]:
    """Seconds and share of each part; a sentence that plays two counts half for each."""
    spent = dict.fromkeys(PARTS, 0.0)
    for span in spans:
        for part in span.parts:
            spent[part] += (span.end - span.start) / len(span.parts)
    return tuple(
        Share(
            name=part.capitalize(),
            value=f"{round(took)} s, {share:.0%}".replace("%", " %"),
            part=part,
            seconds=took,
            share=share,
        )
        for part, took in spent.items()
        for share in (min(took / seconds, 1.0) if seconds > 0 else 0.0,)
    )


def _own_action(said: Sequence[Said], turn: int, take: int) -> Quote | None:
    """The first action that the speaker says to have done: "I ..."."""
    for each in said:
        if "action" in each.parts and not each.to_the_grader:
            at = first_own_act([plain(word.text) for word in each.words])
            if at is not None:
                words = each.words[at : at + QUOTED]
                said_there = " ".join(word.text for word in words)
                return Quote(words=said_there, turn=turn, take=take, start=words[0].start, end=words[-1].end)
    return None


def _lines(star: StarClock, asked: Collection[Part]) -> tuple[str, ...]:
    seconds = {share.part: share for share in star.shares}
    lines = []
    if star.to_the_point >= LATE:
        lines.append(f"To the point after {length(star.to_the_point)}: begin with the situation itself.")
    if "action" in asked and star.own_action is not None:
        lines.append(f"Your first own action comes {length(_from_the_first_word(star))} in.")
    elif "action" in asked:
        lines.append('No action is told in the first person: say "I" where it was you.')
    setting = seconds["situation"].share + seconds["task"].share
    if setting > SETTING:
        lines.append(f"Situation and task take {setting * 100:.0f} % of the answer: half of it is for what you did.")
    if "result" in asked and seconds["result"].seconds and star.result_share < RESULT:
        lines.append(
            f"The result takes {star.result_share * 100:.0f} % of the answer: give it the last quarter minute."
        )
    return tuple(lines)


def _from_the_first_word(star: StarClock) -> float:
    action = star.own_action
    return max(action.start - star.start, 0.0) if action is not None and action.start is not None else 0.0
