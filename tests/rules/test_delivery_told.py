"""What is said about delivery: nothing inside the bands, two things at most, nothing that a mode rules out."""

from __future__ import annotations

from typing import get_args

import pytest

from interviewer.model.delivery import Delivery, DeliveryMode, Moment, MomentKind, Prosody, SoundQuality
from interviewer.model.report import Figure
from interviewer.model.speech import Transcript, Word
from interviewer.rules.delivery import bands
from interviewer.rules.delivery.bands import Band
from interviewer.rules.delivery.measure import delivery
from interviewer.rules.delivery.pace import stretches
from interviewer.rules.delivery.pauses import silences_between, silent_pauses
from interviewer.rules.delivery.telling import clusters, figures, moments, remarks

CALM = Delivery(
    seconds=90.0,
    words=210,
    response_latency=1.0,
    words_per_minute=140.0,
    long_pauses=0,
    filled_pauses=0,
    phonation_seconds=80.0,
    articulation_rate=157.0,
    mean_length_of_run=9.0,
    first_person_singular=8,
    first_person_plural=2,
    moments=(),
)


def many(kind: MomentKind, count: int, lasting: float = 0.3) -> tuple[Moment, ...]:
    return tuple(Moment(kind=kind, start=n * 4.0, end=n * 4.0 + lasting, text="x") for n in range(count))


TROUBLED = CALM.but(
    words_per_minute=240.0,
    filled_pauses=20,
    moments=tuple(
        sorted(
            (
                *many("filled pause", 20),
                *many("pause in mid-clause", 9, 1.4),
                *many("repetition", 9),
                *many("hedge", 12),
                *many("fast stretch", 1, 15.0),
            ),
            key=lambda moment: moment.start,
        )
    ),
)


def evenly(count: int, every: float, start: float = 0.0) -> list[Word]:
    return [
        Word(text=f"w{n}", start=start + n * every, end=start + (n + 1) * every, probability=0.9) for n in range(count)
    ]


# -- remarks and figures


def test_inside_the_bands_nothing_is_said() -> None:
    assert remarks(CALM, "behavioural") == ()
    assert {figure.standing for figure in figures(CALM, "behavioural", "standard")} <= {"inside", ""}


def test_of_many_things_the_two_furthest_outside_are_said_and_each_can_be_heard() -> None:
    found = remarks(TROUBLED, "behavioural")
    assert [remark.text.split()[0] for remark in found] == ["Quick:", "Many"]
    assert all(remark.moments and remark.usual and remark.source for remark in found)


def test_fillers_are_remarked_on_with_their_places() -> None:
    (found,) = remarks(CALM.but(filled_pauses=20, moments=many("filled pause", 20)), "behavioural")
    assert found.text.startswith("At least 13 fillers a minute")
    assert len(found.moments) == 20


def test_a_number_of_fillers_that_is_only_a_lower_bound_is_never_called_usual() -> None:
    spoken = CALM.but(filled_pauses=1, moments=many("filled pause", 1))
    (figure,) = [each for each in figures(spoken, "behavioural", "standard") if each.name.startswith("Um")]
    assert (figure.value.split(";")[0], figure.standing) == ("at least 1", "")


GOOD = SoundQuality(snr=40.0, clipped=0.0, dropouts=0, problem="")


def fillers_of(found: int) -> Figure:
    spoken = CALM.but(recording=GOOD, filled_pauses=found, moments=many("filled pause", found))
    return next(each for each in figures(spoken, "behavioural", "standard") if each.name.startswith("Um"))


@pytest.mark.parametrize(
    ("found", "standing"), [(0, "inside"), (6, "inside"), (7, "near"), (12, "near"), (18, "near"), (21, "outside")]
)
def test_fillers_from_the_sound_are_told_with_their_error_and_judged_by_it(found: int, standing: str) -> None:
    """Over a minute and a half: a band is named only when both ends of the error lie in it."""
    figure = fillers_of(found)
    assert figure.standing == standing
    assert "synthetic" in figure.value and "real voices" in figure.value


def test_a_voice_that_hardly_moves_is_told_where() -> None:
    voice = Prosody(pitch=110.0, pitch_variation=1.2, pitch_range=3.0, loudness=-25.0, loudness_variation=5.0)
    flat = (Moment(kind="flat stretch", start=10.0, end=25.0, text="1.2 semitones"),)
    (found,) = remarks(CALM.but(recording=GOOD, voice=voice, moments=flat), "behavioural")
    assert (found.text.split(".")[0], found.moments) == ("Your pitch hardly moves", flat)
    assert remarks(CALM.but(recording=GOOD, voice=voice.but(pitch_variation=2.0)), "behavioural") == ()


def test_a_recording_that_is_not_good_enough_says_so_and_nothing_about_the_voice() -> None:
    noisy = CALM.but(recording=GOOD.but(snr=9.0, problem="noise"))
    told = {figure.name: figure.value for figure in figures(noisy, "behavioural", "standard")}
    assert told["Voice"] == "not measured: the recording is too noisy"
    assert not {"Pitch moves by", "Loudness moves by"} & told.keys()
    assert told["Um, uh and the like"].endswith("transcripts leave many of them out")


def test_sentences_that_trail_off_are_remarked_on_when_they_are_many() -> None:
    voice = Prosody(pitch=110.0, pitch_variation=3.0, pitch_range=8.0, loudness=-25.0, loudness_variation=5.0)
    spoken = CALM.but(recording=GOOD, voice=voice, sentences=8, moments=many("trailing off", 4, 0.7))
    assert [len(remark.moments) for remark in remarks(spoken, "behavioural")] == [4]
    assert remarks(spoken.but(moments=many("trailing off", 3, 0.7)), "behavioural") == ()
    assert remarks(spoken.but(sentences=3, moments=many("trailing off", 3, 0.7)), "behavioural") == ()


