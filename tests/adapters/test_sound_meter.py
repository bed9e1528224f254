"""Curves of real sound: right in level, in time and in pitch, and as a phonetician's program has them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from interviewer.adapters.sound_meter import SwiftMeter
from interviewer.errors import BadAudio
from interviewer.model.sound import Contours
from interviewer.rules.delivery.prosody import SURE, prosody
from interviewer.rules.delivery.sounding import silences
from tests.sounds import hush, noise, tone, write_wav
from tests.spoken import demo_answer


def measured(folder: Path, pcm: bytes) -> Contours:
    return SwiftMeter().measure(write_wav(folder / "sound.wav", pcm))


def test_all_curves_are_of_one_length_and_in_their_ranges(tmp_path: Path) -> None:
    found = measured(tmp_path, hush(0.5) + tone(1.0, hertz=150) + noise(0.5))
    lengths = {len(curve) for curve in (found.level, found.speech, found.pitch, found.voicing, found.change)}
    assert lengths == {round(2.0 / found.hop)}
    assert found.seconds == 2.0
    for curve in (found.speech, found.voicing, found.change):
        assert 0 <= curve.min() <= curve.max() <= 1
    assert -96 <= found.level.min() <= found.level.max() <= 0


def test_level_and_pitch_of_a_tone(tmp_path: Path) -> None:
    """A sine that peaks at half of full scale has a level of 20 log10(0.5 / sqrt 2) = -9 dBFS."""
    found = measured(tmp_path, tone(2.0, hertz=150, loudness=0.5))
    inside = found.between(0.5, 1.5)
    assert np.median(found.level[inside]) == pytest.approx(-9.03, abs=0.1)
    assert np.median(found.pitch[inside]) == pytest.approx(150, rel=0.01)
    assert np.median(found.change[inside]) < 0.05


@pytest.mark.parametrize("pcm", [hush(1.0), hush(0.01), tone(0.01), b"\0\0"])
def test_silence_and_slivers_have_curves_too(tmp_path: Path, pcm: bytes) -> None:
    found = measured(tmp_path, pcm)
    assert len(found.level) >= 1
    assert found.dropouts == ()


def test_a_long_recording_is_measured_as_a_short_one_is(tmp_path: Path) -> None:
    """Blocks of a minute leave no seam."""
    minute = tone(20.0, hertz=150) + noise(40.0)
    long, short = measured(tmp_path, minute * 2 + tone(1.0)), measured(tmp_path, minute[2 * 16000 * 20 :] + minute)
    late, early = long.between(50.0, 110.0), short.between(30.0, 90.0)
    assert np.abs(long.change[late] - short.change[early]).max() < 1e-6
    assert np.abs(long.speech[late] - short.speech[early]).mean() < 0.01


def test_a_hole_in_the_sound_is_a_dropout_and_a_pause_is_none(tmp_path: Path) -> None:
    fading = np.frombuffer(tone(0.5), "<i2") * np.linspace(1, 0, 8000)
    faded = fading.astype("<i2").tobytes()
    (found,) = measured(tmp_path, tone(1.0) + hush(0.1) + tone(1.0) + faded + hush(0.5) + tone(0.5)).dropouts
    assert found == (pytest.approx(1.0, abs=0.001), pytest.approx(1.1, abs=0.001))


def test_clipped_samples_are_counted(tmp_path: Path) -> None:
    square = np.sign(np.sin(np.arange(16000) * 0.1)) * 32767
    assert measured(tmp_path, square.astype("<i2").tobytes()).clipped > 0.9
    assert measured(tmp_path, tone(1.0, loudness=0.9)).clipped == 0.0


def test_sound_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadAudio):
        measured(tmp_path, b"")
    with pytest.raises(BadAudio):
        SwiftMeter().measure(tmp_path / "nowhere.wav")


@pytest.mark.parametrize("number", [1, 2])
def test_pitch_is_what_praat_has_within_half_a_semitone(number: int, tmp_path: Path) -> None:
    """Median, standard deviation and 10th to 90th percentile of a spoken answer, and frame by frame."""
    wav = demo_answer(number, tmp_path)
    ours = SwiftMeter().measure(wav)
    found = prosody(ours, 0.0, ours.seconds)
    assert found is not None
    at, hertz = praat(wav)
    semitones = 12 * np.log2(hertz[hertz > 0])
    low, high = np.percentile(semitones, [10, 90])
    assert 12 * np.log2(found.pitch) == pytest.approx(np.median(semitones), abs=0.5)
    assert found.pitch_variation == pytest.approx(np.std(semitones), abs=0.5)
    assert found.pitch_range == pytest.approx(high - low, abs=0.5)
    frames = np.rint(at / ours.hop).astype(int)
    both = (hertz > 0) & (ours.voicing[frames] >= SURE)
    apart = 12 * np.abs(np.log2(ours.pitch[frames][both] / hertz[both]))
    assert np.percentile(apart, 90) <= 0.5


def praat(wav: Path) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """(seconds, Hz), 0 where unvoiced, between a floor and a ceiling that fit the voice.

    De Looze and Hirst 2008, "Detecting changes in key and range for the automatic modelling and coding of intonation":
    a first pass between wide limits, a second from 0.75 of its first quartile to 1.5 of its third.
    """
    import parselmouth

    sound = parselmouth.Sound(str(wav))
    wide = sound.to_pitch_ac(time_step=0.016, pitch_floor=65.0, pitch_ceiling=400.0).selected_array["frequency"]
    low, high = np.percentile(wide[wide > 0], [25, 75])
    found = sound.to_pitch_ac(time_step=0.016, pitch_floor=0.75 * low, pitch_ceiling=1.5 * high)
    return found.xs(), found.selected_array["frequency"]


def test_the_pauses_of_a_spoken_answer_are_where_they_were_put(tmp_path: Path) -> None:
    """The first demo answer was made with a silence of 2.5 s before its fifth phrase."""
    found = SwiftMeter().measure(demo_answer(1, tmp_path))
    longest = max(end - start for start, end in silences(found))
    assert longest == pytest.approx(2.5, abs=0.4)
