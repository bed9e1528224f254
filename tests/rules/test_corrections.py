"""What a candidate puts right or writes beside an answer: kept beside what was heard, and judged with it."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.errors import CorrectionRefused
from interviewer.model.audio import Clip
from interviewer.model.grade import Graded
from interviewer.model.session import Take
from interviewer.model.speech import Transcript, Typed, Word
from interviewer.rules.cleaning import plain
from interviewer.rules.corrections import amended, corrected, find, noted, said, told, turn_with, unnoted
from interviewer.rules.report_answer import answer_of
from interviewer.rules.report_words import outdated
from tests.keep.examples import session, take

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


def spoken(text: str = "we moved it to cuban eddies. It held.") -> Take:
    words = tuple(
        Word(text=each, start=n * 0.5, end=n * 0.5 + 0.4, probability=0.4) for n, each in enumerate(text.split())
    )
    heard = Transcript(words=words, seconds=9.0, speech_seconds=8.0, language="en", heard_by="test")
    return Take(number=1, answer=Clip(path="turn-01/take-1/answer.wav", seconds=9.0), ended_by="enter", heard=heard)


def text_of(answer: Take) -> str:
    heard = said(answer)
    assert isinstance(heard, Transcript)
    return heard.text


def put_right(answer: Take, words: str, text: str, near: float | None = None) -> Take:
    return corrected(answer, *find(answer, words, near), text)


def test_a_correction_counts_and_what_was_heard_stays() -> None:
    before = spoken()
    after = put_right(before, "Cuban Eddies", "Kubernetes")
    assert after.heard == before.heard
    assert text_of(after) == "we moved it to Kubernetes. It held."
    (kept,) = after.corrections
    assert (kept.first, kept.last, kept.heard, kept.said) == (4, 5, "cuban eddies.", "Kubernetes.")


def test_one_word_may_be_several_which_share_its_time() -> None:
    after = put_right(spoken("the userinterface broke"), "userinterface", "user interface")
    words = [each.word for each in told(after)]
    assert [word.text for word in words] == ["the", "user", "interface", "broke"]
    assert (words[1].start, words[2].end) == (0.5, 0.9)
    assert words[1].end == words[2].start
    assert words[1].probability == 1.0


def test_the_heard_words_given_back_take_a_correction_away() -> None:
    before = spoken()
    assert put_right(put_right(before, "cuban eddies", "Kubernetes"), "kubernetes", "cuban eddies") == before


def test_a_correction_inside_of_an_older_one_keeps_the_rest_of_it() -> None:
    after = put_right(put_right(spoken(), "cuban eddies", "the new cluster"), "new", "old")
    assert text_of(after) == "we moved it to the old cluster. It held."
    assert len(after.corrections) == 1
    wider = put_right(after, "to the old", "onto the")
    assert text_of(wider) == "we moved it onto the cluster. It held."


@pytest.mark.parametrize(
    ("heard", "struck", "left", "corrected_to"),
    [
        ("we moved it um to the shop.", "um", "we moved it to the shop.", ("it um", "it")),
        ("It held, thanks. We left.", "thanks", "It held. We left.", ("held, thanks.", "held.")),
        ("It held. Um, we left.", "um", "It held. We left.", ("Um, we", "We")),
        ("It held. Thanks for watching!", "thanks for watching", "It held.", ("held. Thanks for watching!", "held.")),
        ("so so we left", "so so", "we left", ("so so we", "we")),
    ],
)
def test_words_that_nobody_said_are_struck_out(
    heard: str, struck: str, left: str, corrected_to: tuple[str, str]
) -> None:
    before = spoken(heard)
    after = put_right(before, struck, " ")
    assert text_of(after) == left
    (kept,) = after.corrections
    assert (kept.heard, kept.said) == corrected_to
    assert after.heard == before.heard
    assert put_right(after, kept.said, kept.heard, near=float("inf")) == before


def test_a_struck_word_may_stand_inside_of_a_correction() -> None:
    after = put_right(put_right(spoken(), "cuban eddies", "the new cluster"), "new", "")
    assert text_of(after) == "we moved it to the cluster. It held."
    assert text_of(put_right(after, "the cluster", "")) == "we moved it to. It held."


@given(st.data())
def test_striking_words_out_leaves_all_others(data: st.DataObject) -> None:
    answer = spoken(data.draw(st.sampled_from(["a b c d e f", "A b. C d, e. F", "A. B. C. D. E. F."])))
    while (count := len(told(answer))) > 1:
        first = data.draw(st.integers(0, count - 1))
        last = data.draw(st.integers(first, min(count - 1, first + count - 2)))
        words = [plain(each.word.text) for each in told(answer)]
        answer = corrected(answer, first, last, "")
        assert [plain(each.word.text) for each in told(answer)] == [*words[:first], *words[last + 1 :]]
    assert Take.model_validate_json(answer.model_dump_json()) == answer
    with pytest.raises(CorrectionRefused, match="No word of the answer would be left"):
        corrected(answer, 0, 0, "")


@given(st.data())
def test_corrections_never_overlap_and_never_lose_a_word_beside_them(data: st.DataObject) -> None:
    answer = spoken("a b c d e f g h")
    for _ in range(data.draw(st.integers(1, 5))):
        count = len(told(answer))
        first = data.draw(st.integers(0, count - 1))
        last = data.draw(st.integers(first, count - 1))
        new = data.draw(st.lists(st.sampled_from(["x", "y", "z"]), min_size=1, max_size=3))
        words = [each.word.text for each in told(answer)]
        answer = corrected(answer, first, last, " ".join(new))
        assert [each.word.text for each in told(answer)] == [*words[:first], *new, *words[last + 1 :]]
    spans = [(each.first, each.last) for each in answer.corrections]
    assert all(one[1] < other[0] for one, other in pairwise(spans))
    assert Take.model_validate_json(answer.model_dump_json()) == answer


def test_words_that_were_heard_anew_are_not_corrected_in_the_wrong_place() -> None:
    after = put_right(spoken(), "cuban eddies", "Kubernetes")
    anew = after.but(heard=spoken("we moved it to a cluster. It held.").heard)
    assert text_of(anew) == "we moved it to a cluster. It held."


def test_a_word_that_stands_several_times_is_asked_for_by_its_second() -> None:
    twice = spoken("go and come and stay")
    with pytest.raises(CorrectionRefused, match=r"stands there 2 times: at 0:00, 0:01"):
        find(twice, "and")
    assert find(twice, "and", near=1.4) == (3, 3)


@pytest.mark.parametrize(
    ("first", "last", "text", "told_"),
    [
        (0, 0, " , ", "at least one word"),
        (0, 8, "x", "has 8 words"),
        (3, 2, "x", "are not among them"),
        (0, 0, "x" * 201, "too long"),
    ],
)
def test_what_cannot_be_is_refused(first: int, last: int, text: str, told_: str) -> None:
    with pytest.raises(CorrectionRefused, match=told_):
        corrected(spoken(), first, last, text)


def test_a_typed_answer_was_not_heard_and_has_no_words_to_correct() -> None:
    typed = Take(number=1, ended_by="typed", heard=Typed(text="as I typed it"))
    with pytest.raises(CorrectionRefused, match="no heard words"):
        corrected(typed, 0, 0, "x")
    assert said(typed) == typed.heard


def test_the_report_shows_the_corrected_word_with_what_was_heard_and_says_that_the_grade_is_older() -> None:
    judged = session()
    turn = judged.turns[0].but(takes=(put_right(take(), "tests", "unit tests"),))
    answer = answer_of(judged, turn)
    words = [word for each in answer.said for word in each.words]
    assert [(word.text, word.heard) for word in words if word.heard] == [("unit", "tests.")]
    assert [each.text for each in answer.said][1] == "I wrote the missing unit tests."
    assert [each.parts for each in answer.said] == [(), ("action",), ()]
    assert f"interviewer regrade {judged.id} --turn 1" in answer.notes[-1]


def test_no_word_that_was_corrected_is_in_doubt_any_more() -> None:
    def doubted(answer: Take) -> list[str]:
        shown = answer_of(session(), session().turns[0].but(takes=(answer,)))
        return [each.text for each in shown.moments if each.kind == "uncertain word"]

    before = spoken()
    assert doubted(before) == ["we", "moved", "it", "to", "cuban", "eddies", "It", "held"]
    assert doubted(put_right(before, "cuban eddies", "Kubernetes")) == ["we", "moved", "it", "to", "It", "held"]
    assert doubted(put_right(before, "moved", "")) == ["it", "to", "cuban", "eddies", "It", "held"]


def test_a_grade_is_older_only_when_words_changed_after_it() -> None:
    judged = take()
    assert isinstance(judged.grade, Graded)
    assert not outdated(judged, judged.grade)
    changed = put_right(judged, "tests", "test")
    assert outdated(changed, judged.grade)
    sentences = tuple(each.but(text=each.text.replace("tests", "test")) for each in judged.grade.sentences)
    again = judged.grade.but(sentences=sentences)
    assert not outdated(changed, again)
    assert outdated(judged, again)


def test_notes_stand_in_the_order_of_their_seconds_and_can_be_taken_away() -> None:
    answer = noted(noted(noted(spoken(), 3.0, "late", NOW), 1.0, "early", NOW), None, "all of it", NOW)
    assert [note.text for note in answer.notes] == ["all of it", "early", "late"]
    assert [note.text for note in unnoted(answer, 2).notes] == ["all of it", "late"]
    shown = answer_of(session(), session().turns[0].but(takes=(answer,)))
    assert [(note.number, note.at, note.text) for note in shown.own_notes] == [
        (1, None, "all of it"),
        (2, 1.0, "early"),
        (3, 3.0, "late"),
    ]


@pytest.mark.parametrize(
    ("at", "text", "told_"), [(9.5, "x", "after the end"), (None, " ", "a word"), (None, "x" * 2001, "too long")]
)
def test_a_note_that_does_not_fit_is_refused(at: float | None, text: str, told_: str) -> None:
    with pytest.raises(CorrectionRefused, match=told_):
        noted(spoken(), at, text, NOW)


def test_a_note_that_is_not_there_cannot_be_taken_away() -> None:
    with pytest.raises(CorrectionRefused, match="no note"):
        unnoted(spoken(), 1)


def test_an_answer_is_found_by_the_words_in_it_and_one_that_is_missing_is_named() -> None:
    one = session()
    assert turn_with(one, "build broke") == 1
    with pytest.raises(CorrectionRefused, match="stands in no answer"):
        turn_with(one, "kubernetes")
    with pytest.raises(CorrectionRefused, match="Question 7 has no answer"):
        amended(one, 7, None, lambda answer: answer)
    with pytest.raises(CorrectionRefused, match="has no take 5"):
        amended(one, 1, 5, lambda answer: answer)