@pytest.mark.parametrize("mode", ["non-native", "disfluency-friendly"])
def test_in_the_gentle_modes_fluency_is_never_called_a_fault(mode: DeliveryMode) -> None:
    assert [remark.text.split()[1] for remark in remarks(TROUBLED, "behavioural", mode)] == ["hedges:"]
    for figure in figures(TROUBLED, "behavioural", mode):
        if not figure.name.startswith(("Length", "I think")):
            assert (figure.standing, figure.usual) == ("", "")


def test_the_disfluency_friendly_mode_shows_no_disfluency() -> None:
    assert {moment.kind for moment in moments(TROUBLED, "disfluency-friendly")} == {"hedge"}
    names = {figure.name for figure in figures(TROUBLED, "behavioural", "disfluency-friendly")}
    assert names == {"Length", "I think, maybe and the like", "I and we"}


def test_off_shows_nothing() -> None:
    assert (remarks(TROUBLED, "behavioural", "off"), figures(TROUBLED, "behavioural", "off")) == ((), ())
    assert moments(TROUBLED, "off") == ()


def test_a_short_answer_gets_no_rates() -> None:
    brief = CALM.but(seconds=15.0, words=30, words_per_minute=None, moments=many("filled pause", 6))
    assert remarks(brief, "knowledge") == ()


def test_pauses_are_marked_from_a_second_on() -> None:
    spoken = CALM.but(moments=(*many("pause in mid-clause", 1, 0.9), *many("pause at a boundary", 1, 1.0)))
    assert [moment.kind for moment in moments(spoken, "standard")] == ["pause at a boundary"]


@pytest.mark.parametrize("band", [*bands.LENGTH.values(), bands.PACE, bands.FILLERS, bands.PAUSES, bands.HEDGES])
def test_a_band_grows_outwards_and_names_its_source(band: Band) -> None:
    assert band.lowest <= band.low < band.high <= band.highest
    assert band.usual and band.source
    assert band.excess(band.highest + 1) > band.excess(band.highest) == 0
    assert [band.standing(value) for value in (band.high, band.high + 1e-6, band.highest + 1e-6)] == [
        "inside",
        "near",
        "outside",
    ]


def test_fillers_cluster_when_three_come_within_ten_seconds() -> None:
    at = [0.0, 2.0, 4.0, 30.0, 41.0, 60.0, 61.0, 62.0, 63.0]
    fillers = [Moment(kind="filled pause", start=second, end=second, text="um") for second in at]
    assert [moment.start for moment in clusters(fillers)] == [0.0, 60.0]


# -- pauses and pace


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("plan.", "We", "pause at a boundary"),
        ("plan,", "which", "pause at a boundary"),
        ("plan", "and", "pause at a boundary"),
        ("the", "plan", "pause in mid-clause"),
        ("the,", "um,", "pause in mid-clause"),
        ("um,", "plan", "pause in mid-clause"),
        ("um.", "Plan", "pause in mid-clause"),
    ],
)
def test_a_pause_is_at_a_boundary_or_in_mid_clause(before: str, after: str, kind: str) -> None:
    told = [
        Word(text=text, start=start, end=start + 0.4, probability=0.9)
        for text, start in (("By", 0.0), (before, 0.5), (after, 2.0), ("plan", 2.5))
    ]
    (found,) = silent_pauses(told, list(silences_between(told)))
    assert (found.kind, found.start, found.end, found.text) == (kind, pytest.approx(0.9), 2.0, "1.1 s")


def test_silence_before_the_first_and_after_the_last_word_is_no_pause() -> None:
    assert silent_pauses(evenly(4, 0.5, start=5.0), [(0.0, 5.0), (7.0, 9.0)]) == ()


def paced(words: list[Word]) -> tuple[Moment, ...]:
    return stretches(words, list(silences_between(words)))


def test_a_rush_in_the_middle_is_found() -> None:
    calm, rush = evenly(60, 0.5), evenly(80, 0.25, start=30.0)
    (found,) = paced([*calm, *rush, *evenly(60, 0.5, start=50.0)])
    assert (found.kind, found.start <= 30.0, found.end >= 50.0) == ("fast stretch", True, True)


def test_a_long_pause_makes_no_stretch_slow() -> None:
    assert paced([*evenly(20, 0.5), *evenly(20, 0.5, start=22.0)]) == ()
    assert [each.kind for each in paced(evenly(30, 1.0))] == ["slow stretch"]
    assert stretches(evenly(30, 1.0), [(4.2, 5.4), (14.2, 15.4), (24.2, 25.4)]) == ()


def test_every_kind_of_moment_can_be_measured() -> None:
    """All but those that only the sound shows."""
    text = "So, we we shipped— we um rolled it out, maybe"
    told = [Word(text=each, start=n * 0.5, end=n * 0.5 + 0.2, probability=0.4) for n, each in enumerate(text.split())]
    slow = [word.but(start=30 + n * 2.0, end=30.9 + n * 2.0, text="w.") for n, word in enumerate(told * 3)]
    quick = [word.but(text=f"q{n}") for n, word in enumerate(evenly(100, 0.2, start=120.0))]
    drawl = evenly(30, 0.9, start=160.0)
    heard = Transcript(
        words=(*told, *slow, *quick, *drawl), seconds=200, speech_seconds=90, language="en", heard_by="test"
    )
    assert {moment.kind for moment in delivery(heard, 200.0).moments or ()} == set(get_args(MomentKind)) - {
        "flat stretch",
        "trailing off",
    }
