"""The follow-ups of a turn as they are asked, answered and left out."""

from __future__ import annotations

from interviewer.model.audio import Clip
from interviewer.model.session import FollowUp, Session, Turn
from interviewer.rules.following.choice import Asked, Budget, Probe


def may_ask(session: Session, number: int, budget: Budget) -> bool:
    """Whether the budget allows one more follow-up to question `number`."""
    if session.planned[number - 1].kind == "closing":  # the candidate asks, and is answered
        return False
    counts = {turn.number: len(turn.follow_ups) for turn in session.turns}
    return counts.get(number, 0) < budget.a_question and sum(counts.values()) < budget.in_all


def asked_before(session: Session, number: int, take: int) -> Asked:
    """What was asked in this interview so far, and after this very take."""
    turn = next(each for each in session.turns if each.number == number)
    texts = [each.text for other in session.turns for each in other.follow_ups]
    reason = next((each for each in session.reasons if each.question == turn.question.id), None)
    return Asked([each for each in turn.follow_ups if each.to == take], frozenset(texts), reason)


def asking(turn: Turn, take: int, probe: Probe, asked: Clip | None) -> Turn:
    """The turn with one more follow-up, to that take."""
    more = FollowUp(to=take, text=probe.text, gap=probe.gap, reason=probe.reason, asked=asked)
    return turn.but(follow_ups=(*closed(turn).follow_ups, more))


def taken_back(turn: Turn) -> Turn:
    """The turn without its newest follow-up: the answer was not over, so it was not asked."""
    return turn.but(follow_ups=turn.follow_ups[:-1])


def answering(turn: Turn, follow_up: int, take: int) -> Turn:
    """The turn, in which that take answers follow-up number `follow_up` (from 1)."""
    newest = turn.follow_ups[follow_up - 1]
    changed = newest.but(takes=(*newest.takes, take))
    return turn.but(follow_ups=(*turn.follow_ups[: follow_up - 1], changed, *turn.follow_ups[follow_up:]))


def closed(turn: Turn) -> Turn:
    """The turn, to whose follow-ups nothing more comes."""
    return turn.but(follow_ups=tuple(each.but(is_over=True) for each in turn.follow_ups))
