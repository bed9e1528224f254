"""What is usual for one candidate: from enough of their own answers, and told before what is usual for all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from interviewer.model.delivery import Baseline, Delivery, Moment, Prosody, SoundQuality
from interviewer.model.session import Session, Turn
from interviewer.pages.markdown import markdown
from interviewer.rules.delivery.baseline import MOST, baseline
from interviewer.rules.delivery.telling import figures, remarks
from interviewer.rules.reporting import report
from tests.keep.examples import question, session, take

GOOD = SoundQuality(snr=40.0, clipped=0.0, dropouts=0, problem="")


def spoken(pace: float, *, fillers: int = 0, seconds: float = 60.0, sounded: bool = True) -> Delivery:
    filled = tuple(Moment(kind="filled pause", start=n, end=n + 0.2, text="um") for n in range(fillers))
    voice = Prosody(pitch=110, pitch_variation=pace / 50, pitch_range=6, loudness=-25, loudness_variation=5)
    return Delivery(
        seconds=seconds,
        words=round(pace * seconds / 60),
        response_latency=1.0,
        words_per_minute=pace,
        long_pauses=0,
        filled_pauses=fillers,
        moments=filled,
        recording=GOOD if sounded else None,
        voice=voice if sounded else None,
    )


def held(*told: Delivery, **changes: object) -> Session:
    turns = (Turn(number=n, question=question(), takes=(take().but(delivery=each),)) for n, each in enumerate(told, 1))
    return session(*turns, **changes)


def test_the_middle_of_the_last_answers_is_what_is_usual() -> None:
    first, second = held(spoken(100), spoken(130, fillers=9)), held(spoken(140), spoken(150), spoken(160, fillers=3))
    found = baseline([second, first])
    assert found is not None
    assert (found.answers, found.words_per_minute, found.fillers_a_minute) == (5, 140, 0)
    assert found.pitch_variation == pytest.approx(2.8)


def test_fewer_than_five_answers_say_nothing() -> None:
    assert baseline([held(*[spoken(140)] * 4)]) is None


@pytest.mark.parametrize(
    "other",
    [
        held(spoken(140), source="file"),
        held(spoken(140), source="keyboard"),
        held(spoken(140, seconds=12)),
        held(spoken(140).but(moments=None)),
        session(Turn(number=1, question=question(), skipped=True)),
    ],
    ids=["played from a file", "typed", "short", "kept before moments were", "skipped"],
)
def test_answers_that_tell_nothing_about_the_candidate_do_not_count(other: Session) -> None:
    assert baseline([other, held(*[spoken(140)] * 4)]) is None


def test_sessions_are_read_only_as_far_as_they_are_needed() -> None:
    read = 0

    def sessions() -> Iterator[Session]:
        nonlocal read
        while True:
            read += 1
            yield held(*[spoken(140)] * 8)

    found = baseline(sessions())
    assert found is not None
    assert (found.answers, read) == (MOST, 3)


def test_what_too_few_answers_have_is_not_usual() -> None:
    found = baseline([held(*[spoken(140, sounded=False)] * 2, *[spoken(140, fillers=6)] * 4)])
    assert found is not None
    assert (found.words_per_minute, found.fillers_a_minute, found.pitch_variation) == (140, None, None)


def test_the_own_figure_is_told_before_the_band() -> None:
    usually = Baseline(answers=9, words_per_minute=205)
    (remark,) = remarks(spoken(220), "behavioural", "standard", usually)
    assert (remark.own, remark.usual) == ("205 words a minute", "120 to 170 words a minute")
    owns = {each.name: each.own for each in figures(spoken(220), "behavioural", "standard", usually)}
    assert owns["Pace"] == "205 words a minute"
    assert {own for name, own in owns.items() if name != "Pace"} == {""}
    told = markdown(report(held(spoken(220), baseline=usually)))
    assert "(usual for you: 205 words a minute; usual: 120 to 170 words a minute" in told
