"""STAR on the clock: seconds and shares of the parts, the first own action, and the bar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.model.grade import PARTS, Part
from interviewer.model.report import Said, SpokenWord, StarClock
from interviewer.rules.delivery.star import bar, star_clock


def sentence(text: str, start: float, end: float, *parts: Part) -> Said:
    step = (end - start) / len(text.split())
    words = tuple(
        SpokenWord(text=each, start=start + n * step, end=start + (n + 1) * step, probability=0.9)
        for n, each in enumerate(text.split())
    )
    return Said(text=text, words=words, start=start, end=end, parts=parts, to_the_grader=False)


STORY = (
    sentence("Well thank you for that.", 2.0, 12.0),
    sentence("Last year our build broke.", 12.0, 22.0, "situation"),
    sentence("I had to mend it.", 22.0, 32.0, "task"),
    sentence("We met every day.", 32.0, 42.0, "action"),
    sentence("I think we could, so I wrote the missing tests.", 42.0, 82.0, "action"),
    sentence("I shipped it and it holds.", 82.0, 102.0, "action", "result"),
)


def clock(*said: Said, asked: tuple[Part, ...] = PARTS) -> StarClock:
    found = star_clock(said or STORY, asked, 1, 2)
    assert found is not None
    return found


def test_each_part_takes_its_seconds_and_a_sentence_of_two_counts_half_for_each() -> None:
    assert [(share.name, share.seconds, share.share) for share in clock().shares] == [
        ("Situation", 10.0, pytest.approx(0.1)),
        ("Task", 10.0, pytest.approx(0.1)),
        ("Action", 60.0, pytest.approx(0.6)),
        ("Result", 10.0, pytest.approx(0.1)),
    ]
    assert clock().shares[2].value == "60 s, 60 %"


def test_the_time_to_the_point_ends_with_the_first_sentence_that_plays_a_part() -> None:
    assert clock().to_the_point == 10.0
    assert clock(*STORY[1:]).to_the_point == 0.0


def test_the_first_own_action_opens_at_the_word_i_that_acts() -> None:
    action = clock().own_action
    assert action is not None
    assert (action.words, action.turn, action.take) == ("I wrote the missing tests.", 1, 2)
    assert action.start == pytest.approx(62.0)


def test_what_speaks_to_the_grader_is_no_action() -> None:
    told = tuple(each.but(to_the_grader=True) for each in STORY)
    assert clock(*told).own_action is None


def test_only_what_is_worth_changing_is_put_in_words() -> None:
    assert clock().lines == (
        "Your first own action comes 1 min in.",
        "The result takes 10 % of the answer: give it the last quarter minute.",
    )
    late = (sentence("Well so thank you.", 0, 30), sentence("It was so bad.", 30, 90, "situation"))
    assert [line.split(":")[0] for line in clock(*late, sentence("We met.", 90, 100, "action")).lines] == [
        "To the point after 30 s",
        "No action is told in the first person",
        "Situation and task take 60 % of the answer",
    ]


def test_nothing_is_said_about_parts_that_are_not_asked_for() -> None:
    assert clock(asked=("situation",)).lines == ()
    assert star_clock(STORY, (), 1, 1) is None


def test_without_labels_or_without_seconds_there_is_no_clock() -> None:
    assert star_clock([each.but(parts=()) for each in STORY], PARTS, 1, 1) is None
    assert star_clock([each.but(start=None, end=None, words=()) for each in STORY], PARTS, 1, 1) is None
    assert star_clock((), PARTS, 1, 1) is None


def test_the_bar_shows_the_parts_from_left_to_right() -> None:
    assert bar(clock(), 10) == "·STAAAAAAR"


seconds = st.floats(0, 600, allow_nan=False)


@given(st.lists(st.tuples(seconds, seconds, st.lists(st.sampled_from(PARTS), unique=True)), min_size=1, max_size=12))
def test_whatever_the_times_spans_do_not_overlap_and_shares_are_shares(
    told: list[tuple[float, float, list[Part]]],
) -> None:
    said = [sentence("I did it.", start, max(start, end), *parts) for start, end, parts in told]
    found = star_clock(said, PARTS, 1, 1)
    if found is not None:
        for before, after in zip(found.spans, found.spans[1:], strict=False):
            assert before.start <= before.end <= after.start <= after.end
        assert all(0 <= share.share <= 1 for share in found.shares)
        assert len(bar(found)) == 60
