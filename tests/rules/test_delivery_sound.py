"""What a recording's curves tell: pauses, fillers that no word shows, the voice, and whether to say anything at all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interviewer.model.audio import Gap
from interviewer.model.delivery import Delivery, Moment
from interviewer.model.sound import Contours
from interviewer.model.speech import OwnVoice, Transcript, Word
from interviewer.rules.delivery.filler_sounds import filler_sounds, together
from interviewer.rules.delivery.measure import delivery
from interviewer.rules.delivery.prosody import flat_stretches, prosody, trailing_off
from interviewer.rules.delivery.quality import sound_quality
from interviewer.rules.delivery.second_pass import sounds_without_words
from interviewer.rules.delivery.sounding import detected_silences, silences
from interviewer.rules.delivery.telling import remarks
from tests.contours import Drawing, words


def drawn(seconds: float = 20.0) -> Drawing:
    return Drawing(seconds)


# -- is it good enough


def test_a_quiet_room_is_good_enough_and_its_ratio_is_right() -> None:
    found = sound_quality(drawn().speech(2, 18, level=-20).contours(noise=-60))
    assert (found.problem, found.snr) == ("", pytest.approx(40.0, abs=0.5))


@pytest.mark.parametrize(
    ("contours", "gaps", "problem"),
    [
        (drawn().speech(2, 18, level=-20).contours(noise=-34), (), "noise"),
        (drawn().speech(2, 18, level=-20).contours(noise=-36), (), ""),
        (drawn().contours(), (), "noise"),
        (drawn().speech(2, 18).contours(clipped=0.002), (), "clipping"),
        (drawn().speech(2, 18).contours(dropouts=((3, 3.1), (4, 4.1), (5, 5.1))), (), "dropouts"),
        (drawn().speech(2, 18).contours(), tuple(Gap(at=n, seconds=0.1) for n in (3, 4, 5)), "dropouts"),
    ],
)
def test_below_the_limits_nothing_is_said_about_the_voice(
    contours: Contours, gaps: tuple[Gap, ...], problem: str
) -> None:
    assert sound_quality(contours, gaps).problem == problem
    heard = Transcript(words=words("we shipped it", 2, 18), seconds=20, speech_seconds=16, language="en", heard_by="t")
    told = delivery(heard, 20.0, contours, gaps)
    assert (told.voice is None, told.sounded) == (bool(problem), not problem)
    if problem:
        assert told.of("flat stretch", "trailing off") == ()
        assert {moment.source for moment in told.moments or ()} <= {"words"}


# -- pauses


def test_silence_is_where_nobody_speaks_and_nothing_hums() -> None:
    contours = drawn().speech(2, 6).hum(8, 8.5).speech(12, 18).contours()
    found = silences(contours)
    assert [(round(start, 1), round(end, 1)) for start, end in found] == [(0, 2), (6, 8), (8.5, 12), (18, 20)]


def test_the_release_of_a_stop_belongs_to_its_word() -> None:
    contours = drawn().speech(2, 6).burst(6.1, 6.14).speech(9, 18).contours()
    assert [round(start, 2) for start, _ in silences(contours)][1] == pytest.approx(6.14, abs=0.02)


def test_a_click_does_not_part_a_pause() -> None:
    contours = drawn().speech(2, 6).speech(7, 7.03).speech(9, 18).contours()
    assert (6.0, 9.0) in [(round(start, 1), round(end, 1)) for start, end in silences(contours)]


def fading(noise: float, *, late: int) -> list[float]:
    """Speech to second 6 that sinks into the noise, and a detector that lags so many frames behind; where it ends."""
    contours = drawn().speech(2, 6, level=-22).speech(9, 18, level=-22).contours(noise=noise)
    end = round(6 / contours.hop)
    contours.speech[end : end + late] = 0.9
    contours.speech[end + late : end + late + 8] = 0.4
    return [round(start, 3) for start, _ in silences(contours) if 5 < start < 8]


def test_in_noise_a_word_goes_on_for_a_little_and_no_longer_than_a_detector_lags() -> None:
    assert fading(-70, late=0) == [6.0]
    assert fading(-45, late=0) == pytest.approx([6.0 + 3 * 0.016], abs=0.02)
    assert fading(-70, late=20) == pytest.approx([6.0 + 20 * 0.016], abs=0.02)
    assert fading(-45, late=20) == pytest.approx([6.0 + 6 * 0.016], abs=0.04)


def test_next_to_a_sound_that_is_looked_at_for_itself_silences_are_as_they_are_detected() -> None:
    contours = drawn().speech(2, 6).speech(9, 18).contours(noise=-45)
    contours.speech[375:383] = 0.4
    assert detected_silences(contours)[1][0] < silences(contours)[1][0]


def test_pauses_come_from_the_sound_where_words_are_stretched_over_them() -> None:
    contours = drawn().speech(2, 6).speech(9, 18).contours()
    heard = Transcript(
        words=(*words("we shipped it", 1.5, 9), *words("in the end", 9, 18)),
        seconds=20,
        speech_seconds=13,
        language="en",
        heard_by="test",
    )
    by_sound, by_words = delivery(heard, 20.0, contours), delivery(heard, 20.0)
    assert [(round(each.start), round(each.end)) for each in by_sound.of("pause in mid-clause")] == [(6, 9)]
    assert by_words.of("pause in mid-clause") == ()
    assert by_sound.response_latency == pytest.approx(2.0, abs=0.05)


# -- the interviewer's own voice in a reopened answer

ANSWER = drawn(60).speech(2, 24, level=-22).speech(32, 58, level=-22)
VOICE = OwnVoice(start=27.0, end=29.0, text="Tell me about")


def loud_voice(drawing: Drawing) -> Drawing:
    """With a voice that is louder and higher than the candidate's, is held, and rings on in the room."""
    return drawing.speech(27, 28, level=-8, pitch=260, swing=0).hum(28.2, 28.6, semitones=0).speech(28.9, 29.25)


