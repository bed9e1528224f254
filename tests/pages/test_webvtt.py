"""Captions: every word once, in order, on a screen that can be read, and no word that is markup."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.cli.main import main
from interviewer.model.audio import Clip
from interviewer.model.report import Answer
from interviewer.model.session import Take, Turn
from interviewer.model.speech import Transcript, Typed, Word
from interviewer.pages.webvtt import LINE, LONGEST, webvtt
from interviewer.publishing import captions
from interviewer.rules.report_answer import answer_of
from tests.keep.examples import FULL, SAID, committed, question, session, take

CUE = re.compile(r"(\d\d):(\d\d):(\d\d\.\d{3}) --> (\d\d):(\d\d):(\d\d\.\d{3})\n((?:.+\n)+)")


def told(*words: tuple[str, float, float]) -> Answer:
    made = tuple(Word(text=text, start=start, end=end, probability=0.9) for text, start, end in words)
    heard = Transcript(words=made, seconds=9.0, speech_seconds=1.0, language="en", heard_by="test")
    turn = Turn(number=1, question=question(), takes=(take().but(heard=heard, grade=None, coaching=None),))
    return answer_of(session(turn), turn)


def cues(answer: Answer) -> list[tuple[float, float, str]]:
    def second(hours: str, minutes: str, seconds: str) -> float:
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds)

    written = webvtt(answer)
    assert written.startswith("WEBVTT\n")
    return [(second(*each[:3]), second(*each[3:6]), each[6].strip()) for each in CUE.findall(written)]


def test_a_caption_a_sentence_at_its_seconds() -> None:
    turn = Turn(number=1, question=question(), takes=(take(),))
    assert cues(answer_of(session(turn), turn)) == [
        (0.0, 1.15, "In March our build broke twice."),
        (1.2, 2.15, "I wrote the missing tests."),
        (2.2, 3.0, "It holds since."),
    ]


def test_a_long_pause_and_a_long_time_begin_a_new_caption() -> None:
    found = cues(told(("We", 0.0, 0.4), ("moved", 2.0, 2.4), ("it", 3.0, 3.2), ("all", 3.9, 8.5)))
    assert [text for _, _, text in found] == ["We", "moved it", "all"]


def test_a_short_caption_stands_long_enough_to_be_read_but_never_over_the_next() -> None:
    hurried = [(text, n * 0.1, n * 0.1 + 0.1) for n, text in enumerate(SAID.split())]
    found = cues(told(*hurried, ("So.", 4.0, 4.1)))
    assert [(start, end) for start, end, _ in found] == [(0.0, 0.6), (0.6, 1.1), (1.1, 1.9), (4.0, 4.8)]


def test_words_are_never_markup() -> None:
    assert cues(told(("<b>a</b>", 0.0, 0.4), ("-->", 0.5, 0.6), ("&amp;", 0.7, 0.8)))[0][2] == (
        "&lt;b&gt;a&lt;/b&gt; --&gt; &amp;amp;"
    )


@given(
    st.lists(
        st.tuples(st.text("ab<>&.-", min_size=1, max_size=60), st.floats(0, 7_000), st.floats(0, 9)),
        min_size=1,
        max_size=60,
    )
)
def test_every_word_stands_once_and_captions_never_overlap(words: list[tuple[str, float, float]]) -> None:
    """Also when the ears gave seconds that go backwards."""
    answer = told(*((text, start, start + lasts) for text, start, lasts in words))
    found = cues(answer)
    shown = " ".join(text for _, _, text in found).split()
    assert len(shown) == sum(len(said.words) for said in answer.said)
    before = -1.0
    for start, end, text in found:
        assert before <= start < end
        lines = text.split("\n")
        assert len(lines) <= 2
        unescaped = [line.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for line in lines]
        assert all(len(line) <= LINE or " " not in line for line in unescaped)
        before = end


def test_no_caption_of_several_words_stands_longer_than_it_may() -> None:
    found = cues(told(*((f"w{n}", n * 0.7, n * 0.7 + 0.5) for n in range(40))))
    assert max(end - start for start, end, _ in found) <= LONGEST


def test_each_take_with_words_and_a_recording_has_captions() -> None:
    typed = Take(number=3, ended_by="typed", heard=Typed(text="I typed this."))
    silent = take(2).but(heard=None, grade=None, coaching=None, answer=Clip(path="b.wav", seconds=1.0))
    kept = session(Turn(number=1, question=question(), takes=(take(1), silent, typed)))
    assert list(captions(kept)) == ["turn-01/take-1/answer.wav"]
    assert SAID.split()[0] in captions(kept)["turn-01/take-1/answer.wav"]


def test_the_command_writes_them_beside_the_recordings(capsys: pytest.CaptureFixture[str]) -> None:
    committed(Path(os.environ["INTERVIEWER_RECORDINGS"]))
    assert main(["report", FULL, "--format", "vtt"]) == 0
    written = [Path(line) for line in capsys.readouterr().out.split("\n") if line]
    assert written
    assert all(path.name == "answer.vtt" and path.read_text().startswith("WEBVTT\n") for path in written)
