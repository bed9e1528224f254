"""A growing recording is cut in pauses: nothing twice, nothing left out, and no part longer than it may be."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.model.audio import RATE, Span
from interviewer.model.speech import Heard, NoSpeech, Transcript, Word
from interviewer.rules.cutting import AROUND, END_IS_LIKELY, LEAD, LONGEST, Cutting, joined

TENTH = RATE // 10


def follow(*stretches: tuple[float, float], before: Cutting | None = None) -> Cutting:
    """After stretches of (seconds, speech probability) that come a tenth of a second at a time."""
    return steps(stretches, before)[-1]


def steps(stretches: Iterable[tuple[float, float]], before: Cutting | None = None) -> list[Cutting]:
    states = [before or Cutting()]
    for seconds, speech in stretches:
        for _ in range(round(seconds * 10)):
            states.append(states[-1].hear(TENTH, speech, -20.0 if speech >= 0.5 else -60.0))
    return states


def cuts(states: Iterable[Cutting]) -> list[float]:
    """Where it was cut, in seconds."""
    return sorted({state.committed / RATE for state in states} - {0.0})


def at(seconds: float) -> int:
    return round(seconds * RATE)


def test_a_short_answer_is_one_tail_whose_place_stays_while_the_silence_grows() -> None:
    spoken = follow((1.0, 0.0), (4.0, 0.9))
    assert spoken.tail is None, "it is still being said"
    places = {follow((silence, 0.0), before=spoken).tail for silence in (0.5, 1.0, 1.5, 30.0 / 16)}
    assert places == {Span(0, at(5.0 + AROUND))}


def test_a_tail_to_which_something_was_added_has_another_place() -> None:
    before = follow((2.0, 0.9), (1.5, 0.0))
    after = follow((0.1, 0.9), (1.5, 0.0), before=before)
    assert before.tail is not None
    assert after.tail is not None
    assert before.tail != after.tail


def test_the_end_is_likely_once_it_has_been_silent_for_a_while() -> None:
    spoken = follow((2.0, 0.9))
    assert not follow((END_IS_LIKELY - 0.1, 0.0), before=spoken).end_is_likely
    assert follow((END_IS_LIKELY, 0.0), before=spoken).end_is_likely


@pytest.mark.parametrize(
    ("spoken", "silence", "cut"),
    [
        (9.9, 1.9, None),
        (10.0, 0.6, None),
        (10.0, 0.7, 10.35),
        (15.0, 0.4, None),
        (15.0, 0.5, 15.35),
        (20.0, 0.2, None),
        (20.0, 0.3, 20.15),
        (3.0, 1.9, None),
        (3.0, 2.0, 3.35),
        (2.9, 60.0, None),
    ],
)
def test_the_longer_a_part_the_shorter_the_pause_that_ends_it(spoken: float, silence: float, cut: float | None) -> None:
    assert cuts(steps([(spoken, 0.9), (silence, 0.0)])) == ([] if cut is None else [pytest.approx(cut)])


@pytest.mark.parametrize("spoken", [3.5, 10.0, 15.0, 19.9])
def test_a_part_is_cut_where_its_tail_ended_so_that_words_known_already_are_not_heard_again(spoken: float) -> None:
    states = steps([(spoken, 0.9), (2.0, 0.0)])
    tails = {state.tail for state in states if state.tail is not None}
    assert tails <= {Span(0, states[-1].committed)}


def test_a_settled_tail_is_cut_exactly_where_it_was_written_down() -> None:
    states = steps([(5.0, 0.9), (2.0, 0.0)])
    assert states[-2].tail == Span(0, states[-1].committed)
    assert states[-1].tail is None


def test_one_long_breath_is_cut_at_its_quietest_and_goes_on_behind_the_cut() -> None:
    loud = steps([(20.0, 0.9)])
    quiet = loud[-1].hear(TENTH, 0.9, -35.0)
    states = steps([(5.0, 0.9)], quiet)
    assert cuts(states) == [pytest.approx(20.05)]
    assert follow((1.0, 0.0), before=states[-1]).tail == Span(states[-1].committed, at(25.1 + AROUND))


def test_a_breath_without_end_is_cut_again_and_again() -> None:
    places = [0.0, *cuts(steps([(180.0, 0.9)]))]
    lengths = [after - before for before, after in pairwise(places)]
    assert len(lengths) >= 180 / LONGEST
    assert all(10.0 <= length <= LONGEST + 0.1 for length in lengths)


def test_silence_is_let_go_in_parts_but_for_the_newest_in_which_a_word_may_begin() -> None:
    states = steps([(60.0, 0.1)])
    assert states[-1].tail is None
    assert len(cuts(states)) == 2
    assert all(state.heard - state.committed >= at(LEAD) for state in states[10:])


def test_sound_that_was_lost_moves_everything_behind_it() -> None:
    spoken = follow((2.0, 0.9))
    assert spoken.lose(at(3.0)).heard == at(5.0)
    assert spoken.lose(0) == spoken


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0.1, 0.4, 0.8, 2.5, 12.0, 31.0]), st.sampled_from([0.0, 0.4, 0.6, 0.9]))))
def test_cuts_only_go_forward_and_never_into_what_is_not_there(stretches: list[tuple[float, float]]) -> None:
    states = steps(stretches)
    for before, after in pairwise(states):
        assert before.committed <= after.committed <= after.heard
        assert after.tail is None or after.committed < after.tail.end <= after.heard


def part(*words: tuple[str, float, float]) -> Transcript:
    return Transcript(
        words=tuple(Word(text=text, start=start, end=end, probability=0.9) for text, start, end in words),
        seconds=1.0,
        speech_seconds=0.5,
        language="en",
        heard_by="test",
    )


def test_parts_are_joined_as_if_they_had_been_heard_in_one_go() -> None:
    parts: list[Heard] = [part(("One", 0.1, 0.4)), NoSpeech(seconds=3.0), part(("two.", 4.1, 4.4))]
    whole = joined(parts, 5.0)
    assert isinstance(whole, Transcript)
    assert (whole.text, whole.seconds, whole.speech_seconds) == ("One two.", 5.0, 1.0)
    assert [word.start for word in whole.words] == [0.1, 4.1]


@pytest.mark.parametrize(("zeros", "digital"), [([True, True], True), ([True, False], False), ([], False)])
def test_parts_without_a_word_are_no_speech(zeros: list[bool], digital: bool) -> None:
    parts = [NoSpeech(seconds=1.0, digital_silence=zero) for zero in zeros]
    assert joined(parts, 2.0) == NoSpeech(seconds=2.0, digital_silence=digital)
