"""The verbatim pass: asked only about sound without a word, believed only there, and behind the grade."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer import desk
from interviewer.adapters.folder_store import FolderStore
from interviewer.errors import TranscriptionError
from interviewer.model import events
from interviewer.model.audio import RATE, Clip, Span
from interviewer.model.delivery import Moment
from interviewer.model.session import Take, Turn
from interviewer.model.speech import Transcript, Word
from interviewer.ports import Progress, silent
from interviewer.rules.delivery.measure import delivery
from interviewer.rules.delivery.second_pass import (
    CONTEXT,
    heard_again,
    sounds_without_words,
    to_hear_again,
    unexplained,
    with_fillers,
)
from interviewer.sitting import Sitting, Tell
from tests.contours import Drawing, words
from tests.fakes import FakeMeter
from tests.keep.examples import question, session, take, with_sound
from tests.story.world import ScriptedEars

SILENT = ((0.0, 1.0), (3.0, 3.4), (3.8, 5.0), (9.0, 10.0))
SAID = words("we moved it", 1.0, 3.0) + words("to the autumn", 5.0, 9.0)


def said(text: str, start: float, end: float) -> Word:
    return Word(text=text, start=start, end=end, probability=0.5)


def test_only_sound_without_a_word_is_asked_about() -> None:
    assert unexplained(SAID, SILENT, 10.0, ()) == ((3.4, 3.8),)
    assert unexplained((*SAID, said("well", 3.4, 3.8)), SILENT, 10.0, ()) == ()
    filler = Moment(kind="filled pause", start=3.45, end=3.7, text="")
    assert unexplained(SAID, SILENT, 10.0, (filler,)) == ()


@pytest.mark.parametrize(("end", "asked"), [(3.5, False), (3.6, True), (4.9, True), (5.2, False)])
def test_what_is_too_short_or_too_long_for_a_filled_pause_is_not_asked_about(end: float, asked: bool) -> None:
    sounds = unexplained(words("we moved it", 1.0, 3.0), ((0.0, 1.0), (3.0, 3.4), (end, 10.0)), 10.0, ())
    assert bool(sounds) == asked


def test_the_ears_get_some_of_what_is_around_and_nothing_twice() -> None:
    assert to_hear_again(((20.0, 20.4),), 60.0) == ((20.0 - CONTEXT, 20.4 + CONTEXT),)
    assert to_hear_again(((26.0, 26.4), (20.0, 20.4), (50.0, 50.4)), 52.0) == ((16.0, 30.4), (46.0, 52.0))
    assert to_hear_again((), 52.0) == ()


def test_a_filled_pause_is_believed_where_there_is_such_a_sound_and_nothing_else_is() -> None:
    sounds = ((3.4, 3.8), (20.0, 20.4))
    again = (said("we", 3.4, 3.8), said("Um,", 3.5, 3.9), said("uh", 12.0, 12.3), said("autumn", 20.0, 20.4))
    assert [(each.start, each.end, each.kind) for each in heard_again(again, sounds)] == [(3.4, 3.8, "filled pause")]
    assert heard_again((said("um", 3.4, 3.6), said("um", 3.6, 3.8)), sounds)[1:] == ()


# -- as the desk does it

SPOKEN = Drawing(32.0).speech(1.0, 12.0).speech(14.0, 30.0).breath(12.5, 12.9)
HEARD = Transcript(
    words=words("we moved it to the autumn", 1.0, 12.0) + words("and told the clinics first", 14.0, 30.0),
    seconds=32.0,
    speech_seconds=27.0,
    language="en",
    heard_by="test",
)


class VerbatimEars(ScriptedEars):
    """Says um wherever it is asked."""

    def __init__(self, fault: TranscriptionError | None = None) -> None:
        super().__init__()
        self.fault = fault
        self.asked: list[Span] = []

    def verbatim(self, wav: Path, span: Span, progress: Progress = silent) -> tuple[Word, ...]:
        self.asked.append(span)
        progress(0.5)
        if self.fault is not None:
            raise self.fault
        return (said("um", 12.5, 12.9), said("uh", 20.0, 20.3))


def measured(tmp_path: Path, drawn: Drawing, ears: VerbatimEars, tell: Tell = lambda event: None) -> Take:
    kept = take().but(heard=HEARD, answer=Clip(path="turn-01/take-1/answer.wav", seconds=32.0), delivery=None)
    store = FolderStore(tmp_path)
    held = session(Turn(number=1, question=question(), takes=(kept,)))
    store.begin(held)
    with_sound(store, held)
    sitting = Sitting(held, store, tell)
    sounds = desk.measure(sitting, FakeMeter(drawn.contours()), 1, 1)
    desk.hear_again(sitting, ears, 1, 1, sounds)
    return sitting.take(1, 1)


def test_a_sound_that_is_no_held_vowel_becomes_a_filler_when_the_ears_say_so(tmp_path: Path) -> None:
    ears = VerbatimEars()
    told = measured(tmp_path, SPOKEN.speech(12.5, 12.9, swing=9.0), ears)
    assert told.delivery is not None
    (filler,) = told.delivery.of("filled pause")
    assert (filler.start, filler.end) == pytest.approx((12.5, 12.9), abs=0.05)
    assert told.delivery.filled_pauses == 1
    (span,) = ears.asked
    assert span.start / RATE == pytest.approx(12.5 - CONTEXT, abs=0.05)


def test_the_second_hearing_is_not_told_as_writing_down_again(tmp_path: Path) -> None:
    told: list[events.Event] = []
    measured(tmp_path, SPOKEN.speech(12.5, 12.9, swing=9.0), VerbatimEars(), told.append)
    assert told == [events.Working(what="fillers", turn=1)]


def test_ears_are_not_asked_where_every_sound_has_its_word(tmp_path: Path) -> None:
    ears = VerbatimEars()
    told = measured(tmp_path, SPOKEN, ears)
    assert told.delivery is not None and told.delivery.filled_pauses == 0
    assert ears.asked == []


def test_ears_that_fail_cost_the_second_pass_and_nothing_else(tmp_path: Path) -> None:
    told = measured(tmp_path, SPOKEN.speech(12.5, 12.9, swing=9.0), VerbatimEars(TranscriptionError("They stopped.")))
    assert told.delivery is not None and told.delivery.filled_pauses == 0
    assert [problem.message for problem in told.problems] == ["They stopped."]


def test_a_recording_that_is_not_good_enough_is_not_asked_about() -> None:
    noisy = SPOKEN.speech(12.5, 12.9, swing=9.0).contours(noise=-30.0)
    assert sounds_without_words(HEARD, noisy, delivery(HEARD, 32.0, noisy)) == ()
    assert sounds_without_words(HEARD, None, delivery(HEARD, 32.0)) == ()


def test_added_fillers_are_counted_and_stand_in_order() -> None:
    spoken = delivery(HEARD, 32.0, SPOKEN.contours())
    added = with_fillers(spoken, (Moment(kind="filled pause", start=12.5, end=12.9, text="", source="sound"),))
    assert added.filled_pauses == spoken.filled_pauses + 1
    assert [each.start for each in added.moments or ()] == sorted(each.start for each in added.moments or ())
