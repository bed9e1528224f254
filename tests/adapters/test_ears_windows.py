"""Speech goes into windows and its times come back out, whatever the pauses."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.adapters.ears_windows import AROUND, LONGEST, Stretch, windows


@st.composite
def recordings(draw: st.DrawFn) -> tuple[list[Stretch], float]:
    """Stretches of speech in order, as the detector gives them, and the length of the recording."""
    lengths = draw(st.lists(st.tuples(st.floats(0.1, 3.0), st.floats(0.15, 40.0)), max_size=12))
    speech, at = [], 0.0
    for pause, length in lengths:
        speech.append(Stretch(at + pause, at + pause + length))
        at += pause + length
    return speech, at + draw(st.floats(0.0, 3.0))


@given(recordings())
def test_all_speech_is_in_exactly_one_window_and_no_long_pause_in_any(recording: tuple[list[Stretch], float]) -> None:
    speech, seconds = recording
    packed = windows(speech, seconds)
    stretches = [stretch for window in packed for stretch in window.stretches]
    assert all(window.seconds <= LONGEST + 0.001 for window in packed)
    assert all(before.end <= after.start + 1e-9 for before, after in pairwise(stretches))
    assert all(0.0 <= stretch.start < stretch.end <= seconds for stretch in stretches)
    covered = sum(stretch.seconds for stretch in stretches)
    spoken = sum(stretch.seconds for stretch in speech)
    assert spoken - 0.001 <= covered <= spoken + 2 * AROUND * len(speech) + 0.001
    for said in speech:
        inside = sum(max(0.0, min(said.end, each.end) - max(said.start, each.start)) for each in stretches)
        assert inside == pytest.approx(said.seconds, abs=0.001)


@given(recordings(), st.floats(0.0, 1.0), st.floats(0.0, 2.0))
def test_a_word_comes_back_inside_a_stretch(recording: tuple[list[Stretch], float], at: float, length: float) -> None:
    for window in windows(*recording):
        start, end = window.in_recording(at * window.seconds, at * window.seconds + length)
        assert any(each.start <= start <= end <= each.end for each in window.stretches)


def test_times_after_a_pause_are_those_of_the_recording() -> None:
    (window,) = windows([Stretch(1.0, 3.0), Stretch(9.0, 12.0)], 20.0)
    assert window.stretches == (Stretch(0.65, 3.35), Stretch(8.65, 12.35))
    assert window.in_recording(0.5, 0.9) == pytest.approx((1.15, 1.55))
    assert window.in_recording(2.7 + 0.35, 2.7 + 0.75) == pytest.approx((9.0, 9.4))


def test_a_word_across_a_pause_stays_where_its_middle_is() -> None:
    (window,) = windows([Stretch(1.0, 3.0), Stretch(9.0, 12.0)], 20.0)
    assert window.in_recording(2.5, 2.8) == pytest.approx((3.15, 3.35))
    assert window.in_recording(2.65, 3.2) == pytest.approx((8.65, 9.15))
