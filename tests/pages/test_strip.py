"""The picture of an answer: each thing at its second, nothing by colour alone, nothing outside of the frame."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from interviewer.model.report import Span
from interviewer.pages.strip import height, picture
from interviewer.rules.moments import Place

PAUSE = Place(kind="pause in mid-clause", start=2.0, end=4.5, text="2.5 s")
FILLED = Place(kind="filled pause", start=1.0, end=1.2, text="um")
DOUBT = Place(kind="uncertain word", start=5.0, end=6.0, text="moved it")
ACTION = Span(parts=("action",), start=4.5, end=9.0)
BOTH = Span(parts=("action", "result"), start=9.0, end=10.0)


def drawn(seconds: float = 10.0, peaks: tuple[float, ...] = (0.1, 0.5)) -> ElementTree.Element:
    inside = picture(peaks, (PAUSE, FILLED, DOUBT), (ACTION, BOTH), seconds, "hatch")
    return ElementTree.fromstring(f"<svg>{inside}</svg>")


def test_everything_stands_at_its_second() -> None:
    svg = drawn()
    pause = svg.find("rect[@fill='url(#hatch-clause)']")
    assert pause is not None
    assert (pause.get("x"), pause.get("width")) == ("20.00%", "25.00%")
    filled, doubt = svg.find("text[@class='mark']"), svg.find("line[@class='doubt']")
    assert filled is not None and doubt is not None
    assert (filled.get("x"), filled.text) == ("11.00%", "●")
    assert (doubt.get("x1"), doubt.get("x2")) == ("50.00%", "60.00%")
    action = svg.findall("rect[@class='part action']")
    assert [(each.get("x"), each.get("width")) for each in action] == [("45.00%", "45.00%"), ("90.00%", "10.00%")]


def test_parts_bear_letters_and_share_the_height_when_there_are_two() -> None:
    svg = drawn()
    assert [each.text for each in svg.findall("text[@class='letter']")] == ["A", "AR"]
    heights = [each.get("height") for each in svg.iter("rect") if "part" in (each.get("class") or "")]
    assert heights == ["26", "13", "13"]


def test_the_loudest_place_fills_the_height_and_silence_stays_flat() -> None:
    loud = drawn(peaks=(0.1, 0.5)).find("svg/path")
    hushed = drawn(peaks=(0.0, 0.001)).find("svg/path")
    assert loud is not None and hushed is not None
    assert (loud.get("d") or "").startswith("M0 50V40h1V2h1")
    assert (hushed.get("d") or "").startswith("M0 50V49h1V48h1")


@pytest.mark.parametrize("seconds", [0.4, 3.0, 61.0, 150.0, 3_600.0, 20_000.0])
def test_times_below_are_few_and_inside(seconds: float) -> None:
    ticks = drawn(seconds).findall("text[@class='tick']")
    assert 1 <= len(ticks) <= 9
    assert all(float((each.get("x") or "").rstrip("%")) <= 96 for each in ticks)


def test_what_lies_beyond_the_recording_is_drawn_at_its_edge() -> None:
    inside = picture((), (Place(kind="pause in mid-clause", start=8.0, end=30.0, text=""),), (), 10.0, "hatch")
    assert all(float(share) <= 100 for share in re.findall(r'"([0-9.]+)%"', inside))


def test_an_answer_without_parts_is_drawn_lower() -> None:
    assert height(parts=True) > height(parts=False)
    assert picture((), (), (), 0.0, "hatch") == ""