def reopened(*between: Word) -> Transcript:
    said = (*words("we shipped it " * 16, 2, 24), *between, *words("and it held " * 18, 32, 58))
    return Transcript(words=said, seconds=60, speech_seconds=48, language="en", heard_by="test")


def pauses(told: Delivery) -> list[tuple[float, float]]:
    found = told.of("pause at a boundary", "pause in mid-clause")
    return [(round(each.start, 1), round(each.end, 1)) for each in found]


def test_a_reopened_answer_is_measured_as_if_the_interviewer_had_not_been_heard_in_it() -> None:
    heard, contours = reopened(), loud_voice(ANSWER).contours()
    found = delivery(heard, 60.0, contours, voices=[VOICE])
    assert found == delivery(heard, 60.0, ANSWER.contours())
    assert found.voice is not None
    assert pauses(found) == [(24, 32)]
    assert sounds_without_words(heard, contours, found, [VOICE]) == ()


def test_what_the_candidate_says_while_the_interviewer_may_be_heard_is_no_pause() -> None:
    contours = ANSWER.speech(27.4, 28.0).contours()
    found = delivery(reopened(*words("But then", 27.4, 28.0)), 60.0, contours, voices=[VOICE])
    assert pauses(found) == [(24, 27.4), (28, 32)]


def test_a_word_that_is_stretched_over_the_interviewers_voice_does_not_shorten_the_pause() -> None:
    heard = reopened(*words("But", 28.5, 32.4))
    assert pauses(delivery(heard, 60.0, loud_voice(ANSWER).contours(), voices=[VOICE])) == [(24, 32)]


# -- filled pauses that only sound


def fillers(drawing: Drawing, *said: Word) -> list[tuple[float, float]]:
    contours = drawing.contours()
    found = filler_sounds(contours, said, silences(contours))
    return [(round(each.start, 1), round(each.end, 1)) for each in found]


SPEECH = drawn().speech(2, 6).speech(9, 18)


def test_a_held_sound_between_silences_is_a_filled_pause() -> None:
    assert fillers(SPEECH.hum(7, 7.4)) == [(7.0, 7.4)]


def test_a_word_that_is_stretched_over_a_held_sound_does_not_hide_it() -> None:
    assert fillers(SPEECH.hum(7, 7.4), *words("and", 6.9, 9.4)) == [(7.0, 7.4)]


def test_a_word_that_fits_the_sound_is_that_word() -> None:
    assert fillers(SPEECH.hum(7, 7.4), *words("I", 6.95, 7.45)) == []


@pytest.mark.parametrize(
    "drawing",
    [
        SPEECH.breath(7, 7.4),
        SPEECH.burst(7, 7.05),
        SPEECH.hum(7, 7.05),
        SPEECH.hum(6.8, 8.6),
        SPEECH.hum(7, 7.4, change=0.5),
        SPEECH.hum(7, 7.4, semitones=4.0),
        SPEECH.hum(7, 7.4, bend=6.0),
        SPEECH,
    ],
    ids=["breath", "click", "too short", "too long", "moving", "high", "bent", "words alone"],
)
def test_other_sounds_are_none(drawing: Drawing) -> None:
    assert fillers(drawing) == []


def test_what_transcript_and_sound_both_have_counts_once_at_the_time_of_the_sound() -> None:
    written = Moment(kind="filled pause", start=7.3, end=7.9, text="um")
    sounds = [Moment(kind="filled pause", start=at, end=at + 0.3, text="", source="sound") for at in (6.9, 12.0)]
    found = together([written], sounds)
    assert [(each.text, each.source, each.start) for each in found] == [("um", "both", 6.9), ("", "sound", 12.0)]


def test_the_count_of_filled_pauses_holds_those_that_only_sound() -> None:
    heard = Transcript(
        words=(*words("we shipped it", 2, 6), *words("in the end", 9, 18)),
        seconds=20,
        speech_seconds=13,
        language="en",
        heard_by="test",
    )
    assert delivery(heard, 20.0, SPEECH.hum(7, 7.4).contours()).filled_pauses == 1
    assert delivery(heard, 20.0).filled_pauses == 0


# -- the voice


def test_pitch_variation_is_counted_in_semitones_from_the_own_median() -> None:
    """A pitch that swings as a sine of three semitones has a standard deviation of three by the root of two."""
    low = prosody(drawn().speech(2, 18, swing=3.0, pitch=100).contours(), 0, 20)
    high = prosody(drawn().speech(2, 18, swing=3.0, pitch=220).contours(), 0, 20)
    assert low is not None and high is not None
    assert low.pitch_variation == pytest.approx(3 / np.sqrt(2), abs=0.1)
    assert high.pitch_variation == pytest.approx(low.pitch_variation, abs=0.01)
    assert (low.pitch, high.pitch) == (pytest.approx(100, rel=0.02), pytest.approx(220, rel=0.02))


def test_a_leap_to_another_octave_is_the_trackers_and_not_the_speakers() -> None:
    steady = drawn().speech(2, 18, swing=0.0).contours()
    steady.pitch[500:510] *= 2
    found = prosody(steady, 0, 20)
    assert found is not None and found.pitch_variation < 1.0


def test_too_little_voice_says_nothing() -> None:
    assert prosody(drawn().speech(2, 4).contours(), 0, 20) is None


def test_a_stretch_without_movement_is_found() -> None:
    contours = drawn(40).speech(2, 20, swing=4.0).speech(20, 38, swing=0.5).contours()
    (found,) = flat_stretches(contours, 2, 38)
    assert (15 <= found.start <= 22, found.end >= 36) == (True, True)


def test_a_sentence_whose_end_is_much_softer_trails_off() -> None:
    loud = drawn().speech(2, 8, level=-20).speech(9, 14, level=-20).speech(14, 15, level=-32).contours()
    told = (*words("we shipped it.", 2, 8), *words("it works well now.", 9, 15))
    (found,) = trailing_off(loud, told)
    assert (found.text, found.end) == ("now.", 15.0)


# -- anything at all


def random_contours(count: int, seed: int) -> Contours:
    """Curves of so many frames that jump every few of them, anywhere in their ranges."""
    random = np.random.default_rng(seed)
    low, high = np.array([-96.0, 0, 0, 0, 65]), np.array([0.0, 1, 1, 1, 400])
    steps = random.uniform(low, high, (count, 5))[np.sort(random.integers(0, count, count))]
    level, speech, voicing, change, pitch = steps.T
    return Contours(
        seconds=count * 0.016,
        hop=0.016,
        level=level,
        speech=speech,
        pitch=pitch,
        voicing=voicing,
        change=change,
        clipped=0.0,
        dropouts=(),
    )


@given(
    st.integers(1, 400),
    st.integers(0, 2**32 - 1),
    st.lists(st.tuples(st.sampled_from(["we", "um,", "it.", "and"]), st.floats(0, 9), st.floats(0, 9)), min_size=1),
)
@example(2, 0, [("we", 0.0, 0.0)])
def test_whatever_the_curves_and_the_words_there_is_a_delivery(
    count: int, seed: int, told: list[tuple[str, float, float]]
) -> None:
    contours = random_contours(count, seed)
    said = tuple(Word(text=text, start=start, end=end, probability=0.5) for text, start, end in told)
    heard = Transcript(words=said, seconds=9, speech_seconds=30, language="en", heard_by="test")
    found = delivery(heard, contours.seconds, contours)
    assert found.seconds <= contours.seconds
    assert len(remarks(found, "behavioural")) <= 2
